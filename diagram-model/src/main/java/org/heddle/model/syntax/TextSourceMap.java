package org.heddle.model.syntax;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Occurrence;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagnose.TextLines;

/// Places in a text that is at hand: walks the JSON tree along the pointer, as far as it goes.
final class TextSourceMap implements SourceMap {
    private final String text;
    private final Optional<Json> root;
    private final TextLines lines;

    TextSourceMap(String file, String text, Optional<Json> root) {
        this(text, root, new TextLines(file, text));
    }

    private TextSourceMap(String text, Optional<Json> root, TextLines lines) {
        this.text = text;
        this.root = root;
        this.lines = lines;
    }

    /// The same text with the tree that was read from it.
    TextSourceMap of(Json tree) {
        return new TextSourceMap(text, Optional.of(tree), lines);
    }

    /// A character of the text.
    Location at(int offset, String pointer) {
        return lines.at(offset, pointer);
    }

    @Override
    public Location value(String pointer) {
        return at(node(pointer).offset(), pointer);
    }

    @Override
    public Location key(String pointer) {
        int last = pointer.lastIndexOf('/');
        if (last >= 0 && node(pointer.substring(0, last)) instanceof Json.Obj object) {
            Json.Member member = object.members().get(unescape(pointer.substring(last + 1)));
            if (member != null) {
                return at(member.keyOffset(), pointer);
            }
        }
        return value(pointer);
    }

    @Override
    public Location inside(String pointer, int offset) {
        Json node = node(pointer);
        if (!(node instanceof Json.Str(int start, String value))) {
            return value(pointer);
        }
        int raw = start + 1;
        for (int i = 0; i < Math.min(offset, value.length()) && raw < text.length(); i++) {
            boolean escape = text.charAt(raw) == '\\' && raw + 1 < text.length();
            raw += !escape ? 1 : text.charAt(raw + 1) == 'u' ? 6 : 2;
        }
        return at(Math.min(raw, text.length()), pointer);
    }

    @Override
    public Location token(String pointer, String token) {
        if (!(node(pointer) instanceof Json.Str(_, String value)) || token.isEmpty()) {
            return value(pointer);
        }
        for (int i = value.indexOf(token); i >= 0; i = value.indexOf(token, i + 1)) {
            int end = i + token.length();
            boolean joinsLeft = i > 0 && isWord(value.charAt(i - 1)) && isWord(value.charAt(i));
            boolean joinsRight =
                    end < value.length()
                            && isWord(value.charAt(end - 1))
                            && isWord(value.charAt(end));
            if (!joinsLeft && !joinsRight) {
                return inside(pointer, i);
            }
        }
        return value(pointer);
    }

    @Override
    public Location part(String pointer, String printed) {
        if (!(node(pointer) instanceof Json.Str(_, String value))) {
            return value(pointer);
        }
        OptionalInt found = Occurrence.of(printed, value, 0, value.length());
        return found.isPresent() ? inside(pointer, found.getAsInt()) : value(pointer);
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '\'';
    }

    /// The value at the pointer; where there is none, the innermost one around it.
    private Json node(String pointer) {
        Json node = root.orElse(new Json.Null(0));
        if (pointer.isEmpty()) {
            return node;
        }
        for (String escaped : pointer.substring(1).split("/", -1)) {
            String step = unescape(escaped);
            Optional<Json> next =
                    switch (node) {
                        case Json.Obj(_, var members) ->
                                Optional.ofNullable(members.get(step)).map(Json.Member::value);
                        case Json.Arr(_, List<Json> items) -> item(items, step);
                        case Json.Str _, Json.Num _, Json.Bool _, Json.Null _ -> Optional.empty();
                    };
            if (next.isEmpty()) {
                return node;
            }
            node = next.get();
        }
        return node;
    }

    private static Optional<Json> item(List<Json> items, String step) {
        int index = index(step);
        return 0 <= index && index < items.size()
                ? Optional.of(items.get(index))
                : Optional.empty();
    }

    /// The number that a step is, without leading zeros; -1 where it is none.
    private static int index(String step) {
        boolean canonical =
                !step.isEmpty()
                        && step.length() <= 9
                        && (step.length() == 1 || step.charAt(0) != '0');
        for (int i = 0; i < step.length() && canonical; i++) {
            canonical = '0' <= step.charAt(i) && step.charAt(i) <= '9';
        }
        return canonical ? Integer.parseInt(step) : -1;
    }

    private static String unescape(String step) {
        return step.indexOf('~') < 0 ? step : step.replace("~1", "/").replace("~0", "~");
    }
}
