package org.heddle.rules.algebra;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.rules.algebra.FactorizerTest.STATES;
import static org.heddle.rules.algebra.FactorizerTest.kind;
import static org.heddle.rules.algebra.FactorizerTest.sum;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.Formulas;
import org.junit.jupiter.api.Test;

/// The equations that a split promises, on generated expressions.
final class FactorizerLawsTest {
    /// `f = Σ h·φ`, and φ and h see what they may see, for generated `f`; and `φ(r') = C φ(r)` with the derived C.
    @Test
    void theSumOfTailsTimesItemsIsTheExpression() {
        long seed = 42;
        SplittableRandom random = new SplittableRandom(seed);
        int split = 0;
        int corrected = 0;
        for (int i = 0; i < 1500; i++) {
            Expr f = summandOfItemsAndState(random);
            if (!(Factorizer.split(f, FactorizerTest::kind, _ -> false)
                    instanceof Factorizer.Split(var summands))) {
                continue;
            }
            split++;
            for (Factorizer.Summand s : summands) {
                assertThat(kinds(s.tail()))
                        .as("tail %s of %s", s.tail(), f)
                        .doesNotContain(Kind.ITEM);
                assertThat(s.stateExponent().isPresent())
                        .as("seed %d: %s of %s sees the state", seed, s.item(), f)
                        .isEqualTo(kinds(s.item()).contains(Kind.STATE));
            }
            for (int p = 0; p < 4; p++) {
                Map<String, Double> at = point(random);
                double expected = Formulas.value(f, at);
                double actual = sum(summands, at);
                double scale = magnitude(summands, at);
                if (Double.isFinite(expected) && scale < 1e12) {
                    assertThat(Math.abs(actual - expected))
                            .as(
                                    "seed %d, case %d: %s = %s at %s, but %s gives %s",
                                    seed, i, f, expected, at, summands, actual)
                            .isLessThanOrEqualTo(1e-9 * Math.max(scale, Math.abs(expected)));
                }
                for (Factorizer.Summand s : summands) {
                    corrected +=
                            s.stateExponent().isPresent()
                                    ? correction(s, at, point(random), point(random))
                                    : 0;
                }
            }
        }
        assertThat(split).isGreaterThan(700);
        assertThat(corrected).isGreaterThan(700);
    }

    /// φ(r') = C(r, r')·φ(r), C(r, r) = 1, C(r', r'')·C(r, r') = C(r, r''); returns how many cases were compared.
    private static int correction(
            Factorizer.Summand s,
            Map<String, Double> at,
            Map<String, Double> other,
            Map<String, Double> third) {
        Expr exponent = s.stateExponent().orElseThrow();
        assertThat(kinds(exponent)).doesNotContain(Kind.ITEM);
        Map<String, Double> moved = withStates(at, other);
        Map<String, Double> again = withStates(at, third);
        for (Map<String, Double> place : List.of(at, moved, again)) {
            if (!Double.isFinite(Formulas.value(exponent, place))) {
                return 0;
            }
        }
        double c = c(exponent, at, moved);
        double before = Formulas.value(s.item(), at);
        double after = Formulas.value(s.item(), moved);
        assertThat(c(exponent, at, at)).isEqualTo(1);
        double twice = c(exponent, moved, again) * c;
        double once = c(exponent, at, again);
        if (Double.isFinite(twice)
                && Double.isFinite(once)
                && once > 1e-200
                && twice > 1e-200
                && once < 1e200) {
            assertThat(Math.abs(twice - once)).isLessThanOrEqualTo(1e-9 * once);
        }
        boolean tame =
                Double.isFinite(after)
                        && Double.isFinite(c)
                        && Math.abs(before) > 1e-200
                        && Math.abs(before) < 1e200
                        && c > 1e-200
                        && c < 1e200;
        if (!tame) {
            return 0;
        }
        assertThat(Math.abs(c * before - after))
                .as("%s from %s to %s", s, at, moved)
                .isLessThanOrEqualTo(1e-9 * Math.abs(after) + 1e-200);
        return 1;
    }

    private static double c(Expr exponent, Map<String, Double> from, Map<String, Double> to) {
        return Math.exp(Formulas.value(exponent, to) - Formulas.value(exponent, from));
    }

    private static Map<String, Double> withStates(
            Map<String, Double> at, Map<String, Double> states) {
        Map<String, Double> moved = new LinkedHashMap<>(at);
        STATES.forEach(state -> moved.put(state, states.get(state)));
        return moved;
    }

    private static double magnitude(List<Factorizer.Summand> summands, Map<String, Double> at) {
        double sum = 0;
        for (Factorizer.Summand s : summands) {
            sum += Math.abs(Formulas.value(s.tail(), at) * Formulas.value(s.item(), at));
        }
        return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
    }

    private static List<Kind> kinds(Expr e) {
        List<Kind> kinds = new ArrayList<>();
        e.arguments().forEach(name -> kinds.add(kind(Expr.arg(name))));
        e.indexAxes().forEach(_ -> kinds.add(Kind.ITEM));
        return kinds;
    }

    private static Map<String, Double> point(SplittableRandom random) {
        Map<String, Double> at = new LinkedHashMap<>();
        for (String name : List.of("s", "v", "w", "m", "n", "z", "c", "b")) {
            at.put(name, name.equals("z") ? random.nextDouble(0.5, 3) : random.nextDouble(-2, 2));
        }
        return at;
    }

    /// Sums of products of factors, most of which see one side only; so that most of them split.
    private static Expr summandOfItemsAndState(SplittableRandom random) {
        Expr sum = product(random);
        for (int i = random.nextInt(3); i > 0; i--) {
            sum = Expr.call(random.nextBoolean() ? Fun.ADD : Fun.SUB, sum, product(random));
        }
        return sum;
    }

    private static Expr product(SplittableRandom random) {
        Expr product = factor(random);
        for (int i = random.nextInt(4); i > 0; i--) {
            product =
                    Expr.call(random.nextInt(4) == 0 ? Fun.DIV : Fun.MUL, product, factor(random));
        }
        return product;
    }

    private static Expr factor(SplittableRandom random) {
        return switch (random.nextInt(12)) {
            case 0 ->
                    Expr.call(
                            Fun.EXP, Expr.call(Fun.SUB, Formulas.parse("s"), Formulas.parse("m")));
            case 1 -> Formulas.parse("exp(s * c - m * c + n)");
            case 2 -> Formulas.parse("exp2(w) / exp2(n)");
            case 3 -> Formulas.parse("where(s == -inf, 0, exp(s - m))");
            case 4 -> Formulas.parse("(v - z)");
            case 5 -> Formulas.parse("where(s > 0, v + z, b)");
            case 6 -> Formulas.parse("where(z > 1, v, w * m)");
            case 7 -> Formulas.parse("rsqrt(z)");
            case 8 -> Formulas.parse("tanh(v * w)");
            case 9 -> Formulas.parse("(s - m) * (v + c)");
            default ->
                    Formulas.random(
                            random,
                            random.nextBoolean() ? List.of("s", "v", "b") : List.of("m", "z", "c"),
                            2);
        };
    }
}
