package org.heddle.model.syntax;

/// Quoting what a file says.
final class Text {
    private static final int MAX = 60;

    private Text() {}

    /// At most a line's worth of the text, without control characters.
    static String shorten(String text) {
        String shown = text.length() <= MAX ? text : text.substring(0, MAX) + "…";
        return shown.replaceAll("\\p{Cntrl}", " ");
    }
}
