package org.heddle.cli.report;

import java.util.Locale;
import org.heddle.rules.codesign.Resource;

/// Values of resources, and bars, as text.
final class Amounts {
    private static final int BAR = 40;
    private static final String PREFIXES = " KMGTP";

    private Amounts() {}

    /// A capacity in KiB, a rate with its prefix.
    static String of(Resource resource, double value) {
        if (resource.isBinary()) {
            return number(value / 1024) + " KiB";
        }
        int power = 0;
        double shown = value;
        while (shown >= 1000 && power < PREFIXES.length() - 1) {
            shown /= 1000;
            power++;
        }
        return number(shown) + (power == 0 ? "" : " " + PREFIXES.charAt(power));
    }

    /// Three digits, or all of a whole number.
    static String number(double value) {
        return value == Math.rint(value)
                ? Long.toString(Math.round(value))
                : String.format(Locale.ROOT, "%.3g", value);
    }

    /// A bar for a part of the longest.
    static String bar(double part) {
        return "█".repeat((int) Math.max(1, Math.round(BAR * part)));
    }
}
