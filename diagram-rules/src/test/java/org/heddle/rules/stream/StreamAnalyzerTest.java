package org.heddle.rules.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.expr.Expr;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StreamAnalyzerTest {
    private static final int TRIALS = 1000;

    static void assertLawful(StreamForm form) {
        AccumulatorLaws.Report report = AccumulatorLaws.check(form, 20261121, TRIALS);
        assertThat(report.counterexample()).as("%s", form.accumulated()).isEmpty();
        assertThat(report.holds()).isTrue();
    }

    static StreamForm.Refusal onlyRefusal(StreamForm form) {
        assertThat(form.refusals()).as("%s", form.accumulated()).hasSize(1);
        return form.refusals().getFirst();
    }

    @Test
    void softmaxThenContractIsOnePass() {
        StreamForm form = Streams.form(Streams.softmaxThenContract(), "x");
        assertThat(form.passes()).isEqualTo(1);
        assertThat(form.refusals()).isEmpty();
        for (String wire : List.of("z", "O")) {
            StreamForm.Accumulated a = form.accumulated().get(wire);
            assertThat(a.slots().getFirst().law().orElseThrow().correction())
                    .hasToString("exp(m - m')");
            assertThat(a.states()).containsExactly("m");
        }
        assertThat(form.accumulated().get("O").slots().getFirst().law().orElseThrow().item())
                .hasToString("exp(S - m) * V");
        assertThat(form.accumulated().get("O").finish().toString())
                .contains("z")
                .doesNotContain("V");
        assertLawful(form);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "exp(s - m)                    ; exp(s - m) * v / z",
                "exp(s) / exp(m)               ; v / exp(m - s) / z",
                "exp2(s - m)                   ; pow(2, s - m) * v / z",
                "exp((s - m) * c)              ; exp(s * c - m * c) * v",
                "exp((s - m) * c) * w          ; exp((s - m) / sqrt(|d|)) * v * z",
                "exp(m - s)                    ; exp(m - s) * v",
                "where(s == -inf, 0, exp(s - m)) ; where(s == -inf, 0, exp(s - m) * s * m)",
                "exp(s - m)                    ; exp(s - m - log(z)) * v",
                "v * v                         ; w * rsqrt(z / |x| + 0.1)",
                "exp(s - m + b)                ; where(z == 0, 0, exp(s - m + b) * w / z)"
            })
    void onePass(String sum, String last) {
        StreamForm form = Streams.form(Streams.cascade(sum, last), "x");
        assertThat(form.refusals()).isEmpty();
        assertThat(form.passes()).isEqualTo(1);
        assertLawful(form);
    }

    /// A sum that the exponent moves with, a comparison with a running value, a product of items and state inside a function.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "v * v        ; exp(s / sqrt(z)) * v      ; z",
                "v * v        ; exp((s - m) / sqrt(z))    ; z",
                "v            ; exp(s - z)                ; z",
                "v            ; where(s > z, v, 0)        ; z",
                "v            ; abs(s - z)                ; z",
                "v            ; max(v, m)                 ; m",
                "v            ; exp(w - m)                ; m",
                "v            ; exp(2 * s - m)            ; m",
                "v            ; exp(s * s - m * m)        ; m"
            })
    void refusedWithReductionAxisAndExpression(String sum, String last, String mixes) {
        StreamForm form = Streams.form(Streams.cascade(sum, last), "x");
        StreamForm.Refusal refusal = onlyRefusal(form);
        assertThat(refusal.reduction()).isEqualTo("y");
        assertThat(refusal.axes()).containsExactly("x");
        assertThat(refusal.offending().arguments()).contains(mixes).isNotEqualTo(List.of(mixes));
        assertThat(refusal.reason()).isNotBlank();
        assertThat(form.passes()).isEqualTo(2);
        assertThat(form.accumulated().get("y").pass()).isEqualTo(1);
        assertLawful(form);
    }

    @Test
    void temperatureThatIsTheRowsOwnDeviationIsRefused() {
        StreamForm form =
                Streams.form(Streams.cascade("v * v", "exp((s - m) / sqrt(z / |x|)) * w"), "x");
        StreamForm.Refusal refusal = onlyRefusal(form);
        assertThat(refusal.offending().toString()).contains("S").contains("z").contains("exp");
        assertThat(refusal.offending().arguments()).containsExactlyInAnyOrder("S", "z");
    }

    /// The running maximum is that of other numbers than those in the exponent: where it lags behind, a block's terms overflow.
    @Test
    void anUnrelatedMaximumDoesNotBoundAnExponent() {
        Sketch sketch =
                Streams.cascade(
                        "s, v, c -> v",
                        "s, v, w, c, b, m -> exp(s - m)",
                        "s, v, w, c, b, m, z -> v / z");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(form.refusals()).extracting(StreamForm.Refusal::reduction).containsExactly("z");
        assertThat(form.passes()).isEqualTo(2);
        assertLawful(form);
    }

    @Test
    void minimumCorrectsTheOtherWay() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 2)
                        .axis("x", 5)
                        .input("S[q, x]")
                        .reduce(Scalar.MIN, "n[q]", "s -> s", "S[q, x]")
                        .reduce(Scalar.SUM, "z[q]", "s, n -> exp(n - s)", "S[q, x]", "n[q]")
                        .output("z");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(form.passes()).isEqualTo(1);
        assertThat(form.accumulated().get("z").slots().getFirst().law().orElseThrow().correction())
                .hasToString("exp(n' - n)");
        assertLawful(form);
    }

    @Test
    void aMaximumOfAMaximumShiftsToTheTail() {
        Sketch sketch =
                new Sketch()
                        .axis("x", 5)
                        .input("S[x]")
                        .reduce(Scalar.MAX, "m[]", "s -> s", "S[x]")
                        .reduce(Scalar.MAX, "n[]", "s, m -> s * s - m + 1", "S[x]", "m[]")
                        .output("n");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(form.passes()).isEqualTo(1);
        assertThat(form.accumulated().get("n").slots().getFirst().item().arguments())
                .containsExactly("S");
        assertThat(form.accumulated().get("n").finish().arguments())
                .containsExactlyInAnyOrder("n", "m");
        assertLawful(form);
    }

    @Test
    void probabilitiesAsOutputNeedASecondPass() {
        StreamForm form = Streams.form(Streams.twoPasses(), "x");
        assertThat(form.passes()).isEqualTo(2);
        assertThat(onlyRefusal(form).reduction()).isEqualTo("P");
        assertThat(onlyRefusal(form).reason()).contains("m, z");
        assertThat(form.readyAfter("z")).isEqualTo(1);
        assertThat(form.readyAfter("P")).isEqualTo(1);
    }

    /// A value that waits for two reductions, each of which waits for the one before.
    @Test
    void passesAddUp() {
        Sketch sketch =
                new Sketch()
                        .axis("x", 5)
                        .input("S[x]")
                        .reduce(Scalar.SUM, "a[]", "s -> s", "S[x]")
                        .reduce(Scalar.SUM, "b[]", "s, a -> abs(s - a)", "S[x]", "a[]")
                        .reduce(Scalar.SUM, "c[]", "s, b -> tanh(s * b)", "S[x]", "b[]")
                        .output("c");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(form.passes()).isEqualTo(3);
        assertThat(form.refusals())
                .extracting(StreamForm.Refusal::reduction)
                .containsExactly("b", "c");
        assertLawful(form);
    }

    /// A running value per y, and a sum over x and y: no single factor corrects it, and none goes to the tail.
    @Test
    void aRunningValuePerItemCorrectsNothing() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 2)
                        .axis("x", 3)
                        .axis("y", 3)
                        .input("S[q, x, y]", "V[q, x, y]")
                        .reduce(Scalar.MAX, "m[q, y]", "s -> s", "S[q, x, y]")
                        .reduce(
                                Scalar.SUM,
                                "z[q]",
                                "s, m, v -> exp(s - m) * v",
                                "S[q, x, y]",
                                "m[q, y]",
                                "V[q, x, y]")
                        .output("z");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(onlyRefusal(form).reduction()).isEqualTo("z");
        assertThat(onlyRefusal(form).offending()).isEqualTo(Expr.arg("m"));
        assertThat(form.passes()).isEqualTo(2);
    }

    /// What varies along another axis that the reduction sums over stays an item.
    @Test
    void aFactorAlongASecondReducedAxisStaysInTheItem() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 2)
                        .axis("x", 3)
                        .axis("y", 3)
                        .input("S[q, x]", "W[y]")
                        .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .reduce(
                                Scalar.SUM,
                                "z[q]",
                                "s, m, w -> exp(s - m) * w",
                                "S[q, x]",
                                "m[q]",
                                "W[y]")
                        .output("z");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(form.passes()).isEqualTo(1);
        assertThat(form.accumulated().get("z").slots().getFirst().item().arguments()).contains("W");
        assertThat(form.accumulated().get("z").finish().arguments()).doesNotContain("W");
    }

    /// Sums of one sign do not cancel: each is accumulated, and they are put together at the end.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "v * v ; v * v + z * z                     ; 2",
                "v * v ; (abs(v) + z) * (abs(v) + z)       ; 3",
                "v * v ; exp(s - m) * (v * v + z)          ; 2",
                "v * v ; exp(s) / exp(m) * (v * v + z + 1) ; 2",
                "v * v ; -abs(v) - z                       ; 2",
                "v     ; v * v * z * z + abs(w) * (z * z) ; 1",
                "v     ; v * z * z + 3 * w * (z * z) - w * z * z ; 1"
            })
    void sumsOfOneSignAreAccumulatedEach(String sum, String last, int slots) {
        StreamForm form = Streams.form(Streams.cascade(sum, last), "x");
        assertThat(form.refusals()).isEmpty();
        assertThat(form.passes()).isEqualTo(1);
        assertThat(form.accumulated().get("y").slots())
                .hasSize(slots)
                .extracting(StreamForm.Slot::name)
                .doesNotHaveDuplicates();
        assertLawful(form);
    }

    /// For large scores the difference comes before what multiplies it, in the items and in the correction.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "exp((s - m) / c)                 ; exp((S - m) / c)     ; exp((m - m') / c)",
                "exp(c * (s - m))                 ; exp(c * (S - m))     ; exp((m - m') * c)",
                "exp((s - m) * 0.1) / b           ; exp((S - m) * 0.1)   ; exp(0.1 * (m - m'))",
                "where(b > 0, 2, 0) * exp((s - m) / c) * w ; exp((S - m) / c) * W ; exp((m - m') / c)",
                "exp(s / c - m / c)               ; exp((S - m) / c)   ; exp((m - m') / c)",
                "exp(s / c) / exp(m / c)          ; exp((S - m) / c)   ; exp((m - m') / c)"
            })
    void differencesAreTakenFirst(String sum, String item, String correction) {
        StreamForm form = Streams.form(Streams.cascade(sum, "z"), "x");
        StreamForm.Law law = form.accumulated().get("z").slots().getFirst().law().orElseThrow();
        assertThat(law.item()).hasToString(item);
        assertThat(law.correction()).hasToString(correction);
        assertLawful(form);
    }

    /// Were one to rise and the other to fall, a block could overflow before both have been seen.
    @Test
    void twoExtremaMustDriveAnExponentTheSameWay() {
        for (String sign : List.of("-", "+")) {
            Sketch sketch =
                    new Sketch()
                            .axis("x", 5)
                            .input("S[x]", "T[x]")
                            .reduce(Scalar.MAX, "m[]", "s -> s", "S[x]")
                            .reduce(Scalar.MAX, "n[]", "s -> s", "T[x]")
                            .reduce(
                                    Scalar.SUM,
                                    "z[]",
                                    "s, t, m, n -> exp((s - m) " + sign + " (t - n))",
                                    "S[x]",
                                    "T[x]",
                                    "m[]",
                                    "n[]")
                            .output("z");
            StreamForm form = Streams.form(sketch, "x");
            assertThat(form.passes()).isEqualTo(sign.equals("+") ? 1 : 2);
            assertLawful(form);
        }
    }

    @Test
    void aReductionOverSomeOfTheStreamAxesOnlyMakesNoForm() {
        Sketch sketch =
                new Sketch()
                        .axis("x", 3)
                        .axis("y", 3)
                        .input("S[x, y]")
                        .reduce(Scalar.SUM, "r[x]", "s -> s", "S[x, y]")
                        .reduce(Scalar.SUM, "t[]", "s, r -> s * r", "S[x, y]", "r[x]")
                        .output("t");
        Region region = Streams.region(sketch);
        assertThat(StreamAnalyzer.analyze(region, List.of("x", "y"))).isEmpty();
        assertThat(StreamAnalyzer.analyze(region, List.of("y"))).isPresent();
        assertThat(StreamAnalyzer.candidates(region))
                .isNotEmpty()
                .isSortedAccordingTo(java.util.Comparator.comparingInt(StreamForm::passes));
    }

    @Test
    void nothingToStreamIsNoPass() {
        Sketch sketch =
                new Sketch()
                        .axis("x", 3)
                        .input("S[x]")
                        .map("T[x]", "s -> 2 * s", "S[x]")
                        .output("T");
        List<StreamForm> forms = StreamAnalyzer.candidates(Streams.region(sketch));
        assertThat(forms).hasSize(1);
        assertThat(forms.getFirst().passes()).isZero();
        assertThat(forms.getFirst().onePass()).isTrue();
    }
}
