package org.heddle.model.text;

import org.heddle.model.diagnose.Code;

/// Sizes that are written as integers.
final class AxisSizes {
    private AxisSizes() {}

    static long integer(Token number, Span where) throws Mistake {
        String text = number.text();
        if (!text.matches("-?[0-9]+")) {
            throw new Mistake(Code.E006, "the size " + text + " is not an integer", where.start());
        }
        if (text.startsWith("-")) {
            throw new Mistake(Code.E305, "the size " + text + " is negative", where.start());
        }
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException _) {
            throw new Mistake(
                    Code.E306, "the size " + text + " exceeds " + Long.MAX_VALUE, where.start());
        }
    }
}
