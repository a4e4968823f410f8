package org.heddle.model.draw.glyph;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.Storage;
import org.heddle.model.diagram.Wire;
import org.heddle.model.draw.picture.Picture.Node;
import org.heddle.model.draw.picture.Reading;
import org.heddle.model.draw.scene.Label;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Rectangle;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.draw.scene.Tag;

/// The sheet on which one node is drawn: collects shapes, with lines that enter at the left and leave at the right.
///
/// Heights may be negative while drawing; {@link #finish} moves everything down.
final class Sheet {
    /// Half of the height of a hexagon.
    static final double HEXAGON = 8;

    /// Radius of the corners of a line that changes its height.
    private static final double SWING = 40;

    /// A line that changes its height by more than this multiple of its way goes upright.
    private static final double STEEP = 3;

    private static final double MARGIN = 2;

    private final Node node;
    private final LineOrder order;
    private final Map<String, Label> labels;
    private final int level;
    private final List<Double> spread;
    private final List<Shape> shapes = new ArrayList<>();
    private final List<Double> west = new ArrayList<>();
    private final List<Double> east = new ArrayList<>();

    Sheet(Node node, LineOrder order, Map<String, Label> labels, int level, List<Double> spread) {
        this.node = node;
        this.order = order;
        this.labels = labels;
        this.level = level;
        this.spread = spread;
    }

    Node node() {
        return node;
    }

    int level() {
        return level;
    }

    LineOrder order() {
        return order;
    }

    Tag tag() {
        return Tag.box(node.id(), node.title());
    }

    void add(Shape shape) {
        shapes.add(shape);
    }

    void addAll(List<Shape> others) {
        shapes.addAll(others);
    }

    /// The heights of the lines of an array whose first is at `top`.
    List<Double> rows(Reading reading, double top) {
        int lines = Math.max(1, reading.wire().axes().size());
        List<Double> rows = new ArrayList<>();
        for (int i = 0; i < lines; i++) {
            rows.add(top + i * Metrics.PITCH);
        }
        return rows;
    }

    /// Makes a port of the input side; returns the height below it.
    double inlet(List<Double> rows) {
        west.add((rows.getFirst() + rows.getLast()) / 2);
        return rows.getLast() + Metrics.PITCH + gap() + spread(west.size() - 1);
    }

    /// Further room below an input, so that lines which come from far apart come in straight.
    double spread(int inlet) {
        return inlet < spread.size() ? spread.get(inlet) : 0;
    }

    /// Between the last line of an array and the first of the next, beyond the pitch: as much as the names of arrays that come in one below the other need.
    double gap() {
        return level == 0 ? Metrics.GAP : Metrics.NAMED_GAP;
    }

    void outlet(List<Double> rows) {
        east.add((rows.getFirst() + rows.getLast()) / 2);
    }

    Tag tag(Reading reading, int position) {
        String axis = position < 0 ? "" : reading.wire().axes().get(position);
        return Tag.along(reading.wire().name(), axis);
    }

    /// A line of an axis, or of an array without axes.
    void strand(Strand strand, Point... points) {
        add(
                new Shape.Line(
                        List.of(points),
                        Metrics.ROUND,
                        strand.isItem() ? Role.ITEM : Role.AXIS,
                        level,
                        strand.tag()));
    }

    /// A line that gently changes its height.
    void swing(Strand strand, double x0, double x1, double y1) {
        swing(strand, x0, x1, y1, 0);
    }

    /// The same, so many levels further in than the sheet.
    void swing(Strand strand, double x0, double x1, double y1, int deeper) {
        double y0 = strand.y();
        double rise = Math.abs(y1 - y0);
        boolean steep = rise > STEEP * (x1 - x0);
        double lead = (x1 - x0) * (steep ? 0.5 : 0.4);
        List<Point> points =
                rise < 0.5
                        ? List.of(new Point(x0, y0), new Point(x1, y1))
                        : List.of(
                                new Point(x0, y0),
                                new Point(x0 + lead, y0),
                                new Point(x1 - lead, y1),
                                new Point(x1, y1));
        Role role = strand.isItem() ? Role.ITEM : Role.AXIS;
        double round = steep ? Metrics.ROUND : SWING;
        add(new Shape.Line(points, round, role, level + deeper, strand.tag()));
    }

    void dot(Strand strand, double x, double y) {
        add(new Shape.Disc(new Point(x, y), Metrics.DOT, Role.DOT, level, strand.tag()));
    }

    /// A dashed line between an input and the next.
    void separator(double x0, double x1, double y, int inlet) {
        String above = node.inputs().get(inlet).wire().name();
        String below = node.inputs().get(inlet + 1).wire().name();
        List<Point> points = List.of(new Point(x0, y), new Point(x1, y));
        add(new Shape.Line(points, 0, Role.SEPARATOR, level, Tag.between(above, below)));
    }

    void area(Role role, double round, Tag tag, List<Point> points) {
        add(new Shape.Area(points, round, role, level, tag));
    }

    /// Makes a place that can be pointed at, under everything else, as high as some lines.
    void room(double x0, double x1, List<Strand> strands) {
        double top = strands.getFirst().y() - Metrics.HALF;
        double bottom = strands.getLast().y() + Metrics.HALF;
        Rectangle room = new Rectangle(x0, top, x1 - x0, bottom - top);
        shapes.addFirst(new Shape.Area(room.corners(), 0, Role.ROOM, level, tag()));
    }

    void write(Role role, Shape.Anchor anchor, double x, double y, Label label, Tag tag) {
        add(new Shape.Writing(new Point(x, y), anchor, label, role, level, tag));
    }

    /// A filled shape with a sign in it, its middle at a place.
    void mark(String sign, double x, double y) {
        mark(sign, x, y, y);
    }

    /// The same over all lines from one height to another.
    void mark(String sign, double x, double top, double bottom) {
        double half = halfMark(sign);
        Rectangle pill = new Rectangle(x - half, top - 8, 2 * half, bottom - top + 16);
        area(Role.MARK, 8, tag(), pill.corners());
        double y = (top + bottom) / 2 + 3.5;
        write(Role.MARK_TEXT, Shape.Anchor.MIDDLE, x, y, Label.of(sign), tag());
    }

    /// Half of the width of a mark with that sign.
    static double halfMark(String sign) {
        return Math.max(8, Label.of(sign).width(Role.MARK_TEXT) / 2 + 5);
    }

    /// All arrays that leave, with their names, up to where the longest name ends.
    ///
    /// @param rows heights of the lines, by output
    /// @return where they end
    double stubs(double x, List<List<Double>> rows) {
        double end = x;
        for (int output = 0; output < rows.size(); output++) {
            end = Math.max(end, stub(x, output, rows.get(output), true));
        }
        for (int output = 0; output < rows.size(); output++) {
            Reading reading = node.outputs().get(output);
            List<Integer> positions = order.of(reading.wire());
            for (int i = 0; i < rows.get(output).size(); i++) {
                Tag tag = tag(reading, positions.isEmpty() ? -1 : positions.get(i));
                double y = rows.get(output).get(i);
                Role role = positions.isEmpty() ? Role.ITEM : Role.AXIS;
                List<Point> points = List.of(new Point(x, y), new Point(end, y));
                shapes.addFirst(new Shape.Line(points, 0, role, level, tag)); // under hexagons
            }
        }
        return end;
    }

    /// The names of an array's lines that leave.
    ///
    /// @param rows heights of the lines of the output
    /// @return where the names end
    double stub(double x, int output, List<Double> rows, boolean named) {
        Reading reading = node.outputs().get(output);
        List<Integer> positions = order.of(reading.wire());
        double start = x + renamings(output, x, rows);
        double width = stubWidth(reading, named);
        for (int i = 0; i < rows.size(); i++) {
            boolean item = positions.isEmpty();
            Tag tag = tag(reading, item ? -1 : positions.get(i));
            if (!item) {
                Label label = stored(reading, positions.get(i));
                write(
                        Role.AXIS_NAME,
                        Shape.Anchor.START,
                        start + 5,
                        rows.get(i) - Metrics.RISE,
                        label,
                        tag);
            }
        }
        if (named) {
            double rise = positions.isEmpty() ? Metrics.RISE : Metrics.NAME_RISE;
            Label name = Label.of(reading.wire().name());
            Tag tag = Tag.wire(reading.wire().name(), reading.wire().toString());
            write(Role.WIRE_NAME, Shape.Anchor.START, start + 5, rows.getFirst() - rise, name, tag);
        }
        shapes.addAll(Ties.of(reading.wire(), positions, rows, start + width - 5, level));
        outlet(rows);
        return start + width;
    }

    /// Hexagons on the lines that the array names otherwise than the box.
    ///
    /// @return the room they take
    private double renamings(int output, double x, List<Double> rows) {
        Reading reading = node.outputs().get(output);
        List<Integer> positions = order.of(reading.wire());
        double room = 0;
        for (int i = 0; i < positions.size(); i++) {
            if (!reading.isPlain(positions.get(i))) {
                String text = reading.indices().get(positions.get(i)).text();
                String name = reading.wire().name();
                Tag tag = new Tag(node.id(), name, "", name + " is written at " + text);
                hexagon(x + 4, x + 22, rows.get(i), tag);
                room = 26;
            }
        }
        return room;
    }

    /// A hexagon on a line.
    void hexagon(double left, double right, double y, Tag tag) {
        area(
                Role.HEXAGON,
                0,
                tag,
                List.of(
                        new Point(left, y),
                        new Point(left + 5, y - HEXAGON),
                        new Point(right - 5, y - HEXAGON),
                        new Point(right, y),
                        new Point(right - 5, y + HEXAGON),
                        new Point(left + 5, y + HEXAGON)));
    }

    /// Room for the names of the lines of an array.
    double stubWidth(Reading reading, boolean named) {
        double width = named ? Label.of(reading.wire().name()).width(Role.WIRE_NAME) : 0;
        for (int i = 0; i < reading.wire().axes().size(); i++) {
            width = Math.max(width, stored(reading, i).width(Role.AXIS_NAME));
        }
        double ties = reading.wire().symmetries().isEmpty() ? 0 : Ties.ROOM;
        return Math.ceil(width) + 10 + ties;
    }

    /// The name of an axis, and how it is stored where it is not dense.
    private Label stored(Reading reading, int position) {
        Wire wire = reading.wire();
        Label label = label(wire.axes().get(position));
        if (wire.storage().isEmpty() || wire.storage().get(position).equals(Storage.Level.DENSE)) {
            return label;
        }
        List<Label.Span> spans = new ArrayList<>(label.spans());
        spans.add(new Label.Span(" " + wire.storage().get(position).text(), false));
        return new Label(spans);
    }

    /// Room for the name of an axis.
    double axisWidth(String axis) {
        return label(axis).width(Role.AXIS_NAME);
    }

    /// The name of an axis above its line.
    void axis(Strand strand, double x, double y) {
        Label name = label(strand.axis());
        write(Role.AXIS_NAME, Shape.Anchor.START, x, y - Metrics.RISE, name, strand.tag());
    }

    private Label label(String axis) {
        Label label = labels.get(axis);
        return label == null ? Label.of(axis) : label;
    }

    /// The glyph: as high as its shapes need.
    Glyph finish(double width) {
        double top = Double.POSITIVE_INFINITY;
        double bottom = Double.NEGATIVE_INFINITY;
        for (Shape shape : shapes) {
            Rectangle bounds = Extent.of(shape);
            top = Math.min(top, bounds.y());
            bottom = Math.max(bottom, bounds.y() + bounds.height());
        }
        double up = MARGIN - top;
        return new Glyph(
                width,
                bottom - top + 2 * MARGIN,
                west.stream().map(y -> y + up).toList(),
                east.stream().map(y -> y + up).toList(),
                shapes.stream().map(shape -> shape.move(0, up)).toList());
    }
}
