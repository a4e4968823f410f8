package org.heddle.model.syntax;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.heddle.model.diagnose.Visible;

/// What is wrong where a text stops being JSON, and what to write instead.
///
/// ```
/// { "fill": NaN }      'NaN' is not a JSON value     help: "nan", "inf" and "-inf" are expressions, in quotes
/// [1, 2, ]             a comma stands before ']'     help: leave it out
/// ```
///
/// The parser says only where it stopped; the rest is read off the text before that place and the word that stands there.
///
/// @param offset where that word begins, in characters
record NotJson(int offset, String message, String help) {
    private static final Set<String> NOT_FINITE = Set.of("nan", "inf", "infinity");
    private static final Set<String> LITERALS = Set.of("true", "false", "null");
    private static final String NUMBER = "-?(0|[1-9][0-9]*+)(\\.[0-9]++)?([eE][+-]?[0-9]++)?";
    private static final int SHOWN = 40;

    /// @param stop where the parser gave up, at a mistake or behind it; at most the length of the text
    static NotJson at(String text, int stop) {
        int start = stop;
        Before before = Before.of(text, start);
        if (before.inString()) {
            return inString(text, start);
        }
        while (start > 0 && isWordPart(text.charAt(start - 1))) {
            start--;
        }
        int end = start;
        while (end < text.length() && isWordPart(text.charAt(end))) {
            end++;
        }
        String word = text.substring(start, end);
        boolean behindValue = end == stop && isValue(word);
        return word.isEmpty() || behindValue
                ? sign(text, end, before)
                : word(word, start, Before.of(text, start));
    }

    private static boolean isWordPart(char c) {
        return Character.isLetterOrDigit(c) || "_+-.".indexOf(c) >= 0;
    }

    /// What stands before a place outside of comments.
    ///
    /// @param open brackets that are not closed, the innermost first
    /// @param last the sign before the place: `"` for a string, `0` for another word, a blank for nothing
    /// @param isKey whether a string before the place is a key
    private record Before(Deque<Character> open, char last, boolean isKey, boolean inString) {
        static Before of(String text, int end) {
            Deque<Character> open = new ArrayDeque<>();
            char last = ' ';
            boolean isKey = false;
            int i = 0;
            while (i < end) {
                char c = text.charAt(i++);
                if (c == '"') {
                    i = closing(text, i, end);
                    if (i > end) {
                        return new Before(open, last, false, true);
                    }
                    isKey = isIn(open, '{') && (last == '{' || last == ',');
                    last = '"';
                } else if (c == '{' || c == '[') {
                    open.push(c);
                    last = c;
                } else if (c == '}' || c == ']') {
                    open.poll();
                    last = c;
                } else if (c == ',' || c == ':') {
                    last = c;
                } else if (isWordPart(c)) {
                    last = '0';
                }
            }
            return new Before(open, last, isKey && last == '"', false);
        }

        /// Behind the quote that closes a string; beyond the end where there is none.
        private static int closing(String text, int from, int end) {
            int i = from;
            while (i < end && text.charAt(i) != '"') {
                i += text.charAt(i) == '\\' ? 2 : 1;
            }
            return i + 1;
        }

        private static boolean isIn(Deque<Character> open, char bracket) {
            return !open.isEmpty() && open.peek() == bracket;
        }

        boolean wantsKey() {
            return isIn(open, '{') && (last == '{' || last == ',');
        }

        boolean wantsValue() {
            return last == ':' || (last == ',' && isIn(open, '['));
        }

        boolean followsValue() {
            return "\"0}]".indexOf(last) >= 0 && !isKey;
        }
    }

    private static NotJson inString(String text, int stop) {
        int backslash = Math.max(text.lastIndexOf('\\', stop), 0);
        boolean escapes = stop - backslash <= 6 && text.charAt(backslash) == '\\';
        if (stop < text.length() && Character.isISOControl(text.charAt(stop))) {
            boolean ends = text.charAt(stop) == '\n' || text.charAt(stop) == '\r';
            return ends
                    ? new NotJson(stop, "a string goes on over the end of its line", "close it")
                    : new NotJson(
                            stop,
                            "a string holds a control character",
                            "write it as \\t or \\u and four hexadecimal digits");
        }
        return new NotJson(
                escapes ? backslash : stop,
                "a backslash in a string stands before something that it does not escape",
                "write \\\\ for the backslash itself; others are \\\" \\/ \\b \\f \\n \\r \\t and \\u with four hexadecimal digits");
    }

    private static NotJson word(String word, int start, Before before) {
        String shown = "'" + shortened(word) + "'";
        String lower = word.toLowerCase(Locale.ROOT);
        if (before.isKey()) {
            return colon(start);
        }
        if (before.followsValue()) {
            return comma(start, shown);
        }
        if (before.wantsKey() || !(isValue(word) || isNumeric(word) || isNotFinite(lower))) {
            String help =
                    LITERALS.contains(lower) && before.wantsValue()
                            ? "write " + lower
                            : "keys and strings stand in double quotes";
            return new NotJson(start, shown + " stands without quotes", help);
        }
        if (isNotFinite(lower)) {
            return new NotJson(
                    start,
                    shown + " is not a JSON value",
                    "where an expression may stand, write it in quotes: \"nan\", \"inf\" or \"-inf\"");
        }
        return new NotJson(
                start,
                shown + " is not a JSON number",
                "write 5, -0.5 or 1e-3: decimal digits on both sides of a point, no plus sign or zero before them");
    }

    private static boolean isValue(String word) {
        return LITERALS.contains(word) || word.matches(NUMBER);
    }

    private static boolean isNotFinite(String lower) {
        return NOT_FINITE.contains(lower.replaceFirst("^[+-]", ""));
    }

    private static boolean isNumeric(String word) {
        return word.matches("[+-]*\\.?[0-9].*|[+-]+");
    }

    private static NotJson sign(String text, int start, Before before) {
        int point = start < text.length() ? text.codePointAt(start) : ' ';
        String shown = "'" + Visible.of(Character.toString(point)) + "'";
        boolean closes = point == '}' || point == ']';
        boolean comments = text.startsWith("//", start) || text.startsWith("/*", start);
        if (comments || point == '#') {
            return new NotJson(
                    start,
                    "JSON has no comments",
                    "leave it out; the text notation has them: -- up to the end of the line");
        }
        if (point == '\'') {
            return new NotJson(
                    start, "a string in single quotes", "keys and strings stand in double quotes");
        }
        if (closes && before.last() == ',') {
            return new NotJson(start, "a comma stands before " + shown, "leave the comma out");
        }
        if (before.isKey()) {
            return colon(start);
        }
        if (closes && !before.wantsValue()) {
            String message =
                    before.open().isEmpty()
                            ? shown + " closes nothing"
                            : shown + " stands where '" + before.open().peek() + "' is not closed";
            return new NotJson(start, message, "each bracket is closed by its like");
        }
        if (before.followsValue() && List.of('"', '{', '[').contains((char) point)) {
            return comma(start, shown);
        }
        String help = before.wantsKey() ? "write a key in double quotes" : "write a value";
        return closes || point == ',' || point == ':'
                ? new NotJson(start, "something is missing before " + shown, help)
                : new NotJson(start, "JSON has no sign " + shown + " here", help);
    }

    private static NotJson colon(int start) {
        return new NotJson(start, "a key has no colon behind it", "write \"key\": value");
    }

    private static NotJson comma(int start, String shown) {
        return new NotJson(
                start, "no comma stands before " + shown, "a comma stands between two items");
    }

    private static String shortened(String word) {
        return word.length() <= SHOWN ? word : word.substring(0, SHOWN) + "…";
    }
}
