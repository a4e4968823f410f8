package org.heddle.rules.time;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.TimeConstant;

/// Finds the {@link TimeConstant}s under which predicted times are nearest to measured ones.
///
/// ```
///   loss = mean of min(|log(predicted / measured)|, 1)          a run that something disturbed counts as one that is off by e, however far off it is
///
///   each constant in turn ·step, /step, and 0 where that is allowed: kept if the loss falls; where none falls, step ← √step
///   from several starts, of which the one that ends lowest counts
///   at last, seconds of a count that hardly lower the loss become 0
/// ```
///
/// A search along the axes needs no derivatives, which `max` and the simulation do not have; it is deterministic. The factor of multiply-adds is not below 1: nothing multiplies faster than at its rate.
/// Those of memories may be, since nearer caches serve a part, and that of special functions, which are programs, and faster or slower by what stands around them.
public final class Fit {
    /// Constants that a fit finds. The others are what the description says.
    private static final List<TimeConstant> FITTED =
            List.of(
                    TimeConstant.EXPOSED,
                    TimeConstant.ARITHMETIC,
                    TimeConstant.SPECIAL,
                    TimeConstant.PADDING,
                    TimeConstant.LOCAL,
                    TimeConstant.BEYOND,
                    TimeConstant.GLOBAL,
                    TimeConstant.PIECE,
                    TimeConstant.WAIT,
                    TimeConstant.COMBINE,
                    TimeConstant.VECTOR,
                    TimeConstant.TAIL,
                    TimeConstant.ELEMENT,
                    TimeConstant.TRANSPOSE,
                    TimeConstant.STEP,
                    TimeConstant.GROUP);

    private static final List<Start> STARTS =
            List.of(new Start(0.25, 1, 1), new Start(0.25, 1, 0), new Start(0.75, 0.1, 1));

    private static final double MOST_LOSS = 1;
    private static final double FIRST_STEP = 2;
    private static final double LAST_STEP = 1.01;

    /// A factor or a part that is 0 is tried with this at least.
    private static final double LEAST_FACTOR = 0.5;

    /// A constant is worth that much of the loss at least.
    private static final double WORTH = 1e-3;

    private final List<Timed> samples;
    private final Hardware hardware;
    private final Map<TimeConstant, Double> values = new EnumMap<>(TimeConstant.class);
    private double loss;

    /// Where a search begins.
    ///
    /// @param exposed the part of the shorter that is not hidden
    /// @param local factor of local bytes
    /// @param clocks of one of what is counted
    private record Start(double exposed, double local, double clocks) {}

    private Fit(List<Timed> samples, Hardware hardware, Start start) {
        this.samples = List.copyOf(samples);
        this.hardware = hardware;
        FITTED.forEach(
                constant ->
                        values.put(
                                constant,
                                constant.isSeconds()
                                        ? start.clocks() / hardware.clockHertz()
                                        : constant.usual()));
        values.put(TimeConstant.EXPOSED, start.exposed());
        values.put(TimeConstant.LOCAL, start.local());
        values.put(TimeConstant.PADDING, 1.0);
        this.loss = loss();
    }

    /// What was found.
    ///
    /// @param loss the mean of what predictions are off by, as a logarithm
    public record Fitted(SequencedMap<TimeConstant, Double> values, double loss) {}

    /// Fits to samples.
    ///
    /// @param samples timed runs, at least one
    /// @param hardware that they ran on: its rates are kept
    public static Fitted of(List<Timed> samples, Hardware hardware) {
        if (samples.isEmpty()) {
            throw new IllegalArgumentException("no timed runs to fit to");
        }
        return STARTS.stream()
                .map(start -> new Fit(samples, hardware, start).run())
                .min(Comparator.comparingDouble(Fitted::loss))
                .orElseThrow();
    }

    private Fitted run() {
        double step = FIRST_STEP;
        while (step > LAST_STEP) {
            boolean isBetter = false;
            for (TimeConstant constant : FITTED) {
                isBetter |= improve(constant, step);
            }
            step = isBetter ? step : Math.sqrt(step);
        }
        FITTED.stream().filter(TimeConstant::isSeconds).forEach(this::drop);
        return new Fitted(new LinkedHashMap<>(values), loss);
    }

    private boolean improve(TimeConstant constant, double step) {
        double value = values.get(constant);
        double base = value == 0 ? first(constant) : value;
        List<Double> tried = new ArrayList<>(List.of(base * step, base / step));
        if (least(constant) == 0) {
            tried.add(0.0);
        }
        boolean isBetter = false;
        for (double other : tried) {
            isBetter |= take(constant, other, 1e-6);
        }
        return isBetter;
    }

    /// Takes a value if the loss falls by a part of it at least; or, where that is negative, if it does not grow by more.
    private boolean take(TimeConstant constant, double value, double part) {
        double before = values.get(constant);
        double within = Math.clamp(value, least(constant), constant.most());
        if (within == before) {
            return false;
        }
        values.put(constant, within);
        double now = loss();
        if (now < loss * (1 - part)) {
            loss = now;
            return true;
        }
        values.put(constant, before);
        return false;
    }

    private void drop(TimeConstant constant) {
        if (values.get(constant) > 0) {
            take(constant, 0, -WORTH);
        }
    }

    private double loss() {
        Hardware tried = with(hardware, values, "");
        double sum = 0;
        for (Timed sample : samples) {
            double off = Math.abs(Math.log(sample.predicted(tried) / sample.seconds()));
            sum += Math.min(off, MOST_LOSS);
        }
        return sum / samples.size();
    }

    /// A description with other constants.
    ///
    /// @param source of these
    public static Hardware with(
            Hardware hardware, Map<TimeConstant, Double> values, String source) {
        Map<String, Hardware.Constant> all =
                new LinkedHashMap<>(hardware.timing().orElse(Map.of()));
        values.forEach(
                (constant, value) -> all.put(constant.key(), new Hardware.Constant(value, source)));
        return HardwareBuilder.of(hardware).timing(all).build();
    }

    /// What a constant that is 0 is tried with: a clock for what is counted, else the usual value.
    private double first(TimeConstant constant) {
        return constant.isSeconds()
                ? 1 / hardware.clockHertz()
                : Math.max(LEAST_FACTOR, constant.usual());
    }

    private static double least(TimeConstant constant) {
        return switch (constant) {
            case ARITHMETIC, SHARES -> 1;
            case EXPOSED,
                    CACHED,
                    NEAR,
                    SPECIAL,
                    PADDING,
                    LOCAL,
                    BEYOND,
                    GLOBAL,
                    PIECE,
                    WAIT,
                    COMBINE,
                    VECTOR,
                    TAIL,
                    ELEMENT,
                    TRANSPOSE,
                    STEP,
                    GROUP ->
                    0;
        };
    }
}
