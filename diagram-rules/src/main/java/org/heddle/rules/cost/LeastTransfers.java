package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.search.Permutations;

/// What a kernel moves at least, whichever of its axes are walked block by block and however long the blocks are.
///
/// ```
///   a group's memory     holds all tiles
///   a cache              holds what is loaded: results stay below, in the memories of the groups of a block, and pass through when they are complete
///   the only one         takes in the blocks of the grid in an order: an array is not moved again while its block stays the same
/// ```
public final class LeastTransfers {
    /// Orders of so many axes are tried: 120.
    private static final int MOST_ORDERED = 5;

    private final List<Option> ofGroup = new ArrayList<>();
    private final List<Option> ofCaches = new ArrayList<>();
    private final List<Option> ofOne = new ArrayList<>();

    private LeastTransfers(List<Nesting> nestings) {
        for (Nesting nesting : nestings) {
            Transfers transfers = Transfers.of(nesting);
            Transfers loaded = Transfers.loaded(nesting);
            if (nesting.isOfGroup()) {
                ofGroup.add(new Option(nesting, transfers));
            }
            ofCaches.add(new Option(nesting, loaded));
            inOrder(nesting).forEach(each -> ofOne.add(new Option(nesting, each)));
        }
    }

    /// Those of the form of a kernel.
    public static LeastTransfers of(Schedule schedule) {
        return new LeastTransfers(Nesting.all(schedule));
    }

    private record Option(Nesting nesting, Transfers transfers) {}

    /// The least with so much memory.
    ///
    /// @param transfers of the nest that moves the least
    public record Found(Nesting nesting, Transfers transfers, BestLabels labels) {
        public double bytes() {
            return labels.bytes();
        }
    }

    /// Those of which one moves the least; the first walks all axes that can be.
    public List<Nesting> ofGroup() {
        return ofGroup.stream().map(Option::nesting).toList();
    }

    /// The transfers of the nest that walks all axes that can be.
    public Transfers cut() {
        return ofGroup.getFirst().transfers();
    }

    /// With the memory of a group; empty where blocks of one element do not fit.
    ///
    /// @param memory bytes of one
    /// @param sizes of the diagram's axes, by name
    public Optional<Found> ofGroup(double memory, ToLongFunction<String> sizes) {
        return least(ofGroup, memory, Double.POSITIVE_INFINITY, sizes);
    }

    /// Labels of the axes that are not cut, of those as well that the nest does not walk.
    public Set<String> whole(Found least) {
        Set<String> whole = new LinkedHashSet<>(cut().sizes().keySet());
        whole.removeIf(
                label ->
                        least.transfers().sizes().containsKey(label)
                                && !least.labels().whole().contains(label));
        return whole;
    }

    /// With a cache that several groups share.
    ///
    /// @param isOne whether there is one of it
    /// @param below bytes of the memories of all groups that it feeds
    Optional<Found> ofCache(
            boolean isOne, double memory, double below, ToLongFunction<String> sizes) {
        return least(isOne ? ofOne : ofCaches, memory, below, sizes);
    }

    private static Optional<Found> least(
            List<Option> options, double memory, double below, ToLongFunction<String> sizes) {
        Optional<Found> best = Optional.empty();
        for (Option option : options) {
            double most = best.map(Found::bytes).orElse(Double.POSITIVE_INFINITY);
            if (option.transfers().compulsory(sizes) < (1 - 1e-9) * most) {
                Optional<BestLabels> labels =
                        BestLabels.of(option.transfers(), memory, below, sizes);
                if (labels.isPresent() && labels.get().bytes() < (1 - 1e-9) * most) {
                    best =
                            Optional.of(
                                    new Found(option.nesting(), option.transfers(), labels.get()));
                }
            }
        }
        return best;
    }

    /// With the axes of the grid in all orders; where these are too many, as if each array had an order of its own, which is a bound.
    private static Set<Transfers> inOrder(Nesting nesting) {
        List<String> cut =
                nesting.nest().grid().stream()
                        .filter(axis -> nesting.blocking().size(axis) > 1)
                        .toList();
        if (cut.size() > MOST_ORDERED) {
            return Set.of(Transfers.loadedInOrder(nesting, count -> ownFirst(count, cut)));
        }
        Set<Transfers> ordered = new LinkedHashSet<>();
        for (List<String> order : Permutations.of(cut)) {
            ordered.add(Transfers.loadedInOrder(nesting, _ -> order));
        }
        return ordered;
    }

    /// The order in which all that an array lacks goes by while its block stays the same.
    private static List<String> ownFirst(Count count, List<String> axes) {
        List<String> order = new ArrayList<>(axes);
        order.sort(Comparator.comparing(axis -> !count.whole().contains(axis)));
        return order;
    }
}
