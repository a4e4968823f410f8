package org.heddle.rules.levels;

import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.TimeConstant;

/// How much of a machine works where so many groups do at a time.
///
/// @param drawn the part of the rates of shared memories that they draw
/// @param working the part of the units that they are
record Rates(double drawn, double working) {
    static Rates of(double atATime, Hardware hardware) {
        double working = Math.min(1, atATime / hardware.units());
        double shares = hardware.constant(TimeConstant.SHARES);
        return new Rates(Math.min(1, shares * working), working);
    }

    /// Seconds with nothing hidden behind anything else.
    ///
    /// @param shared seconds of transfers from memories that groups share, at their rates
    /// @param own seconds of what units do by themselves, if all had the same to do
    double seconds(double shared, double own) {
        return shared / drawn + own / working;
    }
}
