package org.heddle.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.library.Unfold;
import org.heddle.rules.Meaning;
import org.heddle.rules.Sketch;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Cuts into kernels that no sequence of unions of two leads to.
final class RecuttingTest {
    /// A machine of one unit whose time is that of its transfers.
    private static Hardware slow() {
        Hardware cpu = HardwareReader.shipped("cpu").orElseThrow();
        return HardwareBuilder.of(cpu)
                .name("slow")
                .units(1)
                .global(level -> level.transferring(1, 1))
                .local(level -> level.withCapacity(8 << 10))
                .vectors(1, cpu.vectorRegisters())
                .launchSeconds(0)
                .source("test")
                .build();
    }

    /// Three products of one matrix and what is made of all of them: with one product alone nothing is saved, since the tiles of the others take the room of the blocks.
    private static Sketch gated(int copies) {
        Sketch sketch = new Sketch().axis("t", 72).axis("c", 64).axis("f", 56).input("X[t, c]");
        for (int copy = 0; copy < copies; copy++) {
            String g = "G" + copy + "[t, f]";
            String u = "U" + copy + "[t, f]";
            String p = "P" + copy + "[t, f]";
            sketch.input("V" + copy + "[c, f]", "W" + copy + "[c, f]", "R" + copy + "[c, f]")
                    .contract(g, "X[t, c]", "V" + copy + "[c, f]")
                    .contract(u, "X[t, c]", "W" + copy + "[c, f]")
                    .contract(p, "X[t, c]", "R" + copy + "[c, f]")
                    .map("A" + copy + "[t, f]", "g, u, p -> g * sigmoid(g) * u * p", g, u, p)
                    .output("A" + copy);
        }
        return sketch;
    }

    /// Few boxes are cut in all ways, many of them neighbourhood by neighbourhood.
    @ParameterizedTest
    @ValueSource(ints = {1, 6})
    void fourBoxesBecomeOneKernelWhereTwoGainNothing(int copies)
            throws Deriver.NoScheduleException {
        Sketch sketch = gated(copies);
        Derivation derivation = Deriver.derive(sketch.diagram(), sketch.sizes(), slow());
        assertThat(derivation.kernels()).hasSize(copies);
        assertThat(derivation.steps().stream().filter(step -> step.rule().equals("fuse")))
                .allMatch(step -> step.bytesAfter() < step.bytesBefore())
                .anyMatch(step -> step.why().contains("than any union of two leads to"));
        Sketch small = gated(copies).axis("t", 3).axis("c", 4).axis("f", 2);
        Meaning.assertSame(
                sketch.diagram(), Unfold.all(derivation.result()), small.sizes(), copies);
    }

    /// Blocks that unions left behind are taken apart again.
    @Test
    void aBoxMovesToTheNeighbourWhereItIsCheaper() {
        Sketch sketch =
                new Sketch()
                        .axis("i", 8)
                        .input("w[i]")
                        .map("a[i]", "w -> w + 1", "w[i]")
                        .map("b[i]", "a -> a + 1", "a[i]")
                        .map("c[i]", "b -> b + 1", "b[i]")
                        .output("c");
        Blocks blocks = new Blocks(sketch.diagram());
        blocks.merge(Set.of("b", "c"));
        List<Set<String>> units = List.of(Set.of("a"), Set.of("b"), Set.of("c"));
        new Recutting(
                        sketch.diagram(),
                        sketch.sizes(),
                        units,
                        boxes ->
                                Optional.of(
                                        new Total(
                                                boxes.equals(Set.of("a", "b"))
                                                        ? 70
                                                        : 100 * boxes.size(),
                                                1)))
                .improve(blocks);
        assertThat(blocks.inOrder()).containsExactly(Set.of("a", "b"), Set.of("c"));
    }

    /// Fewer bytes in a longer time are no gain.
    @Test
    void timeIsNotPaidForBytes() {
        Sketch sketch =
                new Sketch()
                        .axis("i", 8)
                        .input("w[i]")
                        .map("a[i]", "w -> w + 1", "w[i]")
                        .map("b[i]", "a -> a + 1", "a[i]")
                        .output("b");
        Blocks blocks = new Blocks(sketch.diagram());
        new Recutting(
                        sketch.diagram(),
                        sketch.sizes(),
                        List.of(Set.of("a"), Set.of("b")),
                        boxes -> Optional.of(new Total(100, boxes.size() == 1 ? 1 : 2.1)))
                .improve(blocks);
        assertThat(blocks.inOrder()).hasSize(2);
    }
}
