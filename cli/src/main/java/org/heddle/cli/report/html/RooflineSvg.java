package org.heddle.cli.report.html;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.heddle.cli.report.chart.Axes;
import org.heddle.cli.report.chart.Roofline;
import org.heddle.cli.text.Quantity;
import org.heddle.model.draw.scene.TextWidth;

/// The hierarchical roofline of a kernel at all settings: a roof per memory, a ceiling per kind of work, points predicted (hollow) and measured (filled).
///
/// The shape of a point tells the memory whose bytes it divides by: circles global memory, squares local memory. Its number is that of the setting.
final class RooflineSvg {
    private static final int WIDTH = 960;
    private static final int HEIGHT = 460;
    private static final int LEFT = 92;
    private static final int RIGHT = 944;
    private static final int TOP = 18;
    private static final int BOTTOM = 408;

    /// How far along a roof its name stands.
    private static final double NAMED = 0.42;

    /// Points nearer to each other than this share a number.
    private static final double NEAR = 11;

    private final List<Numbered> rooflines;
    private final Axes axes;
    private final Markup m = new Markup();

    /// The roofline at a setting.
    ///
    /// @param number from 1
    record Numbered(int number, Roofline roofline) {}

    private RooflineSvg(List<Numbered> rooflines) {
        this.rooflines = List.copyOf(rooflines);
        this.axes = Axes.around(rooflines.stream().map(Numbered::roofline).toList());
    }

    /// The chart; all of one machine.
    static Markup of(List<Numbered> rooflines) {
        return new RooflineSvg(rooflines).draw();
    }

    private Markup draw() {
        Roofline first = rooflines.getFirst().roofline();
        m.open(
                "svg",
                "class",
                "roofline chart",
                "viewBox",
                "0 0 " + WIDTH + " " + HEIGHT,
                "role",
                "img",
                "aria-label",
                "Roofline of kernel " + first.kernel() + "; the table below has its figures");
        grid();
        for (int r = 0; r < first.roofs().size(); r++) {
            roof(first, first.roofs().get(r), r);
        }
        ceiling(first.ceilings().getFirst(), first, "ceiling");
        for (Numbered each : rooflines) {
            each.roofline().ceilings().stream().skip(1).forEach(ceiling -> mixed(ceiling, each));
        }
        List<Placed> points = points();
        points.stream().filter(each -> each.point().measured()).forEach(this::point);
        points.stream().filter(each -> !each.point().measured()).forEach(this::point);
        if (rooflines.size() > 1) {
            numbers(points);
        }
        return m.end();
    }

    private double x(double intensity) {
        return LEFT + axes.intensity().position(intensity) * (RIGHT - LEFT);
    }

    private double y(double rate) {
        return BOTTOM - axes.rate().position(rate) * (BOTTOM - TOP);
    }

    private void grid() {
        for (double decade : axes.intensity().decades()) {
            line("grid", x(decade), TOP, x(decade), BOTTOM);
            write("tick", "middle", x(decade), BOTTOM + 18, plain(decade));
        }
        for (double decade : axes.rate().decades()) {
            line("grid", LEFT, y(decade), RIGHT, y(decade));
            write("tick", "end", LEFT - 8, y(decade) + 4, rate(decade));
        }
        write("tick", "middle", (LEFT + RIGHT) / 2.0, BOTTOM + 40, "flop per byte");
    }

    /// From the lower edge, or the left one, up to the pipes.
    private void roof(Roofline roofline, Roofline.Roof roof, int index) {
        double peak = roofline.ceilings().getFirst().flopsPerSecond();
        double least = Math.pow(10, axes.intensity().least());
        double lowest = Math.pow(10, axes.rate().least());
        double start = Math.max(least, lowest / roof.bytesPerSecond());
        double end = peak / roof.bytesPerSecond();
        line("roof roof-" + index, x(start), y(roof.at(start)), x(end), y(peak));
        double angle = Math.toDegrees(Math.atan2(y(peak) - y(roof.at(start)), x(end) - x(start)));
        double at = Math.pow(start, 1 - NAMED) * Math.pow(end, NAMED);
        double px = x(at);
        double py = y(roof.at(at)) - 6;
        m.leaf(
                "text",
                roof.level() + " " + Quantity.perSecond(roof.bytesPerSecond(), "B"),
                "class",
                "roof-name",
                "text-anchor",
                "middle",
                "x",
                number(px),
                "y",
                number(py),
                "transform",
                "rotate(%s %s %s)".formatted(number(angle), number(px), number(py)));
    }

    private double left(Roofline.Ceiling ceiling, Roofline roofline) {
        double fastest = roofline.roofs().getLast().bytesPerSecond();
        double least = Math.pow(10, axes.intensity().least());
        return x(Math.max(least, ceiling.flopsPerSecond() / fastest));
    }

    private void ceiling(Roofline.Ceiling ceiling, Roofline roofline, String kind) {
        double height = y(ceiling.flopsPerSecond());
        line(kind, left(ceiling, roofline), height, RIGHT, height);
        String name = ceiling.name() + " " + Quantity.perSecond(ceiling.flopsPerSecond(), "flop");
        named(name, height - 6);
    }

    /// A ceiling's name, as far to the right as no point is in its way.
    private void named(String name, double height) {
        double width = TextWidth.of(name, 12, false) + NEAR;
        double end = RIGHT - 4;
        while (end - width > LEFT && isTaken(end - width, end, height)) {
            end -= NEAR;
        }
        write("roof-name", "end", end - width > LEFT ? end : RIGHT - 4, height, name);
    }

    private boolean isTaken(double from, double to, double height) {
        return points().stream()
                .anyMatch(
                        p ->
                                from - NEAR < p.x()
                                        && p.x() < to + NEAR
                                        && Math.abs(p.y() - height + 4) < 2.4 * NEAR);
    }

    /// The ceiling of a setting's own mix of operations; only the first is named, the others are near it.
    private void mixed(Roofline.Ceiling ceiling, Numbered each) {
        double height = y(ceiling.flopsPerSecond());
        m.open("g");
        m.leaf(
                "title",
                each.number()
                        + ": "
                        + ceiling.name()
                        + ", "
                        + Quantity.perSecond(ceiling.flopsPerSecond(), "flop"));
        line("ceiling mixed", left(ceiling, each.roofline()), height, RIGHT, height);
        m.close();
        if (each.equals(rooflines.getFirst())) {
            named(ceiling.name(), height + 15);
        }
    }

    /// A point in the picture.
    private record Placed(Roofline.Point point, int number, boolean far, double x, double y) {
        boolean isNear(Placed other) {
            return point.measured() == other.point.measured()
                    && Math.abs(x - other.x) < NEAR
                    && Math.abs(y - other.y) < NEAR;
        }
    }

    private List<Placed> points() {
        List<Placed> placed = new ArrayList<>();
        for (Numbered each : rooflines) {
            String farthest = each.roofline().roofs().getFirst().level();
            for (Roofline.Point point : each.roofline().points()) {
                boolean far = point.level().equals(farthest);
                double px = x(point.intensity());
                placed.add(new Placed(point, each.number(), far, px, y(point.flopsPerSecond())));
            }
        }
        return placed;
    }

    private void point(Placed each) {
        boolean measured = each.point().measured();
        String kind = measured ? "point measured" : "point predicted-point";
        double radius = measured ? 4.5 : 7.5;
        m.open("g");
        m.leaf("title", title(each.point(), each.number()));
        if (each.far()) {
            m.empty(
                    "circle",
                    "class",
                    kind,
                    "cx",
                    number(each.x()),
                    "cy",
                    number(each.y()),
                    "r",
                    number(radius));
        } else {
            m.empty(
                    "rect",
                    "class",
                    kind,
                    "x",
                    number(each.x() - radius),
                    "y",
                    number(each.y() - radius),
                    "width",
                    number(2 * radius),
                    "height",
                    number(2 * radius));
        }
        m.close();
    }

    /// The numbers of settings, above measured points and below predicted ones.
    private void numbers(List<Placed> points) {
        List<Placed> left = new ArrayList<>(points);
        while (!left.isEmpty()) {
            Placed first = left.getFirst();
            List<Placed> together = left.stream().filter(first::isNear).toList();
            left.removeAll(together);
            String text =
                    together.stream()
                            .map(each -> Integer.toString(each.number()))
                            .distinct()
                            .collect(Collectors.joining(","));
            double height = first.point().measured() ? first.y() - 11 : first.y() + 22;
            write("point-name", "middle", first.x(), height, text);
        }
    }

    private static String title(Roofline.Point point, int number) {
        return number
                + ", "
                + point.level()
                + (point.measured() ? ", measured: " : ", predicted: ")
                + Quantity.digits(point.intensity())
                + " flop per byte, "
                + Quantity.perSecond(point.flopsPerSecond(), "flop");
    }

    private void line(String kind, double x1, double y1, double x2, double y2) {
        m.empty(
                "line",
                "class",
                kind,
                "x1",
                number(x1),
                "y1",
                number(y1),
                "x2",
                number(x2),
                "y2",
                number(y2));
    }

    private void write(String kind, String anchor, double x, double y, String text) {
        m.leaf("text", text, "class", kind, "text-anchor", anchor, "x", number(x), "y", number(y));
    }

    private static String number(double value) {
        return MemoryChartSvg.number(value);
    }

    private static String plain(double decade) {
        return Quantity.decade(decade);
    }

    private static String rate(double decade) {
        return Quantity.decadePerSecond(decade, "flop");
    }
}
