package org.heddle.rules.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.rules.stream.StreamAnalyzerTest.assertLawful;
import static org.heddle.rules.stream.StreamAnalyzerTest.onlyRefusal;

import java.util.List;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Products of items, and why a running value is not taken out of them.
final class ProductsTest {
    @Test
    void aProductOfStateDependentItemsIsRefused() {
        for (Scalar monoid : List.of(Scalar.PROD, Scalar.AND, Scalar.OR)) {
            Sketch sketch =
                    new Sketch()
                            .axis("x", 5)
                            .input("S[x]")
                            .reduce(Scalar.MAX, "m[]", "s -> s", "S[x]")
                            .reduce(monoid, "p[]", "s, m -> s - m", "S[x]", "m[]")
                            .output("p");
            StreamForm form = Streams.form(sketch, "x");
            assertThat(onlyRefusal(form).reduction()).isEqualTo("p");
            assertThat(form.passes()).isEqualTo(2);
            assertLawful(form);
        }
    }

    /// Algebra alone would take the factor out of the product: `Π s·c = cⁿ·Π s`, or correct by `(c'/c)ⁿ` when it moves.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "s / m ; 1 / m",
                "s * m ; m",
                "s * s / (m * m) ; 1 / pow(m, 2)",
                "exp(s - m) * m ; m"
            })
    void aFactorOfEveryItemOfAProductIsRefused(String item, String factor) {
        Sketch sketch =
                new Sketch()
                        .axis("x", 5)
                        .input("S[x]")
                        .reduce(Scalar.MAX, "m[]", "s -> abs(s)", "S[x]")
                        .reduce(Scalar.PROD, "p[]", "s, m -> " + item, "S[x]", "m[]")
                        .output("p");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(onlyRefusal(form).reduction()).isEqualTo("p");
        assertThat(onlyRefusal(form).offending()).hasToString(factor);
        assertThat(onlyRefusal(form).reason())
                .startsWith("is a factor of every item of a product")
                .contains("its rounding counts once for each item")
                .contains("overflow");
        assertThat(form.passes()).isEqualTo(2);
        assertLawful(form);
    }

    /// Why: a factor that is rounded once and raised to the number of items is off by as many roundings, products of rounded items by the square root of that.
    @Test
    void aPowerOfARoundedFactorIsOffByAsManyRoundingsAsThereAreItems() {
        int items = 4096;
        float m = 3;
        double exact = 1;
        float written = 1;
        for (int i = 0; i < items; i++) {
            float s = 3 - (float) (i % 7) / 4096;
            exact *= (double) s / m;
            written *= s / m;
        }
        float factor = 1 / m;
        double product = 1;
        for (int i = 0; i < items; i++) {
            product *= 3 - (float) (i % 7) / 4096;
            product *= i % 2 == 0 ? 1 : factor * (double) factor;
        }
        double allowed = 4 * Math.sqrt(items) * 0x1p-24;
        assertThat(Math.abs(written / exact - 1)).isLessThan(allowed);
        assertThat(Math.abs(product / exact - 1)).isGreaterThan(4 * allowed);
    }

    @Test
    void aProductOfItemsStreams() {
        Sketch sketch =
                new Sketch()
                        .axis("x", 5)
                        .input("S[x]")
                        .reduce(Scalar.PROD, "p[]", "s -> 1 + s / 8", "S[x]")
                        .output("p");
        StreamForm form = Streams.form(sketch, "x");
        assertThat(form.passes()).isEqualTo(1);
        assertLawful(form);
    }
}
