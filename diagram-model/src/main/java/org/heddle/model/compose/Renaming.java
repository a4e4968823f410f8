package org.heddle.model.compose;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Names;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Symmetry;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;

/// Other names for the axes, wires and boxes of a diagram; the bodies of blocks and the definitions keep theirs.
public record Renaming(
        UnaryOperator<String> axis, UnaryOperator<String> wire, UnaryOperator<String> box) {

    /// The diagram with names that the other one does not have.
    ///
    /// @param joined wires that take a given name of the other diagram
    /// @param met axes that take a given name of the other diagram
    static Diagram away(
            Diagram diagram, Diagram other, Map<String, String> joined, Map<String, String> met) {
        Map<String, String> axes = fresh(diagram.axes().keySet(), other.axes().keySet(), met);
        Map<String, String> wires = fresh(diagram.wires().keySet(), other.wires().keySet(), joined);
        Set<String> taken = new HashSet<>(ids(other));
        Map<String, String> boxes = new LinkedHashMap<>();
        ids(diagram).forEach(id -> boxes.put(id, Names.freshBox(id, taken)));
        return new Renaming(of(axes), of(wires), of(boxes)).apply(diagram);
    }

    private static Map<String, String> fresh(
            Set<String> names, Set<String> others, Map<String, String> given) {
        Set<String> taken = new HashSet<>(others);
        Map<String, String> renamed = new LinkedHashMap<>(given);
        for (String name : names) {
            if (!given.containsKey(name)) {
                renamed.put(name, Names.fresh(name, taken));
            }
        }
        return renamed;
    }

    private static Set<String> ids(Diagram diagram) {
        Set<String> ids = new LinkedHashSet<>();
        diagram.boxes().forEach(box -> ids.add(box.id()));
        return ids;
    }

    private static UnaryOperator<String> of(Map<String, String> names) {
        return name -> names.getOrDefault(name, name);
    }

    /// Wires that take one name become one wire, the first.
    public Diagram apply(Diagram diagram) {
        List<Axis> axes = new ArrayList<>();
        for (Axis a : diagram.axes().values()) {
            axes.add(new Axis(axis.apply(a.name()), apply(a.extent()), a.defaultSize()));
        }
        Map<String, Wire> wires = new LinkedHashMap<>();
        for (Wire w : diagram.wires().values()) {
            Wire renamed = apply(w);
            wires.putIfAbsent(renamed.name(), renamed);
        }
        return new Diagram(
                diagram.name(),
                axes,
                wires.values(),
                diagram.inputs().stream().map(wire).toList(),
                diagram.outputs().stream().map(wire).toList(),
                diagram.over().stream().map(axis).toList(),
                diagram.boxes().stream().map(this::apply).toList(),
                diagram.definitions().values());
    }

    private Axis.Extent apply(Axis.Extent extent) {
        return switch (extent) {
            case Axis.Derived(Expr size) ->
                    new Axis.Derived(size.substitute(name -> Expr.arg(axis.apply(name))));
            case Axis.Fixed _, Axis.Free _ -> extent;
        };
    }

    private Wire apply(Wire w) {
        return new Wire(
                wire.apply(w.name()),
                w.dtype(),
                w.axes().stream().map(axis).toList(),
                w.symmetries().stream()
                        .map(s -> new Symmetry(s.kind(), s.axes().stream().map(axis).toList()))
                        .toList(),
                w.storage());
    }

    Box apply(Box b) {
        return new Box(
                box.apply(b.id()),
                apply(b.op()),
                b.inputs().stream().map(this::apply).toList(),
                b.outputs().stream().map(this::apply).toList());
    }

    Port apply(Port port) {
        List<Subscript> subscripts =
                port.subscripts().stream()
                        .map(
                                s ->
                                        switch (s) {
                                            case Subscript.Affine affine -> affine.renameAxes(axis);
                                            case Subscript.Gather(Port index) ->
                                                    new Subscript.Gather(apply(index));
                                        })
                        .toList();
        return new Port(wire.apply(port.wire()), subscripts, port.fill());
    }

    Op apply(Op op) {
        return switch (op) {
            case Op.Contract _, Op.Reindex _, Op.Block _ -> op;
            case Op.Map(var fn) -> new Op.Map(fn.mapResults(e -> e.renameAxes(axis)));
            case Op.Reduce(Monoid monoid, var item) ->
                    new Op.Reduce(apply(monoid), item.mapResults(e -> e.renameAxes(axis)));
            case Op.Scan(Monoid monoid, var item, String over, var prefix, var direction) ->
                    new Op.Scan(
                            apply(monoid),
                            item.mapResults(e -> e.renameAxes(axis)),
                            axis.apply(over),
                            prefix,
                            direction);
            case Op.Constant(Expr value) -> new Op.Constant(value.renameAxes(axis));
            case Op.Call(String definition, List<String> over) ->
                    new Op.Call(definition, over.stream().map(axis).toList());
        };
    }

    private Monoid apply(Monoid monoid) {
        return switch (monoid) {
            case Monoid.TopK(String k) -> new Monoid.TopK(axis.apply(k));
            case Monoid.Scalar _, Monoid.LogAddExp _, Monoid.Extremum _, Monoid.User _ -> monoid;
        };
    }

    /// Axes that a box mentions: along which it runs, and whose sizes it reads.
    static Set<String> mentioned(Box box) {
        Set<String> axes = new LinkedHashSet<>();
        new Renaming(
                        name -> {
                            axes.add(name);
                            return name;
                        },
                        UnaryOperator.identity(),
                        UnaryOperator.identity())
                .apply(box);
        return axes;
    }

    /// Axes, and those from which their sizes are computed.
    static Set<String> closure(Diagram diagram, Set<String> axes) {
        Set<String> needed = new LinkedHashSet<>(axes);
        Deque<String> open = new ArrayDeque<>(axes);
        while (!open.isEmpty()) {
            Axis axis = diagram.axes().get(open.pop());
            if (axis != null && axis.extent() instanceof Axis.Derived(Expr size)) {
                size.arguments().stream().filter(needed::add).forEach(open::add);
            }
        }
        return needed;
    }
}
