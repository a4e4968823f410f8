package org.heddle.cli.report.chart;

import java.util.Arrays;
import java.util.List;
import org.heddle.cli.text.Quantity;
import org.heddle.cli.text.Table;

/// Times over a resource, drawn with characters; both axes are logarithmic.
///
/// ```
///   12.9 µs ┤●
///           │  ·····
///   9.04 µs ┤       ●········                      1
///           │                ●·······●─ ─ ─ ○      2
///           └┬──────┬────────┬───────┬──────┬
///            16 KiB 32 KiB   64 KiB  …
/// ```
public final class TradeoffText {
    private static final int LEFT = 13;
    private static final int WIDTH = 80;
    private static final int HEIGHT = 15;
    private static final int LABELLED = 7;

    /// Columns between the last design of a series and its mark.
    private static final int APART = 2;

    private static final String MARKS = "123456789abcdefghijklmnopqrstuvwxyz";
    private static final char FRONT = '●';
    private static final char OTHER = '○';

    private final Tradeoff tradeoff;
    private final List<Tradeoff.Series> series;
    private final Span amounts;
    private final Span seconds;
    private final char[][] cells = new char[HEIGHT][WIDTH + APART + 4];

    private TradeoffText(Tradeoff tradeoff) {
        this.tradeoff = tradeoff;
        this.series = tradeoff.series().stream().limit(MARKS.length()).toList();
        this.amounts = tradeoff.amountSpan();
        this.seconds = tradeoff.secondsSpan();
        for (char[] row : cells) {
            Arrays.fill(row, ' ');
        }
    }

    /// The chart with its key, each line ending in a line break.
    public static String of(Tradeoff tradeoff) {
        return new TradeoffText(tradeoff).text();
    }

    private String text() {
        series.reversed().forEach(this::lines);
        series.reversed().forEach(each -> points(each, false));
        series.reversed().forEach(each -> points(each, true));
        if (series.size() > 1) {
            series.forEach(this::mark);
        }
        StringBuilder out = new StringBuilder();
        for (int row = 0; row < HEIGHT; row++) {
            String label =
                    row % LABELLED == 0
                            ? Quantity.seconds(seconds.value(1 - (double) row / (HEIGHT - 1)))
                                    + " ┤"
                            : "│";
            String line = " ".repeat(LEFT - label.length()) + label + new String(cells[row]);
            out.append(line.stripTrailing()).append('\n');
        }
        return out.append(scale()).append(key()).toString();
    }

    private int column(double amount) {
        return (int) Math.round(amounts.position(amount) * (WIDTH - 1));
    }

    private int row(double time) {
        return (int) Math.round((1 - seconds.position(time)) * (HEIGHT - 1));
    }

    /// Straight between neighbours.
    private void lines(Tradeoff.Series each) {
        for (int i = 1; i < each.points().size(); i++) {
            Tradeoff.Point from = each.points().get(i - 1);
            Tradeoff.Point to = each.points().get(i);
            int first = column(from.amount());
            int last = column(to.amount());
            for (int column = first; column <= last; column++) {
                double part = last == first ? 0 : (double) (column - first) / (last - first);
                double time = from.seconds() * Math.pow(to.seconds() / from.seconds(), part);
                cells[row(time)][column] = '·';
            }
        }
    }

    private void points(Tradeoff.Series each, boolean front) {
        for (Tradeoff.Point point : each.points()) {
            if (point.isFront() == front) {
                cells[row(point.seconds())][column(point.amount())] = front ? FRONT : OTHER;
            }
        }
    }

    /// Behind the last design of a series, or behind the marks that are there.
    private void mark(Tradeoff.Series each) {
        Tradeoff.Point last = each.points().getLast();
        char[] row = cells[row(last.seconds())];
        int column = column(last.amount()) + APART;
        while (column < row.length - 1 && row[column] != ' ') {
            column++;
        }
        row[column] = row[column] == ' ' ? mark(series.indexOf(each)) : '…';
    }

    private static char mark(int index) {
        return MARKS.charAt(index);
    }

    /// The lower axis, with the amounts that there is room for.
    private String scale() {
        StringBuilder line = new StringBuilder("─".repeat(WIDTH));
        StringBuilder figures = new StringBuilder(" ".repeat(WIDTH + 1));
        int free = 0;
        for (Tradeoff.Point amount : tradeoff.amounts()) {
            int column = column(amount.amount());
            line.setCharAt(column, '┬');
            int from = Math.min(column, WIDTH - amount.label().length());
            if (from >= free) {
                figures.replace(from, from + amount.label().length(), amount.label());
                free = from + amount.label().length() + 1;
            }
        }
        return " ".repeat(LEFT - 1)
                + "└"
                + line
                + "\n"
                + " ".repeat(LEFT)
                + figures.toString().stripTrailing()
                + "\n"
                + " ".repeat(LEFT)
                + tradeoff.resource()
                + "\n";
    }

    private String key() {
        String marks =
                "  ● none is better in everything; ○ the others; both axes are logarithmic\n";
        if (series.size() < 2) {
            return marks;
        }
        Table table = new Table("  ").left("", 1).left("line", 60).right("fastest");
        for (int i = 0; i < series.size(); i++) {
            table.row(
                    String.valueOf(mark(i)),
                    series.get(i).name(),
                    Quantity.seconds(series.get(i).fastest()));
        }
        int left = tradeoff.series().size() - series.size();
        return table
                + (left == 0 ? "" : "  and " + left + " slower lines, which are not drawn\n")
                + marks;
    }
}
