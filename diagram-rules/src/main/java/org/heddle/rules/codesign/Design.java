package org.heddle.rules.codesign;

import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.hardware.Hardware;

/// A machine and what is derived for it.
///
/// @param values of what is varied
/// @param derivation empty where nothing fits
public record Design(
        Map<Resource, Double> values, Hardware hardware, Optional<Derivation> derivation) {
    public Design {
        values = Collections.unmodifiableMap(new EnumMap<>(values));
    }

    /// Predicted; infinite where nothing fits.
    public double seconds() {
        return derivation.map(Derivation::seconds).orElse(Double.POSITIVE_INFINITY);
    }

    /// What most of the time goes to: the bound of the kernel that takes longest.
    public String bound() {
        return derivation.stream()
                .flatMap(d -> d.kernels().stream())
                .max(java.util.Comparator.comparingDouble(k -> k.schedule().cost().seconds()))
                .map(k -> k.schedule().cost().bound())
                .orElse("local memory: nothing fits");
    }

    /// The labels of all kernels.
    public List<String> labels() {
        return derivation.stream()
                .flatMap(d -> d.kernels().stream())
                .map((Kernel kernel) -> kernel.schedule().labels())
                .toList();
    }

    /// The kernels of another design, where they are predicted to take less time: on this machine, or on that one.
    ///
    /// @param other with no more of any resource
    Design orFrom(Design other) {
        Design best = this;
        if (other.derivation().isPresent()) {
            Derivation theirs = other.derivation().get();
            for (Derivation each : List.of(theirs.on(hardware), theirs)) {
                best = each.seconds() < best.seconds() ? with(each) : best;
            }
        }
        return best;
    }

    private Design with(Derivation other) {
        return new Design(values, hardware, Optional.of(other));
    }

    /// Whether it is as good in everything, with no more of any resource, and better in something.
    public boolean dominates(Design other) {
        boolean noWorse = seconds() <= other.seconds();
        boolean better = seconds() < other.seconds();
        for (Map.Entry<Resource, Double> each : values.entrySet()) {
            double others = other.values.getOrDefault(each.getKey(), Double.POSITIVE_INFINITY);
            noWorse = noWorse && each.getValue() <= others;
            better = better || each.getValue() < others;
        }
        return noWorse && better;
    }
}
