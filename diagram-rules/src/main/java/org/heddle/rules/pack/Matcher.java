package org.heddle.rules.pack;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.rules.law.SameFunction;
import org.heddle.rules.search.Permutations;

/// Finds a pattern in a diagram, its last box at a given one.
///
/// 1. From the output backwards, boxes of the pattern are met with boxes of the same kind, inputs in any order.
/// 2. An axis of the diagram plays the part of that axis of the pattern which occurs on the same wires; several may play one part together. Another one is *woven*:
///    it runs along some inputs and along all that is computed from them, and no box reduces it.
/// 3. With these axes the functions of the boxes must be those of the pattern, up to the order of what commutes.
/// 4. Nobody else sees the wires between the boxes; so they are convex.
final class Matcher {
    private static final int MOST_INPUTS = 4;

    private final Diagram pattern;
    private final Diagram diagram;

    Matcher(Diagram pattern, Diagram diagram) {
        this.pattern = pattern;
        this.diagram = diagram;
    }

    /// What has been met so far.
    private record Met(Map<String, Box> boxes, Map<String, Port> inputs) {
        Met with(String patternBox, Box box) {
            Map<String, Box> more = new LinkedHashMap<>(boxes);
            more.put(patternBox, box);
            return new Met(more, inputs);
        }

        Met with(String input, Port port) {
            Map<String, Port> more = new LinkedHashMap<>(inputs);
            more.put(input, port);
            return new Met(boxes, more);
        }
    }

    Optional<Match> at(Box anchor) {
        Box last = pattern.producer(pattern.outputs().getFirst()).orElseThrow();
        for (Met met : meet(last, anchor, new Met(Map.of(), Map.of()))) {
            Optional<Match> match = complete(met);
            if (match.isPresent()) {
                return match;
            }
        }
        return Optional.empty();
    }

    private List<Met> meet(Box own, Box box, Met before) {
        Box known = before.boxes().get(own.id());
        if (known != null) {
            return known.id().equals(box.id()) ? List.of(before) : List.of();
        }
        boolean fits =
                Functions.sameKind(Functions.uniform(own), Functions.uniform(box))
                        && own.inputs().size() == box.inputs().size()
                        && own.inputs().size() <= MOST_INPUTS
                        && box.outputs().size() == 1
                        && before.boxes().values().stream().noneMatch(b -> b.id().equals(box.id()));
        if (!fits) {
            return List.of();
        }
        List<Met> found = new ArrayList<>();
        for (List<Port> order : Permutations.of(box.inputs())) {
            Box ordered = Functions.reordered(box, order);
            List<Met> partial = List.of(before.with(own.id(), ordered));
            for (int i = 0; i < order.size() && !partial.isEmpty(); i++) {
                List<Met> next = new ArrayList<>();
                for (Met met : partial) {
                    next.addAll(meet(own.inputs().get(i), order.get(i), met));
                }
                partial = next;
            }
            found.addAll(partial);
        }
        return found;
    }

    private List<Met> meet(Port own, Port port, Met met) {
        Optional<Box> producer = pattern.producer(own.wire());
        if (producer.isEmpty()) {
            Port known = met.inputs().get(own.wire());
            return known == null
                    ? List.of(met.with(own.wire(), port))
                    : known.equals(port) ? List.of(met) : List.of();
        }
        Optional<Box> box = diagram.producer(port.wire());
        boolean inPlace =
                box.isPresent()
                        && box.get().outputs().size() == 1
                        && box.get().output().equals(port);
        return inPlace ? meet(producer.get(), box.get(), met) : List.of();
    }

    private Optional<Match> complete(Met met) {
        Map<String, Set<String>> own = occurrences(pattern.axes().keySet(), patternWires());
        Map<String, Set<String>> occurring = new LinkedHashMap<>();
        Map<String, Set<String>> wires = wires(met);
        wires.forEach(
                (wire, axes) ->
                        axes.forEach(
                                axis ->
                                        occurring
                                                .computeIfAbsent(axis, _ -> new LinkedHashSet<>())
                                                .add(wire)));
        Map<String, List<String>> axes = new LinkedHashMap<>();
        own.keySet().forEach(axis -> axes.put(axis, new ArrayList<>()));
        Map<String, Set<String>> woven = new LinkedHashMap<>();
        for (Map.Entry<String, Set<String>> axis : occurring.entrySet()) {
            Optional<String> part =
                    own.entrySet().stream()
                            .filter(e -> e.getValue().equals(axis.getValue()))
                            .map(Map.Entry::getKey)
                            .findFirst();
            if (part.isPresent()) {
                axes.getOrDefault(part.get(), new ArrayList<>()).add(axis.getKey());
            } else if (isWoven(axis.getValue())) {
                Set<String> along = new LinkedHashSet<>(axis.getValue());
                along.retainAll(pattern.inputs());
                woven.put(axis.getKey(), along);
            } else {
                return Optional.empty();
            }
        }
        Match match = new Match(met.boxes(), met.inputs(), axes, woven);
        boolean fits =
                reducedAreThere(axes)
                        && met.boxes().entrySet().stream()
                                .allMatch(
                                        e ->
                                                sameFunction(
                                                        pattern.box(e.getKey()),
                                                        e.getValue(),
                                                        axes))
                        && isClosed(met);
        return fits ? Optional.of(match) : Optional.empty();
    }

    private Map<String, Set<String>> patternWires() {
        Map<String, Set<String>> wires = new LinkedHashMap<>();
        pattern.wires().values().forEach(w -> wires.put(w.name(), new LinkedHashSet<>(w.axes())));
        return wires;
    }

    private static Map<String, Set<String>> occurrences(
            Set<String> axes, Map<String, Set<String>> wires) {
        Map<String, Set<String>> occurrences = new LinkedHashMap<>();
        for (String axis : axes) {
            Set<String> on = new LinkedHashSet<>();
            wires.forEach(
                    (wire, along) -> {
                        if (along.contains(axis)) {
                            on.add(wire);
                        }
                    });
            if (!on.isEmpty()) {
                occurrences.put(axis, on);
            }
        }
        return occurrences;
    }

    /// By wire of the pattern, the axes of the diagram along which it runs.
    private Map<String, Set<String>> wires(Met met) {
        Map<String, Set<String>> wires = new LinkedHashMap<>();
        met.inputs().forEach((input, port) -> wires.put(input, port.runsAlong()));
        met.boxes()
                .forEach(
                        (id, box) ->
                                wires.put(
                                        pattern.box(id).output().wire(), box.output().runsAlong()));
        return wires;
    }

    /// Whether an axis on those wires passes through the pattern untouched.
    private boolean isWoven(Set<String> on) {
        for (Box box : pattern.boxes()) {
            boolean read = box.inputs().stream().anyMatch(port -> on.contains(port.wire()));
            if (read != on.contains(box.output().wire())) {
                return false;
            }
        }
        return true;
    }

    /// An axis that the diagram lacks has one index; what reduces it would be no reduction.
    private boolean reducedAreThere(Map<String, List<String>> axes) {
        return pattern.boxes().stream()
                .flatMap(box -> box.reducedAxes().stream())
                .noneMatch(axis -> axes.getOrDefault(axis, List.of()).isEmpty());
    }

    private static boolean sameFunction(Box own, Box box, Map<String, List<String>> axes) {
        Optional<Op> expected = Functions.instantiate(Functions.uniform(own), axes);
        return expected.isPresent() && SameFunction.same(expected.get(), Functions.uniform(box));
    }

    /// Nothing inside is seen outside but the last box's result. So the boxes are convex, too: a path that leaves them starts there, and would close a cycle
    /// if it came back.
    private boolean isClosed(Met met) {
        Set<String> inside = new HashSet<>();
        met.boxes().values().forEach(box -> inside.add(box.id()));
        String last = pattern.producer(pattern.outputs().getFirst()).orElseThrow().id();
        for (Map.Entry<String, Box> entry : met.boxes().entrySet()) {
            String wire = entry.getValue().output().wire();
            if (entry.getKey().equals(last)) {
                continue;
            }
            boolean seen =
                    diagram.outputs().contains(wire)
                            || diagram.readers(wire).stream()
                                    .anyMatch(reader -> !inside.contains(reader.id()));
            if (seen) {
                return false;
            }
        }
        return true;
    }
}
