package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.rules.law.Firing.doesNotFire;
import static org.heddle.rules.law.Firing.fires;
import static org.heddle.rules.law.Firing.sketch;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.diagram.Op;
import org.heddle.rules.Meaning;
import org.heddle.rules.Sketch;
import org.heddle.rules.algebra.Exponentials;
import org.junit.jupiter.api.Test;

/// Logarithms and roots of products come apart into those of their factors, exponents first.
final class SeparationRulesTest {
    /// An item, its maximum, and a sum that is known to be positive, `z`, beside one that is not, `y`.
    private static Sketch logarithm(String of) {
        return sketch().input("S[q, x]", "y[q]")
                .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                .reduce(Scalar.SUM, "z[q]", "s, m -> exp(s - m)", "S[q, x]", "m[q]")
                .map("Z[q]", "z, m -> z * exp(m / 2) * exp(m / 2)", "z[q]", "m[q]")
                .map("P[q, x]", of, "S[q, x]", "m[q]", "z[q]", "Z[q]", "y[q]")
                .map("L[q, x]", "p -> 1 + log(p)", "P[q, x]")
                .output("L");
    }

    @Test
    void separateLogarithms() {
        Map<String, String> laws = new LinkedHashMap<>();
        laws.put("exp(s - m) / z", "1 + (S - m - log(z))");
        laws.put("Z", "1 + (m + log(z))");
        laws.put("exp(s) / Z", "1 + (S - m - log(z))");
        laws.put("exp2(s)", "1 + 0.6931471805599453 * S");
        laws.put("2 * exp(-(s - m) * (s - m))", "1 + (-(S - m) * (S - m) + 0.6931471805599453)");
        laws.put("rsqrt(exp(3 * m) * exp(-3 * s)) / z", "1 + (-1.5 * m - -1.5 * S - log(z))");
        laws.put(
                "where(z == 0, 0, where(s == -inf, 0, exp(s - m)) / z)",
                "1 + where(z == 0, -inf, where(S == -inf, -inf, S - m) - log(z))");
        laws.put("sqrt(where(s > m - 1, exp(s - m), 0.25))", "");
        laws.put("pow(exp(s - m) / z, 0.3)", "");
        laws.put("rsqrt(exp(s - m) * z)", "");
        laws.forEach(
                (of, separate) -> {
                    Diagram after =
                            fires(
                                    new SeparateLogarithms(),
                                    logarithm("s, m, z, Z, y -> " + of),
                                    "L");
                    Op.Map map = (Op.Map) after.box("L").op();
                    assertThat(Exponentials.areIn(map.fn().body())).isFalse();
                    if (!separate.isEmpty()) {
                        assertThat(map.fn().body().toString()).isEqualTo(separate);
                    }
                });
    }

    /// Of either sign: where its maximum is -inf, the logarithm is.
    @Test
    void separateLogarithmsOfScaledSums() {
        Sketch scaled =
                sketch().input("S[q, x]", "y[q]")
                        .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .map("Y[q]", "y, m -> y * exp(m)", "y[q]", "m[q]")
                        .map("L[q]", "y -> log(y) + 1", "Y[q]")
                        .output("L");
        assertThat(fires(new SeparateLogarithms(), scaled, "L").box("L").op())
                .isEqualTo(
                        new Op.Map(
                                Sketch.fn(
                                        "y, m -> m + log(max(y, where(m != -inf, -inf, 0))) + 1")));
    }

    /// `0^x` is no exponential: it is 1 at 0, and has no logarithm elsewhere.
    @Test
    void powersOfZeroStayUnderTheLogarithm() {
        Diagram after =
                fires(
                        new SeparateLogarithms(),
                        logarithm("s, m, z, Z, y -> exp(s) * pow(0, #x)"),
                        "L");
        assertThat(((Op.Map) after.box("L").op()).fn().body().toString())
                .isEqualTo("1 + (S + log(pow(0, #x)))");
    }

    @Test
    void separateLogarithmsDoesNotFire() {
        for (String of :
                List.of(
                        "s, m, z, Z, y -> 1 + exp(s - m)",
                        "s, m, z, Z, y -> exp(s - m) * y",
                        "s, m, z, Z, y -> where(s > 0, 0, exp(s - m)) * y",
                        "s, m, z, Z, y -> pow(s, exp(m))")) {
            doesNotFire(new SeparateLogarithms(), logarithm(of), "L");
        }
        doesNotFire(new SeparateLogarithms(), logarithm("s, m, z, Z, y -> Z"), "P");
    }

    @Test
    void logarithmOfMinimum() {
        LogarithmOfMinimum rule = new LogarithmOfMinimum();
        Sketch least =
                sketch().input("S[q, x]", "T[q, x]")
                        .map("P[q, x]", "s -> where(s == -inf, 0, exp(s) / 3)", "S[q, x]")
                        .reduce(Scalar.MIN, "m[q]", "p -> p", "P[q, x]")
                        .map("L[q]", "m -> 1 + log(m)", "m[q]")
                        .map("R[q]", "m -> m - log(m)", "m[q]")
                        .reduce(Scalar.MAX, "n[q]", "p -> p", "P[q, x]")
                        .reduce(Scalar.MIN, "o[q]", "t -> t", "T[q, x]")
                        .map("N[q]", "n -> log(n)", "n[q]")
                        .map("O[q]", "o -> log(o * o)", "o[q]")
                        .output("L", "R", "N", "O");
        Diagram after = fires(rule, least, "L");
        assertThat(after.box("L").op()).isEqualTo(new Op.Map(Sketch.fn("m_log -> 1 + m_log")));
        assertThat(after.box("m_log").op())
                .isEqualTo(
                        new Op.Reduce(
                                Scalar.MIN,
                                Sketch.fn("S -> where(S == -inf, -inf, S + -1.0986122886681098)")));
        assertThat(fires(rule, least, "R").box("R").reads()).containsExactly("m", "m_log");
        doesNotFire(rule, least, "N");
        doesNotFire(rule, least, "O");
    }

    /// In f64 as in f32: where the exponential is 0, the logarithm as written is -inf, and the exponent is not.
    @Test
    void theLogarithmOfASmallExponentialIsItsExponent() {
        Sketch sketch =
                sketch().input("T[q, x]")
                        .map("S[q, x]", "t -> where(#x == 1, -5000, t)", "T[q, x]")
                        .map("P[q, x]", "s -> exp(s)", "S[q, x]")
                        .reduce(Scalar.MIN, "L[q]", "p -> log(p)", "P[q, x]")
                        .output("L");
        Diagram diagram = sketch.diagram();
        Diagram after =
                new SeparateLogarithms().apply(diagram, diagram.box("L")).orElseThrow().after();
        var inputs = Meaning.inputs(diagram, sketch.sizes(), 1);
        assertThat(Meaning.of(diagram, sketch.sizes(), inputs).get("L").get(0))
                .isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Meaning.of(after, sketch.sizes(), inputs).get("L").get(0)).isEqualTo(-5000);
    }

    @Test
    void separateRoots() {
        for (var row :
                Map.of(
                                "s, m, z -> sqrt(where(z == 0, 0, exp(s - m) / z))",
                                "where(z == 0, 0, exp(0.5 * (s - m)) / sqrt(z))",
                                "s, m, z -> 3 * pow(exp2(s) * abs(m), 0.3)",
                                "3 * (exp2(0.3 * s) * pow(abs(m), 0.3))",
                                "s, m, z -> rsqrt(4 * exp(s))",
                                "0.5 * exp(-0.5 * s)",
                                "s, m, z -> sqrt(sqrt(exp(s)))",
                                "exp(0.5 * (0.5 * s))")
                        .entrySet()) {
            Diagram after = fires(new SeparateRoots(), root(row.getKey()), "R");
            assertThat(((Op.Map) after.box("R").op()).fn().body()).hasToString(row.getValue());
        }
        for (String of :
                List.of(
                        "s, m, z -> sqrt(1 + exp(s - m))",
                        "s, m, z -> sqrt(exp(s) * m)",
                        "s, m, z -> pow(exp(s), 2)",
                        "s, m, z -> exp(sqrt(abs(s)))")) {
            doesNotFire(new SeparateRoots(), root(of), "R");
        }
    }

    /// A function of an item, its maximum and a sum that is known to be positive.
    private static Sketch root(String of) {
        return sketch().input("S[q, x]")
                .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                .reduce(Scalar.SUM, "z[q]", "s, m -> exp(s - m)", "S[q, x]", "m[q]")
                .map("R[q, x]", of, "S[q, x]", "m[q]", "z[q]")
                .output("R");
    }

    /// In f64 as in f32: where the exponential is 0 its root as written is, too.
    @Test
    void theRootOfASmallExponentialIsOne() {
        Sketch sketch =
                sketch().input("T[x]")
                        .map("R[x]", "t -> sqrt(exp(t / t * -1000))", "T[x]")
                        .output("R");
        Diagram diagram = sketch.diagram();
        Diagram after = new SeparateRoots().apply(diagram, diagram.box("R")).orElseThrow().after();
        var inputs = Meaning.inputs(diagram, sketch.sizes(), 1);
        assertThat(Meaning.of(diagram, sketch.sizes(), inputs).get("R").get(0)).isZero();
        assertThat(Meaning.of(after, sketch.sizes(), inputs).get("R").get(0))
                .isEqualTo(Math.exp(-500));
    }

    /// The largest weight of a softmax that its author left as it is.
    private static Sketch largest(Scalar monoid, String item, String of) {
        return sketch().input("S[q, x]", "y[q]")
                .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                .reduce(Scalar.SUM, "z[q]", "s, m -> exp(s - m)", "S[q, x]", "m[q]")
                .reduce(monoid, "M[q]", item, "S[q, x]")
                .map("O[q]", of, "M[q]", "z[q]", "m[q]", "y[q]")
                .output("O");
    }

    @Test
    void scaleExtrema() {
        ScaleExtrema rule = new ScaleExtrema();
        for (String item : List.of("s -> exp(s)", "s -> sin(s) * exp(s)", "s -> 3 * exp(s)")) {
            for (Scalar monoid : List.of(Scalar.MAX, Scalar.MIN)) {
                Diagram after =
                        fires(rule, largest(monoid, item, "M, z, m, y -> M / (z * exp(m))"), "O");
                assertThat(rule.apply(after, after.box("O"))).isEmpty();
            }
        }
        fires(rule, largest(Scalar.MAX, "s -> exp(s)", "M, z, m, y -> y * M * exp(-m)"), "O");
        for (String of :
                List.of(
                        "M, z, m, y -> M / z",
                        "M, z, m, y -> (M + y) / exp(m)",
                        "M, z, m, y -> M * M / exp(m)",
                        "M, z, m, y -> y / (M * exp(m))",
                        "M, z, m, y -> M * exp(m)",
                        "M, z, m, y -> M / exp(y)")) {
            doesNotFire(rule, largest(Scalar.MAX, "s -> exp(s)", of), "O");
        }
        doesNotFire(rule, largest(Scalar.MAX, "s -> s", "M, z, m, y -> M / (z * exp(m))"), "O");
    }

    /// Also under conditions, and where the exponential is of what a condition chose.
    @Test
    void logarithmsOfGuardedExponentials() {
        for (String of :
                List.of(
                        "s, m, z, u, y -> exp(where(s == -inf, -inf, s - m))",
                        "s, m, z, u, y -> exp2(where(s > 0, s, -1))",
                        "s, m, z, u, y -> exp(where(s > 0, s, m)) * exp(where(m > 0, s, m)) / z",
                        "s, m, z, u, y -> sigmoid(1000 * s)",
                        "s, m, z, u, y -> 1 / (1 + exp(-1000 * s))",
                        "s, m, z, u, y -> z / (exp(1000 * s) + exp(-1000 * s))")) {
            Sketch sketch = logarithm(of);
            Diagram diagram = sketch.diagram();
            Diagram after =
                    new SeparateLogarithms().apply(diagram, diagram.box("L")).orElseThrow().after();
            after =
                    new ScaleQuotients()
                            .apply(after, after.box("L"))
                            .map(Rewrite::after)
                            .orElse(after);
            var inputs = Meaning.inputs(diagram, sketch.sizes(), 1);
            var values = Meaning.of(after, sketch.sizes(), inputs).get("L");
            for (long i = 0; i < values.elements(); i++) {
                assertThat(values.get(i)).as(of).isFinite();
            }
        }
    }
}
