package org.heddle.rules.hypothesis;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import org.heddle.rules.codesign.Resource;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.stage.Configurations;
import org.heddle.rules.stage.Overlap;
import org.heddle.rules.stage.Premises;

/// Assumptions, and what follows from them for the kernels of a derivation.
///
/// @param plain the machine as it is described, and the scheduler's overlap
/// @param assumed with all assumptions; of a range the first value
/// @param curve by value of the assumption that has several; empty where none has
public record Hypothesis(
        Scenario plain,
        Scenario assumed,
        List<Assumption> assumptions,
        List<OfKernel> kernels,
        List<Point> curve) {
    /// A parameter changes by so many parts for a sensitivity.
    private static final double STEP = 0.01;

    public Hypothesis {
        assumptions = List.copyOf(assumptions);
        kernels = List.copyOf(kernels);
        curve = List.copyOf(curve);
    }

    /// What follows for a kernel.
    ///
    /// @param sensitivity `d log time / d log parameter` under the assumptions, the configuration kept: the percent by which the time changes for 1 % more
    public record OfKernel(
            Kernel kernel,
            Prediction plain,
            Prediction assumed,
            SequencedMap<String, Double> sensitivity) {
        public OfKernel {
            sensitivity = java.util.Collections.unmodifiableSequencedMap(sensitivity);
        }
    }

    /// A value of what is varied.
    ///
    /// @param seconds of all kernels
    /// @param bound the pipe that is busy longest in the kernel that takes longest
    /// @param blocks of that kernel, by label
    public record Point(double value, double seconds, String bound, Map<String, Long> blocks) {}

    /// What follows.
    ///
    /// @param assumptions of which one may have several values
    public static Hypothesis of(Derivation derivation, List<Assumption> assumptions) {
        Hardware described = derivation.hardware();
        Scenario plain =
                new Scenario(described, Premises.PLAIN.overlapping(Overlap.scheduled(described)));
        Scenario assumed = plain;
        for (Assumption assumption : assumptions) {
            assumed = assumption.with(assumed, assumption.values().getFirst());
        }
        List<OfKernel> kernels = new ArrayList<>();
        for (Kernel kernel : derivation.kernels()) {
            Prediction under = prediction(kernel, assumed);
            kernels.add(
                    new OfKernel(
                            kernel, prediction(kernel, plain), under, sensitivity(under, assumed)));
        }
        return new Hypothesis(
                plain, assumed, assumptions, kernels, curve(derivation, plain, assumptions));
    }

    private static Prediction prediction(Kernel kernel, Scenario scenario) {
        return Prediction.of(
                Configurations.of(kernel.schedule(), scenario.hardware(), scenario.premises()),
                scenario);
    }

    private static List<Point> curve(
            Derivation derivation, Scenario plain, List<Assumption> assumptions) {
        Optional<Assumption> range = assumptions.stream().filter(Assumption::isRange).findFirst();
        List<Point> curve = new ArrayList<>();
        for (double value : range.map(Assumption::values).orElse(List.of())) {
            Scenario scenario = plain;
            for (Assumption each : assumptions) {
                scenario = each.with(scenario, each.isRange() ? value : each.values().getFirst());
            }
            curve.add(point(value, derivation, scenario));
        }
        return curve;
    }

    private static Point point(double value, Derivation derivation, Scenario scenario) {
        double seconds = 0;
        Optional<Prediction> longest = Optional.empty();
        for (Kernel kernel : derivation.kernels()) {
            Prediction own = prediction(kernel, scenario);
            seconds += own.seconds();
            if (longest.isEmpty() || own.seconds() > longest.get().seconds()) {
                longest = Optional.of(own);
            }
        }
        return new Point(
                value,
                seconds,
                longest.flatMap(Prediction::bound).map(pipe -> pipe.text()).orElse(""),
                longest.map(p -> p.configuration().blocks()).orElse(Map.of()));
    }

    /// Rates of the machine that a kernel may depend on with its configuration kept, then what is hidden.
    private static SequencedMap<String, Double> sensitivity(
            Prediction prediction, Scenario scenario) {
        SequencedMap<String, Double> all = new LinkedHashMap<>();
        for (Resource resource :
                List.of(
                        Resource.MATRIX,
                        Resource.FMA,
                        Resource.SPECIAL,
                        Resource.SMEM_RATE,
                        Resource.HBM)) {
            double is = resource.of(scenario.hardware());
            if (is > 0) {
                Subject subject = new Subject.OfMachine(resource);
                all.put(
                        subject.text(),
                        slope(prediction, scenario, subject, is / (1 + STEP), is * (1 + STEP)));
            }
        }
        if (scenario.premises().overlap() instanceof Overlap.Fraction fraction
                && fraction.hidden() > 0) {
            Subject subject = new Subject.Hidden(Optional.empty());
            double is = fraction.hidden();
            double above = Math.min(1, is * (1 + STEP));
            all.put(subject.text(), slope(prediction, scenario, subject, is / (1 + STEP), above));
        }
        return all;
    }

    private static double slope(
            Prediction prediction, Scenario scenario, Subject subject, double from, double to) {
        double before = prediction.in(subject.with(scenario, from)).seconds();
        double after = prediction.in(subject.with(scenario, to)).seconds();
        return Math.log(after / before) / Math.log(to / from);
    }

    /// The seconds of all kernels as they are, without assumptions.
    public double plainSeconds() {
        return kernels.stream().mapToDouble(k -> k.plain().seconds()).sum();
    }

    /// The seconds of all kernels under the assumptions.
    public double assumedSeconds() {
        return kernels.stream().mapToDouble(k -> k.assumed().seconds()).sum();
    }
}
