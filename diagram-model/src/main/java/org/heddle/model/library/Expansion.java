package org.heddle.model.library;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.AxisClasses;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.model.size.Size;

/// What every axis of a composite box's diagram becomes outside: an axis of the interface the actual ones, an interior
/// axis fresh ones, as many as the interface axis of the same size becomes.
///
/// @param outer axes outside by axis inside
/// @param fresh axes to declare outside
record Expansion(Map<String, List<String>> outer, List<Axis> fresh) {

    static Expansion ofCall(Box box, Diagram definition, Weaving weaving, FreshNames names) {
        AxisClasses classes = AxisClasses.of(definition);
        Map<String, List<String>> outer = new LinkedHashMap<>(weaving.actual());
        List<Axis> interior = new ArrayList<>();
        for (Axis axis : definition.axes().values()) {
            if (outer.containsKey(axis.name())) {
                continue;
            }
            int count =
                    classes.of(axis.name()).stream()
                            .filter(weaving.actual()::containsKey)
                            .findFirst()
                            .map(
                                    parameter ->
                                            weaving.actual()
                                                    .getOrDefault(parameter, List.of())
                                                    .size())
                            .orElse(1);
            List<String> fresh = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                fresh.add(names.axis(box, axis.name()));
            }
            outer.put(axis.name(), fresh);
            interior.add(axis);
        }
        return new Expansion(outer, List.of()).declaring(interior);
    }

    /// The ports of a block name the axes of its body by position; an interior axis keeps its name where the diagram has
    /// the same axis.
    static Expansion ofBlock(Diagram diagram, Box box, Diagram body, FreshNames names) {
        Map<String, List<String>> outer = new LinkedHashMap<>();
        match(box.inputs(), body.inputs(), body, outer);
        match(box.outputs(), body.outputs(), body, outer);
        Set<String> taken = new HashSet<>();
        outer.values().forEach(taken::addAll);
        List<Axis> interior = new ArrayList<>();
        for (Axis axis : body.axes().values()) {
            boolean same =
                    axis.equals(diagram.axes().get(axis.name())) && !taken.contains(axis.name());
            if (same && !outer.containsKey(axis.name())) {
                outer.put(axis.name(), List.of(axis.name()));
            } else if (!outer.containsKey(axis.name())) {
                outer.put(axis.name(), List.of(names.axis(box, axis.name())));
                interior.add(axis);
            }
        }
        return new Expansion(outer, List.of()).declaring(interior);
    }

    private static void match(
            List<Port> ports, List<String> wires, Diagram body, Map<String, List<String>> outer) {
        for (int k = 0; k < ports.size(); k++) {
            List<String> inner = body.wire(wires.get(k)).axes();
            for (int i = 0; i < inner.size(); i++) {
                outer.put(inner.get(i), List.of(ports.get(k).axes().get(i)));
            }
        }
    }

    private Expansion declaring(List<Axis> interior) {
        List<Axis> declared = new ArrayList<>();
        for (Axis axis : interior) {
            List<String> names = of(axis.name());
            Axis.Extent extent =
                    switch (axis.extent()) {
                        case Axis.Derived(Expr size) ->
                                new Axis.Derived(size.substitute(this::size));
                        case Axis.Fixed _, Axis.Free _ -> axis.extent();
                    };
            OptionalLong defaultSize =
                    names.size() == 1 ? axis.defaultSize() : OptionalLong.empty();
            names.forEach(name -> declared.add(new Axis(name, extent, defaultSize)));
        }
        return new Expansion(outer, declared);
    }

    List<String> of(String axis) {
        List<String> axes = outer.get(axis);
        if (axes == null) {
            throw new IllegalArgumentException("axis '" + axis + "' is not declared");
        }
        return axes;
    }

    List<String> ofAll(List<String> axes) {
        return axes.stream().flatMap(axis -> of(axis).stream()).toList();
    }

    /// The same function of the axes outside.
    Fn rename(Fn fn) {
        return fn.mapResults(this::rename);
    }

    /// The same expression of the axes outside.
    Expr rename(Expr expression) {
        return expression.rewrite(
                e ->
                        switch (e) {
                            case Expr.Index(String axis) -> new Expr.Index(single(axis));
                            case Expr.Extent(String axis) ->
                                    product(of(axis).stream().<Expr>map(Expr.Extent::new).toList());
                            case Expr.Num _, Expr.Arg _, Expr.Call _ -> e;
                        });
    }

    /// The same position in terms of the axes outside.
    Subscript rename(Subscript subscript) {
        return subscript.rename(
                this::single, axis -> Size.product(of(axis).stream().map(Size::symbol).toList()));
    }

    String single(String axis) {
        if (of(axis).size() != 1) {
            throw new IllegalArgumentException(
                    "#" + axis + " is not one index but those of " + of(axis));
        }
        return of(axis).getFirst();
    }

    private Expr size(String axis) {
        return product(of(axis).stream().map(Expr::arg).toList());
    }

    private static Expr product(List<Expr> factors) {
        return factors.stream().reduce((a, b) -> Expr.call(Fun.MUL, a, b)).orElseThrow();
    }
}
