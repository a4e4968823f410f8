package org.heddle.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.driver.Profile;
import org.heddle.backend.driver.Profile.DeviceBytes;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Moved;
import org.heddle.cli.text.Quantity;
import org.heddle.cli.text.Wrap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Bytes of DRAM and second-level cache beside those predicted of global memory, as text and as a document.
final class ProfiledBytesTextTest {
    private static final Inputs INPUTS = new Inputs(1, List.of());
    private static final Profile NCU = new Profile.Counted("ncu, from a test", Map.of());

    private static Comparison plain;

    @BeforeAll
    static void compare() throws Exception {
        plain = Compared.interpreted(Compared.SOFTMAX_MEAN, Map.of());
    }

    private static Moved predicted() {
        return plain.kernels().getFirst().predicted();
    }

    private static Comparison counted(Optional<Long> read, Optional<Long> write, long cache) {
        return Compared.profiled(
                plain, NCU, Optional.of(new DeviceBytes(read, write, Optional.of(cache))));
    }

    private static String row(String level, long predicted, String counted, String ratio) {
        return "\n +%s +%s +%s +%s\n".formatted(level, Quantity.exact(predicted), counted, ratio);
    }

    @Test
    void countsStandBesideWhatIsPredictedOfGlobalMemory() {
        Moved moved = predicted();
        Comparison comparison =
                counted(Optional.of(moved.globalRead() / 2), Optional.of(0L), 3 * moved.global());
        String text = ComparisonText.of(comparison, INPUTS);

        assertThat(text)
                .containsPattern(
                        row(
                                "DRAM read",
                                moved.globalRead(),
                                Quantity.exact(moved.globalRead() / 2),
                                "0.50×"))
                .containsPattern(row("DRAM write", moved.globalWrite(), "0", "0.00×"))
                .containsPattern(
                        row(
                                "L2 cache",
                                moved.global(),
                                Quantity.exact(3 * moved.global()),
                                "3.00×"))
                .contains(
                        "\n  DRAM, L2 cache: counted by ncu, from a test, caches empty before each launch")
                .contains("Result: correct; every byte of global and local memory was predicted");
        assertThat(text.lines()).allMatch(line -> Wrap.width(line) <= Wrap.COLUMNS);
        assertThat(comparison.ok()).isTrue();
    }

    /// As many bytes as predicted are no more right than others.
    @Test
    void noCountIsCalledExact() {
        Moved moved = predicted();
        String text =
                ComparisonText.of(
                        counted(
                                Optional.of(moved.globalRead()),
                                Optional.of(moved.globalWrite()),
                                moved.global()),
                        INPUTS);
        assertThat(text.lines().filter(line -> line.contains("DRAM r") || line.contains("L2 c")))
                .hasSize(3)
                .noneMatch(line -> line.contains("exact"));
        assertThat(text.lines().filter(line -> line.endsWith("1.00×"))).hasSize(3);
    }

    @Test
    void whatTheGpuDoesNotCountIsSaid() {
        Comparison comparison = counted(Optional.empty(), Optional.of(4L), 8);
        assertThat(ComparisonText.of(comparison, INPUTS))
                .containsPattern(row("DRAM read", predicted().globalRead(), "not counted", "–"));
        JsonNode profiled = kernel(comparison).get("profiled");
        assertThat(profiled.get("dramRead").isNull()).isTrue();
        assertThat(profiled.get("dramWrite").asLong()).isEqualTo(4);
        assertThat(profiled.get("l2").asLong()).isEqualTo(8);
        assertThat(profiled.propertyNames()).containsExactly("dramRead", "dramWrite", "l2");
        assertThat(one(comparison).get("profile").get("by").asString())
                .isEqualTo("ncu, from a test");
    }

    @Test
    void whyNothingWasCountedIsSaid() {
        Comparison comparison =
                Compared.profiled(
                        plain,
                        new Profile.NotCounted("ncu is not installed", "install it"),
                        Optional.empty());
        assertThat(ComparisonText.of(comparison, INPUTS))
                .contains(
                        "\n  DRAM and L2 cache were not counted: ncu is not installed; install it\n")
                .doesNotContain("DRAM read");
        assertThat(one(comparison).get("profile").get("reason").asString())
                .isEqualTo("ncu is not installed");
        assertThat(one(comparison).get("profile").get("hint").asString()).isEqualTo("install it");
        assertThat(kernel(comparison).has("profiled")).isFalse();
    }

    @Test
    void nothingIsSaidOfDevicesWithoutCounters() {
        assertThat(ComparisonText.of(plain, INPUTS)).doesNotContain("DRAM", "L2");
        assertThat(one(plain).has("profile")).isFalse();
        assertThat(kernel(plain).has("profiled")).isFalse();
    }

    private static JsonNode one(Comparison comparison) {
        return ComparisonJson.of(List.of(comparison), INPUTS).get("comparisons").get(0);
    }

    private static JsonNode kernel(Comparison comparison) {
        return one(comparison).get("kernels").get(0);
    }
}
