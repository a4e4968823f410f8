package org.heddle.rules.hypothesis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.Stream;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.stage.Kernels;
import org.heddle.rules.stage.Pipe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What follows from assumptions.
final class HypothesisTest {
    private static final Derivation PRODUCT = Kernels.product("f16", "f16", Kernels.H100, 4096);

    private static Hypothesis assume(String... texts) {
        List<Assumption> all =
                Stream.of(texts)
                        .map(text -> ((Assumption.Valid) Assumption.parse(text)).assumption())
                        .toList();
        return Hypothesis.of(PRODUCT, all);
    }

    /// Times but for the launch fall in proportion with all rates together, so that their sensitivities add up to 1 (Euler).
    @ParameterizedTest
    @ValueSource(strings = {"overlap=0", "overlap=0.75", "overlap=1", "overlap=turns"})
    void sensitivitiesAddUp(String overlap) {
        Hypothesis.OfKernel kernel = assume(overlap).kernels().getFirst();
        double seconds = kernel.assumed().seconds();
        double rates =
                kernel.sensitivity().entrySet().stream()
                        .filter(e -> !e.getKey().equals("overlap"))
                        .mapToDouble(java.util.Map.Entry::getValue)
                        .sum();
        assertThat(rates)
                .isCloseTo(-(seconds - Kernels.H100.launchSeconds()) / seconds, within(0.02));
    }

    /// With everything hidden the time depends on the busiest pipe alone.
    @Test
    void onlyTheBusiestPipeMatters() {
        Hypothesis.OfKernel kernel = assume("overlap=1").kernels().getFirst();
        Pipe bound = kernel.assumed().bound().orElseThrow();
        assertThat(bound).isEqualTo(Pipe.GLOBAL);
        assertThat(kernel.sensitivity().get("hbm")).isLessThan(-0.9);
        assertThat(kernel.sensitivity().get("matrix")).isCloseTo(0, within(0.02));
    }

    @Test
    void whatIsDescribedIsWhatIsAssumedByDefault() {
        Hypothesis same = assume("overlap=0.75", "hbm=1x", "buffers=2", "registers=0");
        assertThat(same.assumedSeconds()).isEqualTo(same.plainSeconds());
        assertThat(same.curve()).isEmpty();
    }

    @Test
    void fasterPipesTakeNoLonger() {
        double before = assume("overlap=0.5").assumedSeconds();
        assertThat(assume("overlap=0.5", "hbm=2x").assumedSeconds()).isLessThan(before);
        assertThat(assume("overlap=0.5", "hbm=6.7T").assumedSeconds())
                .isEqualTo(assume("overlap=0.5", "hbm=2x").assumedSeconds());
        assertThat(assume("overlap=0.5", "matrix=4x").assumedSeconds()).isLessThan(before);
    }

    /// A curve falls as more is hidden; its ends are those of the values alone.
    @Test
    void aRangeGivesACurve() {
        Hypothesis range = assume("overlap=0..1:5", "hbm=2x");
        assertThat(range.curve()).hasSize(5);
        for (int i = 1; i < 5; i++) {
            assertThat(range.curve().get(i).seconds())
                    .isLessThanOrEqualTo(range.curve().get(i - 1).seconds());
        }
        assertThat(range.assumedSeconds()).isEqualTo(range.curve().getFirst().seconds());
        assertThat(range.curve().getLast().seconds())
                .isEqualTo(assume("overlap=1", "hbm=2x").assumedSeconds());
    }

    /// Blocks and teams that are given are taken.
    @Test
    void givenBlocksAreKept() {
        Hypothesis given = assume("g_i=256", "g_j=128", "s_k=64", "teams=2");
        assertThat(given.kernels().getFirst().assumed().configuration().blocks())
                .containsEntry("g_i", 256L)
                .containsEntry("g_j", 128L)
                .containsEntry("s_k", 64L);
        assertThat(given.kernels().getFirst().assumed().configuration().teams()).isEqualTo(2);
    }

    @Test
    void tellsWhatADerivationLacks() {
        Assumption block = ((Assumption.Valid) Assumption.parse("g_z=4")).assumption();
        assertThat(block.nothingOf(PRODUCT))
                .hasValue("no kernel has blocks g_z; there are g_i, g_j, s_k");
        Assumption matrix = ((Assumption.Valid) Assumption.parse("matrix=2x")).assumption();
        assertThat(matrix.nothingOf(PRODUCT)).isEmpty();
        Derivation cpu =
                Kernels.product(
                        "f32",
                        "f32",
                        org.heddle.rules.hardware.HardwareReader.shipped("cpu").orElseThrow(),
                        64);
        assertThat(matrix.nothingOf(cpu)).hasValue("cpu has no matrix");
    }
}
