package org.heddle.cli.text;

import java.util.ArrayList;
import java.util.List;

/// A table of text cells: columns as wide as their widest cell or their limit, longer cells wrapped.
///
/// ```
///    #  rule    bytes before → after   why
///    1  unfold    8.4 MB → 25.2 MB     P means its
///                                      definition
/// ```
public final class Table {
    private static final String GAP = "  ";

    /// The limit of a column that takes what is left.
    private static final int REST = 0;

    private final List<Column> columns = new ArrayList<>();
    private final List<List<String>> rows = new ArrayList<>();
    private final String indent;

    private record Column(String title, int limit, boolean right) {}

    /// An empty table whose lines all start with `indent`.
    public Table(String indent) {
        this.indent = indent;
    }

    /// Adds a column of text of at most `limit` columns.
    public Table left(String title, int limit) {
        columns.add(new Column(title, limit, false));
        return this;
    }

    /// Adds a column of numbers.
    public Table right(String title) {
        columns.add(new Column(title, Integer.MAX_VALUE, true));
        return this;
    }

    /// Adds a last column of text, as wide as the others leave it.
    public Table rest(String title) {
        columns.add(new Column(title, REST, false));
        return this;
    }

    /// Adds a row.
    ///
    /// @throws IllegalArgumentException where it has not one cell per column
    public Table row(String... cells) {
        if (cells.length != columns.size()) {
            throw new IllegalArgumentException(
                    cells.length + " cells for " + columns.size() + " columns");
        }
        rows.add(List.of(cells));
        return this;
    }

    public boolean isEmpty() {
        return rows.isEmpty();
    }

    /// Title line and rows, each ending in a line break.
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        boolean titled = columns.stream().anyMatch(column -> !column.title().isEmpty());
        if (titled) {
            line(columns.stream().map(Column::title).toList(), out);
        }
        rows.forEach(row -> line(row, out));
        return out.toString();
    }

    private void line(List<String> cells, StringBuilder out) {
        List<List<String>> wrapped = new ArrayList<>();
        int height = 1;
        for (int c = 0; c < columns.size(); c++) {
            List<String> lines = Wrap.lines(cells.get(c), limit(c));
            wrapped.add(lines);
            height = Math.max(height, lines.size());
        }
        for (int i = 0; i < height; i++) {
            StringBuilder text = new StringBuilder(indent);
            for (int c = 0; c < columns.size(); c++) {
                String cell = i < wrapped.get(c).size() ? wrapped.get(c).get(i) : "";
                text.append(c == 0 ? "" : GAP).append(padded(cell, c));
            }
            out.append(text.toString().stripTrailing()).append('\n');
        }
    }

    private String padded(String cell, int column) {
        String space = " ".repeat(Math.max(0, width(column) - Wrap.width(cell)));
        return columns.get(column).right() ? space + cell : cell + space;
    }

    private int width(int column) {
        int widest = Wrap.width(columns.get(column).title());
        for (List<String> row : rows) {
            for (String line : row.get(column).split("\n", -1)) {
                widest = Math.max(widest, Wrap.width(line));
            }
        }
        return Math.min(widest, limit(column));
    }

    private int limit(int column) {
        if (columns.get(column).limit() != REST) {
            return columns.get(column).limit();
        }
        int used = Wrap.width(indent);
        for (int other = 0; other < columns.size(); other++) {
            used += other == column ? 0 : width(other) + GAP.length();
        }
        return Math.max(1, Wrap.COLUMNS - used);
    }
}
