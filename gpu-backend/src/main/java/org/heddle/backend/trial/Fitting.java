package org.heddle.backend.trial;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.run.Calibration;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.Scope;
import org.heddle.rules.hardware.TimeConstant;
import org.heddle.rules.time.Fit;
import org.heddle.rules.time.Timed;

/// From timed blockings to the constants of a description.
public final class Fitting {
    /// The part of a shared cache that arrays may take: `calibrate` reads half of it when it measures its rate.
    private static final double CACHED = 0.5;

    private Fitting() {}

    /// A description to time with: without constants of a former fit, and with arrays that fit a shared cache drawn from there, since each repetition finds them where the one before left them.
    public static Hardware unfitted(Hardware hardware) {
        Map<String, Hardware.Constant> timing = new LinkedHashMap<>();
        boolean hasCache =
                hardware.levels().stream().skip(1).anyMatch(level -> level.scope() == Scope.DEVICE);
        if (hasCache) {
            timing.put(
                    TimeConstant.CACHED.key(),
                    new Hardware.Constant(
                            CACHED, "assumed: half, as much as is read to measure its rate"));
        }
        if (hardware.execution() == Hardware.Execution.SIMD) {
            Calibration.nearestCacheBytes()
                    .ifPresent(
                            bytes ->
                                    timing.put(
                                            TimeConstant.NEAR.key(),
                                            new Hardware.Constant(
                                                    (double) bytes,
                                                    "first-level data cache of a core, as the system tells it")));
        }
        return HardwareBuilder.of(hardware).timing(timing).build();
    }

    /// The description with the constants that fit outcomes best.
    ///
    /// @param hardware that they were scheduled for
    /// @param outcomes of the training set
    public static Hardware fit(Hardware hardware, List<Outcome> outcomes) {
        List<Timed> samples =
                outcomes.stream()
                        .flatMap(outcome -> outcome.configurations().stream())
                        .map(Outcome.Configuration::timed)
                        .toList();
        Fit.Fitted fitted = Fit.of(samples, hardware);
        return Fit.with(
                hardware,
                fitted.values(),
                "fitted by `heddle calibrate --fit` to "
                        + samples.size()
                        + " timed blockings of "
                        + outcomes.size()
                        + " problems");
    }
}
