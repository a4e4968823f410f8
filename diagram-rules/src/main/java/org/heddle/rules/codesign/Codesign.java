package org.heddle.rules.codesign;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.pack.PatternRule;

/// Derives a diagram for all combinations of varied resources.
///
/// More of a resource is never predicted to take longer. A search takes the fewer bytes of times within 2%, and need not find the best; so a design may also have the kernels of a neighbour that has less of one
/// resource: as costed for its own machine, or for the neighbour's, where the rest is left unused.
public final class Codesign {
    /// So many machines are derived for at most.
    public static final int MOST_DESIGNS = 1024;

    private Codesign() {}

    /// How many combinations there are.
    public static long combinations(List<Variation> variations) {
        return variations.stream().mapToLong(v -> v.values().size()).reduce(1, Math::multiplyExact);
    }

    /// The designs, the last variation changing fastest.
    ///
    /// @throws IllegalArgumentException where there are more than {@value #MOST_DESIGNS}
    /// @throws ArithmeticException where a count exceeds a long
    public static List<Design> explore(
            Diagram diagram,
            Sizes sizes,
            Hardware hardware,
            List<Variation> variations,
            List<PatternRule> laws) {
        if (combinations(variations) > MOST_DESIGNS) {
            throw new IllegalArgumentException(
                    combinations(variations) + " designs, at most " + MOST_DESIGNS);
        }
        List<Map<Resource, Double>> all = List.of(Map.of());
        for (Variation variation : variations) {
            List<Map<Resource, Double>> more = new ArrayList<>();
            for (Map<Resource, Double> before : all) {
                for (double value : variation.values()) {
                    Map<Resource, Double> values = new EnumMap<>(Resource.class);
                    values.putAll(before);
                    values.put(variation.resource(), value);
                    more.add(values);
                }
            }
            all = more;
        }
        return improved(
                all.stream()
                        .map(values -> design(diagram, sizes, hardware, values, laws))
                        .toList());
    }

    /// The designs with the best kernels of their own and of those that have less.
    static List<Design> improved(List<Design> designs) {
        Map<Resource, NavigableSet<Double>> values = new EnumMap<>(Resource.class);
        for (Design design : designs) {
            design.values()
                    .forEach(
                            (resource, value) ->
                                    values.computeIfAbsent(resource, _ -> new TreeSet<>())
                                            .add(value));
        }
        Map<Map<Resource, Double>, Design> best = new HashMap<>();
        Comparator<Design> leastFirst =
                Comparator.comparingInt(
                        design ->
                                values.entrySet().stream()
                                        .mapToInt(each -> rank(each, design))
                                        .sum());
        for (Design design : designs.stream().sorted(leastFirst).toList()) {
            Design improved = design;
            for (Map.Entry<Resource, NavigableSet<Double>> each : values.entrySet()) {
                Double less = each.getValue().lower(value(each.getKey(), design));
                Map<Resource, Double> below = new EnumMap<>(design.values());
                below.put(each.getKey(), less == null ? Double.NaN : less);
                Design neighbour = best.get(below);
                improved = neighbour == null ? improved : improved.orFrom(neighbour);
            }
            best.put(design.values(), improved);
        }
        return designs.stream().map(design -> best.getOrDefault(design.values(), design)).toList();
    }

    private static double value(Resource resource, Design design) {
        return design.values().getOrDefault(resource, Double.NaN);
    }

    /// How many values are below that of a design.
    private static int rank(Map.Entry<Resource, NavigableSet<Double>> values, Design design) {
        return values.getValue().headSet(value(values.getKey(), design), false).size();
    }

    private static Design design(
            Diagram diagram,
            Sizes sizes,
            Hardware hardware,
            Map<Resource, Double> values,
            List<PatternRule> laws) {
        Hardware varied = hardware;
        for (Map.Entry<Resource, Double> each : values.entrySet()) {
            varied = each.getKey().with(varied, each.getValue());
        }
        try {
            return new Design(
                    values, varied, Optional.of(Deriver.derive(diagram, sizes, varied, laws)));
        } catch (Deriver.NoScheduleException _) {
            return new Design(values, varied, Optional.empty());
        }
    }

    /// The designs that no other dominates, fastest last.
    public static List<Design> front(List<Design> designs) {
        return designs.stream()
                .filter(d -> d.derivation().isPresent())
                .filter(d -> designs.stream().noneMatch(other -> other.dominates(d)))
                .sorted(Comparator.comparingDouble(Design::seconds).reversed())
                .toList();
    }
}
