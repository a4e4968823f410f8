package org.heddle.rules.time;

import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.hardware.TimeConstant;

/// Machines and work in round numbers.
final class Machines {
    private Machines() {}

    /// Nothing is hidden or exposed but what is said, and a launch takes nothing.
    static Hardware of(int units, Map<TimeConstant, Double> constants) {
        Map<String, Hardware.Constant> timing = new LinkedHashMap<>();
        constants.forEach(
                (constant, value) ->
                        timing.put(constant.key(), new Hardware.Constant(value, "a test")));
        return HardwareBuilder.of(HardwareReader.shipped("cpu").orElseThrow())
                .units(units)
                .launchSeconds(0)
                .timing(timing)
                .build();
    }

    static Pace pace(int units, double exposed, double shares) {
        return new Pace(
                of(units, Map.of(TimeConstant.EXPOSED, exposed, TimeConstant.SHARES, shares)));
    }

    /// What takes one unit so many seconds of computing, and all of the global bandwidth so many.
    static Work work(int units, double computing, double transfer) {
        Map<Need, Double> amounts = new EnumMap<>(Need.class);
        amounts.put(Need.ARITHMETIC, computing / units);
        amounts.put(Need.GLOBAL, transfer);
        return Work.of(amounts);
    }
}
