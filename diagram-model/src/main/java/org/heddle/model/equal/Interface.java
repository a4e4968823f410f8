package org.heddle.model.equal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Symmetry;
import org.heddle.model.diagram.Wire;

/// What corresponds to what in the interfaces of two diagrams: wires by name where both have the same names, else by
/// position; their axes by position, whatever they are called.
record Interface(List<Match<Wire>> inputs, List<Match<Wire>> outputs, List<Match<String>> axes) {

    /// Of the left diagram, and of the right one.
    record Match<T>(T left, T right) {}

    /// The correspondence, or why there is none.
    sealed interface Result {}

    record Fits(Interface matched) implements Result {}

    record Differs(List<Diagnostic> problems) implements Result {}

    static Result of(Diagram left, Diagram right) {
        List<Diagnostic> problems = new ArrayList<>();
        List<Match<Wire>> inputs = wires(left, left.inputs(), right, right.inputs());
        List<Match<Wire>> outputs = wires(left, left.outputs(), right, right.outputs());
        count("input", left.inputs(), right.inputs()).ifPresent(problems::add);
        count("output", left.outputs(), right.outputs()).ifPresent(problems::add);
        List<Match<String>> axes = new ArrayList<>();
        inputs.forEach(match -> difference(match, "input").ifPresent(problems::add));
        outputs.forEach(match -> difference(match, "output").ifPresent(problems::add));
        for (List<Match<Wire>> side : List.of(inputs, outputs)) {
            for (Match<Wire> match : side) {
                List<String> own = match.left().axes();
                List<String> other = match.right().axes();
                for (int i = 0; i < Math.min(own.size(), other.size()); i++) {
                    axes.add(new Match<>(own.get(i), other.get(i)));
                }
            }
        }
        return problems.isEmpty()
                ? new Fits(new Interface(inputs, outputs, axes))
                : new Differs(problems);
    }

    private static List<Match<Wire>> wires(
            Diagram left, List<String> own, Diagram right, List<String> others) {
        boolean named = new HashSet<>(own).equals(new HashSet<>(others));
        List<Match<Wire>> matches = new ArrayList<>();
        for (int i = 0; i < Math.min(own.size(), others.size()); i++) {
            String other = named ? own.get(i) : others.get(i);
            matches.add(new Match<>(left.wire(own.get(i)), right.wire(other)));
        }
        return matches;
    }

    private static Optional<Diagnostic> count(String what, List<String> own, List<String> others) {
        return own.size() == others.size()
                ? Optional.empty()
                : Optional.of(
                        problem(
                                "the left diagram has the " + what + "s " + own,
                                "the right one has " + others));
    }

    private static Optional<Diagnostic> difference(Match<Wire> match, String what) {
        Wire left = match.left();
        Wire right = match.right();
        boolean fits =
                left.dtype() == right.dtype()
                        && left.axes().size() == right.axes().size()
                        && symmetries(left).equals(symmetries(right));
        return fits
                ? Optional.empty()
                : Optional.of(
                        problem(
                                "the left diagram has the " + what + " " + told(left),
                                "the right one has " + told(right)));
    }

    private static String told(Wire wire) {
        String promises = String.join("", wire.symmetries().stream().map(Interface::told).toList());
        return wire + promises;
    }

    private static String told(Symmetry symmetry) {
        return ", " + symmetry.kind().text() + " in " + String.join(", ", symmetry.axes());
    }

    /// Symmetries by position of the axes, after their kind.
    private static List<List<String>> symmetries(Wire wire) {
        List<List<String>> positions = new ArrayList<>();
        for (Symmetry symmetry : wire.symmetries()) {
            List<String> one = new ArrayList<>(List.of(symmetry.kind().text()));
            symmetry.axes().stream()
                    .map(wire.axes()::indexOf)
                    .sorted()
                    .map(String::valueOf)
                    .forEach(one::add);
            positions.add(one);
        }
        return positions;
    }

    private static Diagnostic problem(String left, String right) {
        return Diagnostic.error(Code.R714, left + ", " + right, Location.DOCUMENT);
    }
}
