package org.heddle.rules.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.Formulas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// In every formula here `s`, `v`, `w` and `#x` are items, `m`, `n` and `z` are running values, `c` and `b` are known before.
final class FactorizerTest {
    private static final List<String> ITEMS = List.of("s", "v", "w");
    private static final List<String> STATES = List.of("m", "n", "z");

    static Kind kind(Expr leaf) {
        return switch (leaf) {
            case Expr.Arg(String name) ->
                ITEMS.contains(name) ? Kind.ITEM : STATES.contains(name) ? Kind.STATE : Kind.INVARIANT;
            case Expr.Index _ -> Kind.ITEM;
            case Expr.Extent _, Expr.Num _, Expr.Call _ -> Kind.INVARIANT;
        };
    }

    private static Factorizer.Result split(String text) {
        return Factorizer.split(Formulas.parse(text), FactorizerTest::kind);
    }

    private static List<Factorizer.Summand> summands(String text) {
        return summands(Formulas.parse(text));
    }

    private static List<Factorizer.Summand> summands(Expr e) {
        return switch (Factorizer.split(e, FactorizerTest::kind)) {
            case Factorizer.Split(var summands) -> summands;
            case Factorizer.Mixed(Expr offending) -> throw new AssertionError(e + " is mixed by " + offending);
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "exp(s - m)                          ; 1         ; -m",
                "exp(s) / exp(m)                     ; 1         ; -m",
                "1 / exp(m - s)                      ; 1         ; -m",
                "exp2(s - m)                         ; 1         ; -0.6931471805599453 * m",
                "pow(2, s - m)                       ; 1         ; -0.6931471805599453 * m",
                "exp(s - m) * exp(b)                 ; 1         ; -m",
                "exp(s) * exp(w) * exp(-m) * exp(-n) ; 1         ; -m - n",
                "exp((s - m) / sqrt(|x|))            ; 1         ; -(m * rsqrt(|x|))",
                "exp((s - m) * c)                    ; 1         ; -(c * m)",
                "exp(s - m) * v                      ; 1         ; -m",
                "exp(s - m) * v / z                  ; 1 / z     ; -m",
                "exp(s - m) / n * v / z              ; 1 / (n*z) ; -m",
                "sqrt(exp(s - m))                    ; 1         ; -0.5 * m",
                "where(s == -inf, 0, exp(s - m))     ; 1         ; -m",
                "where(z == 0, 0, exp(s - m) / z)    ; where(z != 0, 1 / z, 0) ; -m"
            })
    void disguisesOfOneExponential(String f, String tail, String exponent) {
        List<Factorizer.Summand> summands = summands(f);
        assertThat(summands).as("%s", summands).hasSize(1);
        assertThat(Normalizer.normalize(summands.getFirst().tail())).isEqualTo(normal(tail));
        assertThat(summands.getFirst().stateExponent().map(Normalizer::normalize)).contains(normal(exponent));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "v / z                     ; v     ; 1 / z",
                "v * rsqrt(z / |x| + 0.1)  ; v     ; rsqrt(z / |x| + 0.1)",
                "v * exp(m)                ; v     ; exp(m)",
                "v * c * z                 ; c * v ; z",
                "where(m > 0, v, 0) * z    ; v     ; where(m > 0, z, 0)",
                "where(s > 0, v, 0) * z    ; where(s > 0, v, 0) ; z",
                "z                         ; 1     ; z"
            })
    void factorsFreeOfItemsGoToTheTail(String f, String item, String tail) {
        List<Factorizer.Summand> summands = summands(f);
        assertThat(summands).as("%s", summands).hasSize(1);
        assertThat(Normalizer.normalize(summands.getFirst().item())).isEqualTo(normal(item));
        assertThat(Normalizer.normalize(summands.getFirst().tail())).isEqualTo(normal(tail));
        assertThat(summands.getFirst().stateExponent()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "exp(s / z)                           ; exp(s / z)",
                "exp((s - m) / z)                     ; exp(s / z)",
                "v * exp(s * m)                       ; exp(m * s)",
                "abs(s - m)                           ; abs(s - m)",
                "max(s, m) * v                        ; max(s, m)",
                "where(s > m, v, 0)                   ; s > m",
                "log(s + z)                           ; log(s + z)",
                "1 / (s + z)                          ; s + z",
                "sqrt(s - m)                          ; s - m",
                "tanh(s * z) + v                      ; tanh(s * z)"
            })
    void whatMixesItemsAndStateIsNamed(String f, String offending) {
        assertThat(split(f)).isInstanceOfSatisfying(Factorizer.Mixed.class, mixed -> assertThat(
                        Normalizer.normalize(mixed.offending()))
                .as("%s", mixed)
                .isEqualTo(normal(offending)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "where(s == -inf, 0, exp(s - m))",
                "where(s != -inf, exp(s - m) * v, 0)",
                "where(not (s == -inf), exp(s - m), 0)",
                "where(w * s == -inf, 0, exp(w * s - m))"
            })
    void aGuardThatTheExponentialMakesNeedlessIsDropped(String f) {
        assertThat(summands(f).getFirst().item().toString()).doesNotContain("where");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "where(s == -inf, 0, exp(m - s))",
                "where(s == inf, 0, exp(s - m))",
                "where(s == 0, 0, exp(s - m))",
                "where(w == -inf, 0, exp(s - m))",
                "where(s > -inf, exp(s - m), 0)",
                "where(s == -inf, 0, exp(s - m) * s)",
                "where(s == -inf, 0, exp(s - m) * abs(s))",
                "where(s == -inf, 0, exp(s + s * s - m))",
                "where(s == -inf, 0, v)"
            })
    void aGuardThatIsNeededIsKept(String f) {
        assertThat(summands(f).getFirst().item().toString()).contains("where");
    }

    /// Entropy's summand: at a masked item it is 0, although a factor of it is infinite.
    @Test
    void everySummandOfAMaskedItemIsFinite() {
        Expr f = Formulas.parse("where(s == -inf, 0, exp(s - m) * (s - m))");
        for (double s : new double[] {Double.NEGATIVE_INFINITY, -3, 0, 2}) {
            Map<String, Double> at = Map.of("s", s, "m", 2.0);
            assertThat(sum(summands(f), at)).isCloseTo(Formulas.value(f, at), org.assertj.core.data.Offset.offset(1e-12));
        }
    }

    @Test
    void summandsWithTheSameItemAreCollected() {
        List<Factorizer.Summand> summands = summands("(v - z) * (v - z)");
        assertThat(summands.stream().map(s -> s.item().toString()))
                .containsExactlyInAnyOrder("pow(v, 2)", "v", "1");
        assertThat(summands("v * z + v * m + v")).hasSize(1);
    }

    @Test
    void whatAuthorsWroteAboutItemsAloneComesBackAsWritten() {
        List<Factorizer.Summand> summands = summands("(s - v) * (s - v) / z");
        assertThat(summands.getFirst().item()).isEqualTo(Formulas.parse("(s - v) * (s - v)"));
    }

    @Test
    void aShiftOfAMaximumLeavesItsItem() {
        assertThat(Factorizer.splitShift(Formulas.parse("s * c - m + 2"), FactorizerTest::kind))
                .isInstanceOfSatisfying(Factorizer.Split.class, split -> {
                    Factorizer.Summand only = split.summands().getFirst();
                    assertThat(Normalizer.normalize(only.item())).isEqualTo(normal("s * c + 2"));
                    assertThat(Normalizer.normalize(only.tail())).isEqualTo(normal("-m"));
                });
        for (String mixed : List.of("s * m", "max(s, m)", "where(s > m, s, 0)", "s / z", "exp(s - m)")) {
            assertThat(Factorizer.splitShift(Formulas.parse(mixed), FactorizerTest::kind))
                    .as(mixed)
                    .isInstanceOf(Factorizer.Mixed.class);
        }
    }

    /// `f = Σ h·φ`, and φ and h see what they may see, for generated `f`; and `φ(r') = C φ(r)` with the derived C.
    @Test
    void theSumOfTailsTimesItemsIsTheExpression() {
        long seed = 42;
        SplittableRandom random = new SplittableRandom(seed);
        int split = 0;
        int corrected = 0;
        for (int i = 0; i < 1500; i++) {
            Expr f = summandOfItemsAndState(random);
            if (!(Factorizer.split(f, FactorizerTest::kind) instanceof Factorizer.Split(var summands))) {
                continue;
            }
            split++;
            for (Factorizer.Summand s : summands) {
                assertThat(kinds(s.tail())).as("tail %s of %s", s.tail(), f).doesNotContain(Kind.ITEM);
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
                            .as("seed %d, case %d: %s = %s at %s, but %s gives %s", seed, i, f, expected, at, summands, actual)
                            .isLessThanOrEqualTo(1e-9 * Math.max(scale, Math.abs(expected)));
                }
                for (Factorizer.Summand s : summands) {
                    corrected += s.stateExponent().isPresent() ? correction(s, at, point(random), point(random)) : 0;
                }
            }
        }
        assertThat(split).isGreaterThan(700);
        assertThat(corrected).isGreaterThan(700);
    }

    /// φ(r') = C(r, r')·φ(r), C(r, r) = 1, C(r', r'')·C(r, r') = C(r, r''); returns how many cases were compared.
    private static int correction(
            Factorizer.Summand s, Map<String, Double> at, Map<String, Double> other, Map<String, Double> third) {
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
        if (Double.isFinite(twice) && Double.isFinite(once) && once > 1e-200 && twice > 1e-200 && once < 1e200) {
            assertThat(Math.abs(twice - once)).isLessThanOrEqualTo(1e-9 * once);
        }
        boolean tame = Double.isFinite(after) && Double.isFinite(c) && Math.abs(before) > 1e-200 && Math.abs(before) < 1e200
                && c > 1e-200 && c < 1e200;
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

    private static Map<String, Double> withStates(Map<String, Double> at, Map<String, Double> states) {
        Map<String, Double> moved = new LinkedHashMap<>(at);
        STATES.forEach(state -> moved.put(state, states.get(state)));
        return moved;
    }

    private static Polynomial normal(String text) {
        return Normalizer.normalize(Formulas.parse(text));
    }

    private static double sum(List<Factorizer.Summand> summands, Map<String, Double> at) {
        double sum = 0;
        for (Factorizer.Summand s : summands) {
            sum += Formulas.value(s.tail(), at) * Formulas.value(s.item(), at);
        }
        return sum;
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
            product = Expr.call(random.nextInt(4) == 0 ? Fun.DIV : Fun.MUL, product, factor(random));
        }
        return product;
    }

    private static Expr factor(SplittableRandom random) {
        return switch (random.nextInt(12)) {
            case 0 -> Expr.call(Fun.EXP, Expr.call(Fun.SUB, Formulas.parse("s"), Formulas.parse("m")));
            case 1 -> Formulas.parse("exp(s * c - m * c + n)");
            case 2 -> Formulas.parse("exp2(w) / exp2(n)");
            case 3 -> Formulas.parse("where(s == -inf, 0, exp(s - m))");
            case 4 -> Formulas.parse("(v - z)");
            case 5 -> Formulas.parse("where(s > 0, v + z, b)");
            case 6 -> Formulas.parse("where(z > 1, v, w * m)");
            case 7 -> Formulas.parse("rsqrt(z)");
            case 8 -> Formulas.parse("tanh(v * w)");
            case 9 -> Formulas.parse("(s - m) * (v + c)");
            default -> Formulas.random(random, random.nextBoolean() ? List.of("s", "v", "b") : List.of("m", "z", "c"), 2);
        };
    }

    @Test
    void constantsNeedNoItems() {
        assertThat(summands("2")).hasSize(1);
        assertThat(summands("0")).isEmpty();
        assertThat(Optional.of(summands("m * 0"))).contains(List.of());
    }
}
