package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;

/// Two boxes that compute the same from the same wires are one box, copied.
///
/// ```
///     ┌──[f]── a             ┌── a
///  ───●             ⇒  ──[f]─●
///     └──[f]── b             └── b
/// ```
///
/// Legal where both results have the same axes and element type, and the later one, which goes, is no output of the diagram: an output keeps its name. Of
/// two outputs that are equal, both are therefore computed. Saves one evaluation and one write.
public final class ShareEqualBoxes implements Rule {
    @Override
    public String name() {
        return "share-equal-boxes";
    }

    @Override
    public String law() {
        return "copy ; (f ⊗ f) = f ; copy";
    }

    @Override
    public String condition() {
        return "both results have the same axes and format, and the later one is no output";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (anchor.outputs().size() != 1 || diagram.outputs().contains(anchor.output().wire())) {
            return Optional.empty();
        }
        for (Box other : candidates(diagram, anchor)) {
            if (other.id().equals(anchor.id())) {
                return Optional.empty();
            }
            if (SameFunction.same(other.op(), anchor.op())
                    && other.inputs().equals(anchor.inputs())
                    && other.outputs().size() == 1
                    && sameType(diagram, other.output(), anchor.output())) {
                return Optional.of(
                        new Rewrite(
                                redirect(diagram, anchor, other.output().wire()),
                                List.of(anchor.id(), other.id()),
                                anchor.output().wire() + " equals " + other.output().wire()));
            }
        }
        return Optional.empty();
    }

    /// Equal boxes read the same wires: all that read one of them, in their order, the anchor included.
    private static List<Box> candidates(Diagram diagram, Box anchor) {
        return anchor.inputs().isEmpty()
                ? diagram.boxes()
                : diagram.readers(anchor.inputs().getFirst().wire());
    }

    private static boolean sameType(Diagram diagram, Port a, Port b) {
        Wire first = diagram.wire(a.wire());
        Wire second = diagram.wire(b.wire());
        return a.axes().equals(b.axes()) && first.dtype() == second.dtype();
    }

    private static Diagram redirect(Diagram diagram, Box removed, String to) {
        String from = removed.output().wire();
        Edit edit = new Edit(diagram).remove(removed);
        for (Box reader : diagram.readers(from)) {
            List<Port> inputs = new ArrayList<>();
            reader.inputs().forEach(port -> inputs.add(port.replaceWire(from, to)));
            edit.replace(reader, new Box(reader.id(), reader.op(), inputs, reader.outputs()));
        }
        return edit.done();
    }
}
