package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.Scope;
import org.heddle.rules.schedule.Schedule;
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
            Transfers transfers, Hardware hardware, ToLongFunction<String> sizes) {
        List<Fed> fed = new ArrayList<>();
        for (Hardware.Level level : hardware.levels()) {
            if (level.parent().isPresent() && level.scope().compareTo(Scope.GROUP) <= 0) {
                double rate = feeding(level, hardware);
                BestLabels.of(transfers, (double) level.capacityBytes(), sizes)
                        .ifPresent(
                                labels ->
                                        fed.add(
                                                new Fed(
                                                        level.name(),
                                                        level.capacityBytes(),
                                                        labels,
                                                        labels.bytes(),
                                                        labels.bytes() / rate)));
            }
        }
        return fed;
    }

    /// The rate at which a level is fed.
    public static double feeding(Hardware.Level level, Hardware hardware) {
        return level.parent()
                .flatMap(hardware::level)
                .map(Hardware.Level::bytesPerSecond)
                .orElse(Double.POSITIVE_INFINITY);
    }

    /// How long all operations of a kernel take at the rates of the pipes that it uses, both pipes at once.
    public static double computing(Schedule schedule) {
        Hardware hardware = schedule.hardware();
        DType widest = schedule.nest().widest();
        return Math.max(
                schedule.cost().flops() / hardware.rate("fma", widest),
                schedule.cost().specialOperations() / hardware.rate("special", widest));
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
