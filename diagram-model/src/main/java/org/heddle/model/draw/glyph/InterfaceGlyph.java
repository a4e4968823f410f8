package org.heddle.model.draw.glyph;

import java.util.List;
import org.heddle.model.draw.picture.Reading;
import org.heddle.model.draw.scene.Label;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Rectangle;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.draw.scene.Tag;

/// Where arrays come from and go to: a name outside a diagram, a bar at the border of a kernel.
final class InterfaceGlyph {
    private static final double BAR = 3;

    /// How far a bar reaches over its outer lines.
    private static final double OVER = 6;

    private InterfaceGlyph() {}

    /// An input, its name ending at `name`, its stub as long as the longest of the picture.
    static Glyph source(Sheet sheet, String name, double nameWidth, double stubWidth) {
        Reading reading = sheet.node().outputs().getFirst();
        List<Double> rows = sheet.rows(reading, 0);
        double middle = (rows.getFirst() + rows.getLast()) / 2;
        Tag tag = Tag.wire(reading.wire().name(), sheet.node().title());
        sheet.write(
                Role.INTERFACE_NAME, Shape.Anchor.END, nameWidth, middle + 5, Label.of(name), tag);
        double end = sheet.stub(nameWidth + 6, 0, rows, false);
        return leave(sheet, rows, nameWidth + 6, Math.max(end, nameWidth + 6 + stubWidth));
    }

    /// An array that enters a kernel.
    static Glyph entry(Sheet sheet, double stubWidth) {
        Reading reading = sheet.node().outputs().getFirst();
        List<Double> rows = sheet.rows(reading, 0);
        bar(sheet, Role.LOAD, rows, BAR, reading, " is loaded");
        double end = sheet.stub(BAR, 0, rows, true);
        return leave(sheet, rows, BAR, Math.max(end, BAR + stubWidth));
    }

    /// An output.
    static Glyph sink(Sheet sheet, String name) {
        Inlets inlets = Inlets.draw(sheet);
        for (Strand strand : inlets.strands()) {
            sheet.strand(strand, new Point(0, strand.y()), new Point(8, strand.y()));
        }
        double middle = (inlets.strands().getFirst().y() + inlets.strands().getLast().y()) / 2;
        Label label = Label.of(name);
        Reading reading = sheet.node().inputs().getFirst();
        Tag tag = Tag.wire(reading.wire().name(), sheet.node().title());
        sheet.write(Role.INTERFACE_NAME, Shape.Anchor.START, 14, middle + 5, label, tag);
        return sheet.finish(14 + label.width(Role.INTERFACE_NAME));
    }

    /// An array that leaves a kernel.
    static Glyph exit(Sheet sheet) {
        Inlets inlets = Inlets.draw(sheet);
        for (Strand strand : inlets.strands()) {
            sheet.strand(strand, new Point(0, strand.y()), new Point(8, strand.y()));
        }
        return sheet.finish(8);
    }

    private static Glyph leave(Sheet sheet, List<Double> rows, double from, double to) {
        Reading reading = sheet.node().outputs().getFirst();
        List<Integer> positions = sheet.order().of(reading.wire());
        for (int i = 0; i < rows.size(); i++) {
            Tag tag = sheet.tag(reading, positions.isEmpty() ? -1 : positions.get(i));
            Strand strand = new Strand(tag.axis(), 0, rows.get(i), tag);
            sheet.strand(strand, new Point(from, rows.get(i)), new Point(to, rows.get(i)));
        }
        return sheet.finish(to);
    }

    /// Where an array changes memories.
    ///
    /// @param right edge of the bar
    /// @param what happens to the array
    static void bar(
            Sheet sheet, Role role, List<Double> rows, double right, Reading reading, String what) {
        double height = rows.getLast() - rows.getFirst() + 2 * OVER;
        Rectangle bar = new Rectangle(right - BAR, rows.getFirst() - OVER, BAR, height);
        String name = reading.wire().name();
        sheet.area(role, 1, Tag.wire(name, name + what), bar.corners());
    }
}
