package org.heddle.rules.time;

import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.TimeConstant;

/// How fast a machine does {@link Work}.
///
/// ```
///   longer(a, b) = max(a, b) + exposed · min(a, b)
///
///   computing = Σ factor · seconds of multiply-adds and special functions + Σ seconds of one · count / units
///   even      = longer(computing, local bytes)                                      if all units had the same to do
///   seconds   = launch + longer(imbalance · even, global bytes / drawn)             imbalance = ⌈groups / units⌉ · units / groups
/// ```
///
/// Of the global bandwidth one unit draws at most {@link TimeConstant#SHARES} times its share; `drawn` is the part that so many groups draw.
public final class Pace {
    private static final Need[] NEEDS = Need.values();

    private final int units;
    private final double launchSeconds;
    private final double exposed;
    private final double shares;
    private final double[] factors = new double[NEEDS.length];
    private final boolean counts;

    public Pace(Hardware hardware) {
        this.units = hardware.units();
        this.launchSeconds = hardware.launchSeconds();
        this.exposed = hardware.constant(TimeConstant.EXPOSED);
        this.shares = hardware.constant(TimeConstant.SHARES);
        boolean any = false;
        for (Need need : NEEDS) {
            double factor = hardware.constant(need.constant());
            factors[need.place()] = need.isCount() ? factor / units : factor;
            any |= need.constant().usual() == 0 && factor > 0;
        }
        this.counts = any;
    }

    /// Units that take groups.
    public int units() {
        return units;
    }

    /// Seconds of a launch without work.
    public double launchSeconds() {
        return launchSeconds;
    }

    /// Whether anything takes time beside what rates say.
    public boolean isWithCounts() {
        return counts;
    }

    /// Seconds of computing if all units shared it.
    public double computing(Work work) {
        double seconds = 0;
        for (Need need : NEEDS) {
            if (need.kind() == Need.Kind.COMPUTED || need.kind() == Need.Kind.COUNTED) {
                seconds += factors[need.place()] * work.of(need);
            }
        }
        return seconds;
    }

    /// Seconds of local transfers if all units shared them.
    public double local(Work work) {
        return factors[Need.LOCAL.place()] * work.of(Need.LOCAL)
                + factors[Need.BEYOND.place()] * work.of(Need.BEYOND);
    }

    /// Seconds of global transfers with all of the bandwidth.
    public double global(Work work) {
        return factors[Need.GLOBAL.place()] * work.of(Need.GLOBAL);
    }

    /// Seconds of computing and local transfers if all units shared them.
    public double even(Work work) {
        return longer(computing(work), local(work));
    }

    /// How much longer than {@link #even} the busiest unit computes.
    public double imbalance(double groups) {
        return groups == 0 ? 1 : Math.ceil(groups / units) * units / groups;
    }

    /// The part of the global bandwidth that so many groups can draw.
    public double drawn(double groups) {
        return groups == 0 ? 1 : Math.min(1, shares * groups / units);
    }

    /// What two that run beside each other take.
    public double longer(double a, double b) {
        return Math.max(a, b) + exposed * Math.min(a, b);
    }

    /// Seconds of equal groups.
    ///
    /// @param work of all of them
    public double seconds(Work work, double groups) {
        return launchSeconds + longer(imbalance(groups) * even(work), global(work) / drawn(groups));
    }
}
