package org.heddle.kernels.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.kernels.Catalogue;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.DiagramReader;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.derive.Step;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/// What is derived moves hardly more bytes than the best cut into kernels and blocks, found by trying all of them; and never more than one kernel per box. Its own bytes are those that Oclgrind
/// counts, where it is installed.
final class TrafficTest {
    private static final long[][] SIZES = {
        {200}, {96, 80}, {72, 64, 56}, {40, 36, 28, 16}, {3, 40, 36, 12, 10}, {2, 3, 24, 20, 8, 6}
    };

    /// Items that are executed at most, so that they can be simulated.
    private static final long MOST_ITEMS = 2_000_000;

    private static final double MOST = 1.05;
    private static final int FEW_KIB = 2;
    private static final int MANY_KIB = 8;
    private static final boolean SOAK = Boolean.getBoolean("heddle.soak");

    private static final List<String> QUICK =
            List.of(
                    "matmul",
                    "batched-matmul",
                    "matmul-chain",
                    "tropical-matmul",
                    "softmax",
                    "logsumexp",
                    "entropy",
                    "attention",
                    "causal-attention",
                    "gqa-attention",
                    "latent-attention",
                    "sliding-window-attention",
                    "sink-attention",
                    "document-attention",
                    "sigmoid-attention",
                    "retention",
                    "rotary-embedding",
                    "embedding",
                    "contrastive-loss",
                    "swiglu-mlp",
                    "conv2d",
                    "causal-conv1d",
                    "viterbi-step",
                    "mttkrp-4",
                    "max-pooling",
                    "cumulative-sum");

    /// Diagrams for which the search is quick; all of them, and with little room too, with `-Dheddle.soak=true`.
    static Stream<Arguments> settings() {
        List<Integer> room = SOAK ? List.of(MANY_KIB, FEW_KIB) : List.of(MANY_KIB);
        List<String> names = SOAK ? Catalogue.names() : QUICK;
        return room.stream().flatMap(kib -> names.stream().map(name -> Arguments.of(name, kib)));
    }

    @ParameterizedTest(name = "{0} in {1} KiB")
    @MethodSource("settings")
    void movesHardlyMoreThanTheBest(String name, int kib) throws Exception {
        Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
        Sizes sizes = sizes(diagram);
        Derivation derivation = derived(diagram, sizes, kib);
        List<Diagram> uncut = uncut(derivation);
        assumeTrue(
                uncut.stream().allMatch(d -> d.boxes().size() <= mostBoxes(kib)), "too many boxes");
        long own = derivation.scheduledBytes();
        OptionalLong counted = Counted.globalBytes(derivation);
        long best = own;
        for (Diagram d : uncut) {
            best = Math.min(best, new Cuts(d, sizes, derivation.hardware()).fewestBytes(best));
        }
        System.out.printf(
                "%s in %d KiB: %d boxes in %d kernels of %d passes move %d bytes, %s, %.3f of the best%n",
                name,
                kib,
                uncut.getFirst().boxes().size(),
                derivation.kernels().size(),
                derivation.passes(),
                own,
                counted.isPresent() ? counted.getAsLong() + " counted" : "not counted",
                (double) own / best);
        if (dependsOnData(diagram)) {
            assertThat(counted.orElse(own)).isLessThanOrEqualTo(own);
        } else {
            assertThat(counted.orElse(own)).isEqualTo(own);
        }
        assertThat((double) own / best).isLessThanOrEqualTo(MOST);
        Cuts cuts = new Cuts(uncut.getFirst(), sizes, derivation.hardware());
        assertThat(uncut.getFirst().boxes().size() > 1 && cuts.unfusedIsBelow(own)).isFalse();
    }

    /// The less room there is, the less is ruled out before it is tried.
    private static int mostBoxes(int kib) {
        return kib < MANY_KIB ? 12 : 16;
    }

    /// What is known before bounds the search, and does not change what it finds.
    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"attention", "swiglu-mlp", "contrastive-loss"})
    void theSearchFindsTheBestByItself(String name) throws Exception {
        Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
        Sizes sizes = sizes(diagram);
        Derivation derivation = derived(diagram, sizes, MANY_KIB);
        long own = derivation.scheduledBytes();
        Cuts cuts = new Cuts(uncut(derivation).getFirst(), sizes, derivation.hardware());
        assertThat(cuts.fewestBytes(3 * own)).isEqualTo(cuts.fewestBytes(own));
    }

    /// Whether loops may skip blocks, or blocks are read twice, depending on what is in the inputs.
    private static boolean dependsOnData(Diagram diagram) {
        return diagram.inputs().stream().anyMatch(wire -> !diagram.wire(wire).dtype().isFloating());
    }

    private static Derivation derived(Diagram diagram, Sizes sizes, int kib) {
        try {
            return Deriver.derive(diagram, sizes, slow(kib));
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

    /// The more axes, the shorter, so that all extents can be tried; half of that, and half again, where there is too much to execute.
    private static Sizes sizes(Diagram diagram) throws DiagnosticException {
        List<String> axes =
                diagram.axes().values().stream()
                        .filter(axis -> axis.extent() instanceof Axis.Free)
                        .filter(axis -> axis.defaultSize().isPresent())
                        .map(Axis::name)
                        .toList();
        long[] lengths = SIZES[Math.min(axes.size(), SIZES.length) - 1];
        for (long part = 1; ; part *= 2) {
            Map<String, Long> bound = new LinkedHashMap<>();
            for (String axis : axes) {
                bound.put(axis, Math.ceilDiv(lengths[bound.size() % lengths.length], part));
            }
            Sizes sizes = SizeBinder.bind(diagram, bound);
            if (items(diagram, sizes) <= MOST_ITEMS) {
                return sizes;
            }
        }
    }

    private static long items(Diagram diagram, Sizes sizes) {
        return diagram.boxes().stream()
                .mapToLong(
                        box ->
                                box.axes().stream()
                                        .mapToLong(sizes::of)
                                        .reduce(1, Math::multiplyExact))
                .sum();
    }

    /// A machine of one unit whose time is that of its transfers.
    private static Hardware slow(int kib) {
        Hardware cpu = HardwareReader.shipped("cpu").orElseThrow();
        return HardwareBuilder.of(cpu)
                .name("slow")
                .units(1)
                .global(level -> level.transferring(1, 1))
                .local(level -> level.withCapacity(kib << 10))
                .vectors(1, cpu.vectorRegisters())
                .launchSeconds(0)
                .source("for tests")
                .build();
    }
}
