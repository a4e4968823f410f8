package org.heddle.model.library;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// The boxes, wires and axes that take the place of one composite box.
///
/// Every inner wire is *carried* by an outer one: interface wires by those that the box reads and writes, interior ones
/// by fresh wires. A carrier's axes are woven ones and expanded inner ones, in any order; so a port of an inner box
/// becomes a port on the carrier, axis by axis.
final class Inlining {
    private static final Fn COPY = new Fn(List.of("v"), Expr.arg("v"));

    private final Diagram diagram;
    private final Box box;
    private final Diagram inner;
    private final Expansion expansion;
    private final FreshNames names;
    private final boolean isBlock;
    private final Set<String> interfaceAxes = new HashSet<>();
    private final List<String> order;
    private final Map<String, Carrier> carriers = new LinkedHashMap<>();
    private final List<Wire> wires = new ArrayList<>();
    private final List<Box> boxes = new ArrayList<>();

    /// An axis of a carrier: woven, or a component of what the axis at a position of the inner wire expands into.
    private sealed interface Slot {}

    private record Woven(String axis) implements Slot {}

    private record Own(int position, int component) implements Slot {}

    private record Carrier(String wire, List<Slot> slots) {}

    Inlining(Diagram diagram, Box box, Diagram inner, Expansion expansion, FreshNames names) {
        this.diagram = diagram;
        this.box = box;
        this.inner = inner;
        this.expansion = expansion;
        this.names = names;
        this.isBlock = box.op() instanceof Op.Block;
        inner.inputs()
                .forEach(wire -> interfaceAxes.addAll(expansion.ofAll(inner.wire(wire).axes())));
        inner.outputs()
                .forEach(wire -> interfaceAxes.addAll(expansion.ofAll(inner.wire(wire).axes())));
        this.order = axisOrder();
        carryInterface();
        carryInterior();
        for (Box part : inner.boxes()) {
            boxes.add(
                    new Box(
                            names.box(box, part.id()),
                            op(part.op()),
                            ports(part.inputs()),
                            ports(part.outputs())));
        }
        copyThrough();
    }

    List<Axis> axes() {
        return expansion.fresh();
    }

    List<Wire> wires() {
        return wires;
    }

    List<Box> boxes() {
        return boxes;
    }

    /// Axes of the box: those of its outputs as they stand, others of its inputs beside their neighbours there.
    private List<String> axisOrder() {
        List<String> ordered = new ArrayList<>();
        List<Port> ports = new ArrayList<>(box.outputs());
        ports.addAll(box.inputs());
        for (Port port : ports) {
            int next = 0;
            for (String axis : port.axes()) {
                int known = ordered.indexOf(axis);
                if (known < 0) {
                    ordered.add(next++, axis);
                } else {
                    next = known + 1;
                }
            }
        }
        return ordered;
    }

    private void carryInterface() {
        for (int k = 0; k < inner.inputs().size(); k++) {
            carriers.put(
                    inner.inputs().get(k),
                    carrier(box.inputs().get(k), inner.wire(inner.inputs().get(k))));
        }
        for (int j = 0; j < inner.outputs().size(); j++) {
            carriers.putIfAbsent(
                    inner.outputs().get(j),
                    carrier(box.outputs().get(j), inner.wire(inner.outputs().get(j))));
        }
    }

    private Carrier carrier(Port port, Wire wire) {
        List<Slot> slots = new ArrayList<>();
        for (int i = 0; i < port.axes().size(); i++) {
            slots.add(isBlock ? new Own(i, 0) : slot(port.axes().get(i), wire));
        }
        return new Carrier(port.wire(), slots);
    }

    private Slot slot(String axis, Wire wire) {
        for (int i = 0; i < wire.axes().size(); i++) {
            int component = expansion.of(wire.axes().get(i)).indexOf(axis);
            if (component >= 0) {
                return new Own(i, component);
            }
        }
        return new Woven(axis);
    }

    private void carryInterior() {
        Dependencies dependencies = Dependencies.of(inner);
        boolean wide =
                box.inputs().stream()
                        .anyMatch(port -> diagram.wire(port.wire()).dtype() == DType.F64);
        for (Wire wire : inner.wires().values()) {
            if (carriers.containsKey(wire.name())) {
                continue;
            }
            Set<String> woven = new LinkedHashSet<>();
            for (int k : dependencies.of(wire.name())) {
                woven.addAll(woven(box.inputs().get(k)));
            }
            List<String> axes = new ArrayList<>(order.stream().filter(woven::contains).toList());
            axes.addAll(expansion.ofAll(wire.axes()));
            if (order.containsAll(axes)) {
                axes.sort(Comparator.comparingInt(order::indexOf));
            }
            String name = names.wire(box, wire.name());
            Carrier carrier =
                    new Carrier(name, axes.stream().map(axis -> slot(axis, wire)).toList());
            carriers.put(wire.name(), carrier);
            wires.add(new Wire(name, format(wire, wide), axes));
        }
    }

    private List<String> woven(Port port) {
        return isBlock
                ? List.of()
                : port.axes().stream().filter(axis -> !interfaceAxes.contains(axis)).toList();
    }

    private DType format(Wire wire, boolean wide) {
        boolean kept = isBlock || !wire.dtype().isFloating() || wire.dtype() == DType.F64;
        return kept ? wire.dtype() : wide ? DType.F64 : DType.F32;
    }

    private List<Port> ports(List<Port> ports) {
        return ports.stream().map(this::port).toList();
    }

    private Port port(Port port) {
        Carrier carrier = carriers.get(port.wire());
        if (carrier == null) {
            throw new IllegalArgumentException(inner.name() + " has no wire '" + port.wire() + "'");
        }
        List<Subscript> subscripts =
                carrier.slots().stream()
                        .map(
                                slot ->
                                        switch (slot) {
                                            case Woven(String axis) -> Subscript.along(axis);
                                            case Own(int position, int component) ->
                                                    subscript(
                                                            port.subscripts().get(position),
                                                            component);
                                        })
                        .toList();
        return new Port(carrier.wire(), subscripts, port.fill());
    }

    private Subscript subscript(Subscript inside, int component) {
        Optional<String> axis = inside.plainAxis();
        if (axis.isPresent()) {
            return Subscript.along(expansion.of(axis.get()).get(component));
        }
        return switch (inside) {
            case Subscript.Affine affine -> expansion.rename(affine);
            case Subscript.Gather(Port index) -> new Subscript.Gather(port(index));
        };
    }

    private Op op(Op op) {
        return switch (op) {
            case Op.Contract contract -> contract;
            case Op.Map(Fn fn) -> new Op.Map(expansion.rename(fn));
            case Op.Reduce(var monoid, Fn item) ->
                    new Op.Reduce(outside(monoid), expansion.rename(item));
            case Op.Scan(var monoid, Fn item, String over, var prefix, var direction) ->
                    new Op.Scan(
                            outside(monoid),
                            expansion.rename(item),
                            expansion.single(over),
                            prefix,
                            direction);
            case Op.Reindex reindex -> reindex;
            case Op.Constant(Expr value) -> new Op.Constant(expansion.rename(value));
            case Op.Call(String name, List<String> over) ->
                    new Op.Call(name, expansion.ofAll(over));
            case Op.Block block -> block;
        };
    }

    private Monoid outside(Monoid monoid) {
        return switch (monoid) {
            case Monoid.TopK(String axis) -> new Monoid.TopK(expansion.single(axis));
            case Monoid.Scalar _, Monoid.LogAddExp _, Monoid.Extremum _, Monoid.User _ -> monoid;
        };
    }

    /// An output that is an input as well is copied, since the box's own output wire must be written.
    private void copyThrough() {
        for (int j = 0; j < inner.outputs().size(); j++) {
            String output = inner.outputs().get(j);
            if (inner.inputs().contains(output)) {
                Port from = box.inputs().get(inner.inputs().indexOf(output));
                boxes.add(
                        new Box(
                                names.box(box, output),
                                new Op.Map(COPY),
                                List.of(from),
                                List.of(box.outputs().get(j))));
            }
        }
    }
}
