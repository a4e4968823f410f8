package org.heddle.model.check;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;

/// Wiring: one producer each, no cycle, nothing idle.
final class WiringChecks {
    private final Scope scope;
    private final Diagram diagram;
    private final Map<String, Box> producers = new LinkedHashMap<>();

    WiringChecks(Scope scope) {
        this.scope = scope;
        this.diagram = scope.diagram();
    }

    void run() {
        producers();
        cycles();
        if (!scope.isHole("/boxes") && !scope.isHole("/inputs") && !scope.isHole("/outputs")) {
            unwritten();
            unread();
            unusedAxes();
        }
    }

    private void producers() {
        Set<String> inputs = new HashSet<>(diagram.inputs());
        List<Box> boxes = diagram.boxes();
        for (int i = 0; i < boxes.size(); i++) {
            List<Port> outputs = boxes.get(i).outputs();
            for (int k = 0; k < outputs.size(); k++) {
                String wire = outputs.get(k).wire();
                String pointer = "/boxes/" + i + "/out/" + k;
                Box other = producers.putIfAbsent(wire, boxes.get(i));
                if (other != null) {
                    String message =
                            "wire '"
                                    + wire
                                    + "' is written by box '"
                                    + other.id()
                                    + "' and again by box '"
                                    + boxes.get(i).id()
                                    + "'";
                    scope.error(
                            Code.E201,
                            message,
                            scope.value(pointer),
                            "write a second wire, or drop one of the boxes");
                }
                if (inputs.contains(wire)) {
                    String message =
                            "box '"
                                    + boxes.get(i).id()
                                    + "' writes wire '"
                                    + wire
                                    + "', an input of the diagram";
                    scope.error(
                            Code.E203,
                            message,
                            scope.value(pointer),
                            "write another wire, or make it no input");
                }
            }
        }
    }

    private void unwritten() {
        Set<String> inputs = new HashSet<>(diagram.inputs());
        Set<String> wanted = new HashSet<>(diagram.outputs());
        diagram.boxes().forEach(box -> wanted.addAll(box.reads()));
        for (String wire : diagram.wires().keySet()) {
            if (wanted.contains(wire) && !inputs.contains(wire) && !producers.containsKey(wire)) {
                Location where = scope.key("/wires" + Location.step(wire));
                String help = "make it an input, or write it with a box";
                scope.error(
                        Code.E202,
                        "wire '" + wire + "' is read, but nothing writes it",
                        where,
                        help);
            }
        }
    }

    private void unread() {
        Set<String> inputs = new HashSet<>(diagram.inputs());
        Set<String> wanted = new HashSet<>(diagram.outputs());
        diagram.boxes().forEach(box -> wanted.addAll(box.reads()));
        for (String wire : diagram.wires().keySet()) {
            if (!wanted.contains(wire)) {
                boolean idle = !producers.containsKey(wire) && !inputs.contains(wire);
                String message = "wire '" + wire + "' is never " + (idle ? "used" : "read");
                String help = idle ? "leave it out" : "make it an output, or leave it out";
                scope.warning(Code.E213, message, scope.key("/wires" + Location.step(wire)), help);
            }
        }
    }

    private void unusedAxes() {
        Set<String> used = new LinkedHashSet<>(diagram.over());
        diagram.wires().values().stream().map(Wire::axes).forEach(used::addAll);
        for (Box box : diagram.boxes()) {
            used.addAll(box.axes());
            used.addAll(Extents.of(box));
        }
        for (Axis axis : diagram.axes().values()) {
            if (axis.extent() instanceof Axis.Derived(Expr size)) {
                used.addAll(size.arguments());
            }
        }
        boolean understood = !scope.hasHoleIn("/wires");
        for (String axis : diagram.axes().keySet()) {
            if (!used.contains(axis) && understood) {
                Location where = scope.key("/axes" + Location.step(axis));
                scope.warning(
                        Code.E214, "axis '" + axis + "' is never used", where, "leave it out");
            }
        }
    }

    /// Peels boxes that wait for nothing; what remains waits for a cycle. Each cycle is reported once, as
    /// long as errors are listed, and then peeled.
    private void cycles() {
        Map<String, Set<String>> waitsFor = new LinkedHashMap<>();
        Map<String, List<String>> readers = new LinkedHashMap<>();
        for (Box box : diagram.boxes()) {
            Set<String> sources = new LinkedHashSet<>();
            for (String wire : box.reads()) {
                Box source = producers.get(wire);
                if (source != null && sources.add(source.id())) {
                    readers.computeIfAbsent(source.id(), _ -> new ArrayList<>()).add(box.id());
                }
            }
            waitsFor.put(box.id(), sources);
        }
        Map<String, Integer> position = new HashMap<>();
        waitsFor.keySet().forEach(box -> position.put(box, position.size()));
        Deque<String> ready = new ArrayDeque<>();
        waitsFor.forEach(
                (box, sources) -> {
                    if (sources.isEmpty()) {
                        ready.add(box);
                    }
                });
        peel(ready, waitsFor, readers);
        while (!waitsFor.isEmpty() && !scope.problems().isFull()) {
            List<String> cycle = fromFirst(walkBack(waitsFor), position);
            report(cycle, position.getOrDefault(cycle.getFirst(), 0));
            cycle.forEach(box -> waitsFor.getOrDefault(box, Set.of()).clear());
            ready.addAll(cycle);
            peel(ready, waitsFor, readers);
        }
    }

    private static void peel(
            Deque<String> ready,
            Map<String, Set<String>> waitsFor,
            Map<String, List<String>> readers) {
        while (!ready.isEmpty()) {
            String box = ready.pop();
            waitsFor.remove(box);
            for (String reader : readers.getOrDefault(box, List.of())) {
                Set<String> sources = waitsFor.getOrDefault(reader, new HashSet<>());
                if (sources.remove(box) && sources.isEmpty()) {
                    ready.add(reader);
                }
            }
        }
    }

    /// From any box back along what it waits for, until a box comes again.
    private static List<String> walkBack(Map<String, Set<String>> waitsFor) {
        List<String> path = new ArrayList<>();
        Map<String, Integer> positions = new LinkedHashMap<>();
        String box = waitsFor.keySet().iterator().next();
        while (!positions.containsKey(box)) {
            positions.put(box, path.size());
            path.add(box);
            box = waitsFor.getOrDefault(box, Set.of()).iterator().next();
        }
        return path.subList(positions.getOrDefault(box, 0), path.size()).reversed();
    }

    /// The same cycle, told from the box that stands first in the file.
    private static List<String> fromFirst(List<String> cycle, Map<String, Integer> position) {
        int first = cycle.indexOf(Collections.min(cycle, Comparator.comparing(position::get)));
        List<String> turned = new ArrayList<>(cycle.subList(first, cycle.size()));
        turned.addAll(cycle.subList(0, first));
        return turned;
    }

    private void report(List<String> cycle, int first) {
        String message =
                cycle.size() == 1
                        ? "box '" + cycle.getFirst() + "' reads what it writes"
                        : "boxes read each other's results in a cycle: "
                                + Scope.list(cycle)
                                + ", back to '"
                                + cycle.getFirst()
                                + "'";
        scope.error(
                Code.E204,
                message,
                scope.value("/boxes/" + first),
                "a diagram has no cycles: " + instead(cycle));
    }

    /// What to write in place of a recurrence that goes through the boxes.
    private String instead(List<String> cycle) {
        List<Box> boxes = diagram.boxes().stream().filter(b -> cycle.contains(b.id())).toList();
        Optional<Box> scan = boxes.stream().filter(b -> b.op() instanceof Op.Scan).findFirst();
        if (scan.isEmpty()) {
            return "unroll the recurrence";
        }
        String state = "the state '" + scan.get().id() + "'";
        return boxes.stream()
                .flatMap(box -> combined(box, scan.get()).stream())
                .findFirst()
                .map(
                        combination ->
                                combination
                                        + " of "
                                        + state
                                        + " before it goes on, and the monoid of a scan merges number by number, never along an axis: make each number along it a"
                                        + " component of the monoid, or unroll the recurrence")
                .orElse(
                        "what goes on from "
                                + state
                                + " to the next index belongs into the merge of its monoid; or unroll the recurrence");
    }

    /// A box that combines elements along an axis of what a scan writes, in words.
    private static Optional<String> combined(Box box, Box scan) {
        Set<String> written = new LinkedHashSet<>();
        box.outputs().forEach(port -> written.addAll(port.axes()));
        Set<String> lost = new LinkedHashSet<>(box.axes());
        lost.removeAll(written);
        lost.removeIf(axis -> scan.outputs().stream().noneMatch(p -> p.axes().contains(axis)));
        boolean reduces =
                switch (box.op()) {
                    case Op.Contract _, Op.Reduce _ -> true;
                    case Op.Map _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                            false;
                };
        return reduces && !lost.isEmpty()
                ? Optional.of(
                        "'%s' combines the elements along %s"
                                .formatted(box.id(), Scope.list(List.copyOf(lost))))
                : Optional.empty();
    }
}
