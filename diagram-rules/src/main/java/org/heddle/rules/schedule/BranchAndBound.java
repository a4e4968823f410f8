package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Predicate;

/// Searches the extents of all axes jointly for a better blocking, by branch and bound.
///
/// ```
///  i=48 ─┬─ j=36 ─┬─ k=2        an axis after the other is given an extent; how long the blocks along the others
///        │        └─ k=1        can be follows from the room that is left, and from that the least time and bytes
///        └─ j=24   ×            no better than found already: not looked into
/// ```
///
/// Axis by axis little is found where blocks compete for room: shorter ones along one axis gain nothing alone, and longer ones along another do not fit alone. The axis
/// on which most depends comes first, and of its extents the one with the least bound, so that something good is found early. The search ends after a fixed number of
/// nodes; where it ends before, there is nothing better by more than the least that is searched for.
final class BranchAndBound {
    /// Smaller savings are not searched for.
    private static final double WORTH = 0.995;

    private static final Comparator<Least> BEST_FIRST =
            Comparator.comparingLong((Least least) -> Scheduler.pace(least.seconds()))
                    .thenComparingLong(Least::bytes);

    private final Space space;
    private final Predicate<Blocking> fits;
    private final BiFunction<Blocking, Blocking, Least> least;
    private final Function<Blocking, Optional<Cost>> evaluate;
    private final List<String> order;
    private Cost best;
    private int nodes;
    private boolean isComplete = true;

    /// @param fits whether a blocking may fit; where one does not, no larger one does
    /// @param least what every blocking between a smaller and a larger one costs at least
    /// @param evaluate the cost of a blocking; empty where it does not fit
    /// @param best what to improve on
    /// @param nodes how many are looked at
    BranchAndBound(
            Space space,
            Predicate<Blocking> fits,
            BiFunction<Blocking, Blocking, Least> least,
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

    /// Axes by how much is moved at least where their blocks are the smallest, most first.
    private List<String> order() {
        Blocking smallest = space.smallest();
        Blocking largest = space.largest();
        Map<String, Long> alone = new HashMap<>();
        for (String axis : space.choices().sequencedKeySet()) {
            Blocking bound = largest.with(axis, smallest.extent(axis));
            alone.put(axis, least.apply(smallest, bound).bytes());
        }
        List<String> axes = new ArrayList<>(space.choices().sequencedKeySet());
        axes.sort(Comparator.comparing((String axis) -> alone.getOrDefault(axis, 0L)).reversed());
        return axes;
    }

    /// Whether the search came to its end: then nothing is better by more than the least that is searched for.
    boolean run() {
        if (fits.test(space.smallest())) {
            Node root = node(space.smallest(), space.largest(), 0);
            if (isPromising(root)) {
                search(root, 0);
            }
        }
        return isComplete;
    }

    /// All blockings between two.
    ///
    /// @param depth how many axes, in their order, have their extent
    private record Node(Blocking smallest, Blocking largest, int depth, Least least) {}

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
        return new Node(smallest, most, depth, least.apply(smallest, most));
    }

    /// Looks into a node, and ends where no more nodes are left than a number: of those that there are, each child may use half, so that one with a small bound that is never reached does
    /// not keep the others from being looked into.
    private void search(Node node, int kept) {
        if (node.depth() == order.size()) {
            evaluate.apply(node.smallest())
                    .filter(cost -> Scheduler.BETTER.compare(cost, best) < 0)
                    .ifPresent(cost -> best = cost);
            return;
        }
        for (Node child : children(node)) {
            if (isPromising(child)) {
                if (nodes <= kept) {
                    isComplete = false;
                    return;
                }
                search(child, kept + (nodes - kept) / 2);
            }
        }
    }

    /// The next axis with each extent that fits, the least bound first, of equal ones the smallest block.
    private List<Node> children(Node node) {
        String axis = order.get(node.depth());
        List<Node> children = new ArrayList<>();
        for (long extent : choices(axis)) {
            if (extent <= node.largest().extent(axis)) {
                nodes--;
                Blocking smallest = node.smallest().with(axis, extent);
                Blocking largest = node.largest().with(axis, extent);
                children.add(node(smallest, largest, node.depth() + 1));
            }
        }
        children.removeIf(child -> !isPromising(child));
        children.sort(Comparator.comparing(Node::least, BEST_FIRST));
        return children;
    }

    /// Whether something may be there that is as fast and moves less, or is faster than what counts as equally fast.
    private boolean isPromising(Node node) {
        long slower =
                Long.compare(
                        Scheduler.pace(node.least().seconds()), Scheduler.pace(best.seconds()));
        return slower < 0 || (slower == 0 && node.least().bytes() < WORTH * best.globalBytes());
    }

    private List<Long> choices(String axis) {
        return space.choices().getOrDefault(axis, List.of());
    }
}
