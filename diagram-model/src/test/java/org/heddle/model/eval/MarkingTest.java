package org.heddle.model.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.ExprParser;
import org.heddle.model.expr.Fn;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Marks tell an overflow and an invalid operation from an infinity that is meant.
final class MarkingTest {
    private static final Arithmetic MARKED =
            new Arithmetic.Manner(Overflow.MARKED, Range.F64, 0).in(DType.F32);

    private static double marked(String fn, double x) throws ExprParser.SyntaxException {
        Fn parsed = ExprParser.parseFn(fn);
        return Scalars.compile(parsed.body(), parsed.parameters(), List.of(), _ -> 1, MARKED)
                .at(new double[] {x}, new long[0]);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x -> exp(x)                | 1000",
                "x -> exp2(x)               | 2000",
                "x -> exp(x) / exp(x)       | 1000",
                "x -> x * x                 | 1e200",
                "x -> x + x                 | 1.7e308",
                "x -> -x - x                | 1.7e308",
                "x -> pow(x, 3)             | 1e200",
                "x -> x / 1e-200            | 1e200",
                "x -> (x - x) / (x - x)     | 3",
                "x -> log(exp(x))           | 1000",
                "x -> max(exp(x), 1)        | 1000",
                "x -> where(exp(x) > 0, exp(x) / exp(x), 0) | 1000",
                "x -> where(not exp(x) == 0 and x > 0, 1, 0) | 1000"
            })
    void marksOverflowAndInvalidOperations(String fn, double x) throws Exception {
        assertThat(marked(fn, x)).isNaN();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x -> log(x)                | 0    | -Infinity",
                "x -> 1 / x                 | 0    | Infinity",
                "x -> rsqrt(x)              | 0    | Infinity",
                "x -> pow(x, -1)            | 0    | Infinity",
                "x -> -inf                  | 3    | -Infinity",
                "x -> x + inf               | 3    | Infinity",
                "x -> exp(-inf)             | 3    | 0",
                "x -> exp(x)                | 2    | 7.38905609893065",
                "x -> where(x > 0, x, exp(1000)) | 2 | 2",
                "x -> where(exp(x) > 0, 5, 5)    | 1000 | 5",
                "x -> where(exp(x) > 0 and x < 0, 4, 5) | 1000 | 5",
                "x -> where(exp(x) > 0 or x > 0, 4, 5)  | 1000 | 4",
                "x -> x * 2                 | 1e200 | 2e200"
            })
    void leavesInfinitiesThatAreMeant(String fn, double x, double expected) throws Exception {
        assertThat(marked(fn, x)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "x -> log(exp(x))        | -800",
                "x -> log(exp2(x) * 3)   | -2000",
                "x -> 1 / exp(x)         | -1e30",
                "x -> log(exp(x) + 1)    | -800"
            })
    void marksExponentialsThatVanishWhereAsked(String fn, double x) throws Exception {
        Arithmetic asked =
                new Arithmetic.Manner(Overflow.MARKED_WITH_UNDERFLOW, Range.F64, 0).in(DType.F32);
        Fn parsed = ExprParser.parseFn(fn);
        Scalar scalar =
                Scalars.compile(parsed.body(), parsed.parameters(), List.of(), _ -> 1, asked);
        assertThat(scalar.at(new double[] {x}, new long[0])).isNaN();
        assertThat(scalar.at(new double[] {Double.NEGATIVE_INFINITY}, new long[0])).isNotNaN();
        assertThat(marked(fn, x)).isNotNaN();
    }

    @Test
    void marksFoldsThatOverflow() {
        assertThat(merged(Monoid.Scalar.SUM, MARKED, 1e308, 1e308)).isNaN();
        assertThat(merged(Monoid.Scalar.SUM, Arithmetic.F64, 1e308, 1e308)).isInfinite();
        double unit = Monoid.Scalar.MAX.unit();
        assertThat(merged(Monoid.Scalar.MAX, MARKED, unit, unit))
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }

    private static double merged(Monoid monoid, Arithmetic arithmetic, double left, double right) {
        double[] state = {left};
        Fold.of(monoid, _ -> 1, arithmetic).step().add(state, new double[] {right}, 0);
        return state[0];
    }
}
