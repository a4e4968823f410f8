package org.heddle.model.expr;

/// Numbers as they are written: `3`, `.5`, `1.0E-5`.
public final class Literal {
    private Literal() {}

    /// The nearest f64; 0 where the number is nearer to it than to all others.
    ///
    /// @throws NumberFormatException where it is not a number, or larger than every f64; the message says so
    public static double parse(String text) {
        double value;
        try {
            value = Double.parseDouble(text);
        } catch (NumberFormatException _) {
            throw new NumberFormatException("'" + text + "' is not a number");
        }
        if (Double.isInfinite(value)) {
            String shown = text.length() > 32 ? text.substring(0, 32) + "…" : text;
            throw new NumberFormatException(
                    "'" + shown + "' is larger than every f64; infinity is written inf");
        }
        return value;
    }
}
