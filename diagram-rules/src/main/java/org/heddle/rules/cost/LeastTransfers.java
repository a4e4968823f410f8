package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.heddle.model.size.Size;
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

    /// Numbers that differ by less are taken for equal.
    private static final double EQUAL = 1e-9;

    private final List<Option> ofGroup = new ArrayList<>();
    private final List<Option> ofCaches = new ArrayList<>();
    private final List<Option> ofOne = new ArrayList<>();

    private LeastTransfers(List<Nesting> nestings) {
        Unskipped.Known known = new Unskipped.Known();
        for (Nesting nesting : nestings) {
            if (nesting.isOfGroup()) {
                add(nesting, NestTransfers.of(nesting, known), ofGroup);
            }
            add(nesting, NestTransfers.loaded(nesting, known), ofCaches);
            add(nesting, inOrder(nesting, known), ofOne);
        }
    }

    private static void add(Nesting nesting, Collection<Transfers> each, List<Option> options) {
        each.forEach(transfers -> options.add(new Option(nesting, transfers)));
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

        /// What is left to choose where labels are at an end of their range.
        public Transfers free() {
            return transfers.fixed(labels.fixed());
        }
    }

    /// Those of which one moves the least; the first walks all axes that can be.
    public List<Nesting> ofGroup() {
        return ofGroup.stream().map(Option::nesting).distinct().toList();
    }

    /// What a nest moves, for all lengths of blocks.
    public List<Transfers> of(Nesting nesting) {
        return ofGroup.stream()
                .filter(option -> option.nesting().equals(nesting))
                .map(Option::transfers)
                .toList();
    }

    /// The transfers of the nest that walks all axes that can be, of the shortest blocks.
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

    /// Labels that nothing is left to choose of, those of axes as well that the nest does not walk, and what they are: the size of an axis that is not cut, or a length from which on, or up to which, longer blocks save less.
    public SequencedMap<String, Size> fixed(Found least) {
        SequencedMap<String, Size> fixed = new LinkedHashMap<>();
        cut().sizes()
                .forEach(
                        (label, size) -> {
                            if (!least.transfers().sizes().containsKey(label)) {
                                fixed.put(label, size);
                            } else if (least.labels().fixed().containsKey(label)) {
                                fixed.put(label, least.labels().fixed().get(label));
                            }
                        });
        return fixed;
    }

    /// With a cache that several groups share.
    ///
    /// @param isOne whether there is one of it
    /// @param below bytes of the memories of all groups that it feeds
    Optional<Found> ofCache(
            boolean isOne, double memory, double below, ToLongFunction<String> sizes) {
        return least(isOne ? ofOne : ofCaches, memory, below, sizes);
    }

    /// Of equals the first nest, and of its ranges the last, in which least is moved again.
    private static Optional<Found> least(
            List<Option> options, double memory, double below, ToLongFunction<String> sizes) {
        Optional<Found> best = Optional.empty();
        for (Option option : options) {
            boolean isOfBest =
                    !option.transfers().ranges().isEmpty()
                            && best.filter(found -> found.nesting().equals(option.nesting()))
                                    .isPresent();
            double most =
                    best.map(Found::bytes).orElse(Double.POSITIVE_INFINITY)
                            * (isOfBest ? 1 + EQUAL : 1 - EQUAL);
            if (option.transfers().compulsory(sizes) < most) {
                Optional<BestLabels> labels =
                        BestLabels.of(option.transfers(), memory, below, sizes);
                if (labels.isPresent() && labels.get().bytes() < most) {
                    best =
                            Optional.of(
                                    new Found(option.nesting(), option.transfers(), labels.get()));
                }
            }
        }
        return best;
    }

    /// With the axes of the grid in all orders; where these are too many, as if each array had an order of its own, which is a bound.
    private static Set<Transfers> inOrder(Nesting nesting, Unskipped.Known known) {
        List<String> cut =
                nesting.nest().grid().stream()
                        .filter(axis -> nesting.blocking().size(axis) > 1)
                        .toList();
        Set<Transfers> ordered = new LinkedHashSet<>();
        if (cut.size() > MOST_ORDERED) {
            ordered.addAll(
                    NestTransfers.loadedInOrder(nesting, count -> ownFirst(count, cut), known));
        } else {
            for (List<String> order : Permutations.of(cut)) {
                ordered.addAll(NestTransfers.loadedInOrder(nesting, _ -> order, known));
            }
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
