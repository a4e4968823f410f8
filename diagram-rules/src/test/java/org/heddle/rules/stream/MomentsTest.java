package org.heddle.rules.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.expr.Expr;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Sums that would cancel are kept as moments, and factors without items are applied as written: digits survive.
final class MomentsTest {
    private static final int TRIALS = 1000;

    private static void assertLawful(StreamForm form) {
        AccumulatorLaws.Report report = AccumulatorLaws.check(form, 20261121, TRIALS);
        assertThat(report.counterexample()).as("%s", form.accumulated()).isEmpty();
    }

    private static StreamForm.Refusal onlyRefusal(StreamForm form) {
        assertThat(form.refusals()).as("%s", form.accumulated()).hasSize(1);
        return form.refusals().getFirst();
    }

    /// Raw moments would do it in one pass too, and lose all digits where the deviation is small against the mean: moments about a centre near the items do not.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "v          ; (v - z / |x|) * (v - z / |x|)                   ; 3 ; z / y_seen",
                "v          ; (v - z / |x|) * (w - z / |x|)                   ; 4 ; z / y_seen",
                "v          ; pow(v - z / |x|, 3)                             ; 4 ; z / y_seen",
                "v          ; where(w > 0, v - z / |x|, 0)                    ; 3 ; z / y_seen",
                "v          ; where(w == 0, 0, (v - z / |x|) * (v - z / |x|)) ; 4 ; z / y_seen",
                "exp(s - m) ; where(s == -inf, 0, exp(s - m) * (s - m))       ; 1 ; m",
                "exp(s - m) ; where(s == -inf, 0, exp(s - m) * (s - m - log(z)) / z) ; 1 ; log(z) + m",
                "exp(s - m) ; exp(s - m) * (v - z / |x|) * w                  ; 3 ; z / y_seen",
                "v          ; where(w == -inf, -inf, w - m) * (v - z / |x|)   ; 7 ; z / y_seen",
                "v * v      ; v + z                                           ; 2 ; -(z * |x|) / y_seen",
                "v * v      ; abs(v) - z                                      ; 2 ; z * |x| / y_seen"
            })
    void momentsMoveWithTheirCentre(String sum, String last, int slots, String centre) {
        StreamForm form = Streams.form(Streams.cascade(sum, last), "x");
        assertThat(form.refusals()).isEmpty();
        assertThat(form.passes()).isEqualTo(1);
        List<StreamForm.Slot> kept = form.accumulated().get("y").slots();
        assertThat(kept).hasSize(slots);
        assertThat(
                        kept.stream()
                                .flatMap(slot -> slot.law().stream())
                                .flatMap(law -> law.moving().values().stream()))
                .extracting(Expr::toString)
                .contains(centre);
        assertLawful(form);
    }

    /// The deviations of two arrays, each about its own centre: one may be infinite and the other not, so that every moment is judged by its own terms.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "v              ; w              ; (v - a / |x|) * (w - b / |x|)                  ; 4",
                "v              ; w              ; (v - a / |x|) * (w - b / |x|) / |x|            ; 4",
                "v              ; w              ; (v - a / |x|) * (v - a / |x|) * (w - b / |x|)  ; 6",
                "exp(s - m) * v ; exp(s - m) * w ; exp(s - m) * (v - a / z) * (w - b / z) / z     ; 3"
            })
    void covariancesOfTwoArraysAreMoments(String first, String second, String last, int slots) {
        Sketch sketch =
                new Sketch()
                        .axis("q", 3)
                        .axis("x", 6)
                        .input("S[q, x]", "V[q, x]", "W[q, x]")
                        .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .reduce(Scalar.SUM, "z[q]", "s, m -> exp(s - m)", "S[q, x]", "m[q]")
                        .reduce(
                                Scalar.SUM,
                                "a[q]",
                                "s, m, v -> " + first,
                                "S[q, x]",
                                "m[q]",
                                "V[q, x]")
                        .reduce(
                                Scalar.SUM,
                                "b[q]",
                                "s, m, w -> " + second,
                                "S[q, x]",
                                "m[q]",
                                "W[q, x]")
                        .reduce(
                                Scalar.SUM,
                                "y[q]",
                                "s, m, z, v, w, a, b -> " + last,
                                "S[q, x]",
                                "m[q]",
                                "z[q]",
                                "V[q, x]",
                                "W[q, x]",
                                "a[q]",
                                "b[q]")
                        .output("y");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(form.refusals()).isEmpty();
        assertThat(form.passes()).isEqualTo(1);
        assertThat(form.accumulated().get("y").slots()).hasSize(slots);
        assertLawful(form);
        assertThat(StreamAnalyzer.candidates(Streams.region(sketch)).getFirst().passes())
                .isEqualTo(1);
    }

    /// Higher powers of a deviation are measured in the root of the sum of its squares, where the author divides by that.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "pow((v - m / |x|) / sqrt(n), 4)                       ; 4 ; (V - c) / sqrt(n) * ((V - c) / sqrt(n)) * ((V - c) / sqrt(n)) * ((V - c) / sqrt(n))",
                "pow((v - m / |x|) / sqrt(n / |x|), 3)                 ; 3 ; (V - c) / sqrt(n) * ((V - c) / sqrt(n)) * ((V - c) / sqrt(n))",
                "pow((v - m / |x|) * rsqrt(n + 1), 3)                  ; 3 ; (V - c) / sqrt(n) * ((V - c) / sqrt(n)) * ((V - c) / sqrt(n))",
                "pow(v - m / |x|, 3) / n                               ; 1 ; (V - c) * (V - c) * (V - c)",
                "(v - m / |x|) * (v - m / |x|) * (w - m / |x|) / n     ; 3 ; (V - c) * (V - c) * (W - c_2)"
            })
    void higherMomentsAreInUnits(String last, int slots, String item) {
        Sketch sketch = deviations(last);
        StreamForm form = Streams.form(sketch, "x");
        assertThat(form.refusals()).isEmpty();
        assertThat(form.passes()).isEqualTo(1);
        List<StreamForm.Slot> kept = form.accumulated().get("y").slots();
        assertThat(kept).hasSize(slots);
        assertThat(kept.getFirst().law().orElseThrow().item().toString()).isEqualTo(item);
        assertLawful(form);
    }

    /// The number of items, the first and the second moment are those of the variance.
    @Test
    void momentsThatSeveralReductionsNeedAreKeptOnce() {
        StreamForm form = Streams.form(deviations("pow(v - m / |x|, 3)"), "x");
        assertThat(form.accumulated().get("n").slots())
                .extracting(StreamForm.Slot::name)
                .containsExactly("n_seen", "n", "n_1");
        StreamForm.Accumulated third = form.accumulated().get("y");
        assertThat(third.slots()).extracting(StreamForm.Slot::name).containsExactly("y");
        assertThat(third.states()).contains("n_seen", "n", "n_1");
        assertLawful(form);
    }

    private static Sketch deviations(String last) {
        return new Sketch()
                .axis("q", 3)
                .axis("x", 6)
                .input("V[q, x]", "W[q, x]")
                .reduce(Scalar.SUM, "m[q]", "v -> v", "V[q, x]")
                .reduce(Scalar.SUM, "n[q]", "v, m -> pow(v - m / |x|, 2)", "V[q, x]", "m[q]")
                .reduce(
                        Scalar.SUM,
                        "y[q]",
                        "v, w, m, n -> " + last,
                        "V[q, x]",
                        "W[q, x]",
                        "m[q]",
                        "n[q]")
                .output("y");
    }

    /// A mean of a million and a deviation of one: the moment of the accumulator keeps the digits that raw moments lose.
    @Test
    void largeMeansKeepTheDigitsOfDeviations() {
        StreamForm form = Streams.form(Streams.cascade("v", "(v - z / |x|) * (v - z / |x|)"), "x");
        assertThat(form.accumulated().get("y").slots())
                .extracting(slot -> slot.item().toString())
                .noneMatch(item -> item.equals("V * V") || item.equals("V"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "v ; v * v * w + z * v",
                "v ; (w - v / z) * (w - v / z)",
                "v ; (w - 1 / z) * (w - 1 / z)",
                "v ; where(w == 0, 0, v) * z + v"
            })
    void sumsThatCancelAreRefused(String sum, String last) {
        StreamForm form = Streams.form(Streams.cascade(sum, last), "x");
        assertThat(onlyRefusal(form).reduction()).isEqualTo("y");
        assertThat(onlyRefusal(form).reason()).contains("cancel");
        assertThat(form.passes()).isEqualTo(2);
        assertLawful(form);
    }

    /// Multiplied out, `hi·sum - lo·sum` would lose what the two have in common.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "v ; v * (m - c)                   ; y * (m - c)",
                "v ; v * (m - c) * w               ; y * (m - c)",
                "v ; (m - c) * (m - c) * v / z     ; (m - c) * (m - c) * y / z",
                "v ; w * rsqrt(z / |x| + 1)        ; y * rsqrt(z / |x| + 1)",
                "v ; 0 * v                         ; y"
            })
    void factorsThatGoToTheTailAreNotMultipliedOut(String sum, String last, String finish) {
        StreamForm form = Streams.form(Streams.cascade(sum, last), "x");
        assertThat(form.passes()).isEqualTo(1);
        assertThat(form.accumulated().get("y").finish().toString()).isEqualTo(finish);
        assertLawful(form);
    }

    @Test
    void whatIsAddedToAMaximumIsAddedInTheOrderWritten() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 2)
                        .axis("x", 5)
                        .input("S[q, x]")
                        .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .reduce(Scalar.SUM, "z[q]", "s -> s * s", "S[q, x]")
                        .reduce(
                                Scalar.MAX,
                                "w[q]",
                                "s, m, z -> s - m + z",
                                "S[q, x]",
                                "m[q]",
                                "z[q]")
                        .output("w");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(form.accumulated().get("w").finish()).hasToString("w - m + z");
        assertLawful(form);
    }

    /// `sqrt(z)·sqrt(z)` is no `z`, nor is `exp(2·log(z))` a `z²`, where `z` is negative.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "v ; v * (sqrt(z) * sqrt(z)) ; sqrt",
                "v ; v * exp(2 * log(z))     ; log",
                "v ; v * pow(z, 0.5) * pow(z, 0.5) ; pow"
            })
    void domainsAreKept(String sum, String last, String kept) {
        StreamForm form = Streams.form(Streams.cascade(sum, last), "x");
        assertThat(form.accumulated().get("y").finish().toString()).contains(kept);
    }
}
