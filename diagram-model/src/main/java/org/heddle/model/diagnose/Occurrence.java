package org.heddle.model.diagnose;

import java.util.OptionalInt;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Finds in a text what is printed of a part of it: the same words and signs, whatever blanks stand between them.
///
/// ```
///   2*k + (i/ 0)      i / 0 occurs at 7
/// ```
public final class Occurrence {
    private static final Pattern PIECE = Pattern.compile("[\\w'.]+|\\S");

    private Occurrence() {}

    /// Where the printed part first stands from `start` to before `end`, no word of it inside a longer one.
    public static OptionalInt of(String printed, String text, int start, int end) {
        String pieces =
                PIECE.matcher(printed)
                        .results()
                        .map(piece -> Pattern.quote(piece.group()))
                        .collect(Collectors.joining("\\s*"));
        if (pieces.isEmpty()) {
            return OptionalInt.empty();
        }
        Matcher found =
                Pattern.compile("(?<![\\w'.](?=[\\w'.]))" + pieces + "(?!(?<=[\\w'.])[\\w'.])")
                        .matcher(text)
                        .region(start, end)
                        .useTransparentBounds(true);
        return found.find() ? OptionalInt.of(found.start()) : OptionalInt.empty();
    }
}
