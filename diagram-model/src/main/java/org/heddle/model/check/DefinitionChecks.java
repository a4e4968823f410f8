package org.heddle.model.check;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.AxisClasses;
import org.heddle.model.diagram.Diagram;

/// The definitions that come with a diagram: sound by themselves, not recursive, with an interface that calls can meet.
final class DefinitionChecks {
    private final Scope scope;
    private final Map<String, Diagram> definitions;

    DefinitionChecks(Scope scope) {
        this.scope = scope;
        this.definitions = scope.definitions();
    }

    void run() {
        List<List<String>> cycles = CallGraph.cycles(definitions);
        cycles.forEach(this::recursive);
        List<String> order =
                cycles.isEmpty()
                        ? CallGraph.calleesFirst(definitions)
                        : List.copyOf(definitions.keySet());
        for (String name : order) {
            definition(name);
        }
        if (cycles.isEmpty()) {
            unfolded();
        }
        interfaceOf(scope);
    }

    private void recursive(List<String> cycle) {
        String message =
                cycle.size() == 1
                        ? "definition '" + cycle.getFirst() + "' calls itself"
                        : "definitions call each other in a cycle: " + Scope.list(cycle);
        scope.error(
                Code.E503,
                message,
                scope.key(pointer(cycle.getFirst())),
                "a definition is unfolded, so it must end");
        scope.verdicts().unsound().addAll(cycle);
    }

    private static String pointer(String name) {
        return "/definitions" + Location.step(name);
    }

    private void definition(String name) {
        Diagram definition = definitions.getOrDefault(name, scope.diagram());
        int before = scope.problems().errors();
        Scope inner = scope.inner(definition, pointer(name));
        if (CallChecks.isOperation(name)) {
            scope.error(
                    Code.E108,
                    "definition '" + name + "': the name is an operation",
                    scope.key(pointer(name)),
                    "choose another name");
        }
        if (!definition.definitions().isEmpty()) {
            String help = "move them beside '" + name + "': definitions see each other";
            inner.error(
                    Code.E505,
                    "definition '" + name + "' brings definitions of its own",
                    inner.value("/definitions"),
                    help);
        }
        Checker.diagram(inner);
        interfaceOf(inner);
        if (scope.problems().errors() > before || inner.hasHoleIn("/")) {
            scope.verdicts().unsound().add(name);
        }
    }

    private void unfolded() {
        if (CallGraph.unfoldedBoxes(scope.diagram(), definitions) > CallGraph.MAX_BOXES) {
            String message = "the diagram unfolds into more than " + CallGraph.MAX_BOXES + " boxes";
            scope.error(
                    Code.E508,
                    message,
                    scope.value("/boxes"),
                    "definitions that call definitions several times multiply");
        }
    }

    /// The axes that calls name: known, distinct, of free size, each on an input; and no others on interface wires.
    private static void interfaceOf(Scope scope) {
        Diagram diagram = scope.diagram();
        List<String> over = diagram.over();
        Set<String> seen = new HashSet<>();
        boolean known = true;
        for (int i = 0; i < over.size(); i++) {
            String axis = over.get(i);
            Location where = scope.value("/over/" + i);
            if (scope.isUnknownAxis(axis)) {
                scope.error(
                        Code.E102,
                        "'over' names axis '" + NameChecks.shown(axis) + "', which does not exist",
                        where,
                        scope.help(axis, diagram.axes().keySet()));
                known = false;
            } else if (!seen.add(axis)) {
                scope.error(Code.E209, "'over' names axis '" + axis + "' twice", where);
            } else if (diagram.axes().containsKey(axis)
                    && !(diagram.axis(axis).extent() instanceof Axis.Free)) {
                String help = "its size comes from the call: write null";
                scope.error(
                        Code.E506,
                        "axis '" + axis + "' of 'over' has a size of its own",
                        scope.value("/axes" + Location.step(axis)),
                        help);
            }
        }
        boolean definition = !scope.pointer().isEmpty() || !over.isEmpty();
        if (definition && known && !scope.isHole("/over") && !scope.isHole("/wires")) {
            wires(scope);
            distinct(scope);
        }
    }

    private static void wires(Scope scope) {
        Diagram diagram = scope.diagram();
        Set<String> read = new HashSet<>();
        List<String> ends = new ArrayList<>(diagram.inputs());
        ends.addAll(diagram.outputs());
        for (int i = 0; i < ends.size(); i++) {
            List<String> axes = scope.wire(ends.get(i)).map(w -> w.axes()).orElse(List.of());
            read.addAll(i < diagram.inputs().size() ? axes : List.of());
            Set<String> others = new LinkedHashSet<>(axes);
            others.removeAll(diagram.over());
            for (String axis : others) {
                String message =
                        "wire '"
                                + ends.get(i)
                                + "' of the interface runs along axis '"
                                + axis
                                + "', which 'over' does not name";
                Location where = scope.token("/wires" + Location.step(ends.get(i)), axis);
                scope.error(
                        Code.E506,
                        message,
                        where,
                        "add '" + axis + "' to 'over'; axes of the caller are woven by themselves");
            }
        }
        for (int i = 0; i < diagram.over().size() && !scope.isHole("/inputs"); i++) {
            if (!read.contains(diagram.over().get(i))) {
                String message = "axis '" + diagram.over().get(i) + "' of 'over' is on no input";
                scope.error(Code.E506, message, scope.value("/over/" + i));
            }
        }
    }

    private static void distinct(Scope scope) {
        AxisClasses classes = AxisClasses.of(scope.diagram());
        List<String> over = List.copyOf(new LinkedHashSet<>(scope.diagram().over()));
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < over.size(); i++) {
            if (scope.diagram().axes().containsKey(over.get(i))
                    && !seen.add(classes.of(over.get(i)).getFirst())) {
                String message =
                        "ports make axis '" + over.get(i) + "' of 'over' equal to another one";
                scope.error(
                        Code.E506,
                        message,
                        scope.value("/over/" + i),
                        "name one axis, and rename it at the ports");
            }
        }
    }
}
