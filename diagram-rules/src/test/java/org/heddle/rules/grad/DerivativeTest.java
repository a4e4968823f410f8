package org.heddle.rules.grad;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.ExprParser;
import org.heddle.model.expr.Fun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class DerivativeTest {
    private static final List<String> NAMES = List.of("a", "b", "c");
    private static final long[] NO_INDEX = {};

    private static double at(Expr e, double... values) {
        return Scalars.compile(e, NAMES, List.of(), _ -> 1).at(values, NO_INDEX);
    }

    private static Expr slope(String text, String argument) throws Exception {
        return Derivative.of(ExprParser.parse(text), Expr.num(1), argument);
    }

    private static void assertSlopes(Expr e, double[] values) {
        for (int i = 0; i < values.length; i++) {
            double h = 1e-6 * Math.max(1, Math.abs(values[i]));
            double[] up = values.clone();
            double[] down = values.clone();
            up[i] += h;
            down[i] -= h;
            double quotient = (at(e, up) - at(e, down)) / (2 * h);
            double slope = at(Derivative.of(e, Expr.num(1), NAMES.get(i)), values);
            assertThat(slope)
                    .as("%s by %s at %s", e, NAMES.get(i), Arrays.toString(values))
                    .isCloseTo(quotient, within(1e-7 * Math.max(1, Math.abs(quotient))));
        }
    }

    /// Every function of the language, at random points; positive ones, where it is defined for those alone.
    @ParameterizedTest
    @EnumSource
    void everyFunctionHasItsSlope(Fun fun) {
        List<Expr> arguments = NAMES.subList(0, fun.arity()).stream().map(Expr::arg).toList();
        Expr e = new Expr.Call(fun, arguments);
        SplittableRandom random = new SplittableRandom(fun.name().hashCode());
        for (int trial = 0; trial < 50; trial++) {
            double[] values = new double[3];
            for (int i = 0; i < 3; i++) {
                values[i] =
                        switch (fun) {
                            case LOG, SQRT, RSQRT, POW -> random.nextDouble(0.2, 3);
                            default -> random.nextDouble(-3, 3);
                        };
            }
            assertSlopes(e, values);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "exp(-a * a) * sin(b) / (1 + c * c)",
                "where(a > b, a * c, tanh(b) - c)",
                "max(a * b, c) + min(a, b * c) * abs(a - c)",
                "pow(a * a + 1, b) * log(2 + cos(c))",
                "a / b / c - mod(a, b)",
                "sigmoid(a * b) * rsqrt(1 + c * c) + erf(a)",
                "a * a * a + b * b * a"
            })
    void compositionsHaveTheirs(String text) throws Exception {
        SplittableRandom random = new SplittableRandom(text.length());
        for (int trial = 0; trial < 50; trial++) {
            double[] values = {
                random.nextDouble(-2, 2), random.nextDouble(-2, 2), random.nextDouble(-2, 2)
            };
            assertSlopes(ExprParser.parse(text), values);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "'abs(a)', 0, 0",
        "'max(a, 0)', 0, 0.5",
        "'min(a, 0)', 0, 0.5",
        "'max(a, a)', 1, 1",
        "'floor(a)', 1, 0",
        "'round(a)', 0.5, 0",
        "'a == 0', 0, 0",
        "'pow(a, 0)', 0, 0",
        "'pow(a, 1)', 0, 1",
        "'pow(a, 2)', 0, 0",
        "'sqrt(a)', 0, Infinity",
        "'where(a == 0, 0, 1 / a)', 0, 0",
        "'where(a != 0, log(a), 0)', 0, 0"
    })
    void atKinksTheConventionHolds(String text, double value, double slope) throws Exception {
        assertThat(at(slope(text, "a"), value, 0, 0)).isEqualTo(slope);
    }

    @Test
    void baseZeroGivesTheExponentNothing() throws Exception {
        assertThat(at(slope("pow(a, b)", "b"), 0, 2, 0)).isZero();
        assertThat(at(slope("pow(a, b)", "a"), 2, 0, 0)).isZero();
    }

    @Test
    void whatDoesNotDependHasSlopeZero() throws Exception {
        assertThat(slope("exp(b)", "a")).isEqualTo(Expr.num(0));
        assertThat(slope("where(a > 0, b, c)", "a")).isEqualTo(Expr.num(0));
    }

    /// The branch that is not taken may be infinite: nothing of it is multiplied by 0.
    @Test
    void branchesNotTakenAreNotLookedAt() throws Exception {
        Expr e = ExprParser.parse("where(a > 0, b / a, 0)");
        assertThat(at(Derivative.of(e, Expr.num(1), "b"), 0, 1, 0)).isZero();
        assertThat(at(Derivative.of(e, Expr.num(1), "a"), 0, 1, 0)).isZero();
    }
}
