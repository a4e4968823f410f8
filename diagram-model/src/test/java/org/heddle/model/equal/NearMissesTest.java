package org.heddle.model.equal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.heddle.model.diagnose.Code;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Diagrams that differ, if only somewhere.
final class NearMissesTest {
    private static final String HEAD = "f(a: f32[i, x], b: f32[i, x], d: f32[i]) -> r";

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            textBlock =
                    """
                    r[i, x] = a[i, x] * (b[i, x] + 1)      ~ r[i, x] = a[i, x] * b[i, x] + 1
                    r[i, x] = exp(a[i, x] + b[i, x])       ~ r[i, x] = exp(a[i, x]) + exp(b[i, x])
                    r[i, x] = a[i, x] / b[i, x]            ~ r[i, x] = b[i, x] / a[i, x]
                    r[i, x] = a[i, x]                      ~ r[i, x] = a[i, x] + 1e-8
                    r[i, x] = a[i, x]                      ~ r[i, x] = a[i, x] * 1.0000001
                    r[i, x] = abs(a[i, x])                 ~ r[i, x] = a[i, x]
                    r[i, x] = sqrt(a[i, x] * a[i, x])      ~ r[i, x] = a[i, x]
                    r[i, x] = max(a[i, x], 0)              ~ r[i, x] = a[i, x]
                    r[i, x] = max(a[i, x], -100)           ~ r[i, x] = a[i, x]
                    r[i, x] = where(a[i, x] < b[i, x], 1, 0) ~ r[i, x] = where(a[i, x] <= b[i, x], 1, 0)
                    r[i, x] = where(a[i, x] == 0, 1, 0)    ~ r[i, x] = 0 * a[i, x]
                    r[i, x] = where(a[i, x] == 3, 0, a[i, x]) ~ r[i, x] = a[i, x]
                    r[i, x] = where(a[i, x] == 0.3, 1, a[i, x]) ~ r[i, x] = a[i, x]
                    r[i, x] = where(a[i, x] == 37.5, 0, a[i, x]) ~ r[i, x] = a[i, x]
                    r[i, x] = where(|x| > 40, 1, a[i, x])  ~ r[i, x] = a[i, x]
                    r[i, x] = where(#x == 97, 1, a[i, x])  ~ r[i, x] = a[i, x]
                    r[i, x] = where(#x > 60, 1, a[i, x])   ~ r[i, x] = a[i, x]
                    r[i] = max[x](where(#x < 50, a[i, x], -inf)) ~ r[i] = max[x](a[i, x])
                    r[i] = min[x](where(#x < 200, a[i, x], inf)) ~ r[i] = min[x](a[i, x])
                    p[i] = max[x](where(#x < 100, a[i, x], -inf)); r[i] = sum[x](exp(a[i, x] - p[i])) ~ p[i] = max[x](a[i, x]); r[i] = sum[x](exp(a[i, x] - p[i]))
                    r[i, x] = round(a[i, x])               ~ r[i, x] = floor(a[i, x] + 0.5)
                    r[i] = argmax[x](a[i, x])              ~ p[i] = argmax[x](a[i, |x| - 1 - x]); r[i] = |x| - 1 - p[i]
                    r[i] = sum[x](a[i, x])                 ~ r[i] = max[x](a[i, x])
                    r[i] = sum[x](a[i, x] * b[i, x])       ~ p[i] = sum[x](a[i, x]); q[i] = sum[x](b[i, x]); r[i] = p[i] * q[i]
                    r[i] = sum[x](max(a[i, x], d[i]))      ~ p[i] = sum[x](a[i, x]); r[i] = max(p[i], d[i])
                    r[i] = sum[x](a[i, x]) + d[i]          ~ r[i] = sum[x](a[i, x] + d[i])
                    r[i] = sum[x](a[i, x]) / |x|       ~ r[i] = sum[x](a[i, x]) / max(|x|, 1)
                    r[i] = max[x](a[i, x])                 ~ p[i] = max[x](a[i, x]); r[i] = max(p[i], -1e30)
                    r[i] = prod[x](a[i, x])                ~ r[i] = prod[x](abs(a[i, x]))
                    r[i] = sum[x](a[i, x]) / d[i]          ~ p[i] = sum[x](a[i, x]); r[i] = where(d[i] == 0, 0, p[i] / d[i])
                    r[i] = sum[x](exp(a[i, x])) / |x|  ~ p[i] = sum[x](a[i, x]) / |x|; r[i] = exp(p[i])
                    """)
    void areToldApart(String left, String right) {
        Verdict verdict = Pairs.compare(HEAD, left, right);
        assertThat(verdict).as("%s\n%s", left, right).isInstanceOf(Verdict.Unequal.class);
    }

    /// Where a branch is taken only far from 0, near it, or at one number.
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            textBlock =
                    """
                    r[i, x] = exp(a[i, x])              ~ r[i, x] = exp(min(a[i, x], 80))
                    r[i, x] = exp(a[i, x])              ~ r[i, x] = exp(min(a[i, x], 100))
                    r[i, x] = exp(a[i, x])              ~ r[i, x] = exp(min(a[i, x], 300))
                    r[i, x] = exp(a[i, x])              ~ r[i, x] = exp(max(a[i, x], -80))
                    r[i, x] = where(a[i, x] > 1000, 1, 0) ~ r[i, x] = 0 * a[i, x]
                    r[i, x] = where(a[i, x] > 1000000, 1, 0) ~ r[i, x] = 0 * a[i, x]
                    r[i, x] = where(a[i, x] < -700, 1, 0) ~ r[i, x] = 0 * a[i, x]
                    r[i, x] = max(a[i, x], -700)        ~ r[i, x] = a[i, x]
                    r[i, x] = where(a[i, x] == 300000, 0, a[i, x]) ~ r[i, x] = a[i, x]
                    r[i, x] = where(a[i, x] == 1000, a[i, x], a[i, x] + 1) ~ r[i, x] = a[i, x] + 1
                    r[i, x] = where(a[i, x] > 1000000, a[i, x] + 1, a[i, x]) ~ r[i, x] = where(a[i, x] >= 1000000, a[i, x] + 1, a[i, x])
                    r[i, x] = where(2 * a[i, x] + 3 == 77, 0, a[i, x]) ~ r[i, x] = a[i, x]
                    r[i, x] = where(a[i, x] * a[i, x] == 100000000, 0, a[i, x]) ~ r[i, x] = a[i, x]
                    r[i, x] = where(5 - sqrt(abs(a[i, x])) / 8 == 1, 0, a[i, x]) ~ r[i, x] = a[i, x]
                    r[i, x] = where(a[i, x] > 1e12, 1, 0) ~ r[i, x] = 0 * a[i, x]
                    r[i, x] = min(a[i, x], 1000000)     ~ r[i, x] = a[i, x]
                    r[i, x] = where(abs(a[i, x]) < 1e-6, 1, 0) ~ r[i, x] = 0 * a[i, x]
                    r[i, x] = where(a[i, x] * b[i, x] > 300000, 1, 0) ~ r[i, x] = 0 * a[i, x]
                    r[i, x] = where(a[i, x] > 300000, b[i, x], 0) ~ r[i, x] = 0 * b[i, x]
                    r[i, x] = where(a[i, x] > 300000, exp(b[i, x]), 0) ~ r[i, x] = 0 * b[i, x]
                    r[i, x] = where((a[i, x] > 300000) * (b[i, x] < -700) == 1, 1, 0) ~ r[i, x] = 0 * b[i, x]
                    r[i, x] = where(exp(a[i, x]) > 1000000, 1, 0) ~ r[i, x] = 0 * a[i, x]
                    r[i] = sum[x](exp(a[i, x]))         ~ r[i] = sum[x](exp(min(a[i, x], 80)))
                    s[i] = sum[x](a[i, x] * a[i, x]); r[i] = where(s[i] > 1000000, 1, 0) ~ r[i] = sum[x](0 * a[i, x])
                    s[i] = sum[x](a[i, x] * b[i, x]); r[i] = exp(s[i]) ~ s[i] = sum[x](a[i, x] * b[i, x]); r[i] = exp(min(s[i], 200))
                    """)
    void branchesAtMentionedNumbersAreTaken(String left, String right) {
        assertThat(Pairs.compare(HEAD, left, right))
                .as("%s\n%s", left, right)
                .isInstanceOf(Verdict.Unequal.class);
        assertThat(Pairs.compare(HEAD, right, left))
                .as("%s\n%s", right, left)
                .isInstanceOf(Verdict.Unequal.class);
    }

    /// Numbers that are mentioned make no difference of what is none.
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            textBlock =
                    """
                    r[i, x] = min(min(a[i, x], 80), 300)   ~ r[i, x] = min(a[i, x], 80)
                    r[i, x] = 1 / (1 + exp(-a[i, x] * 700)) ~ r[i, x] = sigmoid(a[i, x] * 700)
                    r[i, x] = sin(a[i, x] * 10000 + b[i, x]) ~ r[i, x] = sin(a[i, x] * 10000) * cos(b[i, x]) + cos(a[i, x] * 10000) * sin(b[i, x])
                    s[i] = sum[x](a[i, x] * b[i, x]); r[i] = log(exp(s[i])) + 1e6 ~ s[i] = sum[x](a[i, x] * b[i, x]); r[i] = s[i] + 1e6
                    m[i] = max[x](a[i, x]); e[i, x] = exp(a[i, x] - m[i]); z[i] = sum[x](e[i, x]); r[i, x] = 740 * e[i, x] / z[i] ~ e[i, x] = exp(a[i, x]); z[i] = sum[x](e[i, x]); r[i, x] = 740 * e[i, x] / z[i]
                    """)
    void whatIsEqualStaysEqualFarOut(String left, String right) {
        assertThat(Pairs.compare(HEAD, left, right))
                .as("%s\n%s", left, right)
                .isInstanceOf(Verdict.Equal.class);
        assertThat(Pairs.compare(HEAD, right, left))
                .as("%s\n%s", right, left)
                .isInstanceOf(Verdict.Equal.class);
    }

    /// Below what f64 can tell; the field is exact.
    @Test
    void aDifferenceBelowRoundingIsFoundModuloPrimes() {
        Verdict verdict =
                Pairs.compare(
                        "f(a: f32[i]) -> r",
                        "r[i] = exp(a[i])",
                        "r[i] = exp(a[i]) * 1.00000000000001");
        assertThat(verdict).isInstanceOf(Verdict.Unequal.class);
        CounterExample found = verdict.difference().orElseThrow();
        assertThat(found.inputs()).isEmpty();
        assertThat(found.left()).contains(" mod ");
    }

    /// The counter-example is small: one element where one is enough, with simple numbers.
    @Test
    void counterExamplesAreSmall() {
        CounterExample found =
                Pairs.compare(
                                "f(a: f32[i, x], b: f32[x, j]) -> r",
                                "r[i, j] = sum[x](a[i, x] * b[x, j])",
                                "r[i, j] = sum[x](a[i, x] * abs(b[x, j]))")
                        .difference()
                        .orElseThrow();
        assertThat(found.sizes()).isEqualTo(Map.of("i", 1L, "x", 1L, "j", 1L));
        assertThat(found.index()).isEqualTo(List.of(0L, 0L));
        assertThat(found.inputs().values()).allMatch(t -> t.elements() == 1);
        double b =
                found.inputs().entrySet().stream()
                        .filter(e -> e.getKey().equals("b"))
                        .findFirst()
                        .orElseThrow()
                        .getValue()
                        .get(0);
        assertThat(b).isEqualTo(-1);
        assertThat(found.left()).isEqualTo("-1.0");
        assertThat(found.right()).isEqualTo("1.0");
    }

    /// Two of `x` are needed; one is not enough to tell a sum from a product.
    @Test
    void sizesStayLargeEnough() {
        CounterExample found =
                Pairs.compare(
                                "f(a: f32[i, x]) -> r",
                                "r[i] = where(|x| < 2, 0, sum[x](a[i, x]))",
                                "r[i] = where(|x| < 2, 0, prod[x](a[i, x]))")
                        .difference()
                        .orElseThrow();
        assertThat(found.sizes()).isEqualTo(Map.of("i", 1L, "x", 2L));
    }

    @Test
    void onlyOnAnEmptyAxis() {
        CounterExample found =
                Pairs.compare(
                                "f(a: f32[i, x]) -> r",
                                "r[i] = sum[x](a[i, x])",
                                "n[i] = sum[x](1 + 0 * a[i, x]); r[i] = where(n[i] == 0, 7, sum[x](a[i, x]))")
                        .difference()
                        .orElseThrow();
        assertThat(found.sizes()).isEqualTo(Map.of("i", 1L, "x", 0L));
    }

    /// A finite number in the place of 0/0 is a refinement, and no equality; the other way round it is neither.
    @Test
    void aRefinementIsNoEquality() {
        String plain = "f(a: f32[i, x]) -> r\nr[i] = sum[x](a[i, x]) / sum[x](1 + 0 * a[i, x])";
        String guarded =
                "f(a: f32[i, x]) -> r\nn[i] = sum[x](1 + 0 * a[i, x]); s[i] = sum[x](a[i, x]); r[i] = where(n[i] == 0, 0, s[i] / n[i])";
        Equality.Options refines = Equality.Options.STANDARD.with(Relation.REFINES);
        assertThat(Pairs.compare(plain, guarded)).isInstanceOf(Verdict.Unequal.class);
        assertThat(Equality.compare(Pairs.diagram(plain), Pairs.diagram(guarded), refines))
                .isInstanceOf(Verdict.Equal.class);
        assertThat(Equality.compare(Pairs.diagram(guarded), Pairs.diagram(plain), refines))
                .isInstanceOf(Verdict.Unequal.class);
    }

    /// Items of which exponentials vanish tie, and no value is asked of their order; another order, where they do not, is a difference.
    @Test
    void anOrderOfWhatVanishedIsNoValue() {
        String plain = "f(a: f32[i, x]) -> r\nr[i] = argmax[x](exp(a[i, x] - 900))";
        String ranked = "f(a: f32[i, x]) -> r\nr[i] = argmax[x](a[i, x])";
        Equality.Options refines = Equality.Options.STANDARD.with(Relation.REFINES);
        assertThat(Pairs.compare(plain, ranked)).isInstanceOf(Verdict.Unequal.class);
        assertThat(
                        Equality.compare(
                                Pairs.diagram(plain.replace(" - 900", "")),
                                Pairs.diagram(ranked),
                                refines))
                .isInstanceOf(Verdict.Equal.class);
        assertThat(
                        Equality.compare(
                                Pairs.diagram(plain.replace(" - 900", "")),
                                Pairs.diagram(ranked.replace("argmax", "argmin")),
                                refines))
                .isInstanceOf(Verdict.Unequal.class);
    }

    /// So is another number in the place of what an infinite divisor leaves, where both agree while it is finite.
    @Test
    void zeroOfAnOverflowIsNoValue() {
        String plain =
                "f(a: f32[i, x]) -> r\nr[i] = sum[x](exp(a[i, x])) / sqrt(sum[x](exp(2 * a[i, x])))";
        String shifted =
                "f(a: f32[i, x]) -> r\nm[i] = max[x](a[i, x]); r[i] = sum[x](exp(a[i, x] - m[i])) / sqrt(sum[x](exp(2 * (a[i, x] - m[i]))))";
        Equality.Options refines = Equality.Options.STANDARD.with(Relation.REFINES);
        assertThat(Equality.compare(Pairs.diagram(plain), Pairs.diagram(shifted), refines))
                .isInstanceOf(Verdict.Equal.class);
        assertThat(
                        Equality.compare(
                                Pairs.diagram(plain),
                                Pairs.diagram(shifted.replace("exp(2", "1.001 * exp(2")),
                                refines))
                .isInstanceOf(Verdict.Unequal.class);
        assertThat(Equality.compare(Pairs.diagram(shifted), Pairs.diagram(plain), refines))
                .isInstanceOf(Verdict.Unequal.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            textBlock =
                    """
                    f(a: f32[i]) -> r      ~ f(a: f64[i]) -> r
                    f(a: f32[i]) -> r      ~ f(a: f32[i], b: f32[i]) -> r
                    """)
    void interfacesMustMatch(String left, String right) {
        Verdict verdict =
                Pairs.compare(
                        left + "\nr[i] = a[i]",
                        right
                                + (right.contains("b")
                                        ? "\nr[i] = a[i] + b[i]"
                                        : "\nr[i] : f32 = a[i]"));
        assertThat(verdict).isInstanceOf(Verdict.Incomparable.class);
        assertThat(((Verdict.Incomparable) verdict).problems())
                .allMatch(problem -> problem.code() == Code.R714);
    }
}
