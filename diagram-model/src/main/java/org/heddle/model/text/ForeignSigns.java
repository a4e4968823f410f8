package org.heddle.model.text;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Signs of other languages that the notation does not have, and what is written instead.
final class ForeignSigns {
    private static final String POWER = "powers are written pow(a, b)";
    private static final String REMAINDER = "remainders are written mod(a, b)";
    private static final String COMMENT = "comments start with -- and end with the line";
    private static final String ASSIGN =
            "a line is y[i] = …: each wire is written once, by one line";

    private static final Map<String, String> HELP = new HashMap<>();

    static {
        tell(POWER, "^", "**", "↑");
        tell(REMAINDER, "%");
        tell("write and", "&&", "&", "∧");
        tell("write or", "||", "∨");
        tell("write not a, or not (a < b)", "!", "¬", "~");
        tell("write *", "×", "·", "⋅", "∙");
        tell("write /", "÷");
        tell("write -", "−", "–");
        tell("write <=", "≤", "=<");
        tell("write >=", "≥");
        tell("write !=", "≠", "<>");
        tell("write inf", "∞");
        tell("sums name their axes: sum[i](…)", "∑");
        tell("write -> behind parameters, = in a line", "=>", "→", "⇒", "↦");
        tell(ASSIGN, ":=", "+=", "-=", "*=", "/=", "←");
        tell(COMMENT, "//", "/*", "*/");
        tell("write where(condition, a, b)", "?");
    }

    private ForeignSigns() {}

    private static void tell(String help, String... signs) {
        for (String sign : signs) {
            HELP.put(sign, help);
        }
    }

    /// The sign that stands there, of two characters or one.
    static Optional<String> at(String text, int offset) {
        for (int length = 2; length > 0; length--) {
            int end = Math.min(text.length(), offset + length);
            String sign = text.substring(offset, end);
            if (HELP.containsKey(sign)) {
                return Optional.of(sign);
            }
        }
        return Optional.empty();
    }

    /// What to write for what stands in the text.
    static String[] help(String sign) {
        return Optional.ofNullable(HELP.get(sign)).stream().toArray(String[]::new);
    }
}
