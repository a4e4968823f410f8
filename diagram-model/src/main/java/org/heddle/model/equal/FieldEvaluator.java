package org.heddle.model.equal;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Wire;
import org.heddle.model.eval.BoxShape;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// The meaning of a diagram under a {@link Transport}: the loops of the evaluator, with residues in the place of numbers. What lies outside a
/// wire, and what is read at a position that is no integer, is undefined.
final class FieldEvaluator {
    private final Diagram diagram;
    private final Sizes sizes;
    private final Transport field;
    private final FieldScalars scalars;
    private final Map<String, FieldArray> arrays;

    private FieldEvaluator(
            Diagram diagram, Sizes sizes, Transport field, Map<String, FieldArray> inputs) {
        this.diagram = diagram;
        this.sizes = sizes;
        this.field = field;
        this.scalars = new FieldScalars(field, sizes);
        this.arrays = new HashMap<>(inputs);
    }

    /// Every output of a diagram of core boxes, in its order.
    static List<FieldArray> evaluate(
            Diagram expanded, Sizes sizes, Transport field, Map<String, FieldArray> inputs) {
        FieldEvaluator evaluator = new FieldEvaluator(expanded, sizes, field, inputs);
        expanded.ordered().forEach(evaluator::run);
        return expanded.outputs().stream().map(evaluator::array).toList();
    }

    private FieldArray array(String wire) {
        FieldArray array = arrays.get(wire);
        if (array == null) {
            throw new IllegalArgumentException("nothing writes '" + wire + "'");
        }
        return array;
    }

    private void run(Box box) {
        BoxShape shape = BoxShape.of(box);
        List<FieldArray> outputs = new ArrayList<>();
        for (Port port : box.outputs()) {
            List<Long> extents = diagram.wire(port.wire()).axes().stream().map(sizes::of).toList();
            outputs.add(FieldArray.filled(extents, Residue.UNDEFINED));
        }
        new Loops(box, shape, outputs).run();
        for (int i = 0; i < outputs.size(); i++) {
            arrays.put(box.outputs().get(i).wire(), outputs.get(i));
        }
    }

    /// The loops of one box.
    private final class Loops {
        private final Box box;
        private final BoxShape shape;
        private final List<FieldArray> outputs;
        private final Map<String, Long> index = new HashMap<>();
        private final int count;

        Loops(Box box, BoxShape shape, List<FieldArray> outputs) {
            this.box = box;
            this.shape = shape;
            this.outputs = outputs;
            this.count =
                    shape.monoid().orElse(Monoid.Scalar.SUM) instanceof Monoid.TopK(String axis)
                            ? Math.toIntExact(sizes.of(axis))
                            : 1;
        }

        void run() {
            weave(0);
        }

        private void weave(int loop) {
            if (loop < shape.woven()) {
                String axis = shape.loops().get(loop);
                for (long i = 0; i < sizes.of(axis); i++) {
                    index.put(axis, i);
                    weave(loop + 1);
                }
                return;
            }
            Optional<Monoid> monoid = shape.monoid();
            if (monoid.isEmpty()) {
                List<Residue> results = item();
                for (int o = 0; o < results.size(); o++) {
                    write(o, List.of(settled(o, results.get(o))));
                }
                return;
            }
            FieldFold fold = new FieldFold(field, scalars, monoid.get(), count);
            if (box.op() instanceof Op.Scan scan) {
                scan(scan, fold);
            } else {
                fold(shape.woven(), fold);
                write(fold);
            }
        }

        private void fold(int loop, FieldFold fold) {
            if (loop == shape.loops().size()) {
                String innermost = shape.loops().isEmpty() ? "" : shape.loops().getLast();
                fold.add(item(), index.getOrDefault(innermost, 0L));
                return;
            }
            String axis = shape.loops().get(loop);
            for (long i = 0; i < sizes.of(axis); i++) {
                index.put(axis, i);
                fold(loop + 1, fold);
            }
        }

        private void scan(Op.Scan scan, FieldFold fold) {
            long size = sizes.of(scan.over());
            for (long step = 0; step < size; step++) {
                long i = scan.direction() == Op.Direction.FORWARD ? step : size - 1 - step;
                index.put(scan.over(), i);
                List<Residue> item = item();
                if (scan.prefix() == Op.Prefix.EXCLUSIVE) {
                    write(fold);
                }
                fold.add(item, i);
                if (scan.prefix() == Op.Prefix.INCLUSIVE) {
                    write(fold);
                }
            }
        }

        private List<Residue> item() {
            Fn fn = shape.item();
            Map<String, Residue> arguments = new HashMap<>();
            for (int i = 0; i < fn.parameters().size(); i++) {
                arguments.put(fn.parameters().get(i), read(box.inputs().get(i), index));
            }
            List<Residue> results = new ArrayList<>();
            for (Expr result : fn.results()) {
                results.add(scalars.at(result, arguments, index));
            }
            return results;
        }

        private Residue settled(int output, Residue value) {
            DType dtype = diagram.wire(box.outputs().get(output).wire()).dtype();
            boolean cast = box.op() instanceof Op.Reindex;
            return switch (dtype) {
                case I64, I32, I8 -> cast ? scalars.rounded(value) : value;
                case BOOL -> cast && !value.isUndefined() ? field.truth(!value.isZero()) : value;
                case F64, F32, F16, BF16, F8E4M3, F8E5M2 -> value;
            };
        }

        private void write(FieldFold fold) {
            for (int o = 0; o < outputs.size(); o++) {
                write(o, fold.results(o));
            }
        }

        /// Writes results at the index of the loops; several run along the axis that no loop runs along.
        private void write(int output, List<Residue> results) {
            List<String> axes = box.outputs().get(output).axes();
            long[] position = new long[axes.size()];
            for (int rank = 0; rank < results.size(); rank++) {
                for (int i = 0; i < position.length; i++) {
                    boolean looped = shape.loops().contains(axes.get(i));
                    position[i] = looped ? index.getOrDefault(axes.get(i), 0L) : rank;
                }
                FieldArray array = outputs.get(output);
                array.values()[array.offset(position)] = results.get(rank);
            }
        }
    }

    private Residue read(Port port, Map<String, Long> index) {
        FieldArray array = array(port.wire());
        Wire wire = diagram.wire(port.wire());
        long[] position = new long[wire.axes().size()];
        for (int i = 0; i < position.length; i++) {
            Optional<Long> at = position(port.subscripts().get(i), index);
            if (at.isEmpty()) {
                return Residue.UNDEFINED;
            }
            position[i] = at.get();
        }
        int offset = array.offset(position);
        if (offset >= 0) {
            return array.values()[offset];
        }
        return port.fill().isPresent()
                ? field.number(port.fill().getAsDouble())
                : Residue.UNDEFINED;
    }

    private Optional<Long> position(Subscript subscript, Map<String, Long> index) {
        return switch (subscript) {
            case Subscript.Affine(var coefficients, var offset) -> {
                long sum = offset.at(sizes::of);
                for (var term : coefficients.entrySet()) {
                    sum += term.getValue().at(sizes::of) * index.getOrDefault(term.getKey(), 0L);
                }
                yield Optional.of(sum);
            }
            case Subscript.Gather(Port through) ->
                    field.fraction(read(through, index))
                            .filter(Fraction::isInteger)
                            .map(Fraction::numerator);
        };
    }
}
