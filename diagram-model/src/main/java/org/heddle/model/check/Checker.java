package org.heddle.model.check;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.syntax.Draft;

/// Decides whether a diagram is well typed. These are the rules.
///
/// **Names.** Axes, wires and parameters are identifiers (letters, digits, `_`) and no words of the expression
/// language.
///
/// **Wiring.** Every wire has one producer, a box or the interface; boxes form no cycle; a wire that nobody reads is
/// suspicious (warning).
///
/// **Axes.** A port gives one position per axis of its wire; an output port renames axes and names each once. Every
/// output axis of a box but a `constant` occurs at some input (that of a `topk` at none); every input axis of a `map`,
/// `scan` or `reindex` at its outputs. `#x` is an axis along which the box runs; `|x|` is any axis of the diagram.
///
/// **Positions.** What is gathered through holds integers. An affine position lies inside the wire for every index, or
/// the port has a fill: an error now where it never does, else when sizes are bound ({@link SizeBinder}). Gathered
/// positions are data and judged when they are read. Computed positions make no sizes equal.
///
/// **Monoids of the file.** A function gives one result, and a box writes one wire, per component; units are numbers,
/// merges read both states; the laws are tried on states that the box makes ({@link MonoidLaws}).
///
/// **Number kinds.** truth < integer < floating. An expression has the kind of its operands' maximum, but: comparisons
/// and logic give truth; `/`, roots, exponentials and the like give floating; `floor` and `round` give integer, and are
/// so the cast; arithmetic on truth gives integer; `#x`, `|x|` and whole literals are integer, `inf` is floating. A box
/// may write its kind or a lower one into a wire, never a higher: what would be cut is an error. Among floating formats
/// any may be written into any: that is permission to round.
///
/// **Sizes.** Axes that a port renames into each other, and those in which a wire is symmetric, have one size; two different numbers there are an error now
/// where the file fixes both, else when sizes are bound ({@link SizeBinder}).
///
/// **Definitions.** Their interface wires run along the axes in `over` only, whose sizes are free; a call names actual
/// axes for them, several where the definition has one axis and neither it nor what it calls takes its index.
public final class Checker {
    private Checker() {}

    /// All problems of a diagram that was built.
    public static List<Diagnostic> check(Diagram diagram) {
        return check(diagram, SourceMap.none());
    }

    /// All problems of a diagram, with their places in the text from which it was read.
    public static List<Diagnostic> check(Diagram diagram, SourceMap map) {
        Problems problems = new Problems();
        check(new Draft(diagram, Set.of(), Map.of(), map), problems);
        return problems.list();
    }

    /// Checks a diagram that may have holes: nothing is concluded from what stands there.
    public static void check(Draft draft, Problems problems) {
        Scope scope = Scope.of(draft, problems);
        new DefinitionChecks(scope).run();
        diagram(scope);
    }

    /// Everything but the definitions that come with the diagram.
    static void diagram(Scope scope) {
        new NameChecks(scope).run();
        new WireChecks(scope).run();
        new SizeChecks(scope).run();
        new PortChecks(scope).run();
        new WiringChecks(scope).run();
        new BoxChecks(scope).run();
        new MonoidChecks(scope).run();
        RangeChecks.symbolic(scope);
    }
}
