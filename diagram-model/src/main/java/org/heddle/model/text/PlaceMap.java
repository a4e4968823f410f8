package org.heddle.model.text;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Occurrence;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagnose.TextLines;

/// Where the parts of a diagram stand in the text: spans by JSON pointer. A pointer without a span of its own has that of
/// the innermost part around it.
final class PlaceMap implements SourceMap {
    private final String text;
    private final TextLines lines;
    private final Map<String, Span> spans = new HashMap<>();
    private final Map<String, Span> keys = new HashMap<>();

    /// @param text with blanks in the place of comments
    PlaceMap(String text, TextLines lines) {
        this.text = text;
        this.lines = lines;
    }

    /// The first span that is given for a pointer stays.
    void put(String pointer, Span span) {
        spans.putIfAbsent(pointer, span);
    }

    /// Where the name of a part stands, when that is not where the part begins.
    void putKey(String pointer, Span span) {
        keys.putIfAbsent(pointer, span);
    }

    /// The first word of that text in a part that has a span.
    void putWord(String pointer, String part, String word) {
        spans.computeIfAbsent(pointer, _ -> find(span(part), word));
    }

    /// The words joined by `-` or `.` that begin there, if a bracket stands behind them.
    Optional<String> joinedName(int start) {
        Matcher title = Cursor.TITLE.matcher(text).region(start, text.length());
        boolean applied =
                title.lookingAt()
                        && title.end() < text.length()
                        && "([".indexOf(text.charAt(title.end())) >= 0;
        return applied ? Optional.of(title.group()) : Optional.empty();
    }

    /// A character of the text.
    Location place(int offset, String pointer) {
        return lines.at(offset, pointer);
    }

    @Override
    public Location value(String pointer) {
        return lines.at(span(pointer).start(), pointer);
    }

    @Override
    public Location key(String pointer) {
        Span key = keys.get(pointer);
        return key == null ? value(pointer) : lines.at(key.start(), pointer);
    }

    @Override
    public Location inside(String pointer, int offset) {
        return value(pointer);
    }

    @Override
    public Location token(String pointer, String token) {
        Span span = span(pointer);
        return lines.at(find(span, token).start(), pointer);
    }

    @Override
    public Location part(String pointer, String printed) {
        Span span = span(pointer);
        int line = text.indexOf('\n', Math.min(span.end(), text.length()));
        int last = line < 0 ? text.length() : line; // closing brackets stand behind a span
        int start = Occurrence.of(printed, text, span.start(), last).orElse(span.start());
        return lines.at(start, pointer);
    }

    /// Where a name or sign stands in a part of the text as a word of its own; else the whole part.
    Span find(Span part, String token) {
        int last = Math.min(part.end(), text.length());
        if (token.isEmpty()) {
            return part;
        }
        for (int i = text.indexOf(token, part.start(), last);
                i >= 0;
                i = text.indexOf(token, i + 1, last)) {
            int end = i + token.length();
            boolean joinsLeft = i > 0 && isWord(text.charAt(i - 1)) && isWord(text.charAt(i));
            boolean joinsRight =
                    end < text.length() && isWord(text.charAt(end - 1)) && isWord(text.charAt(end));
            if (!joinsLeft && !joinsRight) {
                return new Span(i, end);
            }
        }
        return part;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '\'';
    }

    private Span span(String pointer) {
        String at = pointer;
        while (true) {
            Span span = spans.get(at);
            if (span != null) {
                return span;
            }
            if (at.isEmpty()) {
                return new Span(0, 0);
            }
            at = at.substring(0, at.lastIndexOf('/'));
        }
    }
}
