package org.heddle.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.library.Unfold;
import org.heddle.rules.Meaning;
import org.heddle.rules.Sketch;
import org.heddle.rules.codesign.Resource;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.pack.LawTable;
import org.heddle.rules.stream.AccumulatorLaws;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class DeriverTest {
    private static final Hardware CPU = HardwareReader.shipped("cpu").orElseThrow();

    private static Derivation derive(Diagram diagram, Sizes sizes, Hardware hardware) {
        try {
            return Deriver.derive(diagram, sizes, hardware);
        } catch (Deriver.NoScheduleException e) {
            throw new AssertionError(e);
        }
    }

    private static Sizes scaled(Sizes sizes, long factor) {
        Map<String, Long> larger = new LinkedHashMap<>();
        sizes.byAxis().forEach((axis, size) -> larger.put(axis, size * factor));
        return new Sizes(larger);
    }

    static Stream<String> names() {
        return Catalogue.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void theResultMeansWhatTheSourceMeans(String name) {
        Sketch sketch = Catalogue.all().get(name);
        Diagram source = sketch.diagram();
        for (long factor : new long[] {1, 40}) {
            Derivation derivation = derive(source, scaled(sketch.sizes(), factor), CPU);
            assertThat(Sketch.errors(derivation.result())).isEmpty();
            Meaning.assertSame(source, Unfold.all(derivation.result()), sketch.sizes(), 3);
            assertThat(derivation.kernels()).hasSize(derivation.result().boxes().size());
            for (Kernel kernel : derivation.kernels()) {
                AccumulatorLaws.Report laws = AccumulatorLaws.check(kernel.form(), 11, 60);
                assertThat(laws.counterexample()).as("%s of %s", kernel.block(), name).isEmpty();
            }
            bytesAreConsistent(derivation);
        }
    }

    /// Top-level steps hand their bytes on; each is what its diagram moves, as a number and as an expression.
    private static void bytesAreConsistent(Derivation derivation) {
        long bytes = TopLevelBytes.at(derivation.source(), derivation.sizes());
        for (Step step : derivation.steps()) {
            assertThat(LawTable.all())
                    .anyMatch(
                            law -> law.name().equals(step.rule()) && law.law().equals(step.law()));
            if (List.of("stream", "group").contains(step.rule())) {
                continue;
            }
            assertThat(step.bytesBefore()).as("%s", step).isEqualTo(bytes);
            bytes = step.bytesAfter();
            assertThat(step.symbolicAfter().at(axis -> derivation.sizes().of(axis)))
                    .isEqualTo(bytes);
            assertThat(step.why()).isNotBlank();
        }
        assertThat(bytes).isEqualTo(TopLevelBytes.at(derivation.result(), derivation.sizes()));
        long scheduled =
                derivation.steps().stream()
                        .filter(step -> step.rule().equals("group"))
                        .mapToLong(Step::bytesAfter)
                        .sum();
        assertThat(scheduled).isEqualTo(derivation.scheduledBytes());
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSameInputGivesTheSameDerivation(String name) {
        Sketch sketch = Catalogue.all().get(name);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            Derivation d = derive(sketch.diagram(), scaled(sketch.sizes(), 4), CPU);
            StringBuilder text = new StringBuilder(d.stopReason());
            d.steps()
                    .forEach(
                            s ->
                                    text.append(s.rule())
                                            .append(s.where())
                                            .append(s.why())
                                            .append(s.bytesAfter()));
            d.kernels()
                    .forEach(k -> text.append(k.schedule().nest()).append(k.schedule().reasons()));
            texts.add(text.toString());
        }
        assertThat(texts.getFirst()).isEqualTo(texts.getLast());
    }

    @Test
    void scoresSoftmaxAndValuesBecomeOneKernelOfOnePass() {
        for (String name :
                List.of(
                        "sums of logarithms",
                        "weighted mean",
                        "causal weighted mean",
                        "grouped weighted mean",
                        "two outputs",
                        "kernel density",
                        "chain")) {
            Sketch sketch = Catalogue.all().get(name);
            Derivation d = derive(sketch.diagram(), scaled(sketch.sizes(), 32), CPU);
            assertThat(d.kernels()).as(name).hasSize(1);
            assertThat(d.onePass()).as(name).isTrue();
        }
        Derivation d =
                derive(
                        Catalogue.all().get("weighted mean").diagram(),
                        scaled(Catalogue.all().get("weighted mean").sizes(), 40),
                        CPU);
        assertThat(d.steps())
                .extracting(Step::rule)
                .contains("unfold", "fuse", "merge-map-into-reduction", "stream", "group");
        assertThat(d.steps().stream().map(Step::why))
                .anyMatch(why -> why.contains("corrected by exp("));
    }

    /// Whether scores stay out of memory depends on no machine, and more of one resource costs no time.
    @Test
    void weightedSumsAreOneKernelOnAllMachines() {
        Sketch sketch = DeriverTimeTest.weightedSumsSketch();
        for (String name : List.of("a100", "h100", "h200", "h800", "b200", "rtx4090", "mi300x")) {
            Hardware hardware = HardwareReader.shipped(name).orElseThrow();
            Derivation d = derive(sketch.diagram(), sketch.sizes(), hardware);
            assertThat(d.kernels()).as(name).hasSize(1);
            assertThat(d.onePass()).as(name).isTrue();
            double before = Double.POSITIVE_INFINITY;
            for (long hbm = 1; hbm <= 8; hbm *= 2) {
                double seconds =
                        derive(
                                        sketch.diagram(),
                                        sketch.sizes(),
                                        Resource.HBM.with(hardware, hbm * 1e12))
                                .kernels()
                                .stream()
                                .mapToDouble(kernel -> kernel.schedule().cost().seconds())
                                .sum();
                assertThat(seconds).as("%s at %d TB/s", name, hbm).isLessThan(1.02 * before);
                before = seconds;
            }
        }
    }

    /// Kernels apart move 9% fewer bytes here, and take longer: that is no reason to cut what is one.
    @Test
    void aSlowerCutIsNotMadeForFewerBytes() {
        Sketch sketch =
                new Sketch()
                        .axis("q", 1024)
                        .axis("x", 1024)
                        .axis("e", 1024)
                        .input("S[q, x]", "V[x, e]")
                        .map("W[q, x]", "s -> exp(s)", "S[q, x]")
                        .reduce(Scalar.SUM, "Z[q]", "w -> w", "W[q, x]")
                        .contract("N[q, e]", "W[q, x]", "V[x, e]")
                        .map("O[q, e]", "n, z -> n / z", "N[q, e]", "Z[q]")
                        .output("O");
        Derivation d = derive(sketch.diagram(), sketch.sizes(), CPU);
        assertThat(d.kernels()).hasSize(1);
    }

    @Test
    void softmaxWithItsProbabilitiesNeedsTwoPasses() {
        Sketch sketch = Catalogue.all().get("softmax");
        Derivation d = derive(sketch.diagram(), scaled(sketch.sizes(), 400), CPU);
        assertThat(d.passes()).isEqualTo(2);
        assertThat(d.onePass()).isFalse();
    }

    @Test
    void aTransposedRereadIsCutIntoKernels() {
        Sketch sketch = Catalogue.all().get("transposed reread");
        Derivation d = derive(sketch.diagram(), sketch.sizes(), CPU);
        assertThat(d.kernels().size()).isGreaterThan(1);
    }

    /// Two kernels, each of which would read from the other if their parts were fused crosswise.
    @Test
    void blocksThatWouldWaitForEachOtherAreNotMade() {
        Sketch sketch =
                new Sketch()
                        .axis("i", 6)
                        .input("A[i]", "B[i]")
                        .map("p[i]", "a -> a + 1", "A[i]")
                        .map("u2[i]", "b -> b * 2", "B[i]")
                        .map("x2[i]", "p -> p * 3", "p[i]")
                        .map("x1[i]", "p, u -> p - u", "p[i]", "u2[i]")
                        .map("u1[i]", "u, x -> u * x", "u2[i]", "x2[i]")
                        .output("x1", "u1");
        Blocks blocks = new Blocks(sketch.diagram());
        blocks.merge(java.util.Set.of("p", "x2", "x1"));
        assertThat(blocks.unions(java.util.Set.of("u1")))
                .doesNotContain(java.util.Set.of("u1", "u2"));
        assertThat(blocks.unions(java.util.Set.of("u1")))
                .contains(java.util.Set.of("u1", "p", "x2", "x1"));
        Derivation d = derive(sketch.diagram(), sketch.sizes(), CPU);
        Meaning.assertSame(sketch.diagram(), Unfold.all(d.result()), sketch.sizes(), 1);
    }

    @Test
    void aPathThatLeavesAUnionAndComesBackForbidsIt() {
        Sketch sketch =
                new Sketch()
                        .axis("i", 3)
                        .input("A[i]")
                        .map("a[i]", "v -> v + 1", "A[i]")
                        .map("b[i]", "v -> v * 2", "a[i]")
                        .map("c[i]", "v, w -> v - w", "a[i]", "b[i]")
                        .output("c");
        Blocks blocks = new Blocks(sketch.diagram());
        assertThat(blocks.unions(java.util.Set.of("c")))
                .contains(java.util.Set.of("b", "c"), java.util.Set.of("a", "b", "c"))
                .doesNotContain(java.util.Set.of("a", "c"));
    }

    @Test
    void aBlockTakesNoNameThatABoxHas() {
        Sketch sketch =
                new Sketch()
                        .axis("i", 3)
                        .input("A[i]")
                        .map("P[i]", "v -> v + 1", "A[i]")
                        .map("e[i]", "v -> v * 2", "P[i]")
                        .map("P_e[i]", "v -> v - 3", "e[i]")
                        .output("P", "e", "P_e");
        Blocks blocks = new Blocks(sketch.diagram());
        blocks.merge(java.util.Set.of("P", "e"));
        assertThat(blocks.asDiagram().boxes()).hasSize(2);
    }

    @Test
    void nothingFitsIsReportedWithNumbers() {
        Hardware small =
                HardwareBuilder.of(CPU)
                        .name("small")
                        .local(level -> level.withCapacity(16))
                        .build();
        Sketch sketch = Catalogue.all().get("matmul");
        assertThatThrownBy(() -> Deriver.derive(sketch.diagram(), sketch.sizes(), small))
                .isInstanceOf(Deriver.NoScheduleException.class)
                .hasMessageContaining("C")
                .hasMessageContaining("16 are there");
    }

    /// A function that mentions its argument twice, again and again: merging them all would double the expression each time.
    @Test
    void mergedFunctionsStayBounded() {
        Sketch sketch = new Sketch().axis("i", 3).input("v0[i]");
        for (int n = 1; n <= 40; n++) {
            sketch.map("v" + n + "[i]", "v -> v * v / 2 + v / 4", "v" + (n - 1) + "[i]");
        }
        sketch.output("v40");
        Bodies.Normalized normalized = Bodies.normalize(sketch.diagram());
        assertThat(normalized.steps()).isNotEmpty();
        Meaning.assertSame(sketch.diagram(), normalized.body(), sketch.sizes(), 2);
    }

    @Test
    void randomDiagramsKeepTheirMeaning() {
        long seed = 99;
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 25; i++) {
            Sketch sketch = random(random);
            Derivation d = derive(sketch.diagram(), sketch.sizes(), CPU);
            Meaning.assertSame(sketch.diagram(), Unfold.all(d.result()), sketch.sizes(), seed + i);
            for (Kernel kernel : d.kernels()) {
                assertThat(kernel.body().inputs()).doesNotHaveDuplicates();
            }
        }
    }

    private static Sketch random(SplittableRandom random) {
        Sketch sketch =
                new Sketch()
                        .axis("i", 4)
                        .axis("j", 4)
                        .axis("k", 3)
                        .input("A[i, j]", "B[i, j]", "r[i]");
        List<String> square = new ArrayList<>(List.of("A", "B"));
        List<String> rows = new ArrayList<>(List.of("r"));
        int boxes = random.nextInt(3, 8);
        for (int b = 0; b < boxes; b++) {
            String name = "w" + b;
            String s = square.get(random.nextInt(square.size()));
            String t = square.get(random.nextInt(square.size()));
            String r = rows.get(random.nextInt(rows.size()));
            switch (random.nextInt(5)) {
                case 0 ->
                        sketch.map(
                                name + "[i, j]",
                                "s, t, r -> tanh(s - r) * t",
                                s + "[i, j]",
                                t + "[i, j]",
                                r + "[i]");
                case 1 -> sketch.reduce(Scalar.MAX, name + "[i]", "s -> s", s + "[i, j]");
                case 2 ->
                        sketch.reduce(
                                Scalar.SUM,
                                name + "[i]",
                                "s, r, t -> exp(s - r) * t",
                                s + "[i, j]",
                                r + "[i]",
                                t + "[i, j]");
                case 3 ->
                        sketch.map(
                                name + "[i, j]", "s, t -> s - t / 2", s + "[i, j]", t + "[j, i]");
                default ->
                        sketch.reduce(
                                Scalar.SUM, name + "[i]", "s, r -> s * r", s + "[j, i]", r + "[j]");
            }
            if (sketch.unchecked().wire(name).axes().size() == 2) {
                square.add(name);
            } else {
                rows.add(name);
            }
        }
        return sketch.output("w" + (boxes - 1), "w" + (boxes / 2 - 1));
    }
}
