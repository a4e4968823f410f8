package org.heddle.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.rules.Sketch;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;

/// Other choices than the engine's are derivations, too, unless they stop where something is better.
final class ReplayTest {
    private static final Hardware CPU = HardwareReader.shipped("cpu").orElseThrow();

    private static Sketch sketch() {
        return new Sketch()
                .axis("q", 512)
                .axis("x", 512)
                .input("S[q, x]")
                .map("a[q, x]", "s -> s + 1", "S[q, x]")
                .map("b[q, x]", "a -> a * a", "a[q, x]")
                .reduce(Scalar.SUM, "c[q]", "b -> b", "b[q, x]")
                .output("c");
    }

    /// The steps of a diagram whose boxes are united in a given order, and no further.
    private static Replay.Outcome united(Sketch sketch, List<Set<String>> unions) throws Exception {
        Fusion fusion = new Fusion(sketch.diagram(), sketch.sizes(), CPU);
        unions.forEach(union -> fusion.merge(union, Fusion.PAYS));
        List<Step> steps = new ArrayList<>(fusion.steps());
        Diagram whole = fusion.blocks().asDiagram();
        int kernels = 0;
        for (Set<String> block : fusion.blocks().inOrder()) {
            kernels++;
            Diagram body = fusion.blocks().body(block);
            for (Bodies.Applied applied : Bodies.normalize(body).steps()) {
                steps.add(
                        Step.inside(
                                applied.rule(), applied.rewrite(), body, whole, sketch.sizes()));
                body = applied.rewrite().after();
            }
            steps.addAll(KernelSteps.schedule(body, whole, sketch.sizes(), CPU).steps());
        }
        List<Claim> claims = new ArrayList<>();
        steps.forEach(step -> claims.add(claim(step, claims.size() + 1)));
        return Replay.verify(
                new Replay.Told(
                        sketch.diagram(),
                        sketch.sizes(),
                        CPU,
                        List.of(),
                        claims,
                        whole,
                        Deriver.stopReason(kernels)));
    }

    private static Claim claim(Step step, int number) {
        return new Claim(
                number,
                step.rule(),
                step.law(),
                step.condition(),
                step.where(),
                step.why(),
                step.bytesBefore(),
                step.bytesAfter(),
                step.symbolicAfter().toString(),
                step.before(),
                step.after());
    }

    @Test
    void anotherOrderOfUnionsHolds() throws Exception {
        Set<String> all = Set.of("a", "b", "c");
        for (Set<String> first : List.of(Set.of("a", "b"), Set.of("b", "c"))) {
            assertThat(united(sketch(), List.of(first, all)).findings())
                    .allMatch(finding -> finding.refused().isEmpty());
        }
        assertThat(united(sketch(), List.of(all)).findings())
                .allMatch(finding -> finding.refused().isEmpty());
    }

    @Test
    void stoppingWhereAUnionIsBetterIsRefused() throws Exception {
        Replay.Finding last = united(sketch(), List.of(Set.of("b", "c"))).findings().getLast();
        assertThat(last.rule()).isEqualTo("stopReason");
        assertThat(last.refused().orElseThrow().message())
                .startsWith("it is not the end: one kernel of [")
                .endsWith("] is better than apart");
    }

    /// A path from `a` to `c` leads through `b`.
    @Test
    void aUnionThatAPathLeavesIsRefused() throws Exception {
        Sketch sketch =
                new Sketch()
                        .axis("q", 512)
                        .input("s[q]")
                        .map("a[q]", "s -> s + 1", "s[q]")
                        .map("b[q]", "a -> a * a", "a[q]")
                        .map("c[q]", "a, b -> a + b", "a[q]", "b[q]")
                        .output("c");
        Fusion fusion = new Fusion(sketch.diagram(), sketch.sizes(), CPU);
        Step union = fusion.merge(Set.of("a", "b"), Fusion.PAYS);
        Claim claim = claim(union, 1);
        Claim other =
                new Claim(
                        1,
                        claim.rule(),
                        claim.law(),
                        claim.condition(),
                        List.of("a", "c"),
                        claim.why(),
                        claim.bytesBefore(),
                        claim.bytesAfter(),
                        claim.moved(),
                        claim.before(),
                        claim.after());
        Replay.Outcome outcome =
                Replay.verify(
                        new Replay.Told(
                                sketch.diagram(),
                                sketch.sizes(),
                                CPU,
                                List.of(),
                                List.of(other),
                                union.after(),
                                ""));
        assertThat(outcome.findings().getLast().refused().orElseThrow())
                .isEqualTo(
                        new Replay.Refusal(
                                "/steps/0/where",
                                "a path leaves [a, c] and comes back",
                                "heddle derive -o writes a derivation that holds; put back what was found, or derive again"));
    }
}
