package org.heddle.model.diagnose;

/// Text of strangers as a terminal may be given it: characters that steer the terminal or hide what stands there (controls,
/// escape sequences, changes of direction, characters without width or meaning) are written as escapes.
///
/// ```
///   a U+202E b   →   a\u202Eb          line break   →   \n
/// ```
///
/// A text that reads otherwise than it is compiled deceives its reviewer (Boucher and Anderson, "Trojan Source: Invisible
/// Vulnerabilities", 2021; CVE-2021-42574).
public final class Visible {
    private Visible() {}

    /// The text on one line, with nothing in it that is not seen.
    public static String of(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(c, out));
        return out.toString();
    }

    /// A JSON document with such characters written as JSON escapes; it means the same. Characters below U+0020 stand only
    /// between the values of a document and are left.
    public static String json(String document) {
        StringBuilder out = new StringBuilder(document.length());
        document.codePoints()
                .forEach(
                        c -> {
                            if (c < ' ' || !isHidden(c)) {
                                out.appendCodePoint(c);
                            } else {
                                escape(c, out);
                            }
                        });
        return out.toString();
    }

    /// How many columns of a terminal a text takes that {@link #of} gives: two for wide characters of East Asian scripts and
    /// pictures (Unicode Standard Annex 11), none for marks on the character before.
    public static int columns(String visible) {
        return visible.codePoints().map(Visible::width).sum();
    }

    private static void append(int c, StringBuilder out) {
        switch (c) {
            case '\n' -> out.append("\\n");
            case '\r' -> out.append("\\r");
            case '\t' -> out.append("\\t");
            default -> {
                if (isHidden(c)) {
                    escape(c, out);
                } else {
                    out.appendCodePoint(c);
                }
            }
        }
    }

    private static boolean isHidden(int c) {
        return switch (Character.getType(c)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR ->
                    true;
            default -> false;
        };
    }

    private static void escape(int c, StringBuilder out) {
        for (char unit : Character.toChars(c)) {
            out.append(String.format("\\u%04X", (int) unit));
        }
    }

    private static int width(int c) {
        int type = Character.getType(c);
        if (type == Character.NON_SPACING_MARK || type == Character.ENCLOSING_MARK) {
            return 0;
        }
        boolean wide =
                between(c, 0x1100, 0x115F)
                        || between(c, 0x2E80, 0x303E)
                        || between(c, 0x3041, 0xA4CF)
                        || between(c, 0xA960, 0xA97F)
                        || between(c, 0xAC00, 0xD7A3)
                        || between(c, 0xF900, 0xFAFF)
                        || between(c, 0xFE30, 0xFE6F)
                        || between(c, 0xFF01, 0xFF60)
                        || between(c, 0xFFE0, 0xFFE6)
                        || between(c, 0x1F300, 0x1F64F)
                        || between(c, 0x1F680, 0x1F6FF)
                        || between(c, 0x1F900, 0x1F9FF)
                        || between(c, 0x20000, 0x3FFFD);
        return wide ? 2 : 1;
    }

    private static boolean between(int c, int first, int last) {
        return first <= c && c <= last;
    }
}
