package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Wire;
import org.heddle.rules.Meaning;
import org.heddle.rules.Sketch;
import org.junit.jupiter.api.Test;

/// Every rule: where it fires, where it does not, and that it changes no meaning.
final class RulesTest {
    private static Sketch sketch() {
        return new Sketch().axis("q", 3).axis("x", 4).axis("y", 4).axis("d", 2);
    }

    private static Diagram fires(Rule rule, Sketch sketch, String anchor) {
        Diagram before = sketch.diagram();
        Rewrite rewrite = rule.apply(before, before.box(anchor)).orElseThrow();
        assertThat(rewrite.where()).first().isEqualTo(anchor);
        assertThat(rewrite.why()).isNotBlank();
        assertThat(Sketch.errors(rewrite.after())).isEmpty();
        Meaning.assertSame(before, rewrite.after(), sketch.sizes(), 1);
        return rewrite.after();
    }

    private static void doesNotFire(Rule rule, Sketch sketch, String anchor) {
        Diagram diagram = sketch.diagram();
        assertThat(rule.apply(diagram, diagram.box(anchor))).isEmpty();
    }

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
    void shiftLogarithms() {
        Diagram after =
                fires(
                        new ShiftLogarithms(),
                        sketch().input("A[q, x]", "K[x, y]")
                                .contract(Semiring.LOG_SUM_EXP, "C[q, y]", "A[q, x]", "K[x, y]")
                                .output("C"),
                        "C");
        assertThat(after.boxes())
                .noneMatch(box -> box.op() instanceof Op.Call || box.op() instanceof Op.Contract);
        assertThat(after.wire("C_items").axes()).containsExactly("q", "y", "x");
        fires(
                new ShiftLogarithms(),
                sketch().input("A[x, y]", "b[d]")
                        .box(
                                new Op.Reduce(
                                        new Monoid.LogAddExp(),
                                        Sketch.fn("a, t, b -> 3 * a - t * #x + b / |y|")),
                                "C[d]",
                                "A[x, y]",
                                "A[y, x]",
                                "b[d]")
                        .output("C"),
                "C");
        Diagram wide =
                fires(
                        new ShiftLogarithms(),
                        sketch().wire(DType.F64, "C[]")
                                .input("A[x, y]")
                                .box(logarithms("a -> a"), "C[]", "A[x, x]")
                                .output("C"),
                        "C");
        assertThat(wide.wire("C_items").dtype()).isEqualTo(DType.F64);
    }

    @Test
    void shiftLogarithmsOfOneNumberIsAMap() {
        Diagram after =
                fires(
                        new ShiftLogarithms(),
                        sketch().input("A[x, q]")
                                .box(logarithms("a -> a * #x"), "C[q, x]", "A[x, q]")
                                .output("C"),
                        "C");
        assertThat(after.box("C").op()).isInstanceOf(Op.Map.class);
    }

    /// Items of -inf count nothing, and of nothing else the sum is -inf.
    @Test
    void shiftLogarithmsKeepsWhatIsMasked() {
        Sketch masked =
                sketch().input("A[q, x]")
                        .box(logarithms("a -> where(#x < #q, 500 + a, -inf)"), "C[q]", "A[q, x]")
                        .output("C");
        Diagram before = masked.diagram();
        Diagram after = fires(new ShiftLogarithms(), masked, "C");
        var inputs = Meaning.inputs(before, masked.sizes(), 3);
        assertThat(Meaning.of(before, masked.sizes(), inputs).get("C").get(0))
                .isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(Meaning.of(after, masked.sizes(), inputs).get("C").get(0))
                .isEqualTo(Double.NEGATIVE_INFINITY);
    }

    /// The library's definition is meant, whatever the diagram calls by that name.
    @Test
    void shiftLogarithmsDoesNotMindADefinitionOfThatName() {
        Diagram sketched =
                sketch().input("A[q, x]")
                        .box(logarithms("a -> a"), "C[q]", "A[q, x]")
                        .output("C")
                        .diagram();
        Diagram own =
                new Diagram(
                        "logsumexp",
                        List.of(Axis.free("x")),
                        List.of(
                                new Wire("v", DType.F32, List.of("x")),
                                new Wire("l", DType.F32, List.of())),
                        List.of("v"),
                        List.of("l"),
                        List.of("x"),
                        List.of(
                                new Box(
                                        "l",
                                        new Op.Contract(Semiring.SUM_PRODUCT),
                                        List.of(new Port("v", List.of("x"))),
                                        List.of(new Port("l", List.of())))),
                        List.of());
        Diagram before =
                new Diagram(
                        sketched.name(),
                        sketched.axes().values(),
                        sketched.wires().values(),
                        sketched.inputs(),
                        sketched.outputs(),
                        sketched.over(),
                        sketched.boxes(),
                        List.of(own));
        Diagram after = new ShiftLogarithms().apply(before, before.box("C")).orElseThrow().after();
        assertThat(after.definitions()).containsOnlyKeys("logsumexp");
        Meaning.assertSame(before, after, sketch().sizes(), 2);
    }

    @Test
    void shiftLogarithmsDoesNotFire() {
        doesNotFire(
                new ShiftLogarithms(),
                sketch().input("A[q, x]", "K[x, y]")
                        .contract(Semiring.MAX_PLUS, "C[q, y]", "A[q, x]", "K[x, y]")
                        .output("C"),
                "C");
        doesNotFire(
                new ShiftLogarithms(),
                sketch().input("A[x]").reduce(Scalar.SUM, "C[]", "a -> exp(a)", "A[x]").output("C"),
                "C");
        doesNotFire(
                new ShiftLogarithms(),
                sketch().input("A[x]").call("logsumexp", List.of("x"), "C[]", "A[x]").output("C"),
                "C");
    }

    private static Op logarithms(String item) {
        return new Op.Reduce(new Monoid.LogAddExp(), Sketch.fn(item));
    }

    @Test
    void inlineConstant() {
        Diagram mapped =
                fires(
                        new InlineConstant(),
                        sketch().input("A[q, x]")
                                .constant("C[x]", "cos(#x / |x|)")
                                .map("B[q, y]", "a, c -> a * c + #y", "A[q, y]", "C[y]")
                                .output("B"),
                        "C");
        assertThat(mapped.boxes()).hasSize(1);
        assertThat(mapped.wires()).doesNotContainKey("C");
        Diagram contracted =
                fires(
                        new InlineConstant(),
                        sketch().input("A[q, x]")
                                .constant("C[x, y]", "where(#x <= #y, 1, #x - #y)")
                                .contract("B[q, y]", "A[q, x]", "A[q, y]", "C[x, y]")
                                .output("B"),
                        "C");
        assertThat(contracted.box("B").op()).isInstanceOf(Op.Reduce.class);
        Diagram diagonal =
                fires(
                        new InlineConstant(),
                        sketch().input("A[x]")
                                .constant("C[x, y]", "3 * #x - #y")
                                .map("B[x]", "a, c -> a - c", "A[x]", "C[x, x]")
                                .output("B"),
                        "C");
        assertThat(diagonal.boxes()).hasSize(1);
    }

    @Test
    void inlineConstantIntoAMapOfConstants() {
        Diagram after =
                fires(
                        new InlineConstant(),
                        sketch().constant("C[x, y]", "#x - 2 * #y")
                                .map("B[y, x]", "c, t -> exp(c) * t", "C[x, y]", "C[y, x]")
                                .output("B"),
                        "C");
        assertThat(after.box("B").op()).isInstanceOf(Op.Constant.class);
    }

    @Test
    void inlineConstantKeepsWhatOthersRead() {
        Diagram output =
                fires(
                        new InlineConstant(),
                        sketch().input("A[x]")
                                .constant("C[x]", "#x + 1")
                                .map("B[x]", "a, c -> a * c", "A[x]", "C[x]")
                                .output("B", "C"),
                        "C");
        assertThat(output.boxes()).hasSize(2);
        Diagram partly =
                fires(
                        new InlineConstant(),
                        sketch().input("A[x]")
                                .constant("C[x]", "#x + 1")
                                .reduce(Scalar.SUM, "s[]", "c -> c * c", "C[x]")
                                .map("B[x]", "a, c, s -> a * c / s", "A[x]", "C[x]", "s[]")
                                .output("B"),
                        "C");
        assertThat(partly.readers("C")).extracting(Box::id).containsExactly("s");
    }

    @Test
    void inlineConstantDoesNotFire() {
        doesNotFire(new InlineConstant(), sketch().constant("C[x]", "#x").output("C"), "C");
        doesNotFire(
                new InlineConstant(),
                sketch().constant("C[x]", "#x")
                        .reduce(Scalar.SUM, "s[]", "c -> c", "C[x]")
                        .output("s"),
                "C");
        doesNotFire(
                new InlineConstant(),
                sketch().input("a[q]")
                        .constant("C[x]", "#x")
                        .map("B[q, x]", "a, c -> a + c", "a[q]", "C[x]")
                        .output("B"),
                "C");
        doesNotFire(
                new InlineConstant(),
                sketch().input("a[x]").map("B[x]", "a -> a", "a[x]").output("B"),
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
