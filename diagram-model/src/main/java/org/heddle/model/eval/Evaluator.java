package org.heddle.model.eval;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;

/// The meaning of a diagram on given inputs: every wire as the f64 array that the boxes define.
///
/// * A `contract` or `reduce` folds its items from the monoid's unit, in row-major order of the reduced axes (in the
///   order in which the input ports name them); nothing to fold gives the unit. A `scan` folds along its axis, from the
///   end that its direction says: an item is combined on the right of those before it.
/// * A `map` applies its function at every index; without inputs it fills the wire. So does a `constant`; a `reindex`
///   copies.
/// * An input axis missing in the output is reduced, an output axis missing in an input broadcasts it, by name;
///   `A[i, i]` reads the diagonal. Scalars: see {@link Scalars}.
/// * A position that is computed or gathered and lies outside the wire reads the port's fill; without one it is an
///   {@link EvaluationException} where an element depends on it.
/// * Inputs are decoded from the type that their tensor has; interior wires are not rounded, whatever their type.
///   Integers are exact below 2^53 in magnitude; an input, item, partial or final result on an integer wire that reaches
///   it is an {@link EvaluationException}. A `reindex` onto an integer wire rounds to the nearest integer of its range.
/// * A computed wire that claims a symmetry which it does not have, but for rounding, is an {@link EvaluationException} where it is computed whole.
///
/// {@link #evaluate} computes whole wires; {@link #element} and {@link #sample} only what the chosen elements depend
/// on, keeping what they computed for later calls. An evaluator is not for use by several threads at once (it uses
/// several itself where that pays, without effect on the result).
public final class Evaluator {
    /// 4 GiB, or what Java's memory leaves beside other things.
    public static final long DEFAULT_MAX_BYTES =
            Math.min(4L << 30, Runtime.getRuntime().maxMemory() / 4 * 3);

    private final Diagram diagram;
    private final Map<String, Tensor> inputs;
    private final Map<String, List<Long>> shapes;
    private final List<BoxPlan> plans;
    private final long maxBytes;
    private final Map<String, Wire> claims;
    private final OnDemand onDemand;

    private Evaluator(
            Diagram diagram,
            Map<String, Tensor> inputs,
            Map<String, List<Long>> shapes,
            List<BoxPlan> plans,
            Map<String, Wire> claims,
            long maxBytes) {
        this.claims = claims;
        this.diagram = diagram;
        this.inputs = inputs;
        this.shapes = shapes;
        this.plans = plans;
        this.maxBytes = maxBytes;
        Map<String, BoxPlan> producers = new LinkedHashMap<>();
        plans.forEach(plan -> plan.wires().forEach(wire -> producers.put(wire, plan)));
        this.onDemand = new OnDemand(producers, inputs, maxBytes);
    }

    /// An evaluator for a well-typed diagram of core boxes.
    ///
    /// @param sizes of all axes
    /// @param inputs one tensor per input wire, in the wire's shape; its type may differ from the wire's
    /// @throws IllegalArgumentException where a call or block is left, an input is missing or of another shape, or the
    ///     diagram is not well typed
    public static Evaluator of(Diagram expanded, Sizes sizes, Map<String, Tensor> inputs) {
        return of(expanded, sizes, inputs, Arithmetic.Manner.PLAIN, Interior.F64);
    }

    /// An evaluator that tells where a result is not finite because an intermediate overflowed or was invalid (0/0, inf - inf): it gives NaN there. An infinity
    /// that it gives is meant: a literal, a unit, a pole. Where comparisons decide, it may lose such a mark, never invent one. Slower than the other.
    ///
    /// @param inputs finite numbers and infinities: a NaN would look like a mark
    /// @throws IllegalArgumentException as {@link #of}
    public static Evaluator marking(Diagram expanded, Sizes sizes, Map<String, Tensor> inputs) {
        return marking(expanded, sizes, inputs, Range.F64);
    }

    /// The same for numbers beyond a range. Within that of types exponentials count as at most 1: that one is large is no reason why a result should be, since a law keeps it in range
    /// ({@code exp(s - max)}), whatever the author wrote.
    ///
    /// @throws IllegalArgumentException as {@link #of}
    public static Evaluator marking(
            Diagram expanded, Sizes sizes, Map<String, Tensor> inputs, Range range) {
        return of(
                expanded,
                sizes,
                inputs,
                new Arithmetic.Manner(Overflow.MARKED, range, 0),
                Interior.F64);
    }

    /// Marks what is made of exponentials that vanish, too, or of which f64 holds few digits.
    ///
    /// @throws IllegalArgumentException as {@link #of}
    public static Evaluator markingUnderflow(
            Diagram expanded, Sizes sizes, Map<String, Tensor> inputs) {
        return of(
                expanded,
                sizes,
                inputs,
                new Arithmetic.Manner(Overflow.MARKED_WITH_UNDERFLOW, Range.F64, 0),
                Interior.F64);
    }

    /// An evaluator in which an exponential of a finite number is not 0, but 1e-100 at least, so that products of a few are not 0 either: infinities that are none but for the range of f64 are finite.
    ///
    /// @throws IllegalArgumentException as {@link #of}
    public static Evaluator withoutUnderflow(
            Diagram expanded, Sizes sizes, Map<String, Tensor> inputs) {
        return of(
                expanded,
                sizes,
                inputs,
                new Arithmetic.Manner(Overflow.WITHOUT_UNDERFLOW, Range.F64, 0),
                Interior.F64);
    }

    /// An evaluator that rounds what each box gives to the number format of its wire, inputs included: to nearest, ties
    /// to even, subnormal numbers kept. Beyond the largest number of f16, bf16, f8e5m2 and f32 it gives an infinity, of
    /// f8e4m3 its largest number, 448; integers end at the ends of their range ({@link org.heddle.model.data.Numbers}).
    /// A box computes and accumulates in f64 all the same. What such a run differs by from {@link #of} is the error that the
    /// wires' formats explain.
    ///
    /// @throws IllegalArgumentException as {@link #of}
    public static Evaluator rounding(Diagram expanded, Sizes sizes, Map<String, Tensor> inputs) {
        return of(expanded, sizes, inputs, Arithmetic.Manner.PLAIN, Interior.ROUNDED);
    }

    /// An evaluator in which numbers beyond a range are infinite.
    ///
    /// @throws IllegalArgumentException as {@link #of}
    public static Evaluator within(
            Range range, Diagram expanded, Sizes sizes, Map<String, Tensor> inputs) {
        return of(
                expanded,
                sizes,
                inputs,
                new Arithmetic.Manner(Overflow.INFINITE, range, 0),
                Interior.F64);
    }

    /// An evaluator whose operations are off by about a rounding of the type in which their box computes, sums by one of the magnitudes of their terms, and wires by one of their own
    /// type: one of the results that the permission to round allows. Integers are exact. What several such runs differ by from an exact one is what rounding does to a diagram on these
    /// inputs, element by element.
    ///
    /// @param seed other than 0, of the directions in which results are off
    /// @throws IllegalArgumentException as {@link #of}
    public static Evaluator rough(
            Range range, Diagram expanded, Sizes sizes, Map<String, Tensor> inputs, long seed) {
        return of(
                expanded,
                sizes,
                inputs,
                new Arithmetic.Manner(Overflow.INFINITE, range, seed),
                Interior.F64);
    }

    private static Evaluator of(
            Diagram expanded,
            Sizes sizes,
            Map<String, Tensor> inputs,
            Arithmetic.Manner manner,
            Interior interior) {
        Map<String, List<Long>> shapes = new LinkedHashMap<>();
        for (Wire wire : expanded.wires().values()) {
            shapes.put(wire.name(), wire.axes().stream().map(sizes::of).toList());
        }
        Map<String, Tensor> checked = new LinkedHashMap<>();
        for (String input : expanded.inputs()) {
            DType dtype = expanded.wire(input).dtype();
            Tensor given = checked(input, shapes.getOrDefault(input, List.of()), inputs);
            checked.put(input, interior == Interior.ROUNDED ? given.to(dtype) : given);
        }
        List<BoxPlan> plans = new ArrayList<>();
        Set<String> written = new LinkedHashSet<>(expanded.inputs());
        for (Box box : expanded.ordered()) {
            BoxPlan plan = BoxPlan.of(box, expanded, sizes, manner, interior);
            for (String read : box.reads()) {
                if (!written.contains(read)) {
                    throw new IllegalArgumentException(
                            "box '" + box.id() + "' reads '" + read + "', which nothing writes");
                }
            }
            for (Target target : plan.targets()) {
                if (!written.add(target.wire())) {
                    throw new IllegalArgumentException(
                            "wire '" + target.wire() + "' is written twice");
                }
            }
            plans.add(plan);
        }
        for (String output : expanded.outputs()) {
            if (!written.contains(output)) {
                throw new IllegalArgumentException("output '" + output + "' is not written");
            }
        }
        Map<String, Wire> claims = new LinkedHashMap<>();
        expanded.wires().values().stream()
                .filter(
                        wire ->
                                manner.equals(Arithmetic.Manner.PLAIN)
                                        && interior == Interior.F64
                                        && !wire.symmetries().isEmpty())
                .forEach(wire -> claims.put(wire.name(), wire));
        return new Evaluator(expanded, checked, shapes, plans, claims, DEFAULT_MAX_BYTES);
    }

    private static Tensor checked(String input, List<Long> shape, Map<String, Tensor> inputs) {
        Tensor tensor = inputs.get(input);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    "no tensor for input '" + input + "'; there are " + inputs.keySet());
        }
        if (!tensor.shape().equals(shape)) {
            throw new IllegalArgumentException(
                    "input '"
                            + input
                            + "' has shape "
                            + tensor.shape()
                            + ", its wire has shape "
                            + shape);
        }
        return tensor;
    }

    /// The same evaluator with another bound on its memory ({@link #DEFAULT_MAX_BYTES} unless told).
    public Evaluator withMaxBytes(long bytes) {
        return new Evaluator(diagram, inputs, shapes, plans, claims, bytes);
    }

    /// All outputs, in the diagram's order, as f64.
    ///
    /// @throws EvaluationException where more memory is needed than allowed (nothing is computed then), or a position
    ///     lies outside its wire
    public Map<String, Tensor> evaluate() throws EvaluationException {
        return evaluate(diagram.outputs());
    }

    /// The chosen wires, interior ones or inputs too, as f64; boxes that none of them depends on are not run.
    ///
    /// @throws EvaluationException where more memory is needed than allowed (nothing is computed then), or a position
    ///     lies outside its wire
    public Map<String, Tensor> evaluate(Collection<String> wires) throws EvaluationException {
        wires.forEach(this::shape);
        return new WholeWires(plans, inputs, shapes, new LinkedHashSet<>(wires), claims)
                .compute(maxBytes);
    }

    /// One element of a wire, by its index along each of the wire's axes.
    ///
    /// @throws EvaluationException where a slice that it depends on does not fit the memory allowed, or a position lies
    ///     outside its wire
    /// @throws IndexOutOfBoundsException where the wire has no such element
    public double element(String wire, long... index) throws EvaluationException {
        List<Long> shape = shape(wire);
        if (index.length != shape.size()) {
            throw new IndexOutOfBoundsException(
                    index.length + " indices for wire '" + wire + "' of shape " + shape);
        }
        for (int i = 0; i < index.length; i++) {
            if (index[i] < 0 || index[i] >= shape.get(i)) {
                throw new IndexOutOfBoundsException(
                        "index "
                                + index[i]
                                + " at position "
                                + i
                                + " of wire '"
                                + wire
                                + "' of shape "
                                + shape);
            }
        }
        return onDemand.element(wire, index);
    }

    /// At least `count` elements of a wire (all of them where it has no more): borders, neighbours of tile borders, and
    /// seeded random ones; see {@link SampleIndices}. The same for the same arguments.
    ///
    /// @throws EvaluationException where a slice that they depend on does not fit the memory allowed
    public Samples sample(String wire, int count, long seed) throws EvaluationException {
        List<Long> shape = shape(wire);
        long[] indices = SampleIndices.choose(shape, count, seed);
        double[] values = new double[indices.length];
        for (int i = 0; i < indices.length; i++) {
            values[i] = onDemand.element(wire, SampleIndices.unravel(indices[i], shape));
        }
        return new Samples(wire, shape, indices, values);
    }

    private List<Long> shape(String wire) {
        List<Long> shape = shapes.get(wire);
        if (shape == null) {
            throw new IllegalArgumentException(
                    "no wire '" + wire + "' in diagram " + diagram.name());
        }
        return shape;
    }
}
