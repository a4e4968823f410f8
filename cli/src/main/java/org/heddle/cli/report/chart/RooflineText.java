package org.heddle.cli.report.chart;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.heddle.cli.text.Quantity;
import org.heddle.cli.text.Table;

/// A roofline drawn with characters: roofs as digits, ceilings as lines, points as circles.
///
/// ```
///   1 Tflop/s ┤                    3      2     1
///             │                 3━━━━━━2━━━━━1━━━━━━━━━━━━━━━━━━━━━
///             │              3  ◉   2    1     ◉
///             │           3      2     1
///   10 Gflop/s┤        3      2     1
///             └┬─────────────────┬─────────────────┬
///              0.1               1                10  flop per byte
/// ```
public final class RooflineText {
    private static final int LEFT = 13;
    private static final int WIDTH = 86;
    private static final int HEIGHT = 15;

    private static final char MEASURED = '●';
    private static final char PREDICTED = '○';
    private static final char BOTH = '◉';

    private final Roofline roofline;
    private final Axes axes;
    private final char[][] cells = new char[HEIGHT][WIDTH];

    private RooflineText(Roofline roofline) {
        this.roofline = roofline;
        this.axes = Axes.around(List.of(roofline));
        for (char[] row : cells) {
            Arrays.fill(row, ' ');
        }
    }

    /// The chart with its key, each line ending in a line break.
    public static String of(Roofline roofline) {
        return new RooflineText(roofline).text();
    }

    private String text() {
        if (roofline.points().isEmpty()) {
            return "  no point: it neither adds, multiplies nor compares, or moves no bytes\n";
        }
        ceilings();
        roofs();
        roofline.points().forEach(this::point);
        StringBuilder out = new StringBuilder();
        for (int row = 0; row < HEIGHT; row++) {
            String line = label(row) + new String(cells[row]);
            out.append(line.stripTrailing()).append('\n');
        }
        return out.append(scale()).append(key()).toString();
    }

    private int column(double intensity) {
        return (int) Math.round(axes.intensity().position(intensity) * (WIDTH - 1));
    }

    private int row(double rate) {
        return (int) Math.round((1 - axes.rate().position(rate)) * (HEIGHT - 1));
    }

    /// The rate in the middle of a row.
    private double rate(int row) {
        return axes.rate().value(1 - (double) row / (HEIGHT - 1));
    }

    private void put(int row, int column, char mark) {
        if (row >= 0 && row < HEIGHT && column >= 0 && column < WIDTH) {
            cells[row][column] = mark;
        }
    }

    private void ceilings() {
        for (int c = roofline.ceilings().size() - 1; c >= 0; c--) {
            Roofline.Ceiling ceiling = roofline.ceilings().get(c);
            double fastest = roofline.roofs().getLast().bytesPerSecond();
            int row = row(ceiling.flopsPerSecond());
            int from = column(rate(row) / fastest);
            for (int column = Math.max(0, from); column < WIDTH; column++) {
                put(row, column, c == 0 ? '━' : '╌');
            }
        }
    }

    /// One digit per row, up to the highest ceiling.
    private void roofs() {
        double peak = roofline.ceilings().getFirst().flopsPerSecond();
        for (int r = 0; r < roofline.roofs().size(); r++) {
            Roofline.Roof roof = roofline.roofs().get(r);
            for (int row = row(peak); row < HEIGHT; row++) {
                put(row, column(rate(row) / roof.bytesPerSecond()), digit(r));
            }
        }
    }

    private static char digit(int index) {
        return (char) ('1' + index);
    }

    private void point(Roofline.Point point) {
        int row = row(point.flopsPerSecond());
        int column = column(point.intensity());
        char own = point.measured() ? MEASURED : PREDICTED;
        char other = point.measured() ? PREDICTED : MEASURED;
        put(row, column, cells[row][column] == other ? BOTH : own);
    }

    /// The figure left of a row, where a power of ten lies there.
    private String label(int row) {
        Optional<Double> decade =
                axes.rate().decades().stream().filter(rate -> row(rate) == row).findFirst();
        String text = decade.map(rate -> Quantity.decadePerSecond(rate, "flop") + " ┤").orElse("│");
        return " ".repeat(LEFT - text.length()) + text;
    }

    /// The lower axis with its powers of ten.
    private String scale() {
        StringBuilder line = new StringBuilder("─".repeat(WIDTH));
        StringBuilder figures = new StringBuilder(" ".repeat(WIDTH + 1));
        for (double decade : axes.intensity().decades()) {
            int column = column(decade);
            line.setCharAt(column, '┬');
            String figure = Quantity.decade(decade);
            int from = Math.min(column, WIDTH - figure.length());
            figures.replace(from, from + figure.length(), figure);
        }
        return " ".repeat(LEFT - 1)
                + "└"
                + line
                + "\n"
                + " ".repeat(LEFT)
                + figures.toString().stripTrailing()
                + "\n"
                + " ".repeat(LEFT)
                + "flop per byte\n";
    }

    private String key() {
        Table table =
                new Table("  ")
                        .left("", 3)
                        .left("roof", 28)
                        .right("at most")
                        .right("flop per byte")
                        .right(PREDICTED + " predicted")
                        .right(MEASURED + " measured");
        for (int r = 0; r < roofline.roofs().size(); r++) {
            Roofline.Roof roof = roofline.roofs().get(r);
            Optional<Roofline.Point> predicted = find(roof.level(), false);
            table.row(
                    String.valueOf(digit(r)),
                    roof.level(),
                    Quantity.perSecond(roof.bytesPerSecond(), "B"),
                    predicted.map(point -> Quantity.digits(point.intensity())).orElse("–"),
                    predicted.map(RooflineText::height).orElse("–"),
                    find(roof.level(), true).map(RooflineText::height).orElse("–"));
        }
        List<Roofline.Ceiling> ceilings = new ArrayList<>(roofline.ceilings());
        for (int c = 0; c < ceilings.size(); c++) {
            table.row(
                    c == 0 ? "━" : "╌",
                    ceilings.get(c).name(),
                    Quantity.perSecond(ceilings.get(c).flopsPerSecond(), "flop"),
                    "",
                    "",
                    "");
        }
        return table
                + "  ◉ both in one place; operations are those predicted, no device counts them\n";
    }

    private Optional<Roofline.Point> find(String level, boolean measured) {
        return roofline.points().stream()
                .filter(point -> point.level().equals(level) && point.measured() == measured)
                .findFirst();
    }

    private static String height(Roofline.Point point) {
        return Quantity.perSecond(point.flopsPerSecond(), "flop");
    }
}
