package org.heddle.model.syntax;

import org.heddle.model.diagnose.Visible;

/// Quoting what a file says.
final class Text {
    private static final int MAX = 60;

    private Text() {}

    /// At most a line's worth of the text, with nothing hidden in it.
    static String shorten(String text) {
        String shown = text.length() <= MAX ? text : text.substring(0, MAX) + "…";
        return Visible.of(shown);
    }
}
