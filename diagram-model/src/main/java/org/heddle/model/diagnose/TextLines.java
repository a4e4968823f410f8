package org.heddle.model.diagnose;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Where the lines of a text start: from an offset to line and column. Lines end at `\n`, `\r\n` or `\r`.
public final class TextLines {
    private final String file;
    private final String text;
    private final List<Integer> starts = new ArrayList<>();

    public TextLines(String file, String text) {
        this.file = file;
        this.text = text;
        starts.add(0);
        for (int i = 0; i < text.length(); i++) {
            boolean lineFeed = text.charAt(i) == '\n';
            boolean bareReturn =
                    text.charAt(i) == '\r'
                            && (i + 1 == text.length() || text.charAt(i + 1) != '\n');
            if (lineFeed || bareReturn) {
                starts.add(i + 1);
            }
        }
    }

    /// The place of a character of the text.
    ///
    /// @param pointer of the part of the diagram that it belongs to
    public Location at(int offset, String pointer) {
        int found = Collections.binarySearch(starts, offset);
        int line = found >= 0 ? found : -found - 2;
        return new Location(
                Optional.of(new Position(file, line + 1, offset - starts.get(line) + 1)), pointer);
    }

    /// A line without its end; empty behind the end of the text.
    ///
    /// @param number from 1
    Optional<String> line(int number) {
        if (number > starts.size() || starts.get(number - 1) == text.length()) {
            return Optional.empty();
        }
        int end = number == starts.size() ? text.length() : starts.get(number);
        return Optional.of(text.substring(starts.get(number - 1), end).replaceFirst("\\R$", ""));
    }
}
