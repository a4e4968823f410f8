package org.heddle.rules.derive;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;

/// A diagram's boxes, gathered into blocks.
final class Blocks {
    /// A kernel takes in no more boxes than this: with every further reduction the ways to stream and cut it multiply, and tiles fill the local memory long before.
    static final int MOST_BOXES = 16;

    /// Of blocks that read the same, which one kernel would read once, no more than this.
    static final int MOST_BOXES_OF_READERS = 4 * MOST_BOXES;

    private final Diagram diagram;
    private final Map<String, Integer> places = new LinkedHashMap<>();
    private final Map<String, Integer> blockOf = new LinkedHashMap<>();
    private final Map<Integer, Set<String>> members = new LinkedHashMap<>();
    private final Map<String, List<String>> twins;
    private final Map<String, Set<String>> readFrom = new LinkedHashMap<>();
    private final Map<String, Set<String>> readBy = new LinkedHashMap<>();

    /// Every box a block of its own.
    Blocks(Diagram diagram) {
        this.diagram = diagram;
        this.twins = twins(diagram);
        for (Box box : diagram.ordered()) {
            int block = members.size();
            places.put(box.id(), block);
            blockOf.put(box.id(), block);
            members.put(block, new LinkedHashSet<>(Set.of(box.id())));
            for (String wire : box.reads()) {
                diagram.producer(wire).ifPresent(producer -> tie(producer.id(), box.id()));
            }
        }
    }

    /// The blocks that a diagram of kernels has, as {@link #asDiagram} makes it.
    static Blocks of(Diagram kernels) {
        List<Box> boxes = new ArrayList<>();
        Map<String, Wire> wires = new LinkedHashMap<>(kernels.wires());
        List<Set<String>> parts = new ArrayList<>();
        for (Box box : kernels.boxes()) {
            List<Box> inside =
                    box.op() instanceof Op.Block(Diagram body, _) ? body.boxes() : List.of(box);
            if (box.op() instanceof Op.Block(Diagram body, _)) {
                wires.putAll(body.wires());
            }
            boxes.addAll(inside);
            parts.add(inside.stream().map(Box::id).collect(Collectors.toSet()));
        }
        Blocks blocks = new Blocks(kernels.with(List.copyOf(wires.values()), boxes));
        blocks.cut(parts);
        return blocks;
    }

    private void tie(String producer, String reader) {
        readFrom.computeIfAbsent(reader, _ -> new LinkedHashSet<>()).add(producer);
        readBy.computeIfAbsent(producer, _ -> new LinkedHashSet<>()).add(reader);
    }

    /// Ids of the boxes of each block, blocks in an order in which each comes after those it reads from.
    List<Set<String>> inOrder() {
        List<Set<String>> ordered = new ArrayList<>();
        Set<Integer> done = new LinkedHashSet<>();
        while (done.size() < members.size()) {
            int before = done.size();
            members.forEach(
                    (block, boxes) -> {
                        if (!done.contains(block) && done.containsAll(producers(boxes))) {
                            done.add(block);
                            ordered.add(boxes);
                        }
                    });
            if (done.size() == before) {
                throw new IllegalStateException("blocks form a cycle");
            }
        }
        return ordered;
    }

    /// Other blocks that these boxes read from.
    private Set<Integer> producers(Set<String> boxes) {
        Set<Integer> found = new LinkedHashSet<>();
        for (String id : boxes) {
            readFrom.getOrDefault(id, Set.of()).forEach(producer -> found.add(block(producer)));
        }
        boxes.forEach(id -> found.remove(block(id)));
        return found;
    }

    private int block(String box) {
        return blockOf.getOrDefault(box, -1);
    }

    /// For a block, the sets of boxes it could grow to: with each block that computes something that it computes as well; with each block
    /// that it reads from; with that and every other reader of it.
    List<Set<String>> unions(Set<String> boxes) {
        Set<Set<String>> unions = new LinkedHashSet<>(withSharedWork(boxes));
        for (int producer : producers(boxes)) {
            Set<String> union = new LinkedHashSet<>(members.getOrDefault(producer, Set.of()));
            union.addAll(boxes);
            unions.add(union);
            Set<String> all = new LinkedHashSet<>(union);
            for (String id : members.getOrDefault(producer, Set.of())) {
                readBy.getOrDefault(id, Set.of())
                        .forEach(
                                reader ->
                                        all.addAll(members.getOrDefault(block(reader), Set.of())));
            }
            unions.add(all);
        }
        return unions.stream().filter(union -> isSmall(union) && isConvex(union)).toList();
    }

    private boolean isSmall(Set<String> union) {
        return union.size() <= MOST_BOXES
                || (union.size() <= MOST_BOXES_OF_READERS && readTheSame(parts(union)));
    }

    /// Whether two blocks read a wire that none of them writes.
    private boolean readTheSame(List<Set<String>> parts) {
        Set<String> written = new LinkedHashSet<>();
        Set<String> seen = new LinkedHashSet<>();
        for (Set<String> part : parts) {
            part.forEach(
                    id -> diagram.box(id).outputs().stream().map(Port::wire).forEach(written::add));
        }
        for (Set<String> part : parts) {
            Set<String> read = new LinkedHashSet<>();
            part.forEach(id -> read.addAll(diagram.box(id).reads()));
            read.removeAll(written);
            if (read.stream().anyMatch(seen::contains)) {
                return true;
            }
            seen.addAll(read);
        }
        return false;
    }

    /// Sets of whole blocks that could be cut in another way: a block with one that it reads from or that reads the same, with all that it reads from, with all that read from it.
    List<Set<String>> neighbourhoods() {
        Set<Set<String>> found = new LinkedHashSet<>();
        for (Set<String> boxes : inOrder()) {
            Set<Integer> before = producers(boxes);
            before.forEach(block -> found.add(with(boxes, Set.of(block))));
            siblings(boxes).forEach(block -> found.add(with(boxes, Set.of(block))));
            found.add(with(boxes, before));
            found.add(with(boxes, readers(boxes)));
        }
        return found.stream().filter(this::isConvex).toList();
    }

    private Set<String> with(Set<String> boxes, Set<Integer> blocks) {
        Set<String> union = new LinkedHashSet<>(boxes);
        blocks.forEach(block -> union.addAll(members.getOrDefault(block, Set.of())));
        return union;
    }

    /// Other blocks that read a wire that these boxes read.
    private Set<Integer> siblings(Set<String> boxes) {
        Set<Integer> found = new LinkedHashSet<>();
        for (String id : boxes) {
            for (String wire : diagram.box(id).reads()) {
                diagram.readers(wire).forEach(reader -> found.add(block(reader.id())));
            }
        }
        boxes.forEach(id -> found.remove(block(id)));
        return found;
    }

    private Set<Set<String>> withSharedWork(Set<String> boxes) {
        Set<Set<String>> unions = new LinkedHashSet<>();
        for (String id : boxes) {
            for (String same : twins.getOrDefault(id, List.of())) {
                if (!boxes.contains(same)) {
                    Set<String> union =
                            new LinkedHashSet<>(members.getOrDefault(block(same), Set.of()));
                    union.addAll(boxes);
                    unions.add(union);
                }
            }
        }
        return unions;
    }

    /// What a box computes and from which wires.
    private record Work(Op op, List<Port> inputs, Set<String> along) {}

    /// By box, the others that compute the same; maps and constants aside.
    private static Map<String, List<String>> twins(Diagram diagram) {
        Map<Work, List<String>> byWork = new LinkedHashMap<>();
        for (Box box : diagram.ordered()) {
            switch (box.op()) {
                case Op.Contract _, Op.Reduce _ ->
                        byWork.computeIfAbsent(
                                        new Work(box.op(), box.inputs(), box.outputAxes()),
                                        _ -> new ArrayList<>())
                                .add(box.id());
                case Op.Map _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> {}
            }
        }
        Map<String, List<String>> twins = new LinkedHashMap<>();
        byWork.values().stream()
                .filter(same -> same.size() > 1)
                .forEach(same -> same.forEach(id -> twins.put(id, same)));
        return twins;
    }

    /// Whether no path leaves the set and comes back. Other blocks count as a whole: what enters one may leave it anywhere.
    boolean isConvex(Set<String> boxes) {
        Set<Integer> inside = new LinkedHashSet<>();
        boxes.forEach(id -> inside.add(block(id)));
        Set<Integer> after = new LinkedHashSet<>(readers(boxes));
        after.removeAll(inside);
        Deque<Integer> open = new ArrayDeque<>(after);
        while (!open.isEmpty()) {
            for (int reader : readers(members.getOrDefault(open.remove(), Set.of()))) {
                if (inside.contains(reader)) {
                    return false;
                }
                if (after.add(reader)) {
                    open.add(reader);
                }
            }
        }
        return true;
    }

    /// Blocks that read from these boxes.
    private Set<Integer> readers(Set<String> boxes) {
        Set<Integer> found = new LinkedHashSet<>();
        for (String id : boxes) {
            readBy.getOrDefault(id, Set.of()).forEach(reader -> found.add(block(reader)));
        }
        return found;
    }

    /// The blocks that a set of boxes is made of.
    List<Set<String>> parts(Set<String> boxes) {
        Set<Integer> found = new LinkedHashSet<>();
        boxes.forEach(id -> found.add(block(id)));
        return found.stream().map(block -> members.getOrDefault(block, Set.of())).toList();
    }

    /// Makes one block of a set of boxes.
    void merge(Set<String> boxes) {
        cut(List.of(boxes));
    }

    /// Makes blocks of sets of boxes, in place of those that the boxes are in now.
    ///
    /// @param parts disjoint; together all boxes of some blocks
    void cut(List<Set<String>> parts) {
        parts.forEach(part -> part.forEach(id -> members.remove(block(id))));
        for (Set<String> part : parts) {
            Set<String> ordered = new LinkedHashSet<>();
            for (Box box : diagram.ordered()) {
                if (part.contains(box.id())) {
                    ordered.add(box.id());
                }
            }
            int target = places.getOrDefault(ordered.iterator().next(), 0);
            members.put(target, ordered);
            ordered.forEach(id -> blockOf.put(id, target));
        }
    }

    /// The diagram of a set of boxes: what they read from outside comes in, what is read outside or is an output goes out.
    Diagram body(Set<String> ids) {
        List<Box> boxes = diagram.ordered().stream().filter(box -> ids.contains(box.id())).toList();
        Set<String> written = new LinkedHashSet<>();
        Set<String> read = new LinkedHashSet<>();
        for (Box box : boxes) {
            read.addAll(box.reads());
            box.outputs().forEach(port -> written.add(port.wire()));
        }
        List<String> inputs = read.stream().filter(wire -> !written.contains(wire)).toList();
        List<String> outputs =
                written.stream()
                        .filter(
                                wire ->
                                        diagram.outputs().contains(wire)
                                                || diagram.readers(wire).stream()
                                                        .anyMatch(
                                                                reader ->
                                                                        !ids.contains(reader.id())))
                        .toList();
        List<Wire> wires =
                diagram.wires().values().stream()
                        .filter(wire -> read.contains(wire.name()) || written.contains(wire.name()))
                        .toList();
        String name = outputs.isEmpty() ? "nothing" : String.join("_", outputs);
        return new Diagram(
                name, diagram.axes().values(), wires, inputs, outputs, List.of(), boxes, List.of());
    }

    /// The diagram with every block of several boxes as one composite box.
    Diagram asDiagram() {
        List<Box> boxes = new ArrayList<>();
        Set<String> wires = new LinkedHashSet<>(diagram.inputs());
        wires.addAll(diagram.outputs());
        for (Set<String> ids : inOrder()) {
            Box box = ids.size() == 1 ? diagram.box(ids.iterator().next()) : composite(ids);
            boxes.add(box);
            wires.addAll(box.reads());
            box.outputs().forEach(port -> wires.add(port.wire()));
        }
        return diagram.with(
                diagram.wires().values().stream()
                        .filter(wire -> wires.contains(wire.name()))
                        .toList(),
                boxes);
    }

    /// A block as one box, named by what it writes; a box of that name outside keeps it.
    private Box composite(Set<String> ids) {
        Diagram body = body(ids);
        String name = body.name();
        while (!ids.contains(name)
                && diagram.boxes().stream().map(Box::id).anyMatch(name::equals)) {
            name += "_block";
        }
        return new Box(
                name,
                new Op.Block(body, "kernel"),
                body.inputs().stream().map(wire -> Port.of(body.wire(wire))).toList(),
                body.outputs().stream().map(wire -> Port.of(body.wire(wire))).toList());
    }
}
