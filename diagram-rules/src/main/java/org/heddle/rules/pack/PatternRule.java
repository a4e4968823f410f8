package org.heddle.rules.pack;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.algebra.Sign;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.law.Rule;
import org.heddle.rules.law.WireSign;

/// A law that is data: two diagrams with one interface.
///
/// ```
/// left side, found as a part of a diagram   ⇒   right side, in its place
/// ```
///
/// Legal wherever it matches ({@link Matcher}) and every wire of the match holds floating numbers; a law about integers would have to be tried on integers.
///
/// @param condition side conditions in words; those above are always demanded
/// @param given inputs whose numbers must be known to be 0 or more, or 0 or less
/// @param saves what it saves, in words
/// @param source where the law comes from
/// @param use when the engine uses it
public record PatternRule(
        String name,
        String law,
        String condition,
        Map<String, Sign> given,
        String saves,
        String source,
        Use use,
        Diagram left,
        Diagram right)
        implements Rule {

    public PatternRule {
        given = Collections.unmodifiableMap(new LinkedHashMap<>(given));
    }

    /// When a law is used.
    public enum Use {
        /// Where it lowers the cost: fewer operations, or as many and fewer bytes.
        COST,
        /// Wherever it matches: it brings diagrams to a form that other laws know.
        NORMALISE
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        return find(diagram, anchor).map(Place::rewrite);
    }

    /// The place at a box where the law can be used, if there is one; the diagram after it is made when asked for.
    public Optional<Place> find(Diagram diagram, Box anchor) {
        if (anchor.outputs().size() != 1) {
            return Optional.empty();
        }
        return new Matcher(left, diagram)
                .at(anchor)
                .filter(match -> isFloating(match, diagram) && isGiven(match, diagram))
                .flatMap(
                        match ->
                                Replacement.of(right, diagram, match, anchor)
                                        .map(replacement -> new Place(match, replacement)));
    }

    /// A place where the left side lies.
    public final class Place {
        private final Match match;
        private final Replacement replacement;

        private Place(Match match, Replacement replacement) {
            this.match = match;
            this.replacement = replacement;
        }

        /// Whether less is to be done afterwards, for given sizes.
        public boolean savesWork(Sizes sizes) {
            Work before = Work.of(match.boxes().values(), replacement::wire, sizes);
            Work after = Work.of(replacement.boxes(), replacement::wire, sizes);
            return after.isLessThan(before);
        }

        public Rewrite rewrite() {
            Box anchor = replacement.last();
            List<String> where = new ArrayList<>(List.of(anchor.id()));
            match.boxes().values().stream()
                    .map(Box::id)
                    .filter(id -> !id.equals(anchor.id()))
                    .sorted()
                    .forEach(where::add);
            return new Rewrite(replacement.done(), where, law);
        }
    }

    /// Whether what is demanded of inputs follows from what computes them.
    private boolean isGiven(Match match, Diagram diagram) {
        return given.entrySet().stream()
                .allMatch(
                        e ->
                                WireSign.of(
                                                diagram,
                                                Objects.requireNonNull(
                                                                match.inputs().get(e.getKey()))
                                                        .wire())
                                        == e.getValue());
    }

    private static boolean isFloating(Match match, Diagram diagram) {
        return match.inputs().values().stream()
                        .allMatch(port -> diagram.wire(port.wire()).dtype().isFloating())
                && match.boxes().values().stream()
                        .allMatch(box -> diagram.wire(box.output().wire()).dtype().isFloating());
    }
}
