package org.heddle.rules.stream;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.jgrapht.alg.util.UnionFind;

/// Which axes of the boxes of a body are one loop: those that a wire between two boxes makes run together.
///
/// Wires that enter the body need not tie the axes of their readers, since each reader may load its own part. So `d` in
/// `S[q, x] = Σ_d Q[q, d] K[x, d]` and `d` in `O[q, d] = Σ_x S[q, x] V[x, d]` are two loops, while `x` is one. Where two boxes read the same input along
/// axes of the same name, both readings are possible: one loop, so that a block is loaded once for both, or two.
final class AxisClasses {
    private final Map<Local, String> names;
    private final Optional<String> conflict;

    /// An axis of one box.
    private record Local(String box, String axis) {}

    private AxisClasses(Map<Local, String> names, Optional<String> conflict) {
        this.names = names;
        this.conflict = conflict;
    }

    /// Why the boxes cannot share a loop nest: a wire would have to be walked along two axes of one box at once.
    Optional<String> conflict() {
        return conflict;
    }

    /// The loop axis of an axis of a box.
    String name(String box, String axis) {
        return names.getOrDefault(new Local(box, axis), axis);
    }

    /// @param tied whether two reads of an input along axes of the same names share their loops
    static AxisClasses of(Diagram body, boolean tied) {
        Set<Local> locals = new LinkedHashSet<>();
        for (Box box : body.ordered()) {
            box.axes().forEach(axis -> locals.add(new Local(box.id(), axis)));
        }
        UnionFind<Local> union = new UnionFind<>(locals);
        for (Box box : body.ordered()) {
            for (Port port : box.inputs()) {
                Optional<Box> producer = body.producer(port.wire());
                if (producer.isPresent() && port.isPlain()) {
                    Port written =
                            producer.get().outputs().stream()
                                    .filter(p -> p.wire().equals(port.wire()))
                                    .findFirst()
                                    .orElseThrow();
                    for (int i = 0; i < port.axes().size(); i++) {
                        union.union(
                                new Local(producer.get().id(), written.axes().get(i)),
                                new Local(box.id(), port.axes().get(i)));
                    }
                }
            }
        }
        if (tied) {
            tieInputs(body, union);
        }
        return new AxisClasses(named(body, union), conflict(body, union));
    }

    private static void tieInputs(Diagram body, UnionFind<Local> union) {
        Map<Port, Box> first = new HashMap<>();
        for (Box box : body.ordered()) {
            for (Port port : box.inputs()) {
                Box other =
                        body.inputs().contains(port.wire()) ? first.putIfAbsent(port, box) : null;
                if (other != null) {
                    port.runsAlong()
                            .forEach(
                                    axis ->
                                            union.union(
                                                    new Local(other.id(), axis),
                                                    new Local(box.id(), axis)));
                }
            }
        }
    }

    private static boolean isInside(Diagram body, String wire) {
        return body.producer(wire).isPresent();
    }

    private static Optional<String> conflict(Diagram body, UnionFind<Local> union) {
        for (Box box : body.ordered()) {
            for (Port port : box.inputs()) {
                if (!port.isPlain() && port.reads().stream().anyMatch(w -> isInside(body, w))) {
                    return Optional.of(
                            "box "
                                    + box.id()
                                    + " reads "
                                    + port
                                    + ", a computed position, and the wire is made inside the kernel");
                }
            }
            if (box.op() instanceof Op.Reduce(Monoid monoid, _)
                    && monoid instanceof Monoid.TopK
                    && box.reads().stream().anyMatch(wire -> isInside(body, wire))) {
                return Optional.of(
                        "box "
                                + box.id()
                                + " compares every item with every other, and the items are made inside the kernel");
            }
            Map<Local, String> seen = new HashMap<>();
            for (String axis : box.axes()) {
                String other = seen.putIfAbsent(union.find(new Local(box.id(), axis)), axis);
                if (other != null) {
                    return Optional.of(
                            "box "
                                    + box.id()
                                    + " would walk its axes "
                                    + other
                                    + " and "
                                    + axis
                                    + " together, because a wire inside the kernel is read along both");
                }
            }
        }
        return Optional.empty();
    }

    /// Classes that reach an output keep the plain name; a later class of the same name gets a number.
    private static Map<Local, String> named(Diagram body, UnionFind<Local> union) {
        Map<Local, String> byRoot = new LinkedHashMap<>();
        Set<String> taken = new LinkedHashSet<>();
        for (Box box : body.ordered()) {
            boolean isOutput =
                    box.outputs().stream().anyMatch(port -> body.outputs().contains(port.wire()));
            if (isOutput) {
                box.outputAxes()
                        .forEach(
                                axis ->
                                        choose(
                                                union.find(new Local(box.id(), axis)),
                                                axis,
                                                byRoot,
                                                taken));
            }
        }
        Map<Local, String> names = new LinkedHashMap<>();
        for (Box box : body.ordered()) {
            for (String axis : box.axes()) {
                Local root = union.find(new Local(box.id(), axis));
                names.put(new Local(box.id(), axis), choose(root, axis, byRoot, taken));
            }
        }
        return names;
    }

    private static String choose(
            Local root, String wanted, Map<Local, String> byRoot, Set<String> taken) {
        String known = byRoot.get(root);
        if (known != null) {
            return known;
        }
        String name = wanted;
        for (int i = 2; taken.contains(name); i++) {
            name = wanted + "_" + i;
        }
        taken.add(name);
        byRoot.put(root, name);
        return name;
    }
}
