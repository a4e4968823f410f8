package org.heddle.cli.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.heddle.cli.report.chart.Span;
import org.heddle.cli.report.chart.Tradeoff;
import org.heddle.cli.text.Quantity;
import org.heddle.model.draw.scene.TextWidth;

/// Times over a resource as a picture that stands by itself, in light and dark colours: a line for each combination of the other resources, designs that none is better than filled.
public final class TradeoffSvg {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 460;
    private static final int LEFT = 92;
    private static final int TOP = 44;
    private static final int BOTTOM = 396;
    private static final int HUES = 8;
    private static final int FONT = 12;

    /// How many figures stand along the axis of times.
    private static final int TIMES = 6;

    /// The least between the names of two lines.
    private static final double NAME_HEIGHT = 15;

    private final Tradeoff tradeoff;
    private final Span amounts;
    private final Span seconds;
    private final double right;
    private final Markup m = new Markup();

    private TradeoffSvg(Tradeoff tradeoff) {
        this.tradeoff = tradeoff;
        this.amounts = tradeoff.amountSpan();
        this.seconds = tradeoff.secondsSpan();
        double names =
                tradeoff.series().stream()
                        .mapToDouble(each -> TextWidth.of(each.name(), FONT, false))
                        .max()
                        .orElse(0);
        this.right = WIDTH - 28 - Math.min(names, WIDTH / 2.0);
    }

    /// A file in the format SVG.
    public static String of(Tradeoff tradeoff) {
        return new TradeoffSvg(tradeoff).draw();
    }

    private String draw() {
        String title = "Predicted time of " + tradeoff.subject() + " over " + tradeoff.resource();
        m.open(
                "svg",
                "xmlns",
                "http://www.w3.org/2000/svg",
                "class",
                "chart",
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT,
                "width",
                String.valueOf(WIDTH),
                "height",
                String.valueOf(HEIGHT),
                "role",
                "img",
                "aria-label",
                title);
        m.leaf("title", title);
        m.open("style").text("\n").picture(style()).close();
        m.empty(
                "rect",
                "class",
                "sheet",
                "width",
                String.valueOf(WIDTH),
                "height",
                String.valueOf(HEIGHT));
        write("level-name", "start", LEFT, 24, title);
        grid();
        List<Tradeoff.Series> series = tradeoff.series();
        for (int i = series.size() - 1; i >= 0; i--) {
            line(series.get(i), i);
        }
        names();
        key();
        return m.end().toString();
    }

    private static String style() {
        return ":root {\n"
                + Page.resource("light.css")
                + "}\n@media (prefers-color-scheme: dark) { :root {\n"
                + Page.resource("dark.css")
                + "} }\n.sheet { fill: var(--page); }\n"
                + Page.resource("chart.css");
    }

    private double x(double amount) {
        return LEFT + 10 + amounts.position(amount) * (right - LEFT - 20);
    }

    private double y(double time) {
        return BOTTOM - 8 - seconds.position(time) * (BOTTOM - TOP - 16);
    }

    private void grid() {
        double free = 0;
        for (Tradeoff.Point amount : tradeoff.amounts()) {
            double at = x(amount.amount());
            m.empty(
                    "line",
                    "class",
                    "grid",
                    "x1",
                    number(at),
                    "y1",
                    number(TOP),
                    "x2",
                    number(at),
                    "y2",
                    number(BOTTOM));
            double half = TextWidth.of(amount.label(), FONT, false) / 2;
            if (at - half >= free) {
                write("tick", "middle", at, BOTTOM + 18, amount.label());
                free = at + half + 6;
            }
        }
        for (int i = 0; i < TIMES; i++) {
            double time = seconds.value((double) i / (TIMES - 1));
            m.empty(
                    "line",
                    "class",
                    "grid",
                    "x1",
                    number(LEFT),
                    "y1",
                    number(y(time)),
                    "x2",
                    number(right),
                    "y2",
                    number(y(time)));
            write("tick", "end", LEFT - 8, y(time) + 4, Quantity.seconds(time));
        }
        write("tick", "middle", (LEFT + right) / 2, BOTTOM + 38, tradeoff.resource());
    }

    private void line(Tradeoff.Series series, int index) {
        m.open("g", "class", hue(index));
        StringBuilder path = new StringBuilder();
        for (Tradeoff.Point point : series.points()) {
            path.append(path.isEmpty() ? "M" : " L")
                    .append(number(x(point.amount())))
                    .append(' ')
                    .append(number(y(point.seconds())));
        }
        m.empty("path", "class", "step-line", "d", path.toString());
        for (Tradeoff.Point point : series.points()) {
            m.open("g");
            m.leaf("title", title(series, point));
            m.empty(
                    "circle",
                    "class",
                    point.isFront() ? "front" : "design",
                    "cx",
                    number(x(point.amount())),
                    "cy",
                    number(y(point.seconds())),
                    "r",
                    point.isFront() ? "6" : "4");
            m.close();
        }
        m.close();
    }

    private String title(Tradeoff.Series series, Tradeoff.Point point) {
        return tradeoff.resource()
                + " "
                + point.label()
                + (series.name().isEmpty() ? "" : ", " + series.name())
                + ": "
                + Quantity.seconds(point.seconds());
    }

    /// A name of a line and how high it stands.
    private record Name(int index, String text, double height) {}

    /// Right of the lines, moved apart where they would overlap; those of the slowest lines are left out where there is no room for all.
    private void names() {
        List<Name> names = new ArrayList<>();
        int room = (int) ((BOTTOM - TOP) / NAME_HEIGHT);
        for (int i = 0; i < Math.min(room, tradeoff.series().size()); i++) {
            Tradeoff.Series each = tradeoff.series().get(i);
            names.add(new Name(i, each.name(), y(each.points().getLast().seconds())));
        }
        names.sort(Comparator.comparingDouble(Name::height).reversed());
        double free = BOTTOM;
        for (int i = 0; i < names.size(); i++) {
            double above = TOP + NAME_HEIGHT * (names.size() - i);
            double height = Math.max(Math.min(names.get(i).height() + 4, free), above);
            free = height - NAME_HEIGHT;
            m.open("g", "class", hue(names.get(i).index()));
            write("series", "start", right + 6, height, names.get(i).text());
            m.close();
        }
    }

    private void key() {
        double height = HEIGHT - 10.0;
        m.open("g", "class", "hue-0");
        m.empty(
                "circle",
                "class",
                "front",
                "cx",
                number(LEFT + 6),
                "cy",
                number(height - 4),
                "r",
                "6");
        m.empty(
                "circle",
                "class",
                "design",
                "cx",
                number(LEFT + 214),
                "cy",
                number(height - 4),
                "r",
                "4");
        m.close();
        write("tick", "start", LEFT + 18, height, "none is better in everything");
        write("tick", "start", LEFT + 226, height, "the others");
    }

    private static String hue(int index) {
        return "hue-" + index % HUES;
    }

    private void write(String kind, String anchor, double x, double y, String text) {
        m.leaf("text", text, "class", kind, "text-anchor", anchor, "x", number(x), "y", number(y));
    }

    private static String number(double value) {
        return MemoryChartSvg.number(value);
    }
}
