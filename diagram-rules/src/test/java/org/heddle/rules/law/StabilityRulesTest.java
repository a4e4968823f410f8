package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.rules.law.Firing.doesNotFire;
import static org.heddle.rules.law.Firing.fires;
import static org.heddle.rules.law.Firing.sketch;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.diagram.Op;
import org.heddle.rules.Meaning;
import org.heddle.rules.Sketch;
import org.heddle.rules.algebra.Exponentials;
import org.junit.jupiter.api.Test;

/// Sums of exponentials become stable, however they are written, and only where that is needed.
final class StabilityRulesTest {
    /// All ways to write an exponential.
    private static Stream<String> exponentials() {
        return Stream.of(
                "s -> exp(1000 * s)",
                "s -> exp2(2000 * s)",
                "s -> pow(7, 800 * s)",
                "s -> 1 / exp(-1000 * s)",
                "s -> exp(600 * s) * exp(400 * s)",
                "s -> exp(900 * s) / exp2(-100 * s)",
                "s -> exp(700 * s) + 3 * exp(-900 * s)",
                "s -> where(#x != 1, exp(1000 * s), 0)",
                "s -> sqrt(exp(2000 * s))",
                "s -> exp(-1000 * (s - 40) * (s - 40))");
    }

    /// With exponents a ten-thousandth as large: sums of either sign that cancel by many orders of magnitude would be rounding.
    @Test
    void shiftedSumsAreTheSame() {
        for (String weight : exponentials().toList()) {
            Sketch mild =
                    sketch().input("S[q, x]", "V[x, d]")
                            .map("W[q, x]", weight.replace("00 ", " / 100 "), "S[q, x]")
                            .contract("N[q, d]", "W[q, x]", "V[x, d]")
                            .map("O[q, d]", "n -> n / (1 + abs(n))", "N[q, d]")
                            .output("O");
            Diagram after = fires(new ShiftExponentials(), mild, "N");
            assertThat(after.box("N_max").op()).isInstanceOf(Op.Reduce.class);
        }
    }

    /// Maxima of multiples of one thing are multiples of one maximum.
    @Test
    void sumsOfMultiplesShareTheirMaximum() {
        Sketch same =
                sketch().input("S[q, x]")
                        .reduce(Scalar.SUM, "N[q]", "s -> exp(s) * exp(s) * #x", "S[q, x]")
                        .reduce(
                                Scalar.SUM,
                                "Z[q]",
                                "s -> 3 * exp(4 * s) + exp(s * 4) * #x",
                                "S[q, x]")
                        .map("O[q]", "n, z -> n / sqrt(z)", "N[q]", "Z[q]")
                        .output("O");
        Diagram first = fires(new ShiftExponentials(), same, "N");
        Diagram second = new ShiftExponentials().apply(first, first.box("Z")).orElseThrow().after();
        assertThat(second.hasBox("Z_max")).isFalse();
        assertThat(second.box("Z_scaled").reads()).contains("N_max");
        Firing.refines(first, second);
    }

    /// Of a masked row all weights are 0; the maximum is -inf, and nothing becomes NaN that was not.
    @Test
    void aRowWithoutItemsKeepsItsValue() {
        Sketch masked =
                sketch().input("S[q, x]", "V[x, d]")
                        .map("W[q, x]", "s -> exp(where(#q > 0, s, -inf))", "S[q, x]")
                        .contract("N[q, d]", "W[q, x]", "V[x, d]")
                        .output("N");
        Diagram after = fires(new ShiftExponentials(), masked, "N");
        var inputs = Meaning.inputs(masked.diagram(), masked.sizes(), 1);
        assertThat(Meaning.of(after, masked.sizes(), inputs).get("N").get(0)).isZero();
    }

    @Test
    void shiftExponentialsDoesNotFire() {
        ShiftExponentials rule = new ShiftExponentials();
        doesNotFire(
                rule,
                sketch().input("S[q, x]")
                        .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .map("W[q, x]", "s, m -> exp((s - m) / 3)", "S[q, x]", "m[q]")
                        .reduce(Scalar.SUM, "Z[q]", "w -> w", "W[q, x]")
                        .map("L[q]", "z -> log(z)", "Z[q]")
                        .output("L"),
                "Z");
        doesNotFire(rule, bare("s -> exp(s)"), "Z");
        doesNotFire(rule, bare("s -> exp(-s * s) * s"), "Z");
        doesNotFire(rule, bare("s -> s * #x"), "Z");
        doesNotFire(rule, bare("s -> s * pow(0.5, #x)"), "Z");
        doesNotFire(
                rule,
                sketch().input("S[q, x]")
                        .reduce(Scalar.SUM, "Z[q]", "s -> where(s > 0, s + 1, exp(s))", "S[q, x]")
                        .map("L[q]", "z -> 1 / z", "Z[q]")
                        .output("L"),
                "Z");
    }

    /// Beside an item less its own maximum, a term without an exponential needs none either.
    @Test
    void boundedExponentialsBesideOtherTermsAreNotShifted() {
        doesNotFire(
                new ShiftExponentials(),
                sketch().input("S[q, x]", "T[q, x]")
                        .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .reduce(
                                Scalar.SUM,
                                "Z[q]",
                                "s, t, m -> exp(s - m) * t + t * (s - t)",
                                "S[q, x]",
                                "T[q, x]",
                                "m[q]")
                        .output("Z"),
                "Z");
    }

    /// A sum whose value itself is wanted.
    private static Sketch bare(String item) {
        return sketch().input("S[q, x]").reduce(Scalar.SUM, "Z[q]", item, "S[q, x]").output("Z");
    }

    @Test
    void joinExponentials() {
        JoinExponentials rule = new JoinExponentials();
        Sketch scaled =
                sketch().input("S[q, x]", "z[q]")
                        .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .map("Z[q]", "z, m -> z * exp(m)", "z[q]", "m[q]")
                        .map("P[q, x]", "s, z -> exp(s) / z", "S[q, x]", "Z[q]")
                        .map("Y[q]", "z -> z + 1", "Z[q]")
                        .output("P", "Y");
        Diagram joined = fires(rule, scaled, "P");
        assertThat(joined.box("P").op())
                .isEqualTo(new Op.Map(Sketch.fn("S, z, m -> exp(S - m) / z")));
        doesNotFire(rule, scaled, "Y");
        doesNotFire(rule, scaled, "Z");
    }

    /// What a reduction gave is added to the extremum, not to each item; what is read is left to packs.
    @Test
    void shiftExtrema() {
        for (var row :
                Map.of(
                                "s, b, c, m -> s - c", "S -> S",
                                "s, b, c, m -> s - c / 2 + b", "S, b -> S + b",
                                "s, b, c, m -> where(b > 0, s, -s) - m",
                                        "S, b -> where(b > 0, S, -S)")
                        .entrySet()) {
            Diagram after = fires(new ShiftExtrema(), shifted(row.getKey()), "M");
            Op.Reduce items = (Op.Reduce) after.box("M_items").op();
            assertThat(items.monoid()).isEqualTo(Scalar.MIN);
            assertThat(items.item().body().arguments()).doesNotContain("c", "m");
            assertThat(after.box("M").reads()).contains("M_items");
        }
        for (String of :
                List.of(
                        "s, b, c, m -> s - b",
                        "s, b, c, m -> s * c",
                        "s, b, c, m -> (s - m) + #x * b",
                        "s, b, c, m -> (s - m) / 3",
                        "s, b, c, m -> c")) {
            doesNotFire(new ShiftExtrema(), shifted(of), "M");
        }
    }

    private static Sketch shifted(String item) {
        return sketch().input("S[q, x]", "b[q]")
                .reduce(Scalar.SUM, "c[q]", "s -> s", "S[q, x]")
                .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                .reduce(Scalar.MIN, "M[q]", item, "S[q, x]", "b[q]", "c[q]", "m[q]")
                .output("M");
    }

    /// Below the sum of two extrema there may be nothing near it: a sum that is divided by, or under a logarithm, gets a maximum of its own, of items less those.
    @Test
    void productsOfWeightsAreShiftedWhereTheyMayVanishTogether() {
        Diagram after = fires(new ShiftExponentials(), product("z -> log(z)"), "Z");
        assertThat(((Op.Reduce) after.box("Z_max").op()).item())
                .hasToString("S, m, T, n -> S - m + (T - n)");
        assertThat(((Op.Reduce) after.box("Z_scaled").op()).item().body())
                .hasToString(
                        "where(S - m + (T - n) == -inf, 0, exp(S - m + (T - n) - where(Z_max_ == inf, 0, Z_max_)))");
        doesNotFire(new ShiftExponentials(), product("z -> 3 - z"), "Z");
    }

    /// What attains the maximum may be left out: then the others are relative to the largest of them.
    @Test
    void weightsOfWhichTheLargestMayBeLeftOutAreShifted() {
        Sketch masked =
                sketch().input("S[q, x]", "T[q, x]")
                        .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                        .reduce(
                                Scalar.SUM,
                                "Z[q]",
                                "s, t, m -> where(t > 0, exp(s - m), 0)",
                                "S[q, x]",
                                "T[q, x]",
                                "m[q]")
                        .map("L[q]", "z -> log(z + 1e-300)", "Z[q]")
                        .output("L");
        Diagram after = fires(new ShiftExponentials(), masked, "Z");
        assertThat(((Op.Reduce) after.box("Z_max").op()).item().body())
                .hasToString("where(t > 0, s, -inf)");
        assertThat(new ShiftExponentials().apply(after, after.box("Z_scaled"))).isEmpty();
    }

    /// Whether another exponential vanishes is asked as it was.
    @Test
    void conditionsOfOtherWeightsStay() {
        Sketch sketch =
                sketch().input("S[q, x]", "T[q, x]")
                        .reduce(
                                Scalar.SUM,
                                "Z[q]",
                                "s, t -> where(exp(t) > 0, exp(s), 0)",
                                "S[q, x]",
                                "T[q, x]")
                        .map("L[q]", "z -> log(z)", "Z[q]")
                        .output("L");
        Diagram after = fires(new ShiftExponentials(), sketch, "Z");
        assertThat(((Op.Reduce) after.box("Z_max").op()).item().body())
                .hasToString("where(exp(t) > 0, s, -inf)");
        assertThat(((Op.Reduce) after.box("Z_scaled").op()).item().body().toString())
                .contains("exp(t) > 0");
    }

    private static Sketch product(String use) {
        return sketch().input("S[q, x]", "T[q, x]")
                .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                .reduce(Scalar.MAX, "n[q]", "t -> t", "T[q, x]")
                .map("P[q, x]", "s, m -> exp(s - m)", "S[q, x]", "m[q]")
                .map("R[q, x]", "t, n -> exp(t - n)", "T[q, x]", "n[q]")
                .reduce(Scalar.SUM, "Z[q]", "p, r -> p * r", "P[q, x]", "R[q, x]")
                .map("L[q]", use, "Z[q]")
                .output("L");
    }

    /// A sigmoid is an exponential where its argument is below 0.
    @Test
    void sigmoidsThatMayVanishTogetherAreShifted() {
        for (String weight :
                List.of(
                        "s -> sigmoid(s)",
                        "s -> 1 / (1 + exp(-s))",
                        "s -> rsqrt(2 + 3 * exp(-2 * s))",
                        "s -> pow(1 + exp2(-s), -3)")) {
            Sketch mean =
                    sketch().input("S[q, x]")
                            .map("W[q, x]", weight, "S[q, x]")
                            .reduce(Scalar.SUM, "N[q]", "w -> w * #x", "W[q, x]")
                            .reduce(Scalar.SUM, "Z[q]", "w -> w", "W[q, x]")
                            .map("L[q]", "n, z -> n / z", "N[q]", "Z[q]")
                            .output("L");
            Diagram after = fires(new ShiftExponentials(), mean, "Z");
            assertThat(((Op.Reduce) after.box("Z_max").op()).item().body().toString())
                    .contains("max(0, ");
        }
        doesNotFire(new ShiftExponentials(), bare("s -> sigmoid(s) * s"), "Z");
    }

    /// A minimum is no bound from above: what it has no part in gets its maximum, and the minimum joins the tail.
    @Test
    void anExponentLessItsMinimumIsShifted() {
        Sketch less =
                sketch().input("S[q, x]")
                        .reduce(Scalar.MIN, "m[q]", "s -> s", "S[q, x]")
                        .reduce(Scalar.SUM, "Z[q]", "s, m -> exp(s - m)", "S[q, x]", "m[q]")
                        .map("L[q]", "z -> log(z)", "Z[q]")
                        .output("L");
        Diagram after = fires(new ShiftExponentials(), less, "Z");
        assertThat(after.box("Z_max").op())
                .isEqualTo(new Op.Reduce(Scalar.MAX, Sketch.fn("s -> s")));
        assertThat(after.box("Z_scaled").reads()).containsExactly("S", "Z_max");
        Diagram joined =
                new SeparateLogarithms().apply(after, after.box("L")).orElseThrow().after();
        assertThat(Exponentials.areIn(((Op.Map) joined.box("L").op()).fn().body())).isFalse();
        doesNotFire(
                new ShiftExponentials(),
                sketch().input("S[q, x]")
                        .reduce(Scalar.MIN, "m[q]", "s -> s", "S[q, x]")
                        .reduce(Scalar.SUM, "Z[q]", "s, m -> exp(m - s)", "S[q, x]", "m[q]")
                        .map("L[q]", "z -> log(z)", "Z[q]")
                        .output("L"),
                "Z");
    }

    /// Roots, powers, quotients and products of sums of exponentials are one product with an exponential, which is applied last.
    @Test
    void productsWithAnExponentialKeepItLast() {
        JoinExponentials rule = new JoinExponentials();
        for (String fn :
                List.of(
                        "z, y -> sqrt(z)",
                        "z, y -> pow(z, 0.3)",
                        "z, y -> pow(y / z, 0.25)",
                        "z, y -> 1 / z",
                        "z, y -> z * y",
                        "z, y -> z / sqrt(y)",
                        "z, y -> abs(z) * rsqrt(y * y)")) {
            Sketch scaled =
                    sketch().input("S[q, x]", "T[q, x]")
                            .reduce(Scalar.MAX, "m[q]", "s -> s", "S[q, x]")
                            .reduce(Scalar.MAX, "n[q]", "t -> t", "T[q, x]")
                            .reduce(Scalar.SUM, "a[q]", "s, m -> exp(s - m)", "S[q, x]", "m[q]")
                            .reduce(Scalar.SUM, "b[q]", "t, n -> exp(t - n)", "T[q, x]", "n[q]")
                            .map("Z[q]", "a, m -> a * exp(m)", "a[q]", "m[q]")
                            .map("Y[q]", "b, n -> b * exp(n)", "b[q]", "n[q]")
                            .map("O[q]", fn, "Z[q]", "Y[q]")
                            .output("O");
            Diagram after = fires(rule, scaled, "O");
            assertThat(after.box("O").reads()).doesNotContain("Z", "Y");
            assertThat(rule.apply(after, after.box("O"))).isEmpty();
            assertThat(((Op.Map) after.box("O").op()).fn().body().toString())
                    .matches("(.*) \\* (exp\\(.*\\)) \\* \\2");
        }
    }

    /// What is +inf in an exponent is so in the sum, as it is without a maximum.
    @Test
    void anInfiniteExponentIsAnInfiniteSum() {
        Sketch sketch =
                sketch().input("T[q, x]")
                        .map("S[q, x]", "t -> where(#x == 1, inf, t)", "T[q, x]")
                        .reduce(Scalar.SUM, "Z[q]", "s -> exp(s)", "S[q, x]")
                        .map("L[q]", "z -> log(z)", "Z[q]")
                        .map("R[q]", "z -> 1 / z", "Z[q]")
                        .output("L", "R");
        Diagram after = fires(new ShiftExponentials(), sketch, "Z");
        after = new SeparateLogarithms().apply(after, after.box("L")).orElseThrow().after();
        after = new JoinExponentials().apply(after, after.box("R")).orElseThrow().after();
        var inputs = Meaning.inputs(sketch.diagram(), sketch.sizes(), 1);
        var outputs = Meaning.of(after, sketch.sizes(), inputs);
        assertThat(outputs.get("L").get(0)).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(outputs.get("R").get(0)).isZero();
    }

    @Test
    void scaleQuotients() {
        ScaleQuotients rule = new ScaleQuotients();
        for (String fn :
                List.of(
                        "s -> exp(s) / (1 + exp(s))",
                        "s -> log(1 + exp(s))",
                        "s -> (exp(s) - exp(-s)) / (exp(s) + exp(-s))",
                        "s -> s * exp2(s) / (3 + exp2(s) + exp2(2 * s))")) {
            Sketch mild = sketch().input("S[q]").map("O[q]", fn, "S[q]").output("O");
            Diagram after = fires(rule, mild, "O");
            assertThat(rule.apply(after, after.box("O"))).isEmpty();
            Sketch wild =
                    sketch().input("T[q]")
                            .map("S[q]", "t -> 1000 * exp(t)", "T[q]")
                            .map("O[q]", fn, "S[q]")
                            .output("O");
            Diagram stable = fires(rule, wild, "O");
            var inputs = Meaning.inputs(stable, wild.sizes(), 1);
            assertThat(Meaning.of(stable, wild.sizes(), inputs).get("O").get(0)).isFinite();
        }
        for (String fn : List.of("s -> sqrt(1 + exp(s))", "s -> pow(1 + exp2(s), 0.4)")) {
            Sketch large =
                    sketch().input("T[q]")
                            .map("S[q]", "t -> 1100 + t", "T[q]")
                            .map("O[q]", fn, "S[q]")
                            .output("O");
            Diagram stable = fires(rule, large, "O");
            assertThat(rule.apply(stable, stable.box("O"))).isEmpty();
            var inputs = Meaning.inputs(stable, large.sizes(), 1);
            assertThat(Meaning.of(stable, large.sizes(), inputs).get("O").get(0)).isFinite();
        }
        doesNotFire(
                rule,
                sketch().input("S[q]").map("O[q]", "s -> pow(1 + exp(s), 2)", "S[q]").output("O"),
                "O");
        doesNotFire(
                rule,
                sketch().input("S[q]").map("O[q]", "s -> 1 / (1 + exp(-s))", "S[q]").output("O"),
                "O");
    }
}
