package org.heddle.model.draw.glyph;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.draw.picture.Reading;
import org.heddle.model.draw.scene.Label;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.draw.scene.Tag;

/// The left side of a node: arrays come in; where they are read by other indices their lines pass hexagons and come out as axes of the box.
///
/// ```
///    t ──⬡── q        X[q, d]: renamed
///    d ───── d
///    - - - - -
///    i ──╮
///        ⬡── i        A[i, i]: a diagonal
///    j ──╯
///
///    p ──────⬡── b, s     K[table[b, s], d]: a gather; its indices come in below the array, or above it
///    d ──────┼┼─ d
///    - - - - ││
///    b ──────╯│
///    s ───────╯
/// ```
final class Inlets {
    private static final double HEXAGON = 9;
    private static final double LEFT = 24;

    /// Room in which lines spread behind a hexagon.
    private static final double FAN = 14;

    /// From an end of a hexagon to the nearest line of indices that enters it.
    private static final double CORNER = 9;

    /// Room for the label of the line below.
    private static final double LABEL = 12;

    private final Sheet sheet;
    private final List<Strand> strands = new ArrayList<>();
    private final List<Double> separators = new ArrayList<>();
    private final List<List<Double>> rows = new ArrayList<>();
    private final List<Entrance> entrances = new ArrayList<>();
    private final double end;

    private Inlets(Sheet sheet) {
        this.sheet = sheet;
        List<List<Group>> groups = new ArrayList<>();
        double wide = 0;
        for (int i = 0; i < sheet.node().inputs().size(); i++) {
            boolean index = sheet.node().inputs().get(i).feeds().isPresent();
            List<Group> own = index ? List.of() : groups(i);
            groups.add(own);
            for (Group group : own) {
                wide = group.plain() ? wide : Math.max(wide, left(own, group) + width(group));
            }
        }
        end = wide;
        double top = 0;
        for (int i = 0; i < groups.size(); i++) {
            top = draw(i, groups.get(i), top);
        }
        entrances.forEach(this::enter);
    }

    /// Draws the inputs of a node.
    static Inlets draw(Sheet sheet) {
        return new Inlets(sheet);
    }

    /// The lines that come out, by height.
    List<Strand> strands() {
        return strands;
    }

    /// Heights between arrays.
    List<Double> separators() {
        return separators;
    }

    /// Where the lines come out.
    double end() {
        return end;
    }

    /// Lines of the array that become lines of the box together.
    ///
    /// @param above how many lines of indices enter their hexagon from above
    /// @param below the same from below
    private record Group(
            List<Integer> positions,
            String text,
            List<String> axes,
            boolean plain,
            int above,
            int below) {
        int rows() {
            return Math.max(positions.size(), axes.size());
        }
    }

    /// Where indices enter a hexagon.
    ///
    /// @param left end of the hexagon
    /// @param y its upper or lower edge
    /// @param inlets those that hold the indices, the nearest first
    private record Entrance(double left, double y, List<Integer> inlets, boolean above) {}

    private List<Group> groups(int inlet) {
        Reading reading = sheet.node().inputs().get(inlet);
        List<Group> groups = new ArrayList<>();
        Set<Integer> done = new LinkedHashSet<>();
        for (int position : sheet.order().of(reading.wire())) {
            if (done.contains(position)) {
                continue;
            }
            List<Integer> together = together(reading, position);
            Set<String> axes = new LinkedHashSet<>();
            Set<String> texts = new LinkedHashSet<>();
            for (int member : together) {
                axes.addAll(reading.indices().get(member).axes());
                texts.add(reading.indices().get(member).text());
            }
            done.addAll(together);
            boolean plain = together.size() == 1 && reading.isPlain(position);
            String text = String.join(", ", texts);
            boolean renamed = axes.size() == 1 && text.equals(axes.iterator().next());
            String outside =
                    reading.outside().isEmpty() || renamed ? "" : ", else " + reading.outside();
            groups.add(
                    new Group(
                            together,
                            text + outside,
                            List.copyOf(axes),
                            plain,
                            lines(feeding(inlet, together, true)),
                            lines(feeding(inlet, together, false))));
        }
        return groups;
    }

    /// The axes of the array whose indices share axes of the box with that one's, directly or through others, in drawn order.
    private List<Integer> together(Reading reading, int position) {
        List<Integer> order = sheet.order().of(reading.wire());
        Set<String> axes = new LinkedHashSet<>(reading.indices().get(position).axes());
        Set<Integer> members = new LinkedHashSet<>(List.of(position));
        boolean grown = true;
        while (grown) {
            grown = false;
            for (int other : order) {
                List<String> own = reading.indices().get(other).axes();
                if (own.stream().anyMatch(axes::contains) && members.add(other)) {
                    axes.addAll(own);
                    grown = true;
                }
            }
        }
        return order.stream().filter(members::contains).toList();
    }

    /// The inlets that hold indices along some axes of an array, on one side of it, the nearest first.
    private List<Integer> feeding(int array, List<Integer> positions, boolean above) {
        List<Integer> inlets = new ArrayList<>();
        for (int inlet = 0; inlet < sheet.node().inputs().size(); inlet++) {
            boolean feeds =
                    sheet.node()
                            .inputs()
                            .get(inlet)
                            .feeds()
                            .filter(f -> f.above() == above && positions.contains(f.axis()))
                            .isPresent();
            if (feeds && sheet.node().array(inlet) == array) {
                inlets.add(inlet);
            }
        }
        return above ? inlets.reversed() : inlets;
    }

    private int lines(List<Integer> inlets) {
        return inlets.stream()
                .mapToInt(
                        inlet -> Math.max(1, sheet.node().inputs().get(inlet).wire().axes().size()))
                .sum();
    }

    /// Where the hexagon of a group begins: behind lines that pass it on their way to another.
    private static double left(List<Group> groups, Group group) {
        int at = groups.indexOf(group);
        double left = LEFT;
        for (int i = 0; i < groups.size(); i++) {
            int lines = i < at ? groups.get(i).below() : i > at ? groups.get(i).above() : 0;
            left += lines == 0 ? 0 : CORNER + lines * Metrics.UPRIGHT_PITCH;
        }
        return left;
    }

    /// Whether the text in the hexagon says no more than the label behind it.
    private static boolean isRenaming(Group group) {
        return group.axes().size() == 1 && group.text().equals(group.axes().getFirst());
    }

    private static double hexagonWidth(Group group) {
        double text = isRenaming(group) ? 0 : Label.of(group.text()).width(Role.AXIS_NAME) + 4;
        double lines = (Math.max(group.above(), group.below()) - 1) * Metrics.UPRIGHT_PITCH;
        return 2 * HEXAGON + Math.max(text, lines);
    }

    /// From where its hexagon begins.
    private static double width(Group group) {
        double names =
                group.axes().stream()
                        .mapToDouble(axis -> Label.of(axis).width(Role.AXIS_NAME))
                        .max()
                        .orElse(0);
        return hexagonWidth(group) + names + FAN + 4;
    }

    private double draw(int inlet, List<Group> groups, double top) {
        Reading reading = sheet.node().inputs().get(inlet);
        List<Double> outer = sheet.rows(reading, top);
        double below = sheet.inlet(outer);
        rows.add(outer);
        if (reading.feeds().isPresent()) {
            separate(inlet, outer.getLast(), below);
            return below;
        }
        if (groups.isEmpty()) {
            Strand item = new Strand("", inlet, top, sheet.tag(reading, -1));
            strands.add(item);
            run(item, 0, top);
        }
        int outerRow = 0;
        double y = top;
        for (Group group : groups) {
            draw(
                    reading,
                    inlet,
                    group,
                    left(groups, group),
                    outer.subList(outerRow, outerRow + group.positions().size()),
                    y);
            outerRow += group.positions().size();
            y += group.rows() * Metrics.PITCH;
        }
        below = Math.max(below, y + sheet.gap() + sheet.spread(inlet));
        separate(inlet, Math.max(outer.getLast(), y - Metrics.PITCH), below);
        return below;
    }

    private void separate(int inlet, double last, double below) {
        if (inlet + 1 < sheet.node().inputs().size()) {
            separators.add((last + below - LABEL) / 2);
        }
    }

    /// Leads lines of indices into a hexagon, each upright at its own place: the nearest first, so that they do not cross.
    private void enter(Entrance entrance) {
        double x = entrance.left() + CORNER;
        for (int inlet : entrance.inlets()) {
            Reading reading = sheet.node().inputs().get(inlet);
            List<Integer> positions = sheet.order().of(reading.wire());
            int lines = rows.get(inlet).size();
            for (int i = 0; i < lines; i++) {
                int row = entrance.above() ? lines - 1 - i : i;
                Tag tag = sheet.tag(reading, positions.isEmpty() ? -1 : positions.get(row));
                double y = rows.get(inlet).get(row);
                sheet.strand(
                        new Strand(tag.axis(), inlet, y, tag),
                        new Point(0, y),
                        new Point(x, y),
                        new Point(x, entrance.y()));
                x += Metrics.UPRIGHT_PITCH;
            }
        }
    }

    private void draw(
            Reading reading, int inlet, Group group, double left, List<Double> outer, double top) {
        double middle = top + (group.rows() - 1) * Metrics.PITCH / 2;
        double right = left + hexagonWidth(group);
        for (int i = 0; i < outer.size(); i++) {
            Tag tag = sheet.tag(reading, group.positions().get(i));
            Strand in = new Strand(tag.axis(), inlet, outer.get(i), tag);
            if (group.plain()) {
                run(in, 0, top);
                strands.add(new Strand(tag.axis(), inlet, top, tag));
            } else {
                sheet.swing(in, 0, left, middle);
            }
        }
        if (group.plain()) {
            return;
        }
        for (boolean above : List.of(true, false)) {
            double edge = middle + (above ? -Sheet.HEXAGON : Sheet.HEXAGON);
            List<Integer> inlets = feeding(inlet, group.positions(), above);
            entrances.add(new Entrance(left, edge, inlets, above));
        }
        double y = middle - (group.axes().size() - 1) * Metrics.PITCH / 2;
        for (String axis : group.axes()) {
            Tag tag = Tag.along(reading.wire().name(), axis);
            Strand out = new Strand(axis, inlet, y, tag);
            sheet.swing(new Strand(axis, inlet, middle, tag), right, right + FAN, y);
            sheet.strand(out, new Point(right + FAN, y), new Point(end, y));
            sheet.write(
                    Role.AXIS_NAME,
                    Shape.Anchor.START,
                    right + FAN,
                    y - Metrics.RISE,
                    Label.of(axis),
                    tag);
            strands.add(out);
            y += Metrics.PITCH;
        }
        hexagon(reading, group, left, right, middle);
    }

    /// A line through the whole left side; nothing where there is none.
    private void run(Strand strand, double x, double y) {
        if (end > x) {
            sheet.swing(strand, x, end, y);
        }
    }

    private void hexagon(Reading reading, Group group, double left, double right, double y) {
        Tag tag =
                new Tag(
                        sheet.tag().box(),
                        reading.wire().name(),
                        "",
                        reading.wire().name() + " is read at " + group.text());
        sheet.hexagon(left, right, y, tag);
        if (!isRenaming(group)) {
            sheet.write(
                    Role.AXIS_NAME,
                    Shape.Anchor.MIDDLE,
                    (left + right) / 2,
                    y + 3.5,
                    Label.of(group.text()),
                    tag);
        }
    }
}
