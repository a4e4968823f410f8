package org.heddle.rules.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.expr.Expr;
import org.heddle.rules.Formulas;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What splits and what does not.
///
/// In every formula here `s`, `v`, `w` and `#x` are items, `m`, `n` and `z` are running values, `c` and `b` are known before.
final class FactorizerTest {
    private static final List<String> ITEMS = List.of("s", "v", "w");
    static final List<String> STATES = List.of("m", "n", "z");

    static Kind kind(Expr leaf) {
        return switch (leaf) {
            case Expr.Arg(String name) ->
                    ITEMS.contains(name)
                            ? Kind.ITEM
                            : STATES.contains(name) ? Kind.STATE : Kind.INVARIANT;
            case Expr.Index _ -> Kind.ITEM;
            case Expr.Extent _, Expr.Num _, Expr.Call _ -> Kind.INVARIANT;
        };
    }

    private static Factorizer.Result split(String text) {
        return Factorizer.split(Formulas.parse(text), FactorizerTest::kind, _ -> false);
    }

    private static List<Factorizer.Summand> summands(String text) {
        return summands(Formulas.parse(text));
    }

    private static List<Factorizer.Summand> summands(Expr e) {
        return switch (Factorizer.split(e, FactorizerTest::kind, _ -> false)) {
            case Factorizer.Split(var summands) -> summands;
            case Factorizer.Mixed(Expr offending) ->
                    throw new AssertionError(e + " is mixed by " + offending);
        };
    }

    /// A case that another excludes is none, also where that is seen only when what was hidden is written out.
    @Test
    void casesThatExcludeEachOtherAreNoSummands() {
        String below = "where(n - (m + log(z)) == inf, 0, n - (m + log(z)))";
        String first = "where(z == 0, inf, s / 2 - (m + log(z)))";
        String exponent = "where(z == 0, inf, s / 2 - (m + log(z)) - " + below + ")";
        String kept = "where(n != inf, where(m != -inf, where(z != 0, m + log(z) - n, 0), 0), 0)";
        Expr item =
                Formulas.parse(
                        "where(%s == -inf, 0, where(%s == -inf, 0, exp(%s - (k + (%s + (-m - log(z))))))) * v"
                                .formatted(first, exponent, exponent, kept));
        Factorizer.Result split =
                Factorizer.split(
                        item,
                        leaf -> leaf.equals(Expr.arg("k")) ? Kind.STATE : kind(leaf),
                        leaf -> leaf.equals(Expr.arg("z")));
        assertThat(split).isInstanceOf(Factorizer.Split.class);
        List<Factorizer.Summand> summands = ((Factorizer.Split) split).summands();
        assertThat(summands)
                .isNotEmpty()
                .noneMatch(summand -> Normalizer.normalize(summand.tail()).isZero());
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
        assertThat(summands.getFirst().stateExponent().map(Normalizer::normalize))
                .contains(normal(exponent));
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
                "sqrt(s - m)                          ; sqrt(s - m)",
                "tanh(s * z) + v                      ; tanh(s * z)"
            })
    void whatMixesItemsAndStateIsNamed(String f, String offending) {
        assertThat(split(f))
                .isInstanceOfSatisfying(
                        Factorizer.Mixed.class,
                        mixed ->
                                assertThat(Normalizer.normalize(mixed.offending()))
                                        .as("%s", mixed)
                                        .isEqualTo(normal(offending)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "where(s == -inf, 0, exp(s - m))",
                "where(s != -inf, exp(s - m), 0) * v",
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
                "where(s != -inf, exp(s - m) * v, 0)",
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
            assertThat(sum(summands(f), at))
                    .isCloseTo(Formulas.value(f, at), org.assertj.core.data.Offset.offset(1e-12));
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

    /// What is taken out of a maximum is free of items, also of such as cancel.
    @ParameterizedTest
    @ValueSource(strings = {"s + 0 * (v - m)", "s + v * m - v * m", "s - m + (v - m) * (1 - 1)"})
    void nothingOfAnItemIsTakenOutOfAMaximum(String text) {
        assertThat(Factorizer.splitShift(Formulas.parse(text), FactorizerTest::kind))
                .isInstanceOfSatisfying(
                        Factorizer.Split.class,
                        split ->
                                assertThat(split.summands().getFirst().finish().arguments())
                                        .isSubsetOf(Factorizer.REDUCED, "m"));
    }

    @Test
    void aShiftOfAMaximumLeavesItsItem() {
        assertThat(Factorizer.splitShift(Formulas.parse("s * c - m + 2"), FactorizerTest::kind))
                .isInstanceOfSatisfying(
                        Factorizer.Split.class,
                        split -> {
                            Factorizer.Summand only = split.summands().getFirst();
                            assertThat(Normalizer.normalize(only.item()))
                                    .isEqualTo(normal("s * c + 2"));
                            assertThat(Normalizer.normalize(only.tail())).isEqualTo(normal("-m"));
                        });
        for (String mixed :
                List.of("s * m", "max(s, m)", "where(s > m, s, 0)", "s / z", "exp(s - m)")) {
            assertThat(Factorizer.splitShift(Formulas.parse(mixed), FactorizerTest::kind))
                    .as(mixed)
                    .isInstanceOf(Factorizer.Mixed.class);
        }
    }

    @Test
    void constantsNeedNoItems() {
        assertThat(summands("2")).hasSize(1);
        assertThat(summands("0")).isEmpty();
        assertThat(Optional.of(summands("m * 0"))).contains(List.of());
    }

    private static Polynomial normal(String text) {
        return Normalizer.normalize(Formulas.parse(text));
    }

    static double sum(List<Factorizer.Summand> summands, Map<String, Double> at) {
        double sum = 0;
        for (Factorizer.Summand s : summands) {
            sum += Formulas.value(s.tail(), at) * Formulas.value(s.item(), at);
        }
        return sum;
    }

    /// The exponents of a product are added as they are written: for `s`, `v` and their maxima near 10⁴ the differences keep digits that `s + v - m - n` loses.
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "exp(s - m) * exp(v - n)           ; exp(s - m + (v - n))",
                "exp(s - m) * exp(v - n) * w / z   ; exp(s - m + (v - n)) * w",
                "exp(s - m) / exp(v - n)           ; exp(s - m + -(v - n))",
                "exp2(s - m) * (w * exp2(v - n))   ; exp2(s - m + (v - n)) * w",
                "where(w > 0, exp(s - m) * exp(v - n) / z, 0)   ; where(w > 0, exp(s - m + (v - n)), 0)"
            })
    void exponentsOfAProductAreAddedAsWritten(String written, String item) {
        List<Factorizer.Summand> summands = summands(written);
        assertThat(summands).hasSize(1);
        assertThat(summands.getFirst().item()).isEqualTo(Formulas.parse(item));
    }
}
