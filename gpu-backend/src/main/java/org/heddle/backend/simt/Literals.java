package org.heddle.backend.simt;

import org.heddle.backend.simt.Text.Range;
import org.heddle.model.diagram.DType;

/// Numbers as C literals.
final class Literals {
    /// Beyond this an f64 does not hold every integer.
    private static final double EXACT = 0x1p53;

    private Literals() {}

    /// A whole number as an integer, any other as a real.
    static Text number(double value, DType real) {
        boolean negativeZero = value == 0 && 1 / value < 0;
        if (value == Math.rint(value) && Math.abs(value) <= EXACT && !negativeZero) {
            return whole((long) value);
        }
        boolean negative = negativeZero || value < 0;
        return Text.real(real(value, real), negative ? Text.UNARY : Text.ATOM);
    }

    static Text whole(long value) {
        Range range = new Range(value, value);
        return Text.integer(
                range.fitsInt() ? Long.toString(value) : value + "L",
                value < 0 ? Text.UNARY : Text.ATOM,
                range);
    }

    /// Whether the text is an integer literal.
    static boolean isWhole(Text text) {
        return text.isInteger() && text.text().matches("-?[0-9]+L?");
    }

    /// A real literal that reads back as the nearest number of the type.
    static String real(double value, DType real) {
        boolean single = real == DType.F32;
        double rounded = single ? (float) value : value;
        if (Double.isNaN(rounded)) {
            return "NAN";
        }
        if (Double.isInfinite(rounded)) {
            return rounded > 0 ? "INFINITY" : "-INFINITY";
        }
        return single ? (float) value + "f" : Double.toString(value);
    }
}
