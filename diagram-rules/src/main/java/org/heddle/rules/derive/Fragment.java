package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.library.Unfold;

/// Which diagrams the rules derive: after unfolding, contractions, maps, reindexings, constants and reductions by monoids of
/// one number, from any positions.
///
/// Everything else of the language is checked and evaluated, and named here box by box.
public final class Fragment {
    private Fragment() {}

    /// What lies outside, one diagnostic a box; none where the diagram can be derived.
    public static List<Diagnostic> outside(Diagram diagram) {
        List<Diagnostic> problems = new ArrayList<>();
        for (Box box : Unfold.all(diagram).boxes()) {
            reason(box).ifPresent(reason -> problems.add(problem(diagram, box, reason)));
        }
        return problems;
    }

    private static Diagnostic problem(Diagram diagram, Box box, String reason) {
        int position = diagram.boxes().indexOf(box);
        return Diagnostic.error(
                Code.R701,
                "box '" + box.id() + "' " + reason + ", which no rule derives yet",
                position < 0 ? Location.DOCUMENT : Location.at("/boxes/" + position),
                "'heddle eval' computes it");
    }

    private static Optional<String> reason(Box box) {
        return switch (box.op()) {
            case Op.Scan _ -> Optional.of("is a scan");
            case Op.Reduce(Monoid monoid, _) -> reason(monoid);
            case Op.Contract _, Op.Map _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                    Optional.empty();
        };
    }

    private static Optional<String> reason(Monoid monoid) {
        return switch (monoid) {
            case Monoid.Scalar _, Monoid.LogAddExp _ -> Optional.empty();
            case Monoid.Extremum _, Monoid.TopK _, Monoid.User _ ->
                    Optional.of("reduces by '" + monoid.text() + "'");
        };
    }
}
