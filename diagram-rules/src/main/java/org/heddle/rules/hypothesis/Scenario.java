package org.heddle.rules.hypothesis;

import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.stage.Overlap;
import org.heddle.rules.stage.Premises;

/// A machine, and what is taken as given beside it.
public record Scenario(Hardware hardware, Premises premises) {
    Scenario overlapping(Overlap overlap) {
        return new Scenario(hardware, premises.overlapping(overlap));
    }

    Scenario laidOut(Premises other) {
        return new Scenario(hardware, other);
    }
}
