package org.heddle.model.eval;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarsTest {
    private static final double INF = Double.POSITIVE_INFINITY;
    private static final double NAN = Double.NaN;

    /// A function at arguments and the value expected, compared as objects: 0 is not -0, NaN equals itself.
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Case(Fun fun, double expected, double... arguments) {}

    private static final List<Case> CASES =
            List.of(
                    new Case(Fun.ADD, 3.5, 1.25, 2.25),
                    new Case(Fun.SUB, -1, 1.25, 2.25),
                    new Case(Fun.SUB, NAN, INF, INF),
                    new Case(Fun.MUL, NAN, 0, INF),
                    new Case(Fun.MUL, -6, 2, -3),
                    new Case(Fun.DIV, 0.5, 1, 2),
                    new Case(Fun.DIV, -INF, -1, 0),
                    new Case(Fun.DIV, NAN, 0, 0),
                    new Case(Fun.NEG, -0.0, 0),
                    new Case(Fun.MIN, -2, 3, -2),
                    new Case(Fun.MIN, NAN, 3, NAN),
                    new Case(Fun.MIN, -0.0, 0, -0.0),
                    new Case(Fun.MAX, 3, 3, -2),
                    new Case(Fun.MAX, NAN, NAN, -2),
                    new Case(Fun.MAX, 0.0, 0, -0.0),
                    new Case(Fun.POW, 8, 2, 3),
                    new Case(Fun.POW, 1, NAN, 0),
                    new Case(Fun.POW, NAN, -8, 1.0 / 3),
                    new Case(Fun.MOD, 1, 7, 3),
                    new Case(Fun.MOD, 2, -7, 3),
                    new Case(Fun.MOD, -2, 7, -3),
                    new Case(Fun.MOD, -1, -7, -3),
                    new Case(Fun.MOD, 0.5, -1.5, 1),
                    new Case(Fun.MOD, 0.0, -6, 3),
                    new Case(Fun.MOD, -0.0, 6, -3),
                    new Case(Fun.MOD, INF, -5, INF),
                    new Case(Fun.MOD, NAN, 5, 0),
                    new Case(Fun.EXP, Math.E, 1),
                    new Case(Fun.EXP, 0, -INF),
                    new Case(Fun.EXP2, 0x1p-30, -30),
                    new Case(Fun.EXP2, Math.sqrt(2), 0.5),
                    new Case(Fun.LOG, 1, Math.E),
                    new Case(Fun.LOG, -INF, 0),
                    new Case(Fun.LOG, NAN, -1),
                    new Case(Fun.SIN, 1, Math.PI / 2),
                    new Case(Fun.COS, 1, 0),
                    new Case(Fun.SQRT, 3, 9),
                    new Case(Fun.SQRT, NAN, -1),
                    new Case(Fun.RSQRT, 0.25, 16),
                    new Case(Fun.RSQRT, INF, 0),
                    new Case(Fun.TANH, 1, INF),
                    new Case(Fun.TANH, Math.tanh(0.5), 0.5),
                    new Case(Fun.SIGMOID, 0.5, 0),
                    new Case(Fun.SIGMOID, 0, -INF),
                    new Case(Fun.SIGMOID, 1, 1e4),
                    new Case(Fun.SIGMOID, Math.exp(-700), -700),
                    new Case(Fun.ERF, 1, INF),
                    new Case(Fun.ABS, 2, -2),
                    new Case(Fun.FLOOR, -2, -1.5),
                    new Case(Fun.ROUND, 2, 2.5),
                    new Case(Fun.ROUND, 4, 3.5),
                    new Case(Fun.ROUND, -0.0, -0.5),
                    new Case(Fun.WHERE, 5, 1, 5, NAN),
                    new Case(Fun.WHERE, 5, 0, NAN, 5),
                    new Case(Fun.WHERE, 5, NAN, 5, 6),
                    new Case(Fun.EQ, 1, 2, 2),
                    new Case(Fun.EQ, 0, NAN, NAN),
                    new Case(Fun.EQ, 1, 0.0, -0.0),
                    new Case(Fun.NE, 1, NAN, NAN),
                    new Case(Fun.NE, 0, 2, 2),
                    new Case(Fun.LT, 1, 1, 2),
                    new Case(Fun.LT, 0, 2, 2),
                    new Case(Fun.LT, 0, NAN, 2),
                    new Case(Fun.LE, 1, 2, 2),
                    new Case(Fun.LE, 0, 3, 2),
                    new Case(Fun.GT, 1, 3, 2),
                    new Case(Fun.GT, 0, 2, 2),
                    new Case(Fun.GE, 1, 2, 2),
                    new Case(Fun.GE, 0, 2, 3),
                    new Case(Fun.AND, 1, 2, -1),
                    new Case(Fun.AND, 0, 2, 0),
                    new Case(Fun.AND, 1, NAN, 1),
                    new Case(Fun.OR, 1, 0, 3),
                    new Case(Fun.OR, 0, 0, -0.0),
                    new Case(Fun.NOT, 1, 0),
                    new Case(Fun.NOT, 0, -3));

    @Test
    void everyFunctionMeansWhatItSays() {
        Set<Fun> seen = new LinkedHashSet<>();
        for (Case c : CASES) {
            assertThat(Scalars.apply(c.fun(), c.arguments()))
                    .as("%s%s", c.fun(), java.util.Arrays.toString(c.arguments()))
                    .isEqualTo(Double.valueOf(c.expected()));
            seen.add(c.fun());
        }
        assertThat(seen).containsExactlyInAnyOrderElementsOf(EnumSet.allOf(Fun.class));
    }

    @Test
    void argumentsIndicesAndSizesAreFoundByName() {
        Fn fn = Sketch.fn("a, b -> where(#x <= #q + |x| - |q|, a / b, -inf)");
        Scalar causal = Scalars.compile(fn, List.of("q", "x"), axis -> axis.equals("q") ? 3 : 5);
        assertThat(causal.at(new double[] {6, 3}, new long[] {0, 2})).isEqualTo(2);
        assertThat(causal.at(new double[] {6, 3}, new long[] {0, 3})).isEqualTo(-INF);
        assertThat(causal.at(new double[] {6, 3}, new long[] {1, 3})).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a -> b", "a -> #y"})
    void unknownNamesAreRefused(String fn) {
        assertThatThrownBy(() -> Scalars.compile(Sketch.fn(fn), List.of("x"), _ -> 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("unknown");
    }

    @Test
    void theNumberOfArgumentsMustBeTheArity() {
        assertThatThrownBy(() -> Scalars.apply(Fun.ADD, 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    /// Integers survive every function that keeps them, up to 2^53.
    @Test
    void integersAreExact() {
        double large = 0x1p53 - 1;
        assertThat(Scalars.apply(Fun.SUB, large, 1)).isEqualTo(9007199254740990.0);
        assertThat(Scalars.apply(Fun.MOD, large, 10)).isEqualTo(1);
        assertThat(Scalars.apply(Fun.ROUND, large)).isEqualTo(large);
        assertThat(Scalars.apply(Fun.FLOOR, -large)).isEqualTo(-large);
    }
}
