package org.heddle.model.syntax;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The text of ports and wire types.
///
/// ```
/// port ::= wire [ "[" [ axis { "," axis } ] "]" ]
/// type ::= dtype [ "[" [ axis { "," axis } ] "]" ]
/// ```
///
/// Names are taken as they stand here; the checker judges them.
final class PortSyntax {
    private static final String NAME = "[^\\s,\\[\\](){}#|+*/-]+";
    private static final Pattern INDEXED =
            Pattern.compile(
                    "\\s*("
                            + NAME
                            + ")\\s*(?:\\[\\s*((?:"
                            + NAME
                            + "(?:\\s*,\\s*"
                            + NAME
                            + ")*)?)\\s*\\])?\\s*");
    private static final int MAX_LENGTH = 1024;

    private PortSyntax() {}

    /// A name and, where brackets are written, what they hold.
    record Indexed(String name, Optional<List<String>> axes) {}

    static Optional<Indexed> read(String text) {
        Matcher matcher = INDEXED.matcher(text);
        if (text.length() > MAX_LENGTH || !matcher.matches()) {
            return Optional.empty();
        }
        return Optional.of(
                new Indexed(
                        matcher.group(1),
                        Optional.ofNullable(matcher.group(2)).map(PortSyntax::axes)));
    }

    private static List<String> axes(String list) {
        return list.isBlank()
                ? List.of()
                : Arrays.stream(list.split(",", -1)).map(String::strip).toList();
    }

    /// Whether the brackets hold arithmetic or a nested read: an affine read or a gather, which the format knows but
    /// this version does not.
    static boolean isComputed(String text) {
        int bracket = text.indexOf('[');
        return bracket >= 0
                && text.endsWith("]")
                && text.substring(bracket + 1).matches("(?s).*([-+*/\\[]|\\b\\d).*");
    }
}
