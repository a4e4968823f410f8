package org.heddle.model.check;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Wire;
import org.heddle.model.library.Library;
import org.heddle.model.syntax.Draft;

/// The diagram under check, where it stands in the document, and which definitions it may call.
///
/// @param pointer of the diagram in the document; pointers given to the methods are relative to it
/// @param monoids of the file, by the pointer of the diagram that brings them
/// @param definitions those that the outermost diagram brings
/// @param verdicts what is known of them
record Scope(
        Diagram diagram,
        String pointer,
        NavigableSet<String> holes,
        Map<String, List<Monoid.User>> monoids,
        SourceMap map,
        Problems problems,
        Map<String, Diagram> definitions,
        Verdicts verdicts) {

    static Scope of(Draft draft, Problems problems) {
        Map<String, Diagram> definitions = draft.diagram().definitions();
        Verdicts verdicts = new Verdicts(definitions);
        return new Scope(
                draft.diagram(),
                "",
                new TreeSet<>(draft.holes()),
                draft.monoids(),
                draft.map(),
                problems,
                definitions,
                verdicts);
    }

    /// A diagram inside this one.
    Scope inner(Diagram inner, String relative) {
        return new Scope(
                inner, pointer + relative, holes, monoids, map, problems, definitions, verdicts);
    }

    Location value(String relative) {
        return map.value(pointer + relative);
    }

    Location key(String relative) {
        return map.key(pointer + relative);
    }

    Location part(String relative, String printed) {
        return map.part(pointer + relative, printed);
    }

    Location token(String relative, String token) {
        return map.token(pointer + relative, token);
    }

    /// Whether the value there was not understood.
    boolean isHole(String relative) {
        return holes.contains(pointer + relative);
    }

    /// A wire, unless there is none (or it was not understood).
    Optional<Wire> wire(String name) {
        return Optional.ofNullable(diagram.wires().get(name));
    }

    /// Whether something was not understood whose pointer begins so.
    boolean hasHoleIn(String relative) {
        String prefix = pointer + relative;
        return Optional.ofNullable(holes.ceiling(prefix))
                .filter(hole -> hole.startsWith(prefix))
                .isPresent();
    }

    /// Whether a monoid of this diagram or of one around it was not understood: in a text, a name may stand for it.
    boolean mayBeMonoid() {
        String around = pointer;
        while (!around.isEmpty() && !holes.contains(around + "/monoids")) {
            around = around.substring(0, around.lastIndexOf('/'));
        }
        return holes.contains(around + "/monoids");
    }

    /// Whether the name stands for no wire at all, as far as can be told.
    boolean isUnknownWire(String name) {
        return wire(name).isEmpty() && !isHole("/wires") && !isHole("/wires" + Location.step(name));
    }

    boolean isUnknownAxis(String name) {
        return !diagram.axes().containsKey(name) && !isHole("/axes");
    }

    /// Whether every port of the box meets a known wire at as many positions as it has axes, made of known axes; outputs
    /// by renaming only.
    boolean hasSoundPorts(Box box) {
        return box.inputs().stream().allMatch(this::isSound)
                && box.outputs().stream().allMatch(port -> port.isPlain() && isSound(port));
    }

    private boolean isSound(Port port) {
        boolean fits =
                wire(port.wire())
                        .filter(wire -> wire.axes().size() == port.subscripts().size())
                        .isPresent();
        return fits && port.subscripts().stream().allMatch(this::isSound);
    }

    private boolean isSound(Subscript subscript) {
        Set<String> axes = diagram.axes().keySet();
        boolean known =
                axes.containsAll(subscript.axes()) && axes.containsAll(subscript.extentAxes());
        return switch (subscript) {
            case Subscript.Affine _ -> known;
            case Subscript.Gather(Port index) -> known && isSound(index);
        };
    }

    /// The kind of what a port reads, its fill included. An unknown wire takes part as truth values, which fit
    /// everywhere, so that nothing follows from it.
    NumberKind kindOf(Port port) {
        NumberKind kept =
                wire(port.wire()).map(wire -> NumberKind.of(wire.dtype())).orElse(NumberKind.TRUTH);
        return port.fillExpr().map(NumberKind::ofLiteral).map(kept::or).orElse(kept);
    }

    /// The place of a port's text: its own, or that inside the object which also gives the fill.
    String textOf(Port port, String relative) {
        return port.fill().isPresent() ? relative + "/wire" : relative;
    }

    /// The monoids that this diagram brings, used or not.
    List<Monoid.User> ownMonoids() {
        return monoids.getOrDefault(pointer, List.of());
    }

    /// What a call means; empty where there is no such definition.
    Optional<Diagram> definition(String name) {
        return Library.standard().find(name, definitions);
    }

    void error(Code code, String message, Location where, String... notes) {
        problems.error(code, message, where, notes);
    }

    void warning(Code code, String message, Location where, String... notes) {
        problems.warning(code, message, where, notes);
    }

    /// Help on a misspelt name.
    String[] help(String name, Collection<String> known) {
        return problems.help(name, known);
    }

    static String list(Collection<String> names) {
        List<String> shown = names.stream().limit(8).map(name -> "'" + name + "'").toList();
        return String.join(", ", shown) + (names.size() > shown.size() ? ", …" : "");
    }
}
