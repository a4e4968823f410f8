package org.heddle.model.eval;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Fn;

/// A box as a loop nest: the loops that weave, then those that fold; in the middle an item of the elements read.
///
/// ```
/// for each index of the outputs:   fold items over the reduced axes           (contract, reduce)
///                                  item                                       (map, reindex, constant)
///     but for the axis `over`:     fold items along it, a result each         (scan)
///     but for the new axis:        fold items, a result for each of its indices  (topk)
/// ```
///
/// A contraction is the reduction whose item is the product of its inputs.
final class BoxPlan {
    private final Box box;
    private final List<String> axes;
    private final int woven;
    private final long[] extents;
    private final List<Read> reads = new ArrayList<>();
    private final int[] inputs;
    private final List<Target> targets;
    private final List<Scalar> item;
    private final Optional<Fold> fold;
    private final Arithmetic arithmetic;
    private final Interior interior;

    /// Of the two inputs of a contraction, as they were last asked for.
    private final Magnitudes[] magnitudes = {Magnitudes.NONE, Magnitudes.NONE};

    private BoxPlan(
            Box box, Diagram diagram, Sizes sizes, Arithmetic.Manner manner, Interior interior) {
        this.box = box;
        this.interior = interior;
        BoxShape shape = BoxShape.of(box);
        this.axes = shape.loops();
        this.woven = shape.woven();
        this.extents = axes.stream().mapToLong(sizes::of).toArray();
        this.targets = box.outputs().stream().map(port -> target(port, diagram, sizes)).toList();
        boolean isWhole = isInteger() && !findsNumbers(shape, diagram);
        this.arithmetic =
                isWhole && manner.overflow() == Overflow.INFINITE
                        ? Arithmetic.WHOLE
                        : manner.of(box).in(computing(diagram));
        this.inputs = new int[box.inputs().size()];
        for (int i = 0; i < inputs.length; i++) {
            Read.append(box.inputs().get(i), diagram, sizes, axes, reads);
            inputs[i] = reads.size() - 1;
        }
        Fn function = shape.item();
        this.item =
                function.results().stream()
                        .map(
                                result ->
                                        Scalars.compile(
                                                result,
                                                function.parameters(),
                                                axes,
                                                sizes::of,
                                                arithmetic))
                        .toList();
        this.fold =
                shape.monoid()
                        .map(monoid -> Fold.of(monoid, sizes::of, arithmetic))
                        .map(f -> isWhole ? Integers.exact(f, targets.getFirst().wire()) : f);
    }

    /// @throws IllegalArgumentException where the box is composite or breaks the rules that the checker checks
    static BoxPlan of(
            Box box, Diagram diagram, Sizes sizes, Arithmetic.Manner manner, Interior interior) {
        try {
            return new BoxPlan(box, diagram, sizes, manner, interior);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("box '" + box.id() + "': " + e.getMessage(), e);
        }
    }

    private Target target(Port port, Diagram diagram, Sizes sizes) {
        Wire wire = diagram.wire(port.wire());
        Read.checkSizes(port, wire, sizes);
        int[] loops = port.axes().stream().mapToInt(axes::indexOf).toArray();
        List<Long> shape = wire.axes().stream().map(sizes::of).toList();
        return new Target(wire.name(), wire.dtype(), shape, loops);
    }

    /// What a read needs for a region of the loops: fixed where its position depends on fixed loops only, else whole.
    ///
    /// @param slices of the reads before it
    /// @throws EvaluationException where a position that is read from a wire is no integer
    Region demand(int read, Region loops, List<Slice> slices) throws EvaluationException {
        Read wanted = reads.get(read);
        long[] start = new long[axes.size()];
        long[] extent = new long[axes.size()];
        for (int loop = 0; loop < start.length; loop++) {
            start[loop] = loops.start(loop);
            extent[loop] = loops.extent(loop, extents[loop]);
        }
        List<Source> sources = sources(slices, start, extent);
        try {
            return Demand.of(wanted, reads, sources, loops, start);
        } catch (ElementException e) {
            throw e.ofBox(box.id());
        }
    }

    /// A source for each slice, in the order of the reads.
    List<Source> sources(List<Slice> slices, long[] start, long[] extent) {
        List<Source> sources = new ArrayList<>();
        for (int i = 0; i < slices.size(); i++) {
            sources.add(new Source(reads.get(i), slices.get(i), start, extent, sources));
        }
        return sources;
    }

    Box box() {
        return box;
    }

    List<Target> targets() {
        return targets;
    }

    /// Names of the wires written.
    Set<String> wires() {
        Set<String> wires = new LinkedHashSet<>();
        targets.forEach(target -> wires.add(target.wire()));
        return wires;
    }

    /// The loops that give a region of one of the wires written.
    Region loopsFor(String wire, Region region) {
        for (Target target : targets) {
            if (target.wire().equals(wire)) {
                return target.loops(region, woven, axes.size());
            }
        }
        throw new IllegalArgumentException("box '" + box.id() + "' does not write '" + wire + "'");
    }

    /// Number of the leading loops at whose every index there is a result; the rest folds.
    int woven() {
        return woven;
    }

    int loops() {
        return axes.size();
    }

    long extent(int loop) {
        return extents[loop];
    }

    /// All elements read at one step, each after those that it is gathered through.
    List<Read> reads() {
        return reads;
    }

    /// By input of the box: the number of its read.
    int[] inputs() {
        return inputs;
    }

    /// The results of the item's function.
    List<Scalar> item() {
        return item;
    }

    /// How items are combined; empty where there is one result for each.
    Optional<Fold> fold() {
        return fold;
    }

    /// What its results become.
    Interior interior() {
        return interior;
    }

    /// Whether results are positions of items that are no integers.
    private boolean findsNumbers(BoxShape shape, Diagram diagram) {
        return shape.monoid()
                        .filter(m -> m instanceof Monoid.Extremum || m instanceof Monoid.TopK)
                        .isPresent()
                && box.reads().stream().anyMatch(wire -> diagram.wire(wire).dtype().isFloating());
    }

    /// @param input one of two, of a contraction
    Magnitudes magnitudes(int input, double[] values) {
        magnitudes[input] = magnitudes[input].or(values);
        return magnitudes[input];
    }

    Arithmetic arithmetic() {
        return arithmetic;
    }

    /// F64 where it reads or writes f64, else F32.
    private DType computing(Diagram diagram) {
        return Stream.concat(box.reads().stream(), wires().stream())
                        .anyMatch(wire -> diagram.wire(wire).dtype() == DType.F64)
                ? DType.F64
                : DType.F32;
    }

    /// Whether it computes integers: all outputs hold them.
    boolean isInteger() {
        return targets.stream().allMatch(Target::isInteger);
    }

    /// Whether it copies into another number format.
    boolean isCast() {
        return box.op() instanceof Op.Reindex;
    }

    /// Whether it sums products of two elements read, which has its own faster loops.
    boolean isSumOfProducts() {
        return !arithmetic.overflow().isMarked()
                && arithmetic.isOfF64()
                && box.op() instanceof Op.Contract(Semiring semiring)
                && semiring == Semiring.SUM_PRODUCT
                && box.inputs().size() == 2;
    }
}
