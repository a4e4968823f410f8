package org.heddle.rules.law;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.rules.law.Firing.doesNotFire;
import static org.heddle.rules.law.Firing.fires;
import static org.heddle.rules.law.Firing.refines;
import static org.heddle.rules.law.Firing.sketch;

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

/// The rules that bring boxes to maps and reductions: where they fire, where they do not, and that they change no meaning.
final class PreparationRulesTest {
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
        refines(before, after);
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

    @Test
    void readDirectly() {
        Sketch window =
                sketch().axis("y", 3)
                        .input("A[x]", "w[d]")
                        .box(new Op.Reindex(), "B[y, d]", "A[y + d - 1] else 7")
                        .contract("C[y]", "B[y, d]", "w[d]")
                        .output("C");
        Diagram mapped = fires(new ReadDirectly(), window, "B");
        assertThat(mapped.box("B").op()).isInstanceOf(Op.Map.class);
        Diagram merged =
                new MergeMapIntoReduction().apply(mapped, mapped.box("B")).orElseThrow().after();
        assertThat(merged.box("C").inputs().getFirst()).hasToString("A[y + d - 1]");
        assertThat(Sketch.errors(merged)).isEmpty();
        refines(window.diagram(), merged);
        doesNotFire(new ReadDirectly(), window, "C");
    }

    @Test
    void positionsComposeWhenMapsMerge() {
        Diagram after =
                fires(
                        new MergeMaps(),
                        sketch().axis("y", 3)
                                .input("A[x]")
                                .map("B[y, d]", "a -> a * a + #y", "A[2*y - d] else 3")
                                .map("C[d, y]", "b -> b - #d", "B[y, d]")
                                .output("C"),
                        "B");
        assertThat(after.box("C").inputs().getFirst()).hasToString("A[2 * y - d]");
    }

    /// A map that is read at computed positions stays: what it is outside of its axes is another matter.
    @Test
    void mapsReadAtComputedPositionsStay() {
        Sketch shifted =
                sketch().input("A[x]")
                        .map("B[x]", "a -> a + 1", "A[x]")
                        .map("C[x]", "b -> 2 * b", "B[x - 1] else 0")
                        .output("C");
        doesNotFire(new MergeMaps(), shifted, "B");
        doesNotFire(
                new MergeMapIntoReduction(),
                sketch().input("A[x]")
                        .map("B[x]", "a -> a + 1", "A[x]")
                        .reduce(Scalar.SUM, "C[]", "b -> b", "B[x - 1] else 0")
                        .output("C"),
                "B");
        doesNotFire(
                new InlineConstant(),
                sketch().input("A[x]")
                        .constant("B[x]", "#x")
                        .map("C[x]", "a, b -> a * b", "A[x]", "B[|x| - 1 - x]")
                        .output("C"),
                "B");
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
                                .constant("C[x]", "sqrt(#x / |x|)")
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
                                .map("B[y, x]", "c, t -> tanh(c) * t", "C[x, y]", "C[y, x]")
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
                sketch().input("A[x]")
                        .constant("C[x]", "cos(1000 * #x)")
                        .map("B[x]", "a, c -> a + c", "A[x]", "C[x]")
                        .output("B"),
                "C");
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

    /// Of nothing an extremum is what it is of nothing, also where what is added to it has no value.
    @Test
    void shiftExtremaOfNothing() {
        for (int items : List.of(0, 1, 3)) {
            Sketch centred =
                    new Sketch()
                            .axis("q", 2)
                            .axis("x", items)
                            .input("S[q, x]")
                            .reduce(Scalar.SUM, "c[q]", "s -> s", "S[q, x]")
                            .map("u[q]", "c -> c / |x|", "c[q]")
                            .reduce(Scalar.MAX, "M[q]", "s, u -> s - u", "S[q, x]", "u[q]")
                            .output("M");
            fires(new ShiftExtrema(), centred, "M");
        }
    }
}
