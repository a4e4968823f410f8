package org.heddle.cli.report.html;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.heddle.cli.report.chart.Area;
import org.heddle.cli.report.chart.Axes;
import org.heddle.cli.report.chart.Labels;
import org.heddle.cli.report.chart.Roofline;
import org.heddle.cli.text.Quantity;

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

    private static final int PARTS = 100;

    /// How far along a roof its name stands best, and how far along a ceiling, each with the places that come next.
    private static final List<Double> FROM_MIDDLE = parts(0.42);

    private static final List<Double> FROM_RIGHT = parts(1);

    /// Points nearer to each other than this share a number.
    private static final double NEAR = 11;

    private final List<Numbered> rooflines;
    private final Axes axes;
    private final Labels axis = new Labels(Area.between(0, BOTTOM, WIDTH, HEIGHT));
    private final Labels labels = new Labels(Area.between(LEFT, 0, RIGHT, BOTTOM));
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
        List<Area> roofs = new ArrayList<>();
        for (int r = 0; r < first.roofs().size(); r++) {
            roofs.add(roof(first, first.roofs().get(r), r));
        }
        Area ceiling = ceiling(first.ceilings().getFirst(), first, "ceiling");
        List<Area> mixed = mixed();
        List<Placed> points = points();
        points.forEach(each -> labels.keepOff(each.area()));
        if (rooflines.size() > 1) {
            numbers(points);
        }
        points.stream().filter(each -> each.point().measured()).forEach(this::point);
        points.stream().filter(each -> !each.point().measured()).forEach(this::point);
        name(
                ceilingName(first.ceilings().getFirst()),
                List.of(ceiling),
                List.of(-1, 1),
                FROM_RIGHT);
        if (!mixed.isEmpty()) {
            String name = first.ceilings().getLast().name();
            name(name, mixed, List.of(1, -1), FROM_RIGHT);
        }
        for (int r = 0; r < roofs.size(); r++) {
            String name = roofName(first.roofs().get(r));
            name(name, List.of(roofs.get(r)), List.of(-1, 1), FROM_MIDDLE);
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
            below(x(decade), BOTTOM + 15, plain(decade));
        }
        for (double decade : axes.rate().decades()) {
            line("grid", LEFT, y(decade), RIGHT, y(decade));
            write("tick", "end", LEFT - 8, y(decade) + 4, rate(decade));
        }
        below((LEFT + RIGHT) / 2.0, BOTTOM + 37, "flop per byte");
    }

    /// A figure of the lower axis, or its name; all of it is in the picture.
    private void below(double x, double y, String text) {
        Words words = new Words("tick", text, false);
        double half = words.area().width() / 2;
        Area place = words.at(Math.min(x, WIDTH - half), y);
        axis.place(List.of(List.of(place))).ifPresent(free -> words.write(m, free));
    }

    /// From the lower edge, or the left one, up to the pipes.
    private Area roof(Roofline roofline, Roofline.Roof roof, int index) {
        double peak = roofline.ceilings().getFirst().flopsPerSecond();
        double least = Math.pow(10, axes.intensity().least());
        double lowest = Math.pow(10, axes.rate().least());
        double start = Math.max(least, lowest / roof.bytesPerSecond());
        double end = peak / roof.bytesPerSecond();
        return bound("roof roof-" + index, x(start), y(roof.at(start)), x(end), y(peak));
    }

    private static String roofName(Roofline.Roof roof) {
        return roof.level() + " " + Quantity.perSecond(roof.bytesPerSecond(), "B");
    }

    private double left(Roofline.Ceiling ceiling, Roofline roofline) {
        double fastest = roofline.roofs().getLast().bytesPerSecond();
        double least = Math.pow(10, axes.intensity().least());
        return x(Math.max(least, ceiling.flopsPerSecond() / fastest));
    }

    private Area ceiling(Roofline.Ceiling ceiling, Roofline roofline, String kind) {
        double height = y(ceiling.flopsPerSecond());
        return bound(kind, left(ceiling, roofline), height, RIGHT, height);
    }

    private static String ceilingName(Roofline.Ceiling ceiling) {
        return ceiling.name() + " " + Quantity.perSecond(ceiling.flopsPerSecond(), "flop");
    }

    /// The ceilings of the settings' own mixes of operations; one is named, the others are near it.
    private List<Area> mixed() {
        List<Area> lines = new ArrayList<>();
        for (Numbered each : rooflines) {
            for (Roofline.Ceiling ceiling :
                    each.roofline().ceilings().subList(1, each.roofline().ceilings().size())) {
                m.open("g");
                m.leaf(
                        "title",
                        each.number()
                                + ": "
                                + ceiling.name()
                                + ", "
                                + Quantity.perSecond(ceiling.flopsPerSecond(), "flop"));
                lines.add(ceiling(ceiling, each.roofline(), "ceiling mixed"));
                m.close();
            }
        }
        return lines;
    }

    /// A name along a line, the first that has room for it, or else as near to the first one as it can.
    ///
    /// @param sides -1 for above and 1 for below, the better first
    private void name(String text, List<Area> lines, List<Integer> sides, List<Double> parts) {
        Words words = new Words("roof-name", text, false);
        List<List<Area>> rounds = new ArrayList<>();
        for (Area line : lines) {
            sides.forEach(side -> rounds.add(words.along(line, side, parts)));
        }
        Optional<Area> along = labels.place(rounds);
        along.ifPresent(place -> words.write(m, place));
        if (along.isEmpty()) {
            Area middle = Area.upright(lines.getFirst().x(), lines.getFirst().y(), 1, 1);
            beside(middle, words, -90);
        }
    }

    /// A point in the picture.
    private record Placed(Roofline.Point point, int number, boolean far, double x, double y) {
        double radius() {
            return point.measured() ? 4.5 : 7.5;
        }

        /// With its outline.
        Area area() {
            return Area.upright(x, y, 2 * radius(), 2 * radius()).grown(1);
        }

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
        double radius = each.radius();
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

    /// The numbers of settings, above measured points and below predicted ones where they can; a line leads to those that stand elsewhere.
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
            Words words = new Words("point-name", text, true);
            double side = first.point().measured() ? -90 : 90;
            beside(first.area(), words, side);
        }
    }

    private void beside(Area mark, Words words, double side) {
        labels.place(labels.around(mark, words.area(), side))
                .ifPresent(place -> write(words, place, mark));
    }

    private void write(Words words, Area place, Area mark) {
        if (Labels.isAside(mark, place)) {
            double dx = place.x() - mark.x();
            double dy = place.y() - mark.y();
            double out = mark.reach(dx, dy);
            double in = 1 - place.reach(dx, dy);
            bound(
                    "leader",
                    mark.x() + out * dx,
                    mark.y() + out * dy,
                    mark.x() + in * dx,
                    mark.y() + in * dy);
        }
        words.write(m, place);
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

    /// From the best part of a line to its ends.
    private static List<Double> parts(double best) {
        return IntStream.rangeClosed(0, PARTS)
                .mapToObj(i -> (double) i / PARTS)
                .sorted(Comparator.comparingDouble(part -> Math.abs(part - best)))
                .toList();
    }

    /// A line that labels had better not cross.
    private Area bound(String kind, double x1, double y1, double x2, double y2) {
        line(kind, x1, y1, x2, y2);
        Area area = Area.line(x1, y1, x2, y2, 2);
        labels.avoid(area);
        return area;
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
