package org.heddle.model.draw.glyph;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
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

    /// How far the body is moved.
    private double left;

    private double top = HEAD + PADDING;

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
        List<Entering> entering = isPlain() ? straight() : computed();
        Label caption = Label.of(symbol.caption());
        double inside = left + interior.scene().width();
        double least = left + caption.width(Role.REGION_NAME) + 2 * PADDING;
        double right = Math.max(inside + (isReordered() ? APPROACH : 0), least);
        double height = HEAD + interior.scene().height() + 2 * PADDING;
        double head = top - HEAD - PADDING;
        Rectangle region = new Rectangle(left, head, right - left, height);
        sheet.area(Role.REGION, 10, sheet.tag(), region.corners());
        sheet.write(
                Role.REGION_NAME,
                Shape.Anchor.START,
                left + PADDING,
                head + 17,
                caption,
                sheet.tag());
        sheet.addAll(interior.scene().at(left, top));
        entering.forEach(e -> sheet.swing(e.strand(), e.from(), left, e.row() + top));
        List<List<Double>> rows = new ArrayList<>();
        for (int output = 0; output < sheet.node().outputs().size(); output++) {
            rows.add(rows(output));
            leave(output, rows.get(output), inside, right);
        }
        double end = sheet.stubs(right, rows);
        return sheet.finish(end);
    }

    /// A line on its way to the border.
    ///
    /// @param from where its way begins
    /// @param row its height in the body
    private record Entering(Strand strand, double from, double row) {}

    /// Whether every array is read by its own axes.
    private boolean isPlain() {
        return sheet.node().inputs().stream()
                .allMatch(
                        reading ->
                                IntStream.range(0, reading.indices().size())
                                        .allMatch(reading::isPlain));
    }

    /// Lines from outside to the border, from their order there to their order inside.
    private List<Entering> straight() {
        left = APPROACH;
        List<Entering> entering = new ArrayList<>();
        for (int input = 0; input < sheet.node().inputs().size(); input++) {
            Reading reading = sheet.node().inputs().get(input);
            double middle = interior.entries().get(input);
            List<Double> rows = sheet.rows(reading, middle - half(reading.wire()));
            sheet.inlet(rows.stream().map(row -> row + top).toList());
            List<Integer> outer = sheet.order().of(reading.wire());
            List<Integer> inner = inside(entry(input));
            for (int i = 0; i < rows.size(); i++) {
                Strand strand = strand(reading, outer, i, rows.get(i) + top);
                double row = outer.isEmpty() ? rows.get(i) : rows.get(inner.indexOf(outer.get(i)));
                entering.add(new Entering(strand, 0, row));
            }
        }
        return entering;
    }

    /// The same where positions are computed on the way: hexagons stand before the border, and the body where most lines go straight on.
    private List<Entering> computed() {
        Inlets inlets = Inlets.draw(sheet);
        List<Entering> entering = new ArrayList<>();
        for (Strand strand : inlets.strands()) {
            Reading reading = sheet.node().inputs().get(strand.inlet());
            int input = entryOf(strand.inlet());
            List<Double> rows = rows(entry(input).wire(), interior.entries().get(input));
            int position = reading.met().indexOf(strand.axis());
            int row = position < 0 ? 0 : inside(entry(input)).indexOf(position);
            entering.add(new Entering(strand, inlets.end(), rows.get(row)));
        }
        top =
                entering.stream()
                        .mapToDouble(e -> e.strand().y() - e.row())
                        .sorted()
                        .skip(entering.size() / 2)
                        .findFirst()
                        .orElse(top);
        double furthest =
                entering.stream()
                        .mapToDouble(e -> Math.abs(e.strand().y() - e.row() - top))
                        .max()
                        .orElse(0);
        left = inlets.end() + APPROACH + furthest / 2;
        return entering;
    }

    /// Which input of the body an array becomes; those that hold indices of another are read on the way.
    private int entryOf(int inlet) {
        return (int)
                sheet.node().inputs().subList(0, inlet).stream()
                        .filter(reading -> reading.feeds().isEmpty())
                        .count();
    }

    /// What the body reads at one of its inputs.
    private Reading entry(int input) {
        return symbol.body().nodes().get(input).outputs().getFirst();
    }

    private static List<Double> rows(Wire wire, double middle) {
        List<Double> rows = new ArrayList<>();
        for (int i = 0; i < Math.max(1, wire.axes().size()); i++) {
            rows.add(middle - half(wire) + i * Metrics.PITCH);
        }
        return rows;
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
        double middle = interior.exits().get(output) + top;
        return sheet.rows(reading, middle - half(reading.wire()));
    }

    private static double half(Wire wire) {
        return (Math.max(1, wire.axes().size()) - 1) * Metrics.PITCH / 2;
    }

    private List<Integer> inside(Reading reading) {
        return interior.order().of(reading.wire());
    }

    private Strand strand(Reading reading, List<Integer> order, int row, double y) {
        var tag = sheet.tag(reading, order.isEmpty() ? -1 : order.get(row));
        return new Strand(tag.axis(), 0, y, tag);
    }
}
