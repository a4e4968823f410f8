package org.heddle.model.check;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.ExprParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumberKindTest {
    private static final Map<String, NumberKind> ARGUMENTS =
            Map.of("t", NumberKind.TRUTH, "i", NumberKind.INTEGER, "f", NumberKind.FLOATING);

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "t; TRUTH",
                "t and i; TRUTH",
                "f < 2; TRUTH",
                "t + t; INTEGER",
                "-t; INTEGER",
                "i * i - 1; INTEGER",
                "i / i; FLOATING",
                "i + 0.5; FLOATING",
                "floor(f); INTEGER",
                "round(f) + i; INTEGER",
                "#x + |x|; INTEGER",
                "inf; FLOATING",
                "where(f > 0, t, t); TRUTH",
                "where(t, 1, f); FLOATING",
                "max(t, i); INTEGER",
                "pow(i, 2); FLOATING",
                "abs(f); FLOATING",
                "mod(i, 3); INTEGER"
            })
    void expressions(String text, NumberKind kind) throws ExprParser.SyntaxException {
        assertThat(
                        NumberKind.of(
                                ExprParser.parse(text),
                                name -> ARGUMENTS.getOrDefault(name, NumberKind.FLOATING)))
                .isEqualTo(kind);
    }

    @Test
    void reductions() {
        assertThat(NumberKind.TRUTH.reducedBy(Monoid.Scalar.SUM)).isEqualTo(NumberKind.INTEGER);
        assertThat(NumberKind.TRUTH.reducedBy(Monoid.Scalar.MAX)).isEqualTo(NumberKind.TRUTH);
        assertThat(NumberKind.INTEGER.reducedBy(Monoid.Scalar.OR)).isEqualTo(NumberKind.TRUTH);
        assertThat(NumberKind.FLOATING.reducedBy(Monoid.Scalar.PROD))
                .isEqualTo(NumberKind.FLOATING);
        assertThat(NumberKind.TRUTH.contractedBy(Semiring.OR_AND)).isEqualTo(NumberKind.TRUTH);
        assertThat(NumberKind.TRUTH.contractedBy(Semiring.SUM_PRODUCT))
                .isEqualTo(NumberKind.INTEGER);
        assertThat(NumberKind.FLOATING.contractedBy(Semiring.OR_AND)).isEqualTo(NumberKind.TRUTH);
    }
}
