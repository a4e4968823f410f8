package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongBiFunction;

/// Searches the extents of all axes jointly for a blocking that moves fewer bytes, by branch and bound.
///
/// ```
///  i=48 ─┬─ j=36 ─┬─ k=2        an axis after the other is given an extent; how long the blocks along the others
///        │        └─ k=1        can be follows from the room that is left, and from that what is moved at least
///        └─ j=24   ×            no fewer bytes than found already: not looked into
/// ```
///
/// Axis by axis little is found where transfers take the time: shorter blocks along one axis gain nothing alone, and longer ones along another do not fit alone. The axis
/// on which most depends comes first, and of its extents the one with the least bound, so that something good is found early. The search ends after a fixed number of
/// nodes.
final class BranchAndBound {
    /// Smaller savings are not searched for.
    private static final double WORTH = 0.995;

    private final Space space;
    private final Predicate<Blocking> fits;
    private final ToLongBiFunction<Blocking, Blocking> least;
    private final Function<Blocking, Optional<Cost>> evaluate;
    private final List<String> order;
    private Cost best;
    private int nodes;

    /// @param fits whether a blocking may fit; where one does not, no larger one does
    /// @param least bytes that every blocking between a smaller and a larger one moves at least
    /// @param evaluate the cost of a blocking; empty where it does not fit
    /// @param best what to improve on
    /// @param nodes how many are looked at
    BranchAndBound(
            Space space,
            Predicate<Blocking> fits,
            ToLongBiFunction<Blocking, Blocking> least,
            Function<Blocking, Optional<Cost>> evaluate,
            Cost best,
            int nodes) {
        this.space = space;
        this.fits = fits;
        this.least = least;
        this.evaluate = evaluate;
        this.best = best;
        this.nodes = nodes;
        this.order = order();
    }

    /// Axes by how many bytes are moved at least where their blocks are the smallest, most first.
    private List<String> order() {
        Blocking smallest = space.smallest();
        Blocking largest = space.largest();
        SequencedMap<String, Long> alone = new LinkedHashMap<>();
        for (String axis : space.choices().sequencedKeySet()) {
            Blocking bound = largest.with(axis, smallest.extent(axis));
            alone.put(axis, least.applyAsLong(smallest, bound));
        }
        List<String> axes = new ArrayList<>(alone.sequencedKeySet());
        axes.sort(Comparator.comparing((String axis) -> alone.getOrDefault(axis, 0L)).reversed());
        return axes;
    }

    void run() {
        if (fits.test(space.smallest())) {
            Node root = node(space.smallest(), space.largest(), 0);
            if (isPromising(root)) {
                search(root);
            }
        }
    }

    /// All blockings between two.
    ///
    /// @param depth how many axes, in their order, have their extent
    /// @param bytes moved at least
    private record Node(Blocking smallest, Blocking largest, int depth, long bytes) {}

    /// The same blockings but for those that do not fit.
    private Node node(Blocking smallest, Blocking largest, int depth) {
        Blocking most = largest;
        for (String axis : order.subList(depth, order.size())) {
            List<Long> choices = choices(axis);
            int place = choices.indexOf(largest.extent(axis));
            while (place > 0 && !fits.test(smallest.with(axis, choices.get(place)))) {
                place--;
            }
            most = most.with(axis, choices.get(place));
        }
        return new Node(smallest, most, depth, least.applyAsLong(smallest, most));
    }

    private void search(Node node) {
        if (node.depth() == order.size()) {
            evaluate.apply(node.smallest())
                    .filter(cost -> Scheduler.BETTER.compare(cost, best) < 0)
                    .ifPresent(cost -> best = cost);
            return;
        }
        for (Node child : children(node)) {
            if (nodes > 0 && isPromising(child)) {
                search(child);
            }
        }
    }

    /// The next axis with each extent that fits, fewest bytes first, of equal ones the smallest block.
    private List<Node> children(Node node) {
        String axis = order.get(node.depth());
        List<Node> children = new ArrayList<>();
        for (long extent : choices(axis)) {
            if (extent <= node.largest().extent(axis) && nodes-- > 0) {
                Blocking smallest = node.smallest().with(axis, extent);
                Blocking largest = node.largest().with(axis, extent);
                children.add(node(smallest, largest, node.depth() + 1));
            }
        }
        children.removeIf(child -> !isPromising(child));
        children.sort(Comparator.comparingLong(Node::bytes));
        return children;
    }

    private boolean isPromising(Node node) {
        return node.bytes() < WORTH * best.globalBytes();
    }

    private List<Long> choices(String axis) {
        return space.choices().getOrDefault(axis, List.of());
    }
}
