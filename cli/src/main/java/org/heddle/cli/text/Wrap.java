package org.heddle.cli.text;

import java.util.ArrayList;
import java.util.List;

/// Breaks text into lines. Width is counted in code points, which is right for all that Heddle prints.
public final class Wrap {
    /// The width of everything that is printed.
    public static final int COLUMNS = 100;

    private Wrap() {}

    /// Lines of at most `width`; breaks at spaces, and inside a word only where it is longer than a line.
    public static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        for (String paragraph : text.split("\n", -1)) {
            String rest = paragraph.stripTrailing();
            while (width(rest) > width) {
                int cut = cut(rest, width);
                lines.add(rest.substring(0, cut).stripTrailing());
                rest = rest.substring(cut).stripLeading();
            }
            lines.add(rest);
        }
        return lines;
    }

    /// Text of at most {@link #COLUMNS} columns, the first line after `first`, the others after as many spaces as `hang`.
    public static String hanging(String first, int hang, String text) {
        String indent = " ".repeat(hang);
        List<String> lines = lines(text, COLUMNS - Math.max(hang, width(first)));
        StringBuilder out = new StringBuilder(first);
        for (int i = 0; i < lines.size(); i++) {
            out.append(i == 0 ? "" : indent).append(lines.get(i)).append('\n');
        }
        return out.toString();
    }

    /// Columns that a text takes.
    public static int width(String text) {
        return text.codePointCount(0, text.length());
    }

    private static int cut(String text, int width) {
        int end = text.offsetByCodePoints(0, width);
        int indent = text.length() - text.stripLeading().length();
        int space = text.lastIndexOf(' ', end);
        return space > indent ? space : end;
    }
}
