package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.rules.law.Firing.doesNotFire;
import static org.heddle.rules.law.Firing.fires;
import static org.heddle.rules.law.Firing.sketch;

import java.util.List;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Semiring;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;

/// Every rule: where it fires, where it does not, and that it changes no meaning.
final class RulesTest {
    @Test
    void mergeMaps() {
        Diagram after =
                fires(
                        new MergeMaps(),
                        sketch().input("A[q, x]", "b[q]")
                                .map("B[q, x]", "a, b -> a * b + #x", "A[q, x]", "b[q]")
                                .map("C[q, x]", "b, a -> exp(b) - a * |x|", "B[q, x]", "A[q, x]")
                                .output("C"),
                        "B");
        assertThat(after.boxes()).hasSize(1);
        assertThat(after.box("C").inputs()).hasSize(2);
        assertThat(after.wires()).doesNotContainKey("B");
    }

    @Test
    void mergeMapsThroughRenamedPorts() {
        fires(
                new MergeMaps(),
                sketch().wire("B[q, x]")
                        .input("A[q, x]", "c[x]")
                        .map("B[q, y]", "a, c -> a * c + 10 * #y + #q", "A[q, y]", "c[y]")
                        .map("C[y, q]", "b, c -> b - c * #y", "B[q, y]", "c[y]")
                        .output("C"),
                "B");
    }

    @Test
    void mergeMapsReadAtTheDiagonal() {
        Diagram after =
                fires(
                        new MergeMaps(),
                        sketch().input("A[x, y]")
                                .map("B[x, y]", "a -> a + 10 * #x + #y", "A[x, y]")
                                .map("C[x]", "b -> 2 * b", "B[x, x]")
                                .output("C"),
                        "B");
        assertThat(after.box("C").inputs().getFirst()).hasToString("A[x, x]");
    }

    @Test
    void mergeMapsReadTwiceByOneBox() {
        Diagram after =
                fires(
                        new MergeMaps(),
                        sketch().input("A[x, y]")
                                .map("B[x, y]", "a -> a * a + #x", "A[x, y]")
                                .map("C[x, y]", "b, t -> b - 2 * t", "B[x, y]", "B[y, x]")
                                .output("C"),
                        "B");
        assertThat(after.box("C").inputs())
                .extracting(Object::toString)
                .containsExactlyInAnyOrder("A[x, y]", "A[y, x]");
    }

    @Test
    void mergeMapsDoesNotFire() {
        MergeMaps rule = new MergeMaps();
        doesNotFire(
                rule,
                sketch().input("A[x]")
                        .map("B[x]", "a -> -a", "A[x]")
                        .map("C[x]", "b -> -b", "B[x]")
                        .output("C", "B"),
                "B");
        doesNotFire(
                rule,
                sketch().input("A[x]")
                        .map("B[x]", "a -> -a", "A[x]")
                        .map("C[x]", "b -> -b", "B[x]")
                        .map("D[x]", "b -> b * b", "B[x]")
                        .output("C", "D"),
                "B");
        doesNotFire(
                rule,
                sketch().input("A[x]")
                        .map("B[x]", "a -> -a", "A[x]")
                        .reduce(Scalar.SUM, "C[]", "b -> b", "B[x]")
                        .output("C"),
                "B");
        doesNotFire(
                rule,
                sketch().input("A[x]")
                        .reduce(Scalar.SUM, "B[]", "a -> a", "A[x]")
                        .map("C[]", "b -> -b", "B[]")
                        .output("C"),
                "B");
    }

    @Test
    void mergeMapIntoReduction() {
        for (Semiring semiring :
                List.of(
                        Semiring.SUM_PRODUCT,
                        Semiring.MAX_PLUS,
                        Semiring.MIN_PLUS,
                        Semiring.MAX_PRODUCT)) {
            Diagram after =
                    fires(
                            new MergeMapIntoReduction(),
                            sketch().input("A[q, x]", "K[x, d]")
                                    .map("B[q, x]", "a -> a * a + #x", "A[q, x]")
                                    .contract(semiring, "C[q, d]", "B[q, x]", "K[x, d]")
                                    .output("C"),
                            "B");
            assertThat(after.box("C").op()).isInstanceOf(Op.Reduce.class);
        }
        for (Scalar monoid : List.of(Scalar.SUM, Scalar.PROD, Scalar.MAX, Scalar.MIN)) {
            fires(
                    new MergeMapIntoReduction(),
                    sketch().input("A[q, x]")
                            .map("B[x, q]", "a -> a / 2 + #q", "A[q, x]")
                            .reduce(monoid, "C[q]", "b -> b + 1", "B[y, q]")
                            .output("C"),
                    "B");
        }
    }

    @Test
    void mergeMapIntoTheReductionOfADiagonalAndOfASquare() {
        fires(
                new MergeMapIntoReduction(),
                sketch().input("A[x, y]")
                        .map("B[x, y]", "a -> a + #x - 3 * #y", "A[x, y]")
                        .reduce(Scalar.SUM, "C[]", "b -> b", "B[x, x]")
                        .output("C"),
                "B");
        fires(
                new MergeMapIntoReduction(),
                sketch().input("A[x, y]")
                        .map("B[x, y]", "a -> a + #x - 3 * #y", "A[x, y]")
                        .contract("C[x, d]", "B[x, y]", "B[d, y]")
                        .output("C")
                        .axis("d", 4),
                "B");
    }

    @Test
    void mergeMapIntoReductionDoesNotFire() {
        MergeMapIntoReduction rule = new MergeMapIntoReduction();
        Sketch shared =
                sketch().input("A[x]")
                        .map("B[x]", "a -> -a", "A[x]")
                        .reduce(Scalar.SUM, "C[]", "b -> b", "B[x]")
                        .reduce(Scalar.MAX, "D[]", "b -> b", "B[x]")
                        .output("C", "D");
        doesNotFire(rule, shared, "B");
        doesNotFire(rule, shared, "C");
        doesNotFire(
                rule,
                sketch().input("A[x]")
                        .map("B[x]", "a -> -a", "A[x]")
                        .reduce(Scalar.SUM, "C[]", "b -> b", "B[x]")
                        .output("B", "C"),
                "B");
    }

    @Test
    void copyThroughMap() {
        Diagram after =
                fires(
                        new CopyThroughMap(),
                        sketch().input("A[x]")
                                .map("B[x]", "a -> exp(a)", "A[x]")
                                .reduce(Scalar.SUM, "C[]", "b -> b", "B[x]")
                                .reduce(Scalar.MAX, "B_2[]", "b -> b", "B[x]")
                                .output("C", "B_2"),
                        "B");
        assertThat(after.boxes()).hasSize(4);
        assertThat(after.readers("B")).hasSize(1);
    }

    @Test
    void copyThroughMapKeepsAnOutput() {
        Diagram after =
                fires(
                        new CopyThroughMap(),
                        sketch().input("A[x]")
                                .map("B[x]", "a -> exp(a)", "A[x]")
                                .reduce(Scalar.SUM, "C[]", "b, t -> b * t", "B[x]", "B[x]")
                                .output("B", "C"),
                        "B");
        assertThat(after.readers("B")).isEmpty();
        doesNotFire(
                new CopyThroughMap(),
                sketch().input("A[x]")
                        .map("B[x]", "a -> -a", "A[x]")
                        .map("C[x]", "b -> -b", "B[x]")
                        .output("C"),
                "B");
        doesNotFire(
                new CopyThroughMap(),
                sketch().input("A[x]").map("B[x]", "a -> -a", "A[x]").output("B"),
                "B");
        doesNotFire(
                new CopyThroughMap(),
                sketch().input("A[x]")
                        .reduce(Scalar.SUM, "B[]", "a -> a", "A[x]")
                        .map("C[]", "b -> b", "B[]")
                        .output("B", "C"),
                "B");
    }

    @Test
    void dropDeadBox() {
        Diagram after =
                fires(
                        new DropDeadBox(),
                        sketch().input("A[x]")
                                .map("B[x]", "a -> -a", "A[x]")
                                .map("C[x]", "a -> 2 * a", "A[x]")
                                .output("C"),
                        "B");
        assertThat(after.wires()).containsOnlyKeys("A", "C");
        doesNotFire(
                new DropDeadBox(),
                sketch().input("A[x]").map("B[x]", "a -> -a", "A[x]").output("B"),
                "B");
        doesNotFire(
                new DropDeadBox(),
                sketch().input("A[x]")
                        .map("B[x]", "a -> -a", "A[x]")
                        .map("C[x]", "b -> b", "B[x]")
                        .output("C"),
                "B");
    }

    @Test
    void shareEqualBoxes() {
        Sketch twice =
                sketch().input("A[x]")
                        .map("B[x]", "a -> exp(a)", "A[x]")
                        .map("C[x]", "a -> exp(a)", "A[x]")
                        .map("D[x]", "b, c -> b - 2 * c", "B[x]", "C[x]")
                        .output("D", "B");
        Diagram after = fires(new ShareEqualBoxes(), twice, "C");
        assertThat(after.boxes()).extracting(Box::id).containsExactly("B", "D");
        doesNotFire(new ShareEqualBoxes(), twice, "B");
        doesNotFire(
                new ShareEqualBoxes(),
                sketch().input("A[x]")
                        .map("B[x]", "a -> exp(a)", "A[x]")
                        .map("C[x]", "a -> exp(a)", "A[x]")
                        .output("B", "C"),
                "C");
        doesNotFire(
                new ShareEqualBoxes(),
                sketch().wire(DType.F64, "C[x]")
                        .input("A[x]")
                        .map("B[x]", "a -> exp(a)", "A[x]")
                        .map("C[x]", "a -> exp(a)", "A[x]")
                        .map("D[x]", "b, c -> b - c", "B[x]", "C[x]")
                        .output("D"),
                "C");
        doesNotFire(
                new ShareEqualBoxes(),
                sketch().input("A[x, y]")
                        .map("B[x, y]", "a -> exp(a)", "A[x, y]")
                        .map("C[x, y]", "a -> exp(a)", "A[y, x]")
                        .map("D[x, y]", "b, c -> b - c", "B[x, y]", "C[x, y]")
                        .output("D"),
                "C");
    }

    @Test
    void unfoldDefinition() {
        Sketch call =
                sketch().input("A[q, x]")
                        .call("softmax", List.of("x"), "B[q, x]", "A[q, x]")
                        .output("B");
        Diagram after = fires(new UnfoldDefinition(), call, "B");
        assertThat(after.boxes())
                .hasSizeGreaterThan(2)
                .noneMatch(box -> box.op() instanceof Op.Call);
        doesNotFire(
                new UnfoldDefinition(),
                sketch().input("A[x]").map("B[x]", "a -> -a", "A[x]").output("B"),
                "B");
    }

    @Test
    void namesAndLawsAreDistinct() {
        assertThat(Rules.laws()).containsAll(Rules.all());
        assertThat(Rules.laws()).extracting(Law::name).doesNotHaveDuplicates();
        assertThat(Rules.laws())
                .extracting(Law::law)
                .doesNotHaveDuplicates()
                .allMatch(law -> law.contains(" = "));
    }
}
