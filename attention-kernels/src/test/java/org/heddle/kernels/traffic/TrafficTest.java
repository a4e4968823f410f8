package org.heddle.kernels.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.kernels.Catalogue;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.DiagramReader;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.derive.Step;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.opentest4j.TestAbortedException;

/// What is derived moves hardly more bytes than the best cut into kernels and blocks, found by trying all of them; and never more than one kernel per box.
final class TrafficTest {
    private static final long[][] SIZES = {
        {200}, {96, 80}, {72, 64, 56}, {40, 36, 28, 16}, {3, 40, 36, 12, 10}, {2, 3, 24, 20, 8, 6}
    };
    private static final int MOST_BOXES = 8;
    private static final double MOST = 1.05;
    private static final long LOCAL_BYTES = 8 << 10;
    private static final boolean SOAK = Boolean.getBoolean("heddle.soak");

    private static final List<String> QUICK =
            List.of(
                    "matmul",
                    "batched-matmul",
                    "matmul-chain",
                    "tropical-matmul",
                    "logsumexp",
                    "entropy",
                    "attention",
                    "causal-attention",
                    "gqa-attention",
                    "sliding-window-attention",
                    "document-attention",
                    "sigmoid-attention",
                    "retention",
                    "rotary-embedding",
                    "embedding",
                    "conv2d",
                    "max-pooling",
                    "cumulative-sum");

    /// Diagrams for which the search is quick; all of them with `-Dheddle.soak=true`.
    static List<String> names() {
        return SOAK ? Catalogue.names() : QUICK;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void movesHardlyMoreThanTheBest(String name) throws Exception {
        Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
        Sizes sizes = SizeBinder.bind(diagram, sizes(diagram));
        Derivation derivation = derived(diagram, sizes);
        List<Diagram> uncut = uncut(derivation);
        assumeTrue(derivation.onePass(), "more than one pass");
        assumeTrue(uncut.stream().allMatch(d -> d.boxes().size() <= MOST_BOXES), "too many boxes");
        Hardware hardware = derivation.hardware();
        long best = Long.MAX_VALUE;
        for (Diagram d : uncut) {
            best = Math.min(best, new Cuts(d, sizes, hardware).fewestBytes().orElseThrow());
        }
        long unfused = new Cuts(uncut.getFirst(), sizes, hardware).unfused().orElse(Long.MAX_VALUE);
        long own = derivation.scheduledBytes();
        System.out.printf(
                "%s: %d boxes in %d kernels move %d bytes, %.3f of the best%n",
                name,
                uncut.getFirst().boxes().size(),
                derivation.kernels().size(),
                own,
                (double) own / best);
        assertThat((double) own / best).isLessThanOrEqualTo(MOST);
        assertThat((double) own / unfused)
                .isLessThanOrEqualTo(uncut.getFirst().boxes().size() == 1 ? MOST : 1);
    }

    private static Derivation derived(Diagram diagram, Sizes sizes) {
        try {
            return Deriver.derive(diagram, sizes, slow());
        } catch (Deriver.NoScheduleException e) {
            throw new TestAbortedException(e.getMessage(), e);
        }
    }

    /// The diagrams of which blocks were made: as prepared, and with large wires computed again where that was done.
    private static List<Diagram> uncut(Derivation derivation) {
        List<Diagram> uncut = new ArrayList<>();
        Diagram current = derivation.source();
        for (Step step : derivation.steps()) {
            if (Set.of("recompute", "fuse").contains(step.rule())) {
                uncut.add(current);
            }
            if (!step.before().equals(current) || step.rule().equals("fuse")) {
                break;
            }
            current = step.after();
        }
        if (uncut.isEmpty()) {
            uncut.add(current);
        }
        return uncut;
    }

    /// The more axes, the shorter, so that all extents can be tried.
    private static Map<String, Long> sizes(Diagram diagram) {
        List<String> axes =
                diagram.axes().values().stream()
                        .filter(axis -> axis.extent() instanceof Axis.Free)
                        .filter(axis -> axis.defaultSize().isPresent())
                        .map(Axis::name)
                        .toList();
        long[] lengths = SIZES[Math.min(axes.size(), SIZES.length) - 1];
        Map<String, Long> sizes = new LinkedHashMap<>();
        axes.forEach(axis -> sizes.put(axis, lengths[sizes.size() % lengths.length]));
        return sizes;
    }

    /// A machine of one unit whose time is that of its transfers.
    private static Hardware slow() {
        Hardware cpu = HardwareReader.shipped("cpu").orElseThrow();
        return new Hardware(
                cpu.format(),
                "slow",
                cpu.description(),
                cpu.execution(),
                1,
                List.of(
                        new Hardware.Level("memory", cpu.global().capacityBytes(), 1, "for tests"),
                        new Hardware.Level(
                                "local", LOCAL_BYTES, cpu.local().bytesPerSecond(), "for tests"),
                        cpu.levels().getLast()),
                cpu.pipes(),
                1,
                cpu.vectorRegisters(),
                cpu.threadsPerGroup(),
                0,
                "for tests");
    }
}
