package org.heddle.model.draw.print;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// Numbers as they stand in files: one decimal at most, the same on every machine.
final class Figures {
    private Figures() {}

    static String of(double value) {
        BigDecimal rounded = BigDecimal.valueOf(value).setScale(1, RoundingMode.HALF_UP);
        return rounded.signum() == 0 ? "0" : rounded.stripTrailingZeros().toPlainString();
    }
}
