package org.heddle.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.SourceText;
import org.heddle.model.library.Unfold;
import org.heddle.model.text.TextReader;
import org.heddle.rules.Meaning;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.law.Rewrite;
import org.heddle.testdata.RandomDiagrams;
import org.junit.jupiter.api.Test;

final class RecomputationTest {
    /// Two sums of one outer product along different axes.
    private static final String OUTER =
            """
            outer(a: f32[i, k], b: f32[j, k], u: f32[j], v: f32[i]) -> r, c
            axis i default 64, j default 48, k default 4
            S[i, j] = a[i, k] * b[j, k]
            W[i, j] = exp(S[i, j])
            r[i] = W[i, j] * u[j]
            c[j] = W[i, j] * v[i]
            """;

    private static Diagram outer() throws Exception {
        return TextReader.read(new SourceText("outer.hd", OUTER)).orThrow();
    }

    @Test
    void everyReaderGetsItsOwnCopyOfALargeWire() throws Exception {
        Diagram diagram = outer();
        Sizes sizes = SizeBinder.bind(diagram, Map.of());
        Rewrite rewrite = Recomputation.rewrite(diagram, sizes).orElseThrow();
        assertThat(rewrite.where()).containsExactly("S", "W");
        assertThat(rewrite.why()).isEqualTo("S, W are larger than what they are made of");
        assertThat(rewrite.after().boxes())
                .extracting(Box::id)
                .containsExactly("S", "W", "r", "S_2", "W_2", "c");
        assertThat(rewrite.after().box("c").reads()).containsExactly("W_2", "v");
        for (long seed = 0; seed < 5; seed++) {
            Meaning.assertSame(diagram, rewrite.after(), sizes, seed);
        }
    }

    @Test
    void wiresThatAreSmallerThanTheirSourcesAreKept() throws Exception {
        Diagram diagram = outer();
        Sizes sizes = SizeBinder.bind(diagram, Map.of("i", 4L, "j", 4L, "k", 64L));
        assertThat(Recomputation.rewrite(diagram, sizes)).isEmpty();
    }

    @Test
    void aLargeWireThatOneBoxNeedsIsLeft() throws Exception {
        Diagram diagram =
                TextReader.read(
                                new SourceText(
                                        "one.hd",
                                        """
                                        one(a: f32[i], b: f32[j]) -> r
                                        axis i default 64, j default 48
                                        S[i, j] = a[i] - b[j]
                                        r[i] = sum[j](S[i, j] * S[i, j])
                                        """))
                        .orThrow();
        assertThat(Recomputation.rewrite(diagram, SizeBinder.bind(diagram, Map.of()))).isEmpty();
    }

    @Test
    void outputsAreStoredHoweverLarge() throws Exception {
        Diagram diagram =
                TextReader.read(new SourceText("seen.hd", OUTER.replace("r, c", "r, c, W")))
                        .orThrow();
        Rewrite rewrite =
                Recomputation.rewrite(diagram, SizeBinder.bind(diagram, Map.of())).orElse(null);
        assertThat(Optional.ofNullable(rewrite)).isEmpty();
    }

    /// One loop nest has a mean along both axes of a covariance only if it is computed along both.
    @Test
    void whatIsReadAlongSeveralAxesIsComputedAlongEach() throws Exception {
        Diagram diagram =
                TextReader.read(
                                new SourceText(
                                        "spread.hd",
                                        """
                                        f(X: f32[x, a], w: f32[a]) -> C
                                        axis x = 65536, a = 8, b = 8
                                        s[a] = sum[x](X[x, a])
                                        m[a] = s[a] / |x| + 0 * w[a]
                                        C[a, b] = sum[x]((X[x, a] - m[a]) * (X[x, b] - m[b]))
                                        """))
                        .orThrow();
        Sizes sizes = SizeBinder.bind(diagram, Map.of());
        Rewrite rewrite = Recomputation.rewrite(diagram, sizes).orElseThrow();
        Meaning.assertSame(
                diagram, rewrite.after(), new Sizes(Map.of("x", 5L, "a", 3L, "b", 3L)), 1);
        Derivation derivation =
                Deriver.derive(diagram, sizes, HardwareReader.shipped("h100").orElseThrow());
        assertThat(derivation.onePass()).isTrue();
        assertThat(derivation.scheduledBytes()).isLessThan(3 * 65536 * 8 * 4);
    }

    /// Where co-moments take longer than a second pass, the kernels stay apart, and that one pass would do is told.
    @Test
    void aPassThatDoesNotPayIsNoPassThatIsNeeded() throws Exception {
        Diagram diagram =
                TextReader.read(
                                new SourceText(
                                        "spread.hd",
                                        """
                                        f(X: f32[x, a]) -> C
                                        axis x = 65536, a = 32, b = 32
                                        m[a] = mean[x](X[x, a])
                                        C[a, b] = sum[x]((X[x, a] - m[a]) * (X[x, b] - m[b]))
                                        """))
                        .orThrow();
        Derivation derivation =
                Deriver.derive(
                        diagram,
                        SizeBinder.bind(diagram, Map.of()),
                        HardwareReader.shipped("h100").orElseThrow());
        assertThat(derivation.kernels()).hasSizeGreaterThan(1);
        assertThat(derivation.onePass()).isTrue();
    }

    /// What asks for its index, or walks the other axis itself, stays one.
    @Test
    void whatCannotWalkOtherAxesIsReadAsItIs() throws Exception {
        Diagram diagram =
                TextReader.read(
                                new SourceText(
                                        "stays.hd",
                                        """
                                        f(X: f32[x, a], Y: f32[a, b]) -> C, D
                                        axis x default 7, a = 3, b = 3
                                        m[a] = sum[b](Y[a, b])
                                        n[a] = sum[x](X[x, a] * #a)
                                        C[a, b] = sum[x](X[x, a] * m[a] * m[b])
                                        D[a, b] = sum[x](X[x, a] * n[a] * n[b])
                                        """))
                        .orThrow();
        assertThat(Recomputation.rewrite(diagram, SizeBinder.bind(diagram, Map.of()))).isEmpty();
    }

    @Test
    void copiesKeepTheMeaningOfRandomDiagrams() throws Exception {
        int copied = 0;
        for (long seed = 0; seed < 400; seed++) {
            Diagram diagram = Unfold.all(RandomDiagrams.draw(seed, 6));
            Sizes sizes = SizeBinder.bind(diagram, Map.of());
            Optional<Rewrite> rewrite = Recomputation.rewrite(diagram, sizes);
            if (rewrite.isPresent()) {
                copied++;
                Meaning.assertSame(diagram, rewrite.get().after(), sizes, seed);
            }
        }
        assertThat(copied).isGreaterThan(10);
    }

    @Test
    void equalWorkInTwoKernelsIsOfferedAsOneKernel() throws Exception {
        Diagram diagram = outer();
        Sizes sizes = SizeBinder.bind(diagram, Map.of());
        Diagram copied = Recomputation.rewrite(diagram, sizes).orElseThrow().after();
        Blocks blocks = new Blocks(copied);
        assertThat(blocks.unions(Set.of("S_2"))).contains(Set.of("S", "S_2"));
        Diagram body =
                Bodies.normalize(blocks.body(Set.of("S", "W", "r", "S_2", "W_2", "c"))).body();
        assertThat(body.boxes().stream().filter(box -> box.op() instanceof Op.Contract)).hasSize(1);
        assertThat(List.copyOf(body.outputs())).containsExactly("r", "c");
    }
}
