package org.heddle.model.eval;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// A box as a loop nest: the output's axes, then the reduced ones; in the middle an item of the elements read.
///
/// ```
/// for each output element:  fold item(elements read) over the reduced axes     (contract, reduce)
///                           item(elements read)                                (map: nothing to fold)
/// ```
///
/// A contraction is the reduction whose item is the product of its inputs.
final class BoxPlan {
    private final Box box;
    private final List<String> axes;
    private final int outputRank;
    private final long[] extents;
    private final int[][] portAxes;
    private final Fn item;
    private final Scalar compiledItem;
    private final Optional<Fold> fold;
    private final Overflow overflow;

    private BoxPlan(Box box, Diagram diagram, Sizes sizes, Overflow overflow) {
        this.box = box;
        this.overflow = overflow;
        Port output = soleOutput(box);
        LinkedHashSet<String> loops = new LinkedHashSet<>(output.axes());
        if (loops.size() < output.axes().size()) {
            throw broken(box, "output " + output + " names an axis twice");
        }
        this.outputRank = loops.size();
        box.inputs().forEach(port -> loops.addAll(port.axes()));
        this.axes = List.copyOf(loops);
        this.extents = axes.stream().mapToLong(sizes::of).toArray();
        checkSizes(output, diagram, sizes);
        this.portAxes = new int[box.inputs().size()][];
        for (int i = 0; i < portAxes.length; i++) {
            Port port = box.inputs().get(i);
            checkSizes(port, diagram, sizes);
            portAxes[i] = port.axes().stream().mapToInt(axes::indexOf).toArray();
        }
        this.item = item(box);
        this.fold = fold(box).map(fold -> fold.with(overflow));
        if (fold.isEmpty() && axes.size() > outputRank) {
            throw broken(
                    box, "a map may not lose the axes " + axes.subList(outputRank, axes.size()));
        }
        if (item.parameters().size() != box.inputs().size()) {
            throw broken(
                    box,
                    item.parameters().size()
                            + " parameters for "
                            + box.inputs().size()
                            + " inputs");
        }
        this.compiledItem = Scalars.compile(item, axes, sizes::of, overflow);
    }

    /// @throws IllegalArgumentException where the box is composite or breaks the rules that the checker checks
    static BoxPlan of(Box box, Diagram diagram, Sizes sizes, Overflow overflow) {
        return new BoxPlan(box, diagram, sizes, overflow);
    }

    private static IllegalArgumentException broken(Box box, String what) {
        return new IllegalArgumentException("box '" + box.id() + "': " + what);
    }

    private static Port soleOutput(Box box) {
        if (box.outputs().size() != 1) {
            throw broken(box, box.outputs().size() + " outputs; a core box has one");
        }
        return box.output();
    }

    private void checkSizes(Port port, Diagram diagram, Sizes sizes) {
        Wire wire = diagram.wire(port.wire());
        if (wire.axes().size() != port.axes().size()) {
            throw broken(box, "port " + port + " on wire " + wire);
        }
        for (int i = 0; i < port.axes().size(); i++) {
            long expected = sizes.of(wire.axes().get(i));
            long found = sizes.of(port.axes().get(i));
            if (expected != found) {
                throw broken(
                        box,
                        "port "
                                + port
                                + ": axis '"
                                + port.axes().get(i)
                                + "' has size "
                                + found
                                + ", the wire's axis '"
                                + wire.axes().get(i)
                                + "' has size "
                                + expected);
            }
        }
    }

    private static Fn item(Box box) {
        return switch (box.op()) {
            case Op.Map(Fn fn) -> fn;
            case Op.Reduce(_, Fn item) -> item;
            case Op.Contract(Semiring semiring) -> product(box, semiring);
            case Op.Scan _, Op.Reindex _, Op.Constant _ -> throw broken(box, "not evaluated");
            case Op.Call(String definition, _) ->
                    throw broken(box, "unfold the call of '" + definition + "' first");
            case Op.Block(_, String label) ->
                    throw broken(box, "unfold the block '" + label + "' first");
        };
    }

    private static Fn product(Box box, Semiring semiring) {
        if (box.inputs().isEmpty()) {
            throw broken(box, "a contraction of nothing");
        }
        List<String> parameters = new ArrayList<>(List.of("in0"));
        Expr product = Expr.arg("in0");
        for (int i = 1; i < box.inputs().size(); i++) {
            parameters.add("in" + i);
            product = Expr.call(semiring.product(), product, Expr.arg("in" + i));
        }
        return new Fn(parameters, product);
    }

    private static Optional<Fold> fold(Box box) {
        return switch (box.op()) {
            case Op.Contract(Semiring semiring) -> Fold.of(semiring.sum());
            case Op.Reduce(Monoid monoid, _) -> Fold.of(monoid);
            case Op.Scan _, Op.Reindex _, Op.Constant _ -> Optional.empty();
            case Op.Map _, Op.Call _, Op.Block _ -> Optional.empty();
        };
    }

    /// What an input must provide for the output's region: fixed where the box's axis is, whole along reduced axes.
    Region demand(int input, Region output) {
        return output.select(portAxes[input]);
    }

    Box box() {
        return box;
    }

    String wire() {
        return box.output().wire();
    }

    /// Number of the leading axes that the output has; the rest is reduced.
    int outputRank() {
        return outputRank;
    }

    int loops() {
        return axes.size();
    }

    long extent(int loop) {
        return extents[loop];
    }

    /// Sizes of the output's axes, by position.
    long[] outputShape() {
        return java.util.Arrays.copyOf(extents, outputRank);
    }

    int inputs() {
        return portAxes.length;
    }

    /// By position of the input's wire: the loop that runs along it.
    int[] loopsOf(int input) {
        return portAxes[input];
    }

    Scalar item() {
        return compiledItem;
    }

    /// How items are combined; empty for a map.
    Optional<Fold> fold() {
        return fold;
    }

    /// Whether it sums products of two elements read, which has its own faster loops.
    boolean isSumOfProducts() {
        return overflow == Overflow.INFINITE
                && box.op() instanceof Op.Contract(Semiring semiring)
                && semiring == Semiring.SUM_PRODUCT
                && box.inputs().size() == 2;
    }
}
