package org.heddle.model.diagram;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jgrapht.alg.util.UnionFind;

/// Which axes have one size because ports rename one to the other, or because a wire is symmetric in them: a port `X[j]`
/// of a wire `X: f32[i]` makes j = i.
///
/// ```
/// X: f32[t, d]     S[q, x] = X[q, d] * X[x, d]     gives the classes {t, q, x} {d}
/// ```
///
/// A computed position, such as `X[2*y + k]`, makes nothing equal. Ports of blocks also carry what their bodies make equal. Ports of the wrong rank and unknown names are passed over.
public final class AxisClasses {
    private final Set<String> axes;
    private final UnionFind<String> classes;
    private final Map<String, List<String>> members = new LinkedHashMap<>();

    private AxisClasses(Diagram diagram) {
        axes = new LinkedHashSet<>(diagram.axes().keySet());
        classes = new UnionFind<>(axes);
        for (Wire wire : diagram.wires().values()) {
            for (Symmetry symmetry : wire.symmetries()) {
                symmetry.axes().forEach(axis -> join(symmetry.axes().getFirst(), axis));
            }
        }
        for (Box box : diagram.boxes()) {
            box.inputs().forEach(port -> join(diagram, port));
            box.outputs().forEach(port -> join(diagram, port));
            if (box.op() instanceof Op.Block(Diagram body, _)) {
                joinThroughBody(box, body);
            }
        }
        for (String axis : diagram.axes().keySet()) {
            members.computeIfAbsent(classes.find(axis), _ -> new ArrayList<>()).add(axis);
        }
    }

    public static AxisClasses of(Diagram diagram) {
        return new AxisClasses(diagram);
    }

    /// The axes of the same size, itself included, in file order.
    public List<String> of(String axis) {
        return members.getOrDefault(classes.find(axis), List.of());
    }

    public boolean areEqual(String a, String b) {
        return classes.inSameSet(a, b);
    }

    /// All classes, in file order of their first axis.
    public List<List<String>> all() {
        return List.copyOf(members.values());
    }

    private void join(Diagram diagram, Port port) {
        Wire wire = diagram.wires().get(port.wire());
        boolean fits = wire != null && wire.axes().size() == port.subscripts().size();
        for (int i = 0; i < port.subscripts().size(); i++) {
            Subscript subscript = port.subscripts().get(i);
            Optional<String> axis = subscript.plainAxis();
            if (wire != null && fits && axis.isPresent()) {
                join(wire.axes().get(i), axis.get());
            }
            if (subscript instanceof Subscript.Gather(Port index)) {
                join(diagram, index);
            }
        }
    }

    private void join(String a, String b) {
        if (axes.contains(a) && axes.contains(b)) {
            classes.union(a, b);
        }
    }

    private void joinThroughBody(Box box, Diagram body) {
        AxisClasses inside = new AxisClasses(body);
        Map<List<String>, String> outer = new LinkedHashMap<>();
        List<Port> ports = new ArrayList<>(box.inputs());
        ports.addAll(box.outputs());
        List<String> wires = new ArrayList<>(body.inputs());
        wires.addAll(body.outputs());
        for (int i = 0; i < ports.size() && ports.size() == wires.size(); i++) {
            Wire wire = body.wires().get(wires.get(i));
            List<String> axes = wire == null ? List.of() : wire.axes();
            Port port = ports.get(i);
            List<String> met = port.isPlain() ? port.axes() : List.copyOf(port.runsAlong());
            for (int j = 0; j < axes.size() && axes.size() == met.size(); j++) {
                String axis = met.get(j);
                if (body.axes().containsKey(axes.get(j))) {
                    join(outer.computeIfAbsent(inside.of(axes.get(j)), _ -> axis), axis);
                }
            }
        }
    }
}
