package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class RankFirstTest {
    private static final String LARGEST = "; V[b, k], I[b, k] = topk(k)[x](";

    private static Diagram read(String body, String outputs) throws Exception {
        return TextReader.read(
                        new SourceText(
                                "test",
                                "f(S: f32[b, x], T: f32[b, x], g: f32[b]) -> "
                                        + outputs
                                        + "\naxis b default 3, x default 5, k default 2\n"
                                        + body.replace("; ", "\n")
                                        + "\n"))
                .orThrow();
    }

    private static Optional<Rewrite> at(Diagram diagram, String box) {
        return new RankFirst().apply(diagram, diagram.box(box));
    }

    /// What the items are made of is ranked: reductions of them come after.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "m[b] = max[x](S[b, x]); z[b] = sum[x](exp(S[b, x] - m[b])); I[b] = argmax[x](exp(S[b, x] - m[b]) / z[b])",
                "z[b] = sum[x](exp(S[b, x])); I[b] = argmin[x](1 - 3 * exp(S[b, x]) / z[b])",
                "z[b] = sum[x](exp(S[b, x])); I[b] = argmax[x](where(z[b] > 1, exp(S[b, x]) / z[b], 7))",
                "z[b] = sum[x](exp(S[b, x])); I[b] = argmax[x](where(z[b] > 1, -1, where(S[b, x] == -inf, 0, exp(S[b, x]) / z[b])))",
                "c[b] = sum[x](T[b, x]); I[b] = argmax[x](S[b, x] + T[b, x] - c[b])",
                "c[b] = sum[x](T[b, x]); I[b] = argmax[x](S[b, x] * (1 + exp(g[b])) - c[b])",
                "c[b] = sum[x](T[b, x]); I[b] = argmin[x](-2 * (S[b, x] - c[b]))",
                "z[b] = sum[x](exp2(S[b, x])); I[b] = argmax[x](S[b, x] - log(z[b]))"
            })
    void positions(String body) throws Exception {
        Diagram before = read(body, "I");
        Diagram after = at(before, "I").orElseThrow().after();
        assertThat(at(after, after.boxes().getLast().id())).isEmpty();
        Firing.refines(before, after);
    }

    /// The values are what the function makes of those that were ranked; where there are fewer items than wanted, `-inf`.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "m[b] = max[x](S[b, x]); z[b] = sum[x](exp(S[b, x] - m[b]))"
                        + LARGEST
                        + "exp(S[b, x] - m[b]) / z[b])",
                "z[b] = sum[x](exp(S[b, x]))" + LARGEST + "log(exp(S[b, x]) / z[b]))",
                "z[b] = sum[x](exp(S[b, x]))" + LARGEST + "-exp(S[b, x]) / z[b])",
                "z[b] = sum[x](exp(S[b, x]))"
                        + LARGEST
                        + "where(z[b] < 9, 5, exp(S[b, x]) / z[b]))",
                "z[b] = sum[x](exp(S[b, x]))" + LARGEST + "rsqrt(exp(S[b, x])) * z[b])"
            })
    void values(String body) throws Exception {
        boolean isProduct = body.endsWith("* z[b])");
        Diagram before = read(body, "V, I");
        Optional<Rewrite> rewrite = at(before, "V");
        // A sum that is 0 or more may be 0, and then all items tie.
        assertThat(rewrite.isEmpty()).isEqualTo(isProduct);
        if (!isProduct) {
            Firing.refines(before, rewrite.orElseThrow().after());
        }
    }

    /// Neither what turns, nor what ties, nor what comes to an end for large items, nor what sees no other reduction.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "I[b] = argmax[x](exp(S[b, x]))",
                "c[b] = sum[x](T[b, x]); I[b] = argmax[x](abs(S[b, x] - c[b]))",
                "c[b] = sum[x](T[b, x]); I[b] = argmax[x](max(S[b, x] - c[b], 0))",
                "c[b] = sum[x](T[b, x]); I[b] = argmax[x](S[b, x] * c[b])",
                "c[b] = sum[x](T[b, x]); I[b] = argmax[x](floor(S[b, x] - c[b]))",
                "c[b] = sum[x](T[b, x]); I[b] = argmax[x](tanh(S[b, x] - c[b]))",
                "c[b] = sum[x](T[b, x]); I[b] = argmax[x](where(S[b, x] > c[b], S[b, x], 0))",
                "c[b] = max[x](T[b, x]); I[b] = argmax[x](S[b, x] * c[b] * c[b])"
            })
    void othersStay(String body) throws Exception {
        assertThat(at(read(body, "I"), "I")).isEmpty();
    }

    /// The weights of the experts that are taken, as programs write them: one pass over the scores, nothing of their size is written.
    @Test
    void theLargestWeightsAreOnePass() throws Exception {
        Diagram diagram = read("P[b, x] = softmax[x](S[b, x])" + LARGEST + "P[b, x])", "V, I");
        Derivation derivation =
                Deriver.derive(
                        diagram,
                        new Sizes(Map.of("b", 512L, "x", 64L, "k", 4L)),
                        HardwareReader.shipped("h100").orElseThrow());
        assertThat(derivation.kernels()).hasSize(1);
        assertThat(derivation.onePass()).isTrue();
    }
}
