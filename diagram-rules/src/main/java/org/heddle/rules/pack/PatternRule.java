package org.heddle.rules.pack;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.law.Rule;

/// A law that is data: two diagrams with one interface.
///
/// ```
/// left side, found as a part of a diagram   ⇒   right side, in its place
/// ```
///
/// Legal wherever it matches ({@link Matcher}) and every wire of the match holds floating numbers; a law about integers would have to be tried on integers.
///
/// @param condition side conditions in words; those above are always demanded
/// @param saves what it saves, in words
/// @param source where the law comes from
/// @param use when the engine uses it
public record PatternRule(
        String name,
        String law,
        String condition,
        String saves,
        String source,
        Use use,
        Diagram left,
        Diagram right)
        implements Rule {

    /// When a law is used.
    public enum Use {
        /// Where it lowers the cost: fewer operations, or as many and fewer bytes.
        COST,
        /// Wherever it matches: it brings diagrams to a form that other laws know.
        NORMALISE
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (anchor.outputs().size() != 1) {
            return Optional.empty();
        }
        return new Matcher(left, diagram)
                .at(anchor)
                .filter(match -> isFloating(match, diagram))
                .flatMap(
                        match ->
                                new Replacement(right, diagram, match, anchor)
                                        .done()
                                        .map(after -> rewrite(after, match, anchor)));
    }

    private static boolean isFloating(Match match, Diagram diagram) {
        return match.inputs().values().stream()
                        .allMatch(port -> diagram.wire(port.wire()).dtype().isFloating())
                && match.boxes().values().stream()
                        .allMatch(box -> diagram.wire(box.output().wire()).dtype().isFloating());
    }

    private Rewrite rewrite(Diagram after, Match match, Box anchor) {
        List<String> others =
                match.boxes().values().stream()
                        .map(Box::id)
                        .filter(id -> !id.equals(anchor.id()))
                        .sorted()
                        .toList();
        List<String> where = new java.util.ArrayList<>(List.of(anchor.id()));
        where.addAll(others);
        return new Rewrite(after, where, law);
    }
}
