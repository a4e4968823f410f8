package org.heddle.rules.pack;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.rules.law.Edit;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.law.Rule;

/// A law that is data: two diagrams with one interface.
///
/// ```
/// left side, found as a part of a diagram   ⇒   right side, in its place
/// ```
///
/// Legal wherever it matches ({@link Matcher}), a law of numbers within functions as well ({@link ScalarLaw}), and every wire of the match holds floating numbers; a law about integers would have to be tried on integers.
///
/// @param condition side conditions in words; those above are always demanded
/// @param given what is demanded of the numbers of inputs
/// @param saves what it saves, in words
/// @param source where the law comes from
/// @param use when the engine uses it
/// @param scalar the law as one of numbers, which holds within functions, too; empty where it is none
public record PatternRule(
        String name,
        String law,
        String condition,
        Map<String, Demand> given,
        String saves,
        String source,
        Use use,
        Diagram left,
        Diagram right,
        Optional<ScalarLaw> scalar)
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

    /// The place at a box where the law can be used, if there is one: boxes that are the left side, else a part of the function of the box. The diagram after it is made when asked for.
    public Optional<Place> find(Diagram diagram, Box anchor) {
        return anchor.outputs().size() == 1
                ? inBoxes(diagram, anchor).or(() -> inFunction(diagram, anchor))
                : Optional.empty();
    }

    private Optional<Place> inBoxes(Diagram diagram, Box anchor) {
        return new Matcher(left, diagram)
                .at(anchor)
                .filter(match -> isFloating(match, diagram) && isGiven(match, diagram))
                .flatMap(
                        match ->
                                Replacement.of(right, diagram, match, anchor)
                                        .map(found -> place(match.boxes().values(), found)));
    }

    private Place place(Collection<Box> before, Replacement replacement) {
        return new Place(
                law,
                replacement.last(),
                before,
                replacement.boxes(),
                replacement::wire,
                replacement::done);
    }

    private Optional<Place> inFunction(Diagram diagram, Box anchor) {
        return scalar.flatMap(numbers -> FunctionPlaces.first(numbers, given, diagram, anchor))
                .map(
                        after ->
                                new Place(
                                        law,
                                        anchor,
                                        List.of(anchor),
                                        List.of(after),
                                        diagram::wire,
                                        () -> new Edit(diagram).replace(anchor, after).done()));
    }

    /// A place where the left side lies.
    ///
    /// @param before the boxes that it is, the last of them the anchor
    /// @param after those in their place
    /// @param wires of both, by name
    /// @param done makes the diagram after it
    public record Place(
            String law,
            Box anchor,
            Collection<Box> before,
            Collection<Box> after,
            Function<String, Wire> wires,
            Supplier<Diagram> done) {
        /// Whether less is to be done afterwards, for given sizes.
        public boolean savesWork(Sizes sizes) {
            return Work.of(after, wires, sizes).isLessThan(Work.of(before, wires, sizes));
        }

        public Rewrite rewrite() {
            List<String> where = new ArrayList<>(List.of(anchor.id()));
            before.stream()
                    .map(Box::id)
                    .filter(id -> !id.equals(anchor.id()))
                    .sorted()
                    .forEach(where::add);
            return new Rewrite(done.get(), where, law);
        }
    }

    /// Whether what is demanded of inputs follows from what computes them.
    private boolean isGiven(Match match, Diagram diagram) {
        return given.entrySet().stream()
                .allMatch(
                        each -> {
                            Port port = Objects.requireNonNull(match.inputs().get(each.getKey()));
                            return each.getValue()
                                    .follows(Expr.arg(port.wire()), diagram, wire -> wire);
                        });
    }

    private static boolean isFloating(Match match, Diagram diagram) {
        return match.inputs().values().stream()
                        .allMatch(port -> diagram.wire(port.wire()).dtype().isFloating())
                && match.boxes().values().stream()
                        .allMatch(box -> diagram.wire(box.output().wire()).dtype().isFloating());
    }
}
