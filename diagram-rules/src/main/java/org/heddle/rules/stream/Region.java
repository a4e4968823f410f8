package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.expr.Expr;

/// What one kernel computes: stages over loop axes.
///
/// ```
/// Region ::= axes, inputs, stages in order, outputs
/// Stage  ::= Mapping(wire, axes, value)                        wire[axes] = value
///          | Reduction(wire, axes, value, monoid, reduced)     wire[axes] = ⊕ over reduced of value
///          | Recurrence(wire, axes, value, …, over)            one number of a state that takes in the items along an axis one after the other
/// value  ::= Expr whose arguments are keys of reads; a read is a wire with its position along each of its axes, by loop axes
/// ```
///
/// Two axes that a wire inside the region makes the same are one loop axis here; two that merely share a name are not. `#a` in a
/// value names a loop axis, `|a|` an axis of the diagram.
///
/// @param axes loop axes by name, each with the diagram axis that gives its size
/// @param reads what stages read, by the key that their values use
/// @param arrays the wires that enter or leave the region, with their element types
public record Region(
        String name,
        SequencedMap<String, String> axes,
        SequencedMap<String, Read> reads,
        List<String> inputs,
        List<Stage> stages,
        List<String> outputs,
        Map<String, Array> arrays) {
    public Region {
        axes = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(axes));
        reads = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(reads));
        inputs = List.copyOf(inputs);
        stages = List.copyOf(stages);
        outputs = List.copyOf(outputs);
        arrays = Collections.unmodifiableMap(new LinkedHashMap<>(arrays));
    }

    /// A wire as one stage reads it.
    ///
    /// @param port along loop axes; sizes in its subscripts are those of the diagram's axes
    /// @param axes the loop axis along each of the wire's axes; where positions are computed, every loop axis that they follow from, once
    public record Read(Port port, List<String> axes) {
        public Read {
            axes = List.copyOf(axes);
        }

        public Read(Port port) {
            this(port, port.isPlain() ? port.axes() : List.copyOf(port.runsAlong()));
        }

        /// A plain read.
        ///
        /// @param axes the loop axis along each of the wire's axes
        public Read(String wire, List<String> axes) {
            this(new Port(wire, axes));
        }

        public String wire() {
            return port.wire();
        }

        /// Whether the wire is read at loop indices as they stand.
        public boolean isPlain() {
            return port.isPlain();
        }

        /// The wires of which an element is read for one element of this: those that hold positions, each as often as it is asked, then the wire itself.
        public List<String> touched() {
            return touched(Set.of());
        }

        /// The same where some positions are at hand.
        public List<String> touched(Set<Port> known) {
            List<String> touched = new ArrayList<>();
            touched(port, known, touched);
            return touched;
        }

        private static void touched(Port port, Set<Port> known, List<String> touched) {
            for (Subscript subscript : port.subscripts()) {
                switch (subscript) {
                    case Subscript.Affine _ -> {}
                    case Subscript.Gather(Port index) -> {
                        if (!known.contains(index)) {
                            touched(index, known, touched);
                        }
                    }
                }
            }
            touched.add(port.wire());
        }

        @Override
        public String toString() {
            return port + port.fillExpr().map(fill -> " else " + fill).orElse("");
        }
    }

    /// A wire in memory.
    ///
    /// @param axes diagram axes, outermost first
    public record Array(String wire, DType dtype, List<String> axes) {
        public Array {
            axes = List.copyOf(axes);
        }
    }

    /// One value of the region.
    public sealed interface Stage {
        /// The wire that the stage defines.
        String wire();

        /// The loop axes of the wire, in its order.
        List<String> axes();

        /// The value of an element, or of an item of a reduction.
        Expr value();

        /// The type in which it is computed: f32 or f64.
        DType dtype();
    }

    /// A pointwise stage.
    public record Mapping(String wire, List<String> axes, Expr value, DType dtype)
            implements Stage {
        public Mapping {
            axes = List.copyOf(axes);
        }
    }

    /// A reduction.
    public record Reduction(
            String wire,
            List<String> axes,
            Expr value,
            DType dtype,
            Monoid.Scalar monoid,
            List<String> reduced)
            implements Stage {
        public Reduction {
            axes = List.copyOf(axes);
            reduced = List.copyOf(reduced);
        }
    }

    /// One number of the state of a monoid whose items are taken in one after the other.
    ///
    /// ```
    ///   state ← unit;   for every index along the axes, in order:   state ← merge(state, item)
    /// ```
    ///
    /// All numbers of a state move at once; each is a stage of its own.
    ///
    /// @param axes of the wire: with those of `over` where it holds the state at every item
    /// @param value the item
    /// @param unit without arguments
    /// @param merge over {@link #numbers}, by name for the state and with a prime for the item
    /// @param numbers the wires of all numbers of the state, in order
    /// @param prefix whether the wire is the state after the last item, or at every item
    public record Recurrence(
            String wire,
            List<String> axes,
            Expr value,
            DType dtype,
            Expr unit,
            Expr merge,
            List<String> numbers,
            List<String> over,
            Kept prefix)
            implements Stage {
        public Recurrence {
            axes = List.copyOf(axes);
            numbers = List.copyOf(numbers);
            over = List.copyOf(over);
        }

        /// The axes of the state.
        public List<String> stateAxes() {
            return axes.stream().filter(axis -> !over.contains(axis)).toList();
        }

        /// Whether the wire has an element per item.
        public boolean isScan() {
            return prefix != Kept.LAST;
        }

        /// Whether this is the first number of its state.
        public boolean isFirst() {
            return numbers.getFirst().equals(wire);
        }
    }

    /// Which states a recurrence keeps.
    public enum Kept {
        /// The last one.
        LAST,
        /// At every item, the state that has taken it in.
        AFTER,
        /// At every item, the state before it.
        BEFORE
    }

    /// The numbers of the state that a recurrence belongs to, in order.
    public List<Recurrence> state(Recurrence recurrence) {
        return recurrence.numbers().stream().map(wire -> (Recurrence) stage(wire)).toList();
    }

    /// The size of a loop axis.
    public long size(String axis, Sizes sizes) {
        return sizes.of(sizeAxis(axis));
    }

    /// The diagram axis that gives a loop axis its size.
    public String sizeAxis(String axis) {
        String found = axes.get(axis);
        if (found == null) {
            throw new IllegalArgumentException("region " + name + " has no axis '" + axis + "'");
        }
        return found;
    }

    public Read read(String key) {
        Read found = reads.get(key);
        if (found == null) {
            throw new IllegalArgumentException(
                    "region " + name + " reads nothing as '" + key + "'");
        }
        return found;
    }

    /// The stage that defines the wire.
    public Stage stage(String wire) {
        for (Stage stage : stages) {
            if (stage.wire().equals(wire)) {
                return stage;
            }
        }
        throw new IllegalArgumentException("region " + name + " defines no '" + wire + "'");
    }

    public Array array(String wire) {
        Array found = arrays.get(wire);
        if (found == null) {
            throw new IllegalArgumentException("region " + name + " has no array '" + wire + "'");
        }
        return found;
    }

    public boolean isInput(String wire) {
        return inputs.contains(wire);
    }

    /// Loop axes that a value varies along: those of what it reads and of the indices it mentions.
    public Set<String> axesOf(Expr value) {
        Set<String> found = new LinkedHashSet<>();
        value.arguments().forEach(key -> found.addAll(read(key).axes()));
        found.addAll(value.indexAxes());
        return found;
    }

    /// Axes along which every output extends and no stage reduces: those that work can be divided by without doing anything twice.
    public List<String> parallelAxes() {
        List<String> parallel = null;
        for (String output : outputs) {
            List<String> own = stage(output).axes();
            parallel = parallel == null ? own : parallel.stream().filter(own::contains).toList();
        }
        return parallel == null
                ? List.of()
                : parallel.stream()
                        .filter(axis -> stages.stream().noneMatch(stage -> reduces(stage, axis)))
                        .toList();
    }

    /// Whether the stage takes in what goes by along the axis.
    static boolean reduces(Stage stage, String axis) {
        return switch (stage) {
            case Reduction r -> r.reduced().contains(axis);
            case Recurrence r -> r.over().contains(axis);
            case Mapping _ -> false;
        };
    }

    @Override
    public String toString() {
        StringBuilder text =
                new StringBuilder(name).append(' ').append(inputs).append(" -> ").append(outputs);
        for (Stage stage : stages) {
            text.append("\n  ").append(stage.wire()).append(stage.axes()).append(" = ");
            if (stage instanceof Reduction r) {
                text.append(r.monoid().text()).append(r.reduced()).append(' ');
            }
            text.append(stage.value());
        }
        return text.toString();
    }
}
