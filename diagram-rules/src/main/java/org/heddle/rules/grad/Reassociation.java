package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;

/// Sums may be exchanged; so a contraction of a contraction may have a known one inside it.
///
/// ```
///   d = Σ_x p·(Σ_e v·g)      with  o = Σ_x p·v      ⇒      d = Σ_e o·g
/// ```
///
/// Legal in a semiring: multiplication distributes over addition, which commutes. The known contraction sums over axes that occur in none of the other factors. It saves the sums that the known one has
/// already done.
final class Reassociation {
    private final Diagram diagram;
    private final Box known;

    private Reassociation(Diagram diagram, Box known) {
        this.diagram = diagram;
        this.known = known;
    }

    /// Writes contractions with a wire that is a contraction, wherever they contain it.
    ///
    /// @param anew boxes that may be written so; none of them is one that the wire depends on
    static Diagram with(Diagram diagram, String wire, Set<String> anew) {
        Optional<Box> known = diagram.producer(wire).filter(Reassociation::isContraction);
        Diagram current = diagram;
        for (String id : known.isEmpty() ? Set.<String>of() : anew) {
            Box box = current.box(id);
            Optional<Box> changed = new Reassociation(current, known.get()).rewritten(box);
            if (changed.isPresent()) {
                List<Box> boxes = new ArrayList<>(current.boxes());
                boxes.set(boxes.indexOf(box), changed.get());
                current = current.with(current.wires().values(), boxes);
            }
        }
        return current;
    }

    private static boolean isContraction(Box box) {
        return box.op() instanceof Op.Contract(Semiring semiring)
                && semiring == Semiring.SUM_PRODUCT
                && box.hasPlainPorts();
    }

    private Optional<Box> rewritten(Box box) {
        if (!isContraction(box)) {
            return Optional.empty();
        }
        for (Port port : box.inputs()) {
            Optional<Box> inner =
                    diagram.producer(port.wire()).filter(Reassociation::isContraction);
            if (inner.isPresent()) {
                Optional<Box> changed = rewritten(box, port, inner.get());
                if (changed.isPresent()) {
                    return changed;
                }
            }
        }
        return Optional.empty();
    }

    /// All factors of the box with those of one of its inputs in the place of it.
    private Optional<Box> rewritten(Box box, Port read, Box inner) {
        Map<String, String> renaming = new HashMap<>();
        for (int i = 0; i < read.axes().size(); i++) {
            renaming.put(inner.output().axes().get(i), read.axes().get(i));
        }
        Set<String> own = box.axes();
        for (String axis : inner.reducedAxes()) {
            if (own.contains(axis)) {
                return Optional.empty();
            }
            renaming.put(axis, axis);
        }
        List<Port> factors = new ArrayList<>(box.inputs());
        factors.remove(read);
        for (Port port : inner.inputs()) {
            factors.add(port.renameAxes(axis -> renaming.getOrDefault(axis, axis)));
        }
        return match(factors)
                .filter(rest -> !rest.equals(box.inputs()))
                .map(rest -> new Box(box.id(), box.op(), rest, box.outputs()))
                .filter(changed -> changed.axes().containsAll(box.outputAxes()))
                .filter(changed -> own.containsAll(box.outputAxes()) && sums(changed, box, inner));
    }

    /// The factors with the known wire in the place of those that it is made of.
    private Optional<List<Port>> match(List<Port> factors) {
        List<Port> rest = new ArrayList<>(factors);
        Map<String, String> axes = new HashMap<>();
        for (Port wanted : known.inputs()) {
            Optional<Port> found =
                    rest.stream().filter(port -> meets(wanted, port, axes)).findFirst();
            if (found.isEmpty()) {
                return Optional.empty();
            }
            for (int i = 0; i < wanted.axes().size(); i++) {
                axes.put(wanted.axes().get(i), found.get().axes().get(i));
            }
            rest.remove(found.get());
        }
        Set<String> elsewhere = new LinkedHashSet<>();
        rest.forEach(port -> elsewhere.addAll(port.axes()));
        for (String axis : known.reducedAxes()) {
            if (elsewhere.contains(axes.getOrDefault(axis, axis))) {
                return Optional.empty();
            }
        }
        rest.add(known.output().renameAxes(axis -> axes.getOrDefault(axis, axis)));
        return Optional.of(rest);
    }

    private static boolean meets(Port wanted, Port port, Map<String, String> axes) {
        if (!wanted.wire().equals(port.wire())) {
            return false;
        }
        for (int i = 0; i < wanted.axes().size(); i++) {
            String met = port.axes().get(i);
            if (!axes.getOrDefault(wanted.axes().get(i), met).equals(met)) {
                return false;
            }
        }
        return true;
    }

    /// Whether the new box sums over what the two sums ran over, but for what the known one has summed.
    private boolean sums(Box changed, Box box, Box inner) {
        Set<String> before = new LinkedHashSet<>(box.reducedAxes());
        before.addAll(inner.reducedAxes());
        Set<String> after = new LinkedHashSet<>(changed.reducedAxes());
        return before.size() == after.size() + known.reducedAxes().size()
                && before.containsAll(after);
    }
}
