package org.heddle.rules.codesign;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.pack.PatternRule;

/// Derives a diagram for all combinations of varied resources.
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
        return all.stream().map(values -> design(diagram, sizes, hardware, values, laws)).toList();
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
                .sorted(java.util.Comparator.comparingDouble(Design::seconds).reversed())
                .toList();
    }
}
