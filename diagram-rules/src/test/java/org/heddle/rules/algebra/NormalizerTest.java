package org.heddle.rules.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.Formulas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class NormalizerTest {
    private static final List<String> NAMES = List.of("a", "b", "c");

    private static Polynomial normal(String text) {
        return Normalizer.normalize(Formulas.parse(text));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "a * (b + c); a*b + a*c",
                "(a + b) * (a - b); a*a - b*b",
                "exp(a) * exp(b); exp(a + b)",
                "exp(a) / exp(b); exp(a - b)",
                "1 / exp(a - b); exp(b - a)",
                "exp2(a); exp(a * 0.6931471805599453)",
                "exp2(a - b); pow(2, a) / pow(2, b)",
                "pow(3, a + b); pow(3, a) * pow(3, b)",
                "log(2 * exp(a)); a + log(2)",
                "log(exp(a) * exp(-b)); a - b",
                "sqrt(4 * exp(2*a)); 2 * exp(a)",
                "rsqrt(|x|) * rsqrt(|x|); 1 / |x|",
                "pow(a, 0.5); sqrt(a)",
                "pow(a, 3); a * a * a",
                "pow(a, 2) / a; a",
                "pow(a, 0); 1",
                "pow(1, a); 1",
                "where(a > 0, b, 0) * c; where(a > 0, b * c, 0)",
                "where(not (a == b), c, 0); where(a != b, c, 0)",
                "where(not (a < b), c, 0); where(a < b, 0, c)",
                "exp(where(a > 0, -inf, b)); where(a > 0, 0, exp(b))",
                "exp(c - where(a == 0, -inf, b)); where(a == 0, exp(c + inf), exp(c - b))",
                "where(a > 0, where(a > 0, b, c), 0); where(a > 0, b, 0)",
                "where(a > 0, 0, where(a > 0, b, c)); where(a > 0, 0, c)",
                "where(a > 0, b, 0) * where(a > 0, 0, c); 0",
                "where(where(a > 0, exp(b), 0) != 0, c, 0); where(a > 0, where(b != -inf, c, 0), 0)",
                "where(where(a == -inf, -inf, a - b) == -inf, 0, c); where(a != -inf, where(b != inf, c, 0), 0)",
                "where(abs(a) * b > 0, c, 0); where(abs(a) > 0, where(b > 0, c, 0), 0)",
                "where(pow(a, 2) / abs(b) > 0, c, 0); where(abs(a) > 0, where(abs(b) < inf, c, 0), 0)",
                "where(a * b == 0, c, d); where(a != 0, where(b != 0, d, c), c)",
                "where(where(a == -inf, -inf, a - b) == -inf or d > 0, 0, c); where(a != -inf, where(b != inf, where(d > 0, 0, c), 0), 0)",
                "where(a > 0 and where(b > 0, 1, 2) == 1, c, d); where(a > 0, where(b > 0, c, d), d)",
                "where(a > 0 or where(b > 0, 1, 2) == 1, c, d); where(a > 0, c, where(b > 0, c, d))",
                "where(not (a > 0 or where(b > 0, 1, 2) == 1), c, d); where(a > 0, d, where(b > 0, d, c))",
                "where(exp(a) * b >= 0, c, 0); where(a == -inf, c, where(b >= 0, c, 0))",
                "where(a - log(b) != -inf, c, 0); where(a != -inf, where(b != inf, c, 0), 0)",
                "where(2 > 1, a, b); a",
                "exp(a - log(abs(b))); exp(a) / abs(b)",
                "log(1 / a); -log(a)",
                "where(exp(b) / a > 0, c, 0); where(b != -inf, where(1 / a > 0, c, 0), 0)",
                "a - a; 0",
                "-(-a); a",
                "a / -2; -0.5 * a",
                "max(a + b, c); max(b + a, c)",
                "where(a > 0, -inf, b) * where(a > 0, -inf, b); where(a > 0, inf, b * b)",
                "0 * a; 0"
            })
    void equalExpressionsHaveEqualNormalForms(String left, String right) {
        assertThat(normal(left)).isEqualTo(normal(right)).hasSameHashCodeAs(normal(right));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "sqrt(a * a); a",
                "sqrt(a) * sqrt(a); a",
                "exp(2 * log(a)); a * a",
                "sqrt(exp(a) * b * b); exp(a/2) * b",
                "log(a * b); log(a) + log(b)",
                "log(-2 * exp(a)); a",
                "pow(a, b); exp(b * log(a))",
                "where(a < b, c, 0); where(a >= b, c, 0)",
                "1 / where(a > 0, b, 0); where(a > 0, 1 / b, 0)",
                "log(where(a > 0, exp(b), 1)); where(a > 0, b, 0)",
                "max(a, b); max(b, a)",
                "exp(a) + exp(b); exp(a + b)"
            })
    void expressionsThatDifferSomewhereAreKeptApart(String left, String right) {
        assertThat(normal(left)).isNotEqualTo(normal(right));
    }

    /// Where the expression is finite, so is its normal form, and equal up to rounding.
    @Test
    void simplifyingPreservesValues() {
        long seed = 20261121;
        SplittableRandom random = new SplittableRandom(seed);
        int compared = 0;
        for (int i = 0; i < 3000; i++) {
            Expr e = Formulas.random(random, NAMES, 4);
            Expr simple = Normalizer.simplify(e);
            for (int point = 0; point < 6; point++) {
                Map<String, Double> at = point(random);
                double before = Formulas.value(e, at);
                if (isTame(e, at)) {
                    compared++;
                    double after = Formulas.value(simple, at);
                    assertThat(Math.abs(after - before))
                            .as(
                                    "seed %d, case %d at %s: %s = %s, normal form %s = %s",
                                    seed, i, at, e, before, simple, after)
                            .isLessThanOrEqualTo(1e-6 * Math.max(magnitude(e, at), 1));
                }
            }
        }
        assertThat(compared).isGreaterThan(3000);
    }

    /// An element that a mask makes `-inf` keeps its meaning.
    @Test
    void maskedExponentialsKeepTheirValue() {
        Expr e = Formulas.parse("where(a == -inf, 0, exp(a - b))");
        Expr simple = Normalizer.simplify(e);
        for (double a : new double[] {Double.NEGATIVE_INFINITY, -1, 0, 700}) {
            Map<String, Double> at = Map.of("a", a, "b", 2.0);
            assertThat(Formulas.value(simple, at)).isEqualTo(Formulas.value(e, at));
        }
        Map<String, Double> bothMasked =
                Map.of("a", Double.NEGATIVE_INFINITY, "b", Double.NEGATIVE_INFINITY);
        assertThat(Formulas.value(simple, bothMasked)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {4, 8, 16, 24})
    void aPowerOfASumDoesNotExplode(int factors) {
        Expr sum = Formulas.parse("a + b + c + 1");
        Expr product = sum;
        for (int i = 1; i < factors; i++) {
            product = Expr.call(Fun.MUL, product, Expr.call(Fun.ADD, sum, Expr.arg("v" + i)));
        }
        assertThat(Normalizer.normalize(product).terms()).hasSizeLessThanOrEqualTo(64);
        assertThat(Normalizer.simplify(product).operations()).isLessThan(2000);
    }

    private static Map<String, Double> point(SplittableRandom random) {
        Map<String, Double> at = new LinkedHashMap<>();
        for (String name : NAMES) {
            at.put(name, random.nextInt(6) == 0 ? random.nextInt(-1, 3) : random.nextDouble(-3, 3));
        }
        return at;
    }

    /// Whether every sub-expression is finite and no condition stands on a knife's edge: elsewhere a law of the reals may be off.
    private static boolean isTame(Expr e, Map<String, Double> at) {
        double value = Formulas.value(e, at);
        if (!Double.isFinite(value) || Math.abs(value) > 1e8) {
            return false;
        }
        if (!(e instanceof Expr.Call(Fun fun, List<Expr> args))) {
            return true;
        }
        if (fun == Fun.WHERE) {
            boolean holds = Formulas.value(args.getFirst(), at) != 0;
            return isTame(args.getFirst(), at) && isTame(args.get(holds ? 1 : 2), at);
        }
        if (fun.isPredicate() && fun != Fun.NOT) {
            double gap =
                    Math.abs(Formulas.value(args.get(0), at) - Formulas.value(args.get(1), at));
            return ((gap == 0 && args.getFirst() instanceof Expr.Arg) || gap > 1e-9)
                    && args.stream().allMatch(arg -> isTame(arg, at));
        }
        return args.stream().allMatch(arg -> isTame(arg, at));
    }

    /// The largest value on the way, against which cancellation is judged.
    private static double magnitude(Expr e, Map<String, Double> at) {
        double own = Math.abs(Formulas.value(e, at));
        double largest = Double.isFinite(own) ? own : 0;
        if (e instanceof Expr.Call(_, List<Expr> args)) {
            for (Expr arg : args) {
                double inner = magnitude(arg, at);
                largest = Math.max(largest, inner * inner);
            }
        }
        return largest;
    }
}
