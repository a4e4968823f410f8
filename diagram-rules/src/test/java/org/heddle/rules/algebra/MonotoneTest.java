package org.heddle.rules.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.rules.Formulas;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// `s` and `v` are items, `m` and `z` states; `m` is an extremum, `z` is known to be positive.
final class MonotoneTest {
    private static Sign sign(Expr e) {
        return Sign.of(e, name -> name.equals("z") ? Sign.POSITIVE : Sign.ANY);
    }

    private static Monotone.Result of(String text) {
        return Monotone.ofNumbers(
                Formulas.parse(text), true, FactorizerTest::kind, MonotoneTest::sign, "m"::equals);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "s / z ; s ; RISING",
                "s - m ; s ; RISING",
                "m - s ; s ; FALLING",
                "s * m ; s ; EITHER",
                "s / m ; s ; EITHER",
                "-s * exp(m) ; -s ; RISING",
                "2 - s * z ; s ; FALLING",
                "exp((s - m) / 2) ; s ; RISING",
                "tanh(s * z + m) ; s ; RISING",
                "min(s, m) ; s ; RISING",
                "max(s * v, m) - m ; s * v ; RISING",
                "sqrt(s * s * z) ; s * s ; RISING",
                "rsqrt(abs(s) + z) ; abs(s) ; FALLING",
                "log(abs(s) / z) ; abs(s) ; RISING",
                "where(m > 0, s * z, 3) ; s ; RISING",
                "s * m - v * m ; s - v ; EITHER",
                "s * z + v * z + m ; s + v ; RISING",
                "s * m + s ; s ; EITHER",
                "pow(0.5, s - m) ; s ; FALLING",
                "floor(s * z) ; s ; RISING",
                "abs(s - m) ; s ; VALLEY",
                "abs(s * m) / z + 1 ; s ; VALLEY",
                "(s - m) * (s - m) ; s ; VALLEY",
                "sqrt(pow(m - s, 2)) ; s ; VALLEY",
                "where(s == -inf, -inf, s - m) ; s ; RISING",
                "where(s != -inf, exp(s - m) / z, 0) ; s ; RISING",
                "where(v == -inf, -inf, s - m) ; where(v == -inf, -inf, s) ; RISING",
                "where(v > 0, s - z, inf) ; where(v > 0, s, inf) ; RISING",
                "s - m + v ; s - m + v ; RISING",
                "s - m - log(z) + v ; s - m + v ; RISING",
                "exp((s - m) / 2 - (v - m)) ; (s - m) / 2 - (v - m) ; RISING",
                "abs(v - (s - m)) ; v - (s - m) ; VALLEY",
                "where(s == -inf, -inf, s - m) - log(z) + v ; where(s == -inf, -inf, s - m + v) ; RISING",
                "v - where(z == 0, -inf, s - m) ; v - (s - m) ; RISING"
            })
    void whatMovesOneWayComesOut(String text, String item, Monotone.Direction direction) {
        Monotone.Found found = (Monotone.Found) of(text);
        assertThat(Normalizer.normalize(found.item()))
                .isEqualTo(Normalizer.normalize(Formulas.parse(item)));
        assertThat(found.direction()).isEqualTo(direction);
        holds(Formulas.parse(text), found);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "sin(s * m)",
                "s - z + v",
                "s - m - (v - z)",
                "s - m * m + v",
                "where(s > m, s, 0)",
                "where(s == -inf, 0, s - m)",
                "where(v == -inf, -inf, (s - m) * z)",
                "where(s == -inf, -inf, m - s)",
                "log(s * z)",
                "sqrt(s + m)",
                "z / s",
                "s * m + v",
                "3 - abs(s - m)",
                "abs(abs(s - m) - z)",
                "abs(s - m) * m",
                "s >= m",
                "exp(s) * exp(v * m)"
            })
    void whatDoesNotStays(String text) {
        assertThat(of(text)).isInstanceOf(Monotone.Mixed.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "s > 0 and m > 0 ; s > 0 ; RISING",
                "not (s > 0 and m > 0) ; s > 0 ; FALLING",
                "m > 0 or not (s > 1) ; not (s > 1) ; RISING"
            })
    void truthValuesComeOutOfLogic(String text, String item, Monotone.Direction direction) {
        Monotone.Found found =
                (Monotone.Found) Monotone.ofTruths(Formulas.parse(text), FactorizerTest::kind);
        assertThat(found.item()).isEqualTo(Formulas.parse(item));
        assertThat(found.direction()).isEqualTo(direction);
        holds(Formulas.parse(text), found);
    }

    /// The maximum of the expression over random items is what the law says, exactly.
    private static void holds(Expr f, Monotone.Found found) {
        SplittableRandom random = new SplittableRandom(1);
        for (int trial = 0; trial < 500; trial++) {
            Map<String, Double> states =
                    Map.of("m", random.nextDouble(-3, 3), "z", random.nextDouble(0.01, 3));
            double whole = Double.NEGATIVE_INFINITY;
            double most = Double.NEGATIVE_INFINITY;
            double least = Double.POSITIVE_INFINITY;
            for (int i = 0; i < 1 + trial % 5; i++) {
                Map<String, Double> items =
                        Map.of("s", random.nextDouble(-3, 3), "v", random.nextDouble(-3, 3));
                whole = Math.max(whole, value(f, states, items));
                double item = value(found.item(), states, items);
                most = Math.max(most, item);
                least = Math.min(least, item);
            }
            double rising = value(found.finish(), states, Map.of(Factorizer.REDUCED, most));
            double falling = value(found.finish(), states, Map.of(Factorizer.REDUCED, least));
            double expected =
                    switch (found.direction()) {
                        case RISING -> rising;
                        case FALLING -> falling;
                        case EITHER, VALLEY, HILL -> Math.max(rising, falling);
                    };
            assertThat(expected).isCloseTo(whole, offset(1e-12));
        }
    }

    private static double value(Expr e, Map<String, Double> states, Map<String, Double> items) {
        return Scalars.compile(
                        e.substitute(
                                name ->
                                        Expr.num(
                                                items.containsKey(name)
                                                        ? items.get(name)
                                                        : states.getOrDefault(name, Double.NaN))),
                        List.of(),
                        List.of(),
                        _ -> 1)
                .at(new double[0], new long[0]);
    }
}
