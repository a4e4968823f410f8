package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.expr.Expr;

/// Bytes that kernels of some boxes cannot do without, however they are cut and blocked: what the boxes read from others, once, and what others read from them.
///
/// What is read at computed positions, along a diagonal, or by boxes whose function depends on the index is left out, since parts of it may not be read.
final class LeastBytes {
    /// One wire.
    ///
    /// @param writers units that write it, at most one
    /// @param readers units that read it
    /// @param whole those of them that read every element
    /// @param leaves whether it is read elsewhere too, or an output
    private record Use(long bytes, int writers, int readers, int whole, boolean leaves) {}

    private final List<Use> uses = new ArrayList<>();
    private final int selective;

    /// @param units disjoint sets of boxes, at most 31
    LeastBytes(Diagram diagram, List<Set<String>> units, Sizes sizes) {
        Map<String, Integer> unitOf = new LinkedHashMap<>();
        Set<String> wires = new LinkedHashSet<>();
        int some = 0;
        for (int unit = 0; unit < units.size(); unit++) {
            for (String id : units.get(unit)) {
                Box box = diagram.box(id);
                unitOf.put(id, unit);
                wires.addAll(box.reads());
                wires.addAll(box.writes());
                some |= dependsOnIndex(box.op()) ? 1 << unit : 0;
            }
        }
        this.selective = some;
        for (String wire : wires) {
            int readers = 0;
            int whole = 0;
            boolean leaves = diagram.outputs().contains(wire);
            for (Box reader : diagram.readers(wire)) {
                Integer unit = unitOf.get(reader.id());
                leaves |= unit == null;
                readers |= unit == null ? 0 : 1 << unit;
                whole |= unit != null && readsAll(reader, wire) ? 1 << unit : 0;
            }
            int writers =
                    diagram.producer(wire)
                            .filter(producer -> unitOf.containsKey(producer.id()))
                            .map(producer -> 1 << unitOf.getOrDefault(producer.id(), 0))
                            .orElse(0);
            uses.add(new Use(sizes.bytes(diagram.wire(wire)), writers, readers, whole, leaves));
        }
    }

    private static boolean readsAll(Box reader, String wire) {
        return reader.inputs().stream()
                .filter(port -> port.wire().equals(wire))
                .filter(Port::isPlain)
                .anyMatch(port -> port.runsAlong().size() == port.subscripts().size());
    }

    private static boolean dependsOnIndex(Op op) {
        return switch (op) {
            case Op.Map(var fn) -> dependsOnIndex(fn.results());
            case Op.Reduce(_, var item) -> dependsOnIndex(item.results());
            case Op.Scan(_, var item, _, _, _) -> dependsOnIndex(item.results());
            case Op.Constant(var value) -> dependsOnIndex(List.of(value));
            case Op.Contract _, Op.Reindex _ -> false;
            case Op.Call _, Op.Block _ -> true;
        };
    }

    private static boolean dependsOnIndex(List<Expr> results) {
        return results.stream().anyMatch(result -> !result.indexAxes().isEmpty());
    }

    /// @param part units, one bit each
    long of(int part) {
        long sum = 0;
        for (Use use : uses) {
            boolean own = (use.writers() & part) != 0;
            boolean out = own && (use.leaves() || (use.readers() & ~part) != 0);
            boolean in = !own && (use.whole() & part) != 0 && (selective & part) == 0;
            sum += out || in ? use.bytes() : 0;
        }
        return sum;
    }
}
