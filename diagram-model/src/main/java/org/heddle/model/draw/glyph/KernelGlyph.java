package org.heddle.model.draw.glyph;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagram.Wire;
import org.heddle.model.draw.glyph.Glyphs.Interior;
import org.heddle.model.draw.picture.Picture.Node;
import org.heddle.model.draw.picture.Reading;
import org.heddle.model.draw.picture.Symbol;
import org.heddle.model.draw.scene.Label;
import org.heddle.model.draw.scene.Rectangle;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.draw.scene.Tag;

/// A block, with its body on coloured ground: what happens in one kernel.
final class KernelGlyph {
    private static final double APPROACH = 14;
    private static final double PADDING = 12;
    private static final double HEAD = 22;

    private final Sheet sheet;
    private final Symbol.Kernel symbol;
    private final Interior interior;

    private KernelGlyph(Sheet sheet, Symbol.Kernel symbol, Interior interior) {
        this.sheet = sheet;
        this.symbol = symbol;
        this.interior = interior;
    }

    static Glyph draw(Sheet sheet, Symbol.Kernel symbol, Glyphs.Kernels kernels) {
        Interior interior = kernels.draw(symbol, sheet.level() + 1);
        return new KernelGlyph(sheet, symbol, interior).draw();
    }

    private Glyph draw() {
        Label caption = Label.of(symbol.caption());
        double inside = APPROACH + interior.scene().width();
        double least = APPROACH + caption.width(Role.REGION_NAME) + 2 * PADDING;
        double right = Math.max(inside + (isReordered() ? APPROACH : 0), least);
        double height = HEAD + interior.scene().height() + 2 * PADDING;
        Rectangle region = new Rectangle(APPROACH, 0, right - APPROACH, height);
        sheet.area(Role.REGION, 10, sheet.tag(), region.corners());
        sheet.write(
                Role.REGION_NAME, Shape.Anchor.START, APPROACH + PADDING, 17, caption, sheet.tag());
        sheet.addAll(interior.scene().at(APPROACH, HEAD + PADDING));
        enter();
        List<List<Double>> rows = new ArrayList<>();
        for (int output = 0; output < sheet.node().outputs().size(); output++) {
            rows.add(rows(output));
            leave(output, rows.get(output), inside, right);
        }
        double end = sheet.stubs(right, rows);
        return sheet.finish(end);
    }

    /// Whether the lines of a result are in another order outside.
    private boolean isReordered() {
        return sheet.node().outputs().stream()
                .anyMatch(r -> !inside(result(r)).equals(sheet.order().of(r.wire())));
    }

    /// What the body reads to give this output.
    private Reading result(Reading output) {
        List<Node> nodes = symbol.body().nodes();
        int first = nodes.size() - sheet.node().outputs().size();
        return nodes.get(first + sheet.node().outputs().indexOf(output)).inputs().getFirst();
    }

    /// Lines from outside to the border, from their order there to their order inside.
    private void enter() {
        for (int input = 0; input < sheet.node().inputs().size(); input++) {
            Reading reading = sheet.node().inputs().get(input);
            double middle = interior.entries().get(input) + HEAD + PADDING;
            List<Double> rows = sheet.rows(reading, middle - half(reading.wire()));
            sheet.inlet(rows);
            connect(
                    reading,
                    inside(symbol.body().nodes().get(input).outputs().getFirst()),
                    rows,
                    0);
        }
    }

    /// Lines from the body to the border, where a bar stores them.
    private void leave(int output, List<Double> rows, double from, double right) {
        Reading reading = sheet.node().outputs().get(output);
        Reading result = result(reading);
        List<Integer> inner = inside(result);
        List<Integer> outer = sheet.order().of(reading.wire());
        for (int i = 0; i < rows.size() && right > from; i++) {
            Tag tag = sheet.tag(result, inner.isEmpty() ? -1 : inner.get(i));
            double to = inner.isEmpty() ? rows.get(i) : rows.get(outer.indexOf(inner.get(i)));
            sheet.swing(new Strand(tag.axis(), output, rows.get(i), tag), from, right, to, 1);
        }
        InterfaceGlyph.bar(sheet, Role.SAVE, rows, right, reading, " is stored");
    }

    private List<Double> rows(int output) {
        Reading reading = sheet.node().outputs().get(output);
        double middle = interior.exits().get(output) + HEAD + PADDING;
        return sheet.rows(reading, middle - half(reading.wire()));
    }

    private static double half(Wire wire) {
        return (Math.max(1, wire.axes().size()) - 1) * Metrics.PITCH / 2;
    }

    private List<Integer> inside(Reading reading) {
        return interior.order().of(reading.wire());
    }

    private void connect(Reading reading, List<Integer> inner, List<Double> rows, double x) {
        List<Integer> outer = sheet.order().of(reading.wire());
        for (int i = 0; i < rows.size(); i++) {
            Strand strand = strand(reading, outer, i, rows.get(i));
            double to = outer.isEmpty() ? rows.get(i) : rows.get(inner.indexOf(outer.get(i)));
            sheet.swing(strand, x, x + APPROACH, to);
        }
    }

    private Strand strand(Reading reading, List<Integer> order, int row, double y) {
        var tag = sheet.tag(reading, order.isEmpty() ? -1 : order.get(row));
        return new Strand(tag.axis(), 0, y, tag);
    }
}
