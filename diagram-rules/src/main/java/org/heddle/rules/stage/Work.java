package org.heddle.rules.stage;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.heddle.model.diagram.DType;
import org.heddle.rules.cost.NestTransfers;
import org.heddle.rules.cost.Transfers;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Counts;
import org.heddle.rules.schedule.Schedule;

/// What a kernel computes, as sums of products over sizes and labels, each with the rate of the pipe that computes it.
public record Work(List<Part> parts, Map<String, Double> labels) {
    public Work {
        parts = List.copyOf(parts);
        labels = Map.copyOf(labels);
    }

    /// Operations of one pipe.
    ///
    /// @param perSecond operations per second, all units together
    public record Part(Pipe pipe, double perSecond, Transfers operations) {}

    /// That of a kernel. Products that the machine has matrix instructions for are computed by these.
    public static Work of(Schedule schedule) {
        Hardware hardware = schedule.hardware();
        Nest nest = schedule.nest();
        DType widest = nest.widest();
        Map<String, Product> products = Product.of(nest, hardware);
        List<Part> parts = new ArrayList<>();
        for (Nest.Placed placed : nest.placed()) {
            Counts counts = schedule.counts(placed);
            Optional<Product> product =
                    placed.node() instanceof Node.Fold fold
                            ? Optional.ofNullable(products.get(fold.tile().name()))
                            : Optional.empty();
            parts.add(
                    product.map(
                                    p ->
                                            part(
                                                    Pipe.MATRIX,
                                                    p.perSecond(hardware),
                                                    counts.flops(),
                                                    schedule))
                            .orElseGet(
                                    () ->
                                            part(
                                                    Pipe.FMA,
                                                    hardware.rate("fma", widest),
                                                    counts.flops(),
                                                    schedule)));
            parts.add(
                    part(
                            Pipe.SPECIAL,
                            hardware.rate("special", widest),
                            counts.special(),
                            schedule));
        }
        Map<String, Double> labels = new LinkedHashMap<>();
        schedule.blocking()
                .extents()
                .forEach(
                        (axis, extent) ->
                                labels.put(Count.label(nest.grid(), axis), (double) extent));
        return new Work(parts, labels);
    }

    private static Part part(Pipe pipe, double perSecond, List<Count> counts, Schedule schedule) {
        return new Part(pipe, perSecond, NestTransfers.amounts(counts, schedule));
    }

    /// Whether shorter blocks compute something more often.
    ///
    /// @param label of an axis
    public boolean repeats(String label) {
        return parts.stream()
                .flatMap(part -> part.operations().moved().stream())
                .anyMatch(amount -> amount.repeated().contains(label));
    }

    /// How long each pipe takes by itself, at the labels of the schedule.
    public Map<Pipe, Double> byPipe(ToLongFunction<String> sizes) {
        Map<Pipe, Double> seconds = new EnumMap<>(Pipe.class);
        for (Part part : parts) {
            double operations = part.operations().moved(labels, sizes);
            if (operations > 0) {
                seconds.merge(part.pipe(), operations / part.perSecond(), Double::sum);
            }
        }
        return seconds;
    }

    /// How long all of it takes, all pipes at once.
    public double seconds(ToLongFunction<String> sizes) {
        return byPipe(sizes).values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }
}
