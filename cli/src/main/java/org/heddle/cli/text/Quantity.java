package org.heddle.cli.text;

import java.math.BigDecimal;
import java.util.Locale;

/// Numbers with units, for people. Bytes are decimal (1 MB is 10⁶), to go with bandwidths.
public final class Quantity {
    private static final String[] BYTES = {"B", "kB", "MB", "GB", "TB", "PB"};
    private static final String[] PREFIXES = {"", "k", "M", "G", "T", "P"};
    private static final String[] SECONDS = {"s", "ms", "µs", "ns"};

    private Quantity() {}

    /// Three digits and a unit: `0 B`, `13.1 MB`.
    public static String bytes(long bytes) {
        double value = bytes;
        int unit = 0;
        while (Math.abs(value) >= 999.5 && unit < BYTES.length - 1) {
            value /= 1000;
            unit++;
        }
        return (unit == 0 ? Long.toString(bytes) : digits(value)) + " " + BYTES[unit];
    }

    /// Three digits and a unit: `4.80 TB/s`, `989 Tflop/s`.
    public static String perSecond(double rate, String unit) {
        double value = rate;
        int prefix = 0;
        while (Math.abs(value) >= 999.5 && prefix < PREFIXES.length - 1) {
            value /= 1000;
            prefix++;
        }
        return digits(value) + " " + PREFIXES[prefix] + unit + "/s";
    }

    /// A number of operations or the like with three digits: `552 M`, `17`.
    public static String count(long number) {
        if (Math.abs(number) < 1000) {
            return Long.toString(number);
        }
        String rate = perSecond((double) number, "");
        return rate.substring(0, rate.length() - "/s".length());
    }

    /// A power of ten without a unit: `0.01`, `1,000`.
    public static String decade(double power) {
        return power >= 1
                ? exact(Math.round(power))
                : BigDecimal.valueOf(power).stripTrailingZeros().toPlainString();
    }

    /// A power of ten with a unit, without the digits that are zero anyway: `10 Gflop/s`.
    public static String decadePerSecond(double power, String unit) {
        int exponent = (int) Math.round(Math.log10(power));
        String rate = perSecond(power, unit);
        return Math.round(Math.pow(10, Math.floorMod(exponent, 3)))
                + rate.substring(rate.indexOf(' '));
    }

    /// Three digits and a unit: `4.03 ms`; `–` for no number.
    public static String seconds(double seconds) {
        if (!Double.isFinite(seconds)) {
            return "–";
        }
        double value = seconds;
        int unit = 0;
        while (Math.abs(value) < 0.9995 && unit < SECONDS.length - 1) {
            value *= 1000;
            unit++;
        }
        return digits(value) + " " + SECONDS[unit];
    }

    /// A whole number with its digits in groups: `13,107,200`.
    public static String exact(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /// A number of things: `1 box`, `2 boxes`.
    public static String of(long number, String one, String several) {
        return exact(number) + " " + (number == 1 ? one : several);
    }

    /// A fraction as a percentage without decimals.
    public static String percent(double fraction) {
        return String.format(java.util.Locale.ROOT, "%.0f%%", 100 * fraction);
    }

    /// A quotient with three digits and the sign `×`; `–` where it is none.
    public static String ratio(double ratio) {
        return Double.isFinite(ratio) ? digits(ratio) + "×" : "–";
    }

    /// A small number such as an error: `3.2e-07`, `0`, `inf`.
    public static String error(double error) {
        if (error == 0 || Double.isNaN(error)) {
            return error == 0 ? "0" : "NaN";
        }
        return Double.isInfinite(error) ? "inf" : String.format(Locale.ROOT, "%.1e", error);
    }

    /// Three digits.
    public static String digits(double value) {
        double size = Math.abs(value);
        String format = size >= 99.95 ? "%.0f" : size >= 9.995 ? "%.1f" : "%.2f";
        return String.format(Locale.ROOT, format, value);
    }
}
