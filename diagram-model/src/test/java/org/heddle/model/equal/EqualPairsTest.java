package org.heddle.model.equal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Diagrams that are equal, and by what that is known.
final class EqualPairsTest {
    private static final String ROW = "f(a: f32[i, x], b: f32[i, x], c: f32[x, j], d: f32[i]) -> r";

    /// Laws of fields, of exponentials, roots, logarithms and orders, all seen modulo primes.
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            textBlock =
                    """
                    r[i, x] = a[i, x] * b[i, x] + a[i, x]       ~ r[i, x] = a[i, x] * (b[i, x] + 1)
                    r[i, x] = exp(a[i, x] + b[i, x])            ~ r[i, x] = exp(a[i, x]) * exp(b[i, x])
                    r[i, x] = exp2(a[i, x] + 3)                 ~ r[i, x] = 8 * exp2(a[i, x])
                    r[i, x] = pow(2, a[i, x])                   ~ r[i, x] = exp2(a[i, x])
                    r[i, x] = sigmoid(a[i, x])                  ~ r[i, x] = 1 - sigmoid(-a[i, x])
                    r[i, x] = tanh(a[i, x])                     ~ r[i, x] = 1 - 2 / (1 + exp(2 * a[i, x]))
                    r[i, x] = a[i, x] / 4                       ~ r[i, x] = a[i, x] * 0.25
                    r[i, x] = a[i, x] / sqrt(|x|)           ~ r[i, x] = a[i, x] * rsqrt(|x|)
                    r[i, x] = pow(a[i, x], 3)                   ~ r[i, x] = a[i, x] * a[i, x] * a[i, x]
                    r[i] = sum[x](a[i, x] + b[i, x])            ~ p[i] = sum[x](a[i, x]); q[i] = sum[x](b[i, x]); r[i] = p[i] + q[i]
                    r[i] = sum[x](a[i, x] * d[i])               ~ p[i] = sum[x](a[i, x]); r[i] = p[i] * d[i]
                    r[i] = prod[x](exp(a[i, x]))                ~ p[i] = sum[x](a[i, x]); r[i] = exp(p[i])
                    m[i] = sum[x](a[i, x]) / |x|; r[i] = sum[x](pow(a[i, x] - m[i], 2)) / |x| ~ m[i] = sum[x](a[i, x]) / |x|; r[i] = sum[x](a[i, x] * a[i, x]) / |x| - m[i] * m[i]
                    r[i, j] = sum[x](a[i, x] * b[i, x] * c[x, j]) ~ p[i, x] = a[i, x] * b[i, x]; r[i, j] = sum[x](p[i, x] * c[x, j])
                    """)
    void byTheLawsOfAField(String left, String right) {
        Verdict verdict = Pairs.compare(ROW, left, right);
        assertThat(verdict).isInstanceOf(Verdict.Equal.class);
        assertThat(field(verdict)).isInstanceOf(Verdict.Agrees.class);
        Verdict.Agrees agrees = (Verdict.Agrees) field(verdict);
        assertThat(agrees.beyond()).isEmpty();
        assertThat(agrees.miss()).isLessThan(1e-40);
        assertThat(agrees.trials()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            textBlock =
                    """
                    r[i, x] = max(a[i, x], b[i, x])           ~ r[i, x] = where(a[i, x] < b[i, x], b[i, x], a[i, x])
                    r[i, x] = max(a[i, x], min(a[i, x], b[i, x])) ~ r[i, x] = a[i, x]
                    r[i, x] = max(-a[i, x], -b[i, x])         ~ r[i, x] = -min(a[i, x], b[i, x])
                    r[i, x] = max(a[i, x], 0)                 ~ r[i, x] = where(a[i, x] > 0, a[i, x], 0)
                    r[i, x] = abs(a[i, x])                    ~ r[i, x] = where(a[i, x] < 0, -a[i, x], a[i, x])
                    r[i, x] = abs(a[i, x] * b[i, x])          ~ r[i, x] = abs(a[i, x]) * abs(b[i, x])
                    r[i, x] = sqrt(a[i, x] * a[i, x])         ~ r[i, x] = abs(a[i, x])
                    r[i, x] = sqrt(exp(a[i, x]))              ~ r[i, x] = exp(a[i, x] / 2)
                    r[i, x] = log(exp(a[i, x]) * exp(b[i, x])) ~ r[i, x] = a[i, x] + b[i, x]
                    r[i, x] = sin(-a[i, x]) + cos(-b[i, x])   ~ r[i, x] = cos(b[i, x]) - sin(a[i, x])
                    r[i] = max[x](a[i, x])                    ~ p[i] = min[x](-a[i, x]); r[i] = -p[i]
                    r[i] = argmax[x](a[i, x])                 ~ r[i] = argmin[x](-a[i, x])
                    """)
    void byLawsThatHoldModuloPrimesToo(String left, String right) {
        Verdict verdict = Pairs.compare(ROW, left, right);
        assertThat(verdict).isInstanceOf(Verdict.Equal.class);
        assertThat(field(verdict)).isInstanceOf(Verdict.Agrees.class);
        assertThat(((Verdict.Agrees) field(verdict)).beyond()).isNotEmpty();
    }

    /// Whatever is drawn: what f64 leaves of a sigmoid near 1 is no difference.
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            textBlock =
                    """
                    r[i] = 1 - sigmoid(a[i])  ~ r[i] = sigmoid(-a[i])
                    r[i] = log(sigmoid(a[i])) ~ r[i] = min(a[i], 0) - log(1 + exp(-abs(a[i])))
                    r[i] = 1 - tanh(a[i])     ~ r[i] = 2 / (1 + exp(2 * a[i]))
                    """)
    void butForRounding(String left, String right) {
        for (long seed = 1; seed <= 5; seed++) {
            Equality.Options options = new Equality.Options(seed, 40, Relation.EQUAL, Map.of());
            String head = "f(a: f32[i]) -> r\n";
            assertThat(
                            Equality.compare(
                                    Pairs.diagram(head + left),
                                    Pairs.diagram(head + right),
                                    options))
                    .as("seed %d", seed)
                    .isInstanceOf(Verdict.Equal.class);
        }
    }

    /// Where it is computed with numbers of full size, a small difference is one.
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            textBlock =
                    """
                    r[i] = sigmoid(a[i])             ~ r[i] = 1.0000001 * sigmoid(a[i])
                    r[i] = log(1 + exp(a[i]))        ~ r[i] = log(1.000001 + exp(a[i]))
                    r[i] = tanh(a[i])                ~ r[i] = tanh(a[i]) + 0.00001 * sin(a[i])
                    """)
    void smallDifferencesAreFound(String left, String right) {
        assertThat(Pairs.compare("f(a: f32[i]) -> r", left, right))
                .isInstanceOf(Verdict.Unequal.class);
    }

    /// Laws that the field does not have are left to f64, and the verdict says so.
    @ParameterizedTest
    @CsvSource(
            delimiter = '~',
            quoteCharacter = '"',
            textBlock =
                    """
                    r[i, x] = max(a[i, x] + d[i], b[i, x] + d[i]) ~ r[i, x] = max(a[i, x], b[i, x]) + d[i]
                    r[i, x] = sin(a[i, x]) * sin(a[i, x])         ~ r[i, x] = 1 - cos(a[i, x]) * cos(a[i, x])
                    r[i, x] = exp2(a[i, x] * 1.4426950408889634)  ~ r[i, x] = exp(a[i, x])
                    """)
    void byNumbersAlone(String left, String right) {
        Verdict verdict = Pairs.compare(ROW, left, right);
        assertThat(verdict).isInstanceOf(Verdict.Equal.class);
        assertThat(field(verdict)).isInstanceOf(Verdict.Differs.class);
        assertThat(((Verdict.Differs) field(verdict)).beyond()).isNotEmpty();
    }

    /// A maximum inside a law that no shift changes may be any number at all.
    @Test
    void exponentialSumsNeedNoMaximum() {
        String head = "f(s: f32[q, x], v: f32[x, e]) -> o";
        String plain =
                "w[q, x] = exp(s[q, x]); z[q] = sum[x](w[q, x]); o[q, e] = sum[x](w[q, x] * v[x, e]) / z[q]";
        String shifted =
                "m[q] = max[x](s[q, x]); w[q, x] = exp(s[q, x] - m[q]); z[q] = sum[x](w[q, x]);"
                        + " o[q, e] = sum[x](w[q, x] * v[x, e]) / z[q]";
        Verdict verdict = Pairs.compare(head, plain, shifted);
        assertThat(verdict).isInstanceOf(Verdict.Equal.class);
        assertThat(((Verdict.Agrees) field(verdict)).beyond()).containsExactly("max");
        Verdict logs =
                Pairs.compare(
                        "f(s: f32[q, x]) -> o",
                        "o[q] = log(sum[x](exp(s[q, x])))",
                        "m[q] = max[x](s[q, x]); o[q] = m[q] + log(sum[x](exp(s[q, x] - m[q])))");
        assertThat(field(logs)).isInstanceOf(Verdict.Agrees.class);
    }

    /// An entropy multiplies a logarithm by what it is the logarithm of: no residue of the product is known.
    @Test
    void silenceIsSaid() {
        Verdict verdict =
                Pairs.compare(
                        "f(s: f32[q, x]) -> o",
                        "p[q, x] = softmax[x](s[q, x]); o[q] = sum[x](p[q, x] * log(p[q, x]))",
                        "p[q, x] = softmax[x](s[q, x]); o[q] = -sum[x](-p[q, x] * log(p[q, x]))");
        assertThat(verdict).isInstanceOf(Verdict.Equal.class);
        assertThat(field(verdict).told()).contains("no residue of o is known");
    }

    /// What the evaluation in f64 loses by cancellation is no difference where residues leave no doubt.
    @Test
    void roundingIsNoDifference() {
        Verdict verdict =
                Pairs.compare(
                        "f(a: f32[i]) -> r", "r[i] = a[i]", "r[i] = (a[i] + 1000000) - 1000000");
        assertThat(verdict).isInstanceOf(Verdict.Equal.class);
        assertThat(((Verdict.Equal) verdict).evidence().worst()).isBetween(1e-12, 1e-6);
    }

    /// An overflow of one side says nothing.
    @Test
    void overflowIsNoDifference() {
        assertThat(
                        Pairs.compare(
                                "f(a: f32[i]) -> r",
                                "r[i] = exp(a[i]) / exp(a[i] - 1)",
                                "r[i] = exp(1) + 0 * a[i]"))
                .isInstanceOf(Verdict.Equal.class);
    }

    @Test
    void masksOverIndicesAreExact() {
        Verdict verdict =
                Pairs.compare(
                        "f(s: f32[q, x], v: f32[x]) -> o",
                        "o[q] = sum[x](where(#x <= #q, exp(s[q, x]), 0) * v[x])",
                        "t[q, x] = where(#x > #q, -inf, s[q, x]); o[q] = sum[x](exp(t[q, x]) * v[x])");
        assertThat(verdict).isInstanceOf(Verdict.Equal.class);
        assertThat(field(verdict)).isInstanceOf(Verdict.Agrees.class);
        assertThat(((Verdict.Agrees) field(verdict)).beyond()).isEmpty();
    }

    @Test
    void readsGathersWindowsAndScans() {
        assertThat(
                        Pairs.compare(
                                "f(E: f32[v, d], ids: i32[t]) -> O",
                                "O[t, d] = 2 * E[ids[t], d]",
                                "F[v, d] = E[v, d] + E[v, d]; O[t, d] = F[ids[t], d]"))
                .isInstanceOf(Verdict.Equal.class);
        assertThat(
                        Pairs.compare(
                                "f(a: f32[t]) -> s",
                                "s[t] = scan sum[t](2 * a[t])",
                                "p[t] = scan sum[t](a[t]); s[t] = 2 * p[t]"))
                .isInstanceOf(Verdict.Equal.class);
    }

    @Test
    void axesMayBeNamedOtherwise() {
        assertThat(
                        Pairs.compare(
                                "f(A: f32[i, k], B: f32[k, j]) -> C\nC[i, j] = A[i, k] * B[k, j]",
                                "g(A: f32[m, l], B: f32[l, n]) -> C\nC[m, n] = B[l, n] * A[m, l]"))
                .isInstanceOf(Verdict.Equal.class);
    }

    static Verdict.Field field(Verdict verdict) {
        return switch (verdict) {
            case Verdict.Equal(Verdict.Evidence evidence) -> evidence.field();
            case Verdict.Unequal(Verdict.Evidence evidence, _) -> evidence.field();
            case Verdict.Incomparable(var problems) ->
                    throw new AssertionError(problems.toString());
        };
    }
}
