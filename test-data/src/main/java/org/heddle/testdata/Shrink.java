package org.heddle.testdata;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;

/// Makes a diagram that shows a fault as small as it can be.
///
/// ```
///  drop an output      drop what is then idle      cut: a box's results become inputs
/// ```
public final class Shrink {
    private Shrink() {}

    /// A smaller diagram with the fault, of which no single step makes a smaller one with it.
    public static Diagram smallest(Diagram diagram, Predicate<Diagram> hasFault) {
        Diagram current = diagram;
        while (true) {
            Optional<Diagram> smaller = steps(current).filter(hasFault).findFirst();
            if (smaller.isEmpty()) {
                return current;
            }
            current = smaller.get();
        }
    }

    private static Stream<Diagram> steps(Diagram diagram) {
        List<Diagram> steps = new ArrayList<>();
        if (diagram.outputs().size() > 1) {
            for (String output : diagram.outputs()) {
                List<String> rest = new ArrayList<>(diagram.outputs());
                rest.remove(output);
                steps.add(live(diagram, diagram.inputs(), rest, diagram.boxes()));
            }
        }
        for (Box box : diagram.boxes()) {
            List<String> inputs = new ArrayList<>(diagram.inputs());
            box.outputs().stream().map(Port::wire).forEach(inputs::add);
            List<Box> rest = new ArrayList<>(diagram.boxes());
            rest.remove(box);
            steps.add(live(diagram, inputs, diagram.outputs(), rest));
        }
        return steps.stream().filter(step -> size(step) < size(diagram));
    }

    private static int size(Diagram diagram) {
        return 4 * diagram.boxes().size() + diagram.outputs().size();
    }

    /// Without boxes and wires that no output needs.
    private static Diagram live(
            Diagram diagram, List<String> inputs, List<String> outputs, List<Box> boxes) {
        Set<String> needed = new LinkedHashSet<>(outputs);
        List<Box> kept = new ArrayList<>();
        for (Box box : diagram.ordered().reversed()) {
            if (boxes.contains(box)
                    && box.outputs().stream().anyMatch(port -> needed.contains(port.wire()))) {
                kept.addFirst(box);
                needed.addAll(box.reads());
                box.outputs().forEach(port -> needed.add(port.wire()));
            }
        }
        List<Wire> wires =
                diagram.wires().values().stream().filter(w -> needed.contains(w.name())).toList();
        return new Diagram(
                diagram.name(),
                diagram.axes().values(),
                wires,
                inputs.stream().filter(needed::contains).toList(),
                outputs,
                diagram.over(),
                kept,
                diagram.definitions().values());
    }
}
