package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Names;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.rules.stream.Region;

/// Writes a region as a diagram: a box per stage. An axis along which a box reads nothing comes from a wire of its indices.
final class RegionDiagram {
    private final Region region;
    private final Set<String> taken = new LinkedHashSet<>();
    private final Map<String, Wire> wires = new LinkedHashMap<>();
    private final Map<String, Box> boxes = new LinkedHashMap<>();

    private RegionDiagram(Region region) {
        this.region = region;
        taken.addAll(region.axes().keySet());
        region.reads().values().forEach(read -> taken.addAll(read.touched()));
        region.stages().forEach(stage -> taken.add(stage.wire()));
    }

    /// The diagram of a region of maps and reductions.
    ///
    /// @param declared the axes that give loop axes their sizes, at least
    static Diagram of(Region region, Collection<Axis> declared) {
        return new RegionDiagram(region).diagram(declared);
    }

    private Diagram diagram(Collection<Axis> declared) {
        Map<String, Axis> axes = new LinkedHashMap<>();
        declared.forEach(axis -> axes.put(axis.name(), axis));
        region.axes().keySet().forEach(axis -> axes.putIfAbsent(axis, Axis.free(axis)));
        region.arrays()
                .values()
                .forEach(a -> wires.put(a.wire(), new Wire(a.wire(), a.dtype(), a.axes())));
        for (Region.Stage stage : region.stages()) {
            wires.putIfAbsent(stage.wire(), new Wire(stage.wire(), stage.dtype(), stage.axes()));
            if (!(stage instanceof Region.Recurrence r) || r.isFirst()) {
                boxes.put(stage.wire(), box(stage));
            }
        }
        return new Diagram(
                region.name(),
                axes.values(),
                wires.values(),
                region.inputs(),
                region.outputs(),
                List.of(),
                boxes.values(),
                List.of());
    }

    private Box box(Region.Stage stage) {
        List<Region.Recurrence> state =
                stage instanceof Region.Recurrence r ? region.state(r) : List.of();
        List<? extends Region.Stage> results = state.isEmpty() ? List.of(stage) : state;
        Set<String> missing = new LinkedHashSet<>(stage.axes());
        switch (stage) {
            case Region.Reduction r -> missing.addAll(r.reduced());
            case Region.Recurrence r -> missing.addAll(r.over());
            case Region.Mapping _ -> {}
        }
        Set<String> keys = new LinkedHashSet<>();
        results.forEach(result -> keys.addAll(result.value().arguments()));
        List<Port> ports = new ArrayList<>();
        Map<String, String> parameters = new LinkedHashMap<>();
        Set<String> names = new LinkedHashSet<>();
        for (String key : keys) {
            Port port = region.read(key).port();
            parameters.put(key, Names.fresh(port.wire(), names));
            ports.add(port);
            missing.removeAll(port.runsAlong());
        }
        List<Expr> values =
                results.stream()
                        .map(
                                result ->
                                        result.value()
                                                .substitute(
                                                        key ->
                                                                Expr.arg(
                                                                        parameters.getOrDefault(
                                                                                key, key))))
                        .toList();
        boolean constant = ports.isEmpty() && stage instanceof Region.Mapping;
        if (!constant) {
            for (String axis : missing) {
                Port index = indices(axis);
                parameters.put(index.wire(), Names.fresh(index.wire(), names));
                ports.add(index);
            }
        }
        Fn fn = new Fn(List.copyOf(parameters.values()), values);
        Op op =
                switch (stage) {
                    case Region.Mapping _ -> constant ? new Op.Constant(fn.body()) : new Op.Map(fn);
                    case Region.Reduction r -> new Op.Reduce(r.monoid(), fn);
                    case Region.Recurrence _ -> new Op.Reduce(monoid(state), fn);
                };
        return new Box(
                stage.wire(),
                op,
                ports,
                results.stream().map(result -> new Port(result.wire(), result.axes())).toList());
    }

    /// A state's monoid, its components named like the wires.
    private Monoid.User monoid(List<Region.Recurrence> state) {
        return new Monoid.User(
                Names.fresh(state.getFirst().wire() + "_state", taken),
                state.stream()
                        .map(r -> new Monoid.Component(r.wire(), r.dtype(), r.unit(), r.merge()))
                        .toList());
    }

    /// The indices along an axis.
    private Port indices(String axis) {
        String name = axis + "_index";
        if (!wires.containsKey(name) || !boxes.containsKey(name)) {
            name = Names.fresh(name, taken);
            wires.put(name, new Wire(name, DType.I64, List.of(axis)));
            boxes.put(
                    name,
                    new Box(
                            name,
                            new Op.Constant(new Expr.Index(axis)),
                            List.of(),
                            List.of(new Port(name, List.of(axis)))));
        }
        return new Port(name, List.of(axis));
    }
}
