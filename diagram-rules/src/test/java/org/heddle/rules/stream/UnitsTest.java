package org.heddle.rules.stream;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Powers of a running extremum that bounds the items stay with them, and what is kept moves by a ratio; where they cannot, another pass is taken.
final class UnitsTest {
    private static final int TRIALS = 1000;

    /// Reductions of `s`, `a` and `v`, with `m = max |s|`, `n = max |a|`, `l = min |s|`, `t = max s`.
    private static StreamForm form(Scalar monoid, String item) {
        Sketch sketch =
                new Sketch()
                        .axis("q", 2)
                        .axis("x", 5)
                        .input("S[q, x]", "A[q, x]", "V[q, x]", "c[q]")
                        .reduce(Scalar.MAX, "m[q]", "s -> abs(s)", "S[q, x]")
                        .reduce(Scalar.MAX, "n[q]", "a -> abs(a)", "A[q, x]")
                        .reduce(Scalar.MIN, "l[q]", "s -> abs(s)", "S[q, x]")
                        .reduce(Scalar.MAX, "t[q]", "s -> s", "S[q, x]")
                        .reduce(Scalar.MAX, "e[q]", "s -> s * s", "S[q, x]")
                        .reduce(
                                monoid,
                                "y[q]",
                                "s, a, v, c, m, n, l, t, e -> " + item,
                                "S[q, x]",
                                "A[q, x]",
                                "V[q, x]",
                                "c[q]",
                                "m[q]",
                                "n[q]",
                                "l[q]",
                                "t[q]",
                                "e[q]")
                        .output("y");
        return Streams.form(sketch, "x");
    }

    private static void assertLawful(StreamForm form) {
        AccumulatorLaws.Report report = AccumulatorLaws.check(form, 20261122, TRIALS);
        assertThat(report.counterexample()).as("%s", form.accumulated()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "(s / m) * (s / m)                     ; pow(S / m, 2)         ; pow(m / m', 2)  ; y",
                "s * s / (m * m)                       ; pow(S / m, 2)         ; pow(m / m', 2)  ; y",
                "pow(s / m, 4)                         ; pow(pow(S / m, 2), 2) ; pow(pow(m / m', 2), 2) ; y",
                "pow(abs(s) / m, 2.5)                  ; pow(abs(S) / m, 2.5)  ; pow(m / m', 2.5) ; y",
                "s / m * v                             ; S / m * V             ; m / m'          ; y",
                "(s / m) * (a / n)                     ; A / n * (S / m)       ; m / m' * (n / n') ; y",
                "(s / (m + 1)) * (s / (m + 1))         ; pow(S / m, 2)         ; pow(m / m', 2)  ; pow(m / (1 + m), 2) * y",
                "pow(s / max(m, 0.001), 2)             ; pow(S / m, 2)         ; pow(m / m', 2)  ; pow(m / max(m, 0.001), 2) * y",
                "s / (m + n) * (a / (m + n))           ; A / n * (S / m)       ; m / m' * (n / n') ; m / (m + n) * (n / (m + n)) * y",
                "where(m == 0, 0, s * s / (m * m))     ; pow(S / m, 2)         ; pow(m / m', 2)  ; where(m != 0, y, 0)",
                "where(v > 0, s * s / (m * m), 0)      ; where(V > 0, pow(S / m, 2), 0) ; pow(m / m', 2) ; y",
                "s * s / e                             ; S * S / e             ; e / e'          ; y",
                "s * s / (m * m * m)                   ; pow(S / m, 2)         ; pow(m / m', 2)  ; y / m",
                "pow(l / s, 2)                         ; pow(l / S, 2)         ; pow(l' / l, 2)  ; y",
                "exp(s - t) * pow(s / m, 2)            ; exp(S - t) * pow(S / m, 2) ; exp(t - t') * pow(m / m', 2) ; y"
            })
    void boundedItemsStayInUnits(String item, String phi, String ratio, String finish) {
        StreamForm form = form(Scalar.SUM, item);
        assertThat(form.refusals()).isEmpty();
        assertThat(form.passes()).isEqualTo(1);
        StreamForm.Accumulated y = form.accumulated().get("y");
        StreamForm.Law law = y.slots().getFirst().law().orElseThrow();
        assertThat(List.of(law.item().toString(), law.correction().toString()))
                .containsExactly(phi, ratio);
        assertThat(y.finish()).hasToString(finish);
        assertThat(y.facts()).anyMatch(fact -> fact instanceof StreamForm.Bounded);
        assertLawful(form);
    }

    /// Near misses: less than one power of a magnitude, a factor that no item has a part in, a factor above the line.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "s / c ; S / c",
                "sqrt(abs(s)) * rsqrt(m) ; sqrt(abs(S))",
                "v * v / (m * m) ; V * V",
                "s * s * m ; S * S",
                "s / t ; S",
                "exp(s - t) / (1 + t * t) ; exp(S - t)"
            })
    void otherFactorsGoToTheTail(String item, String phi) {
        StreamForm form = form(Scalar.SUM, item);
        assertThat(form.passes()).isEqualTo(1);
        StreamForm.Slot slot = form.accumulated().get("y").slots().getFirst();
        assertThat(slot.law().map(StreamForm.Law::item).orElse(slot.item())).hasToString(phi);
        assertThat(slot.rebased().toString()).doesNotContain("/");
        assertLawful(form);
    }

    @Test
    void aPowerThatIsNotKnownIsNotTakenApart() {
        StreamForm form = form(Scalar.SUM, "pow(abs(s) / m, c)");
        assertThat(form.passes()).isEqualTo(2);
        assertThat(form.refusals().getFirst().offending()).hasToString("pow(abs(S) / m, c)");
    }

    /// Nothing bounds these from the side that matters, or there is no ratio to correct by.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "SUM ; s * s / (t * t)             ; t",
                "SUM ; s * v / t                   ; t",
                "SUM ; s * s / (l * l)             ; l",
                "SUM ; pow(m / s, 2)               ; m",
                "MAX ; s * s / (m * m)             ; m",
                "SUM ; (s / m - t) * (s / m - t)   ; m"
            })
    void isRefusedWhereTheTailIsNotStableAndNothingElseIsThere(
            Scalar monoid, String item, String factor) {
        StreamForm form = form(monoid, item);
        assertThat(form.passes()).isEqualTo(2);
        StreamForm.Refusal refusal = form.refusals().getFirst();
        assertThat(refusal.reduction()).isEqualTo("y");
        assertThat(refusal.reason())
                .contains("more than one power")
                .contains("factors of " + factor + ",");
        assertLawful(form);
    }
}
