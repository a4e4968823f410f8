package org.heddle.model.draw.glyph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.draw.picture.Symbol;
import org.heddle.model.draw.scene.Label;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Rectangle;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.draw.scene.Tag;

/// A box with writing in it, which all lines enter. What leaves it as an axis goes on; an axis that is reduced ends in a sign behind it.
///
/// ```
///   q ───╭───────────╮─── q
///   x ───│ exp(S-m)  │─── x          a map
///   - - -│           │
///   q ───╰───────────╯
///                                     x ───(…)──(Σ)    a reduction of items
/// ```
final class BoxGlyph {
    private static final double LINE = 15;
    private static final double PADDING = 8;

    private BoxGlyph() {}

    /// A map, or a definition shown by its name.
    static Glyph draw(Sheet sheet, List<String> text, double round) {
        return draw(sheet, text, round, "");
    }

    /// A reduction whose items are a function of what is read.
    static Glyph fold(Sheet sheet, List<String> item, String sign) {
        return draw(sheet, item, Metrics.ROUND, sign);
    }

    /// The prefixes of a reduction whose items are a function of what is read: the sign stands behind the box on the line that goes on.
    static Glyph scan(Sheet sheet, Symbol.Scan symbol) {
        return draw(sheet, symbol.item(), Metrics.ROUND, "", Optional.of(symbol));
    }

    private static Glyph draw(Sheet sheet, List<String> text, double round, String sign) {
        return draw(sheet, text, round, sign, Optional.empty());
    }

    private static Glyph draw(
            Sheet sheet, List<String> text, double round, String sign, Optional<Symbol.Scan> scan) {
        Inlets inlets = Inlets.draw(sheet);
        Outlets outlets = Outlets.place(sheet, inlets.strands());
        List<Strand> reduced = sign.isEmpty() ? List.of() : reduced(inlets.strands(), outlets);
        double left = inlets.end() + PADDING;
        double right = left + width(text) + 2 * PADDING;
        double top = outlets.first();
        double bottom = outlets.last() + reduced.size() * Metrics.PITCH;
        for (Strand strand : inlets.strands()) {
            sheet.strand(strand, new Point(inlets.end(), strand.y()), new Point(left, strand.y()));
            top = Math.min(top, strand.y());
            bottom = Math.max(bottom, strand.y());
        }
        double missing = Math.max(0, text.size() * LINE - (bottom - top + 2 * Metrics.HALF) + 6);
        Rectangle box =
                new Rectangle(
                        left,
                        top - Metrics.HALF - missing / 2,
                        right - left,
                        bottom - top + 2 * Metrics.HALF + missing);
        for (int i = 0; i < inlets.separators().size(); i++) {
            sheet.separator(0, left, inlets.separators().get(i), i);
        }
        sheet.area(Role.BOX, round, sheet.tag(), box.corners());
        write(sheet, text, box);
        String behind = scan.map(Symbol.Scan::sign).orElse(sign);
        double names = names(sheet, reduced);
        double end = right + (behind.isEmpty() ? 4 : 2 * Sheet.halfMark(behind) + names + 14);
        ends(sheet, reduced, sign, right, outlets.last() + Metrics.PITCH);
        leave(sheet, outlets, right, end);
        scan.ifPresent(
                s ->
                        outlets.height(s.over())
                                .ifPresent(
                                        y ->
                                                sheet.mark(
                                                        s.sign(),
                                                        right + 8 + Sheet.halfMark(s.sign()),
                                                        y)));
        return sheet.finish(outlets.stubs(end));
    }

    private static List<Strand> reduced(List<Strand> strands, Outlets outlets) {
        List<Strand> reduced = new ArrayList<>();
        for (Strand strand : strands) {
            boolean known = reduced.stream().anyMatch(r -> r.axis().equals(strand.axis()));
            if (!known && !strand.isItem() && outlets.height(strand.axis()).isEmpty()) {
                reduced.add(strand);
            }
        }
        return reduced;
    }

    private static void ends(Sheet sheet, List<Strand> reduced, String sign, double x, double top) {
        if (reduced.isEmpty()) {
            return;
        }
        double at = x + 6 + names(sheet, reduced) + Sheet.halfMark(sign);
        double y = top;
        for (Strand strand : reduced) {
            sheet.strand(strand, new Point(x, y), new Point(at, y));
            sheet.axis(strand, x + 5, y);
            y += Metrics.PITCH;
        }
        sheet.mark(sign, at, top, y - Metrics.PITCH);
    }

    private static double names(Sheet sheet, List<Strand> reduced) {
        return reduced.stream().mapToDouble(r -> sheet.axisWidth(r.axis()) + 4).max().orElse(0);
    }

    private static void leave(Sheet sheet, Outlets outlets, double x, double end) {
        for (int output = 0; output < outlets.rows().size(); output++) {
            List<String> axes = outlets.axes(output);
            List<Double> rows = outlets.rows().get(output);
            for (int i = 0; i < rows.size(); i++) {
                String axis = axes.isEmpty() ? "" : axes.get(i);
                String wire = sheet.node().outputs().get(output).wire().name();
                Strand strand = new Strand(axis, output, rows.get(i), Tag.along(wire, axis));
                sheet.strand(strand, new Point(x, rows.get(i)), new Point(end, rows.get(i)));
            }
        }
    }

    private static double width(List<String> text) {
        return text.stream()
                .mapToDouble(line -> Label.of(line).width(Role.BOX_TEXT))
                .max()
                .orElse(0);
    }

    private static void write(Sheet sheet, List<String> text, Rectangle box) {
        double x = box.x() + box.width() / 2;
        double y = box.y() + (box.height() - text.size() * LINE) / 2 + 11;
        for (String line : text) {
            sheet.write(Role.BOX_TEXT, Shape.Anchor.MIDDLE, x, y, Label.of(line), sheet.tag());
            y += LINE;
        }
    }
}
