package org.heddle.rules.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.rules.stream.StreamAnalyzerTest.assertLawful;

import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a reduction leaves out does not reach it through its correction.
final class LeftOutTest {
    /// Items that are left out of a sum count for the extremum that its exponent moves with: infinite and undefined ones must not reach the sum through its correction.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "where(w > 0, exp(s - m), 0)         ; where(w > 0, exp(s - m), 0) * v",
                "where(s == inf, 0, exp(s - m))      ; where(s == inf, 0, exp(s - m)) * v",
                "where(s == s and s < inf, exp(s - m), 0) ; where(w > 0, exp(s - m) * v, 0)",
                "where(w > 0, exp((s - m) / c), 0)   ; where(w > 0, exp((s - m) / c) * v, 0)",
                "where(w > 0, exp((s - m) * c), 0)   ; where(w > 0, exp((s - m) * -c) * v, 0)",
                "where(w > 0, exp(s - m), 0)         ; where(w > 0, exp(s - m) * (s - m), 0)"
            })
    void itemsLeftOutOfASumDoNotReachIt(String sum, String last) {
        StreamForm form = Streams.form(Streams.cascade(sum, last), "x");
        assertThat(form.passes()).isEqualTo(1);
        assertLawful(form);
    }

    /// A sum kept for one case of several may be 0 where others are not: what it is multiplied by may be infinite.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "where(s == -inf, 0, exp(s - m)) ; where(z == 0, 0, where(s == -inf, 0, exp(s - m)) / z) * where(w == -inf, -inf, w - 1)",
                "where(s == -inf, 0, exp(s - m)) ; where(z == 0, 0, where(s == -inf, 0, exp(s - m)) / z) * where(w == -inf, -inf, w - m) * where(w == -inf, -inf, w - m)"
            })
    void aCaseThatDoesNotOccurCountsNothing(String sum, String last) {
        StreamForm form = Streams.form(Streams.cascade(sum, last), "x");
        assertThat(form.passes()).isEqualTo(1);
        assertLawful(form);
    }

    /// A product with an item that is left out is 0, whatever the others and the maximum are.
    @Test
    void aProductThatIsZeroStaysZero() {
        Sketch sketch =
                new Sketch()
                        .axis("x", 5)
                        .input("S[x]", "W[x]")
                        .reduce(Scalar.MAX, "m[]", "s -> s", "S[x]")
                        .reduce(
                                Scalar.PROD,
                                "p[]",
                                "s, w, m -> where(w > 0, exp(s - m), 0)",
                                "S[x]",
                                "W[x]",
                                "m[]")
                        .output("p");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(form.passes()).isEqualTo(1);
        assertLawful(form);
    }
}
