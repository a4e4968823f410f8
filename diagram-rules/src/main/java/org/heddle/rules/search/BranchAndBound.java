package org.heddle.rules.search;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Predicate;

/// Searches the lengths of all axes jointly, by branch and bound.
///
/// ```
///  i=48 ─┬─ j=36 ─┬─ k=2        an axis after the other is given a length; how long the blocks along the others
///        │        └─ k=1        can be follows from the room that is left, and from that the least time and bytes
///        └─ j=24   ×            no better than found already: not looked into
/// ```
///
/// Axis by axis little is found where blocks compete for room: shorter ones along one axis gain nothing alone, and longer ones along another do not fit alone. The axis
/// on which most depends comes first, and of its lengths the one with the least bound, so that something good is found early. The search ends after a fixed number of
/// nodes; where it ends before, nothing that it did not look at is promising; else the bound of what it did not look at is what the best may be above.
///
/// @param <P> a point of the lattice
public final class BranchAndBound<P> {
    private final Lattice<P> lattice;
    private final Predicate<P> fits;
    private final BiFunction<P, P, Least> least;
    private final Comparator<Least> first;
    private final Predicate<Least> isPromising;
    private final Consumer<P> evaluate;
    private final List<Integer> order;
    private final int allowed;
    private int nodes;
    private Optional<Least> left = Optional.empty();

    /// @param fits whether a point may fit; where one does not, no larger one does
    /// @param least what every point between a smaller and a larger one costs at least
    /// @param first which of two bounds is looked into first
    /// @param isPromising whether what costs so much at least may be worth looking at, by what has been found so far
    /// @param evaluate takes in a point, which need not fit
    /// @param nodes how many are looked at
    public BranchAndBound(
            Lattice<P> lattice,
            Predicate<P> fits,
            BiFunction<P, P, Least> least,
            Comparator<Least> first,
            Predicate<Least> isPromising,
            Consumer<P> evaluate,
            int nodes) {
        this.lattice = lattice;
        this.fits = fits;
        this.least = least;
        this.first = first;
        this.isPromising = isPromising;
        this.evaluate = evaluate;
        this.allowed = nodes;
        this.nodes = nodes;
        this.order = order();
    }

    /// The search for the best and the second best.
    ///
    /// @param evaluate offers a point, where it fits, to the best
    public static <P> BranchAndBound<P> forTheBest(
            Lattice<P> lattice,
            Predicate<P> fits,
            BiFunction<P, P, Least> least,
            Foremost<?> best,
            Consumer<P> evaluate,
            int nodes) {
        return new BranchAndBound<>(
                lattice, fits, least, Foremost.CHEAPEST_FIRST, best::mayTake, evaluate, nodes);
    }

    /// Axes by how much is moved at least where their blocks are the smallest, most first.
    private List<Integer> order() {
        Map<Integer, Long> alone = new HashMap<>();
        List<Integer> axes = new ArrayList<>();
        P smallest = lattice.smallest();
        for (int axis = 0; axis < lattice.axes(); axis++) {
            P bound = lattice.with(lattice.largest(), axis, lattice.length(smallest, axis));
            alone.put(axis, least.apply(smallest, bound).bytes());
            axes.add(axis);
        }
        axes.sort(Comparator.comparing((Integer axis) -> alone.getOrDefault(axis, 0L)).reversed());
        return axes;
    }

    /// Searches, and says what everything costs at least that was not looked at for want of nodes; empty where all was, and where what was found since rules out the rest.
    public Optional<Least> run() {
        if (fits.test(lattice.smallest())) {
            Node<P> root = node(lattice.smallest(), lattice.largest(), 0);
            if (isPromising.test(root.least())) {
                search(root, 0);
            }
        }
        return left.filter(isPromising);
    }

    /// How many nodes were looked at.
    public int looked() {
        return allowed - nodes;
    }

    /// All points between two.
    ///
    /// @param depth how many axes, in their order, have their length
    private record Node<P>(P smallest, P largest, int depth, Least least) {}

    /// The same points but for those that do not fit.
    private Node<P> node(P smallest, P largest, int depth) {
        P most = largest;
        for (int axis : order.subList(depth, order.size())) {
            List<Long> choices = lattice.choices(axis);
            int place = Collections.binarySearch(choices, lattice.length(largest, axis));
            if (!fits.test(lattice.with(smallest, axis, choices.get(place)))) {
                most = lattice.with(most, axis, choices.get(longest(smallest, axis, place)));
            }
        }
        return new Node<>(smallest, most, depth, least.apply(smallest, most));
    }

    /// The place of the longest length along an axis that fits among those before one that does not; of none the first.
    private int longest(P smallest, int axis, int tooLong) {
        int fitting = 0;
        int not = tooLong;
        while (not - fitting > 1) {
            int middle = (fitting + not) >>> 1;
            if (fits.test(lattice.with(smallest, axis, lattice.choices(axis).get(middle)))) {
                fitting = middle;
            } else {
                not = middle;
            }
        }
        return fitting;
    }

    /// Looks into a node, and ends where no more nodes are left than a number: of those that there are, each child may use half, so that one with a small bound that is never reached does
    /// not keep the others from being looked into.
    private void search(Node<P> node, int kept) {
        if (node.depth() == order.size()) {
            evaluate.accept(node.smallest());
            return;
        }
        for (Node<P> child : children(node)) {
            if (isPromising.test(child.least())) {
                if (nodes <= kept) {
                    left = Least.ofBoth(left, Optional.of(child.least()));
                    return;
                }
                search(child, kept + (nodes - kept) / 2);
            }
        }
    }

    /// The next axis with each length that fits, the least bound first, of equal ones the smallest block.
    private List<Node<P>> children(Node<P> node) {
        int axis = order.get(node.depth());
        List<Node<P>> children = new ArrayList<>();
        for (long length : lattice.choices(axis)) {
            if (length <= lattice.length(node.largest(), axis)) {
                nodes--;
                P smallest = lattice.with(node.smallest(), axis, length);
                P largest = lattice.with(node.largest(), axis, length);
                children.add(node(smallest, largest, node.depth() + 1));
            }
        }
        children.removeIf(child -> !isPromising.test(child.least()));
        children.sort(Comparator.comparing(Node::least, first));
        return children;
    }
}
