package org.heddle.rules.derive;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;

/// Looks for cuts into kernels that no sequence of unions leads to, where fewer bytes are moved: few boxes in all ways ({@link BestCut}), more of them in each neighbourhood of few.
///
/// ```
///   {a} {b c d}   ⇒   {a b} {c d}        a box moves to the neighbour
///   {a} {b} {c}   ⇒   {a b c}            three become one where two alone gain nothing
/// ```
final class Recutting {
    /// A cut has to move less than this part of the bytes: it is not searched for less.
    private static final double WORTH = 0.98;

    private final Diagram diagram;
    private final Sizes sizes;
    private final List<Set<String>> units;
    private final Function<Set<String>, Optional<Total>> predict;

    /// @param units boxes that stay together, in order
    /// @param predict what a kernel of some boxes costs; empty where there is none, or where enough have been predicted
    Recutting(
            Diagram diagram,
            Sizes sizes,
            List<Set<String>> units,
            Function<Set<String>, Optional<Total>> predict) {
        this.diagram = diagram;
        this.sizes = sizes;
        this.units = List.copyOf(units);
        this.predict = predict;
    }

    /// Cuts blocks in other ways as long as that saves bytes.
    void improve(Blocks blocks) {
        Set<Set<Set<String>>> seen = new HashSet<>();
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Set<String> boxes : neighbourhoods(blocks)) {
                List<Set<String>> parts = blocks.parts(boxes);
                Optional<List<Set<String>>> better =
                        seen.add(Set.copyOf(parts)) ? better(boxes, parts) : Optional.empty();
                if (better.isPresent()) {
                    blocks.cut(better.get());
                    changed = true;
                    break;
                }
            }
        }
    }

    private List<Set<String>> neighbourhoods(Blocks blocks) {
        Set<String> all = new HashSet<>();
        units.forEach(all::addAll);
        return units.size() <= BestCut.MOST_UNITS ? List.of(all) : blocks.neighbourhoods();
    }

    private Optional<List<Set<String>>> better(Set<String> boxes, List<Set<String>> parts) {
        List<Set<String>> inside = units.stream().filter(boxes::containsAll).toList();
        if (inside.size() < 2 || inside.size() > BestCut.MOST_UNITS) {
            return Optional.empty();
        }
        Optional<Total> now = Total.of(parts, predict);
        Total limit =
                now.map(t -> new Total((long) (WORTH * t.bytes()), t.seconds()))
                        .orElse(Total.ANYTHING);
        return new BestCut(diagram, inside, sizes, predict, limit).find();
    }
}
