package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.Scope;
import org.hipparchus.fraction.Fraction;

/// What the levels of a machine cost, each with the labels that are best for its memory: `Σ over levels of H*(M) / bandwidth` (arXiv 2412.03317, Eq 2).
public final class Memories {
    private Memories() {}

    /// A memory that is fed from the one above it.
    ///
    /// @param memory bytes of one
    /// @param bytes the least that is moved into and out of all of it
    /// @param seconds at the rate at which it is fed
    public record Fed(
            String level, double memory, BestLabels labels, double bytes, double seconds) {}

    /// The levels below the first that a group or several share and that hold blocks of one element at least; those of warps and threads hold other blocks.
    public static List<Fed> of(
            LeastTransfers transfers, Hardware hardware, ToLongFunction<String> sizes) {
        List<Fed> fed = new ArrayList<>();
        for (Hardware.Level level : hardware.levels()) {
            if (level.parent().isPresent() && level.scope().compareTo(Scope.GROUP) <= 0) {
                double memory = (double) level.capacityBytes();
                (level.scope() == Scope.GROUP
                                ? transfers.ofGroup(memory, sizes)
                                : transfers.ofCache(
                                        level.count() == 1, memory, below(level, hardware), sizes))
                        .map(least -> fed(least, level, memory, hardware))
                        .ifPresent(fed::add);
            }
        }
        return fed;
    }

    /// Bytes of the memories of all groups that one memory of a level feeds.
    private static double below(Hardware.Level level, Hardware hardware) {
        Hardware.Level local = hardware.local();
        return (double) local.capacityBytes() * local.count() / level.count();
    }

    /// The rate at which a level is fed.
    public static double feeding(Hardware.Level level, Hardware hardware) {
        return level.parent()
                .flatMap(hardware::level)
                .map(Hardware.Level::bytesPerSecond)
                .orElse(Double.POSITIVE_INFINITY);
    }

    /// What an intermediate memory takes in where it only passes on what its children ask for, each datum once for all of them that work side by side on neighbouring blocks: their
    /// memories together are its own (arXiv 2412.03317, Theorem 2).
    ///
    /// ```
    ///   H*(N · M of a child)        what is held stays below, where it is used
    /// ```
    ///
    /// A lower bound of this level. It is attained where children may divide the large block among them and keep the blocks that are best for themselves: along one axis for any N, along two
    /// only where N is a product of factors in the ratio of the sides.
    ///
    /// @param below the level that holds
    /// @param children of one memory
    public record Passed(String level, String below, int children, Fed fed) {}

    /// The levels that others feed that a group or several share.
    public static List<Passed> passing(
            LeastTransfers transfers, Hardware hardware, ToLongFunction<String> sizes) {
        List<Passed> passed = new ArrayList<>();
        for (Hardware.Level child : hardware.levels()) {
            Optional<Hardware.Level> level =
                    child.parent()
                            .flatMap(hardware::level)
                            .filter(l -> l.parent().isPresent() && l.count() < child.count());
            if (level.isPresent() && child.scope().compareTo(Scope.GROUP) <= 0) {
                int children = child.count() / level.get().count();
                double memory = (double) children * child.capacityBytes();
                transfers
                        .ofGroup(memory, sizes)
                        .map(least -> fed(least, level.get(), memory, hardware))
                        .ifPresent(
                                fed ->
                                        passed.add(
                                                new Passed(
                                                        level.get().name(),
                                                        child.name(),
                                                        children,
                                                        fed)));
            }
        }
        return passed;
    }

    private static Fed fed(
            LeastTransfers.Found least, Hardware.Level level, double memory, Hardware hardware) {
        return new Fed(
                level.name(),
                memory,
                least.labels(),
                least.bytes(),
                least.bytes() / feeding(level, hardware));
    }

    /// The part of what depends on memory that is saved where so many neighbours exchange what one of them has loaded:
    ///
    /// ```
    ///   Δ = (1/B - 1/X) · Σ α M^(-β) (1 - N^(-β))      over  1/B · Σ α M^(-β),  β > 0      (arXiv 2412.03317, Theorem 3)
    /// ```
    ///
    /// @param memory bytes of one
    /// @param neighbours `N`
    /// @param fed `B`, bytes per second from the level above
    /// @param exchange `X`, bytes per second between neighbours
    public static double saved(
            ClosedForm form,
            double memory,
            int neighbours,
            double fed,
            double exchange,
            ToLongFunction<String> sizes) {
        double all = 0;
        double shared = 0;
        double left = memory - form.held().at(sizes);
        for (ClosedForm.Term term : form.terms()) {
            if (!term.beta().equals(Fraction.ZERO)) {
                double bytes = term.at(left, sizes);
                all += bytes;
                shared += bytes * (1 - Math.pow(neighbours, -term.beta().doubleValue()));
            }
        }
        return all == 0 ? 0 : (1 - fed / exchange) * shared / all;
    }
}
