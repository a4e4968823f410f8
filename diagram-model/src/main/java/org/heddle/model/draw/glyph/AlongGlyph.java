package org.heddle.model.draw.glyph;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.draw.picture.Symbol;
import org.heddle.model.draw.scene.Label;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.draw.scene.Tag;

/// Operations on some of an array's lines, past which the others go.
///
/// ```
///   q ─────────── q       q ─────────── q      q ─────────── q
///   x ────▷────── x       x ────◁              x ────(max)
///       softmax              logsumexp
/// ```
///
/// A definition whose axis goes on is a triangle that opens; one whose axis ends, a triangle that closes; a reduction ends in the sign of its monoid.
final class AlongGlyph {
    private static final double TRIANGLE = 20;
    private static final double NAME = 14;

    private final Sheet sheet;
    private final Inlets inlets;
    private final Outlets outlets;

    private AlongGlyph(Sheet sheet) {
        this.sheet = sheet;
        inlets = Inlets.draw(sheet);
        outlets = Outlets.place(sheet, inlets.strands());
    }

    /// A reduction of the elements read.
    static Glyph fold(Sheet sheet, Symbol.Fold symbol) {
        return new AlongGlyph(sheet).fold(symbol.sign());
    }

    /// The prefixes of a reduction of the elements read: a sign on the line, which goes on.
    static Glyph scan(Sheet sheet, Symbol.Scan symbol) {
        return new AlongGlyph(sheet).scan(symbol);
    }

    /// A definition of one input and one output, whose axes stand side by side; empty where they do not.
    static Optional<Glyph> triangle(Sheet sheet, Symbol.Named symbol) {
        return new AlongGlyph(sheet).triangle(symbol);
    }

    private Glyph fold(String sign) {
        double left = inlets.end();
        double at = left + 12 + Sheet.halfMark(sign);
        double x = at + Sheet.halfMark(sign) + 2;
        List<Strand> kept = new ArrayList<>();
        List<List<Strand>> ended = new ArrayList<>();
        boolean goesOn = false;
        for (Strand strand : inlets.strands()) {
            boolean stays = outlets.height(strand.axis()).isPresent();
            if (stays) {
                kept.add(strand);
            } else if (goesOn) {
                ended.getLast().add(strand);
            } else {
                ended.add(new ArrayList<>(List.of(strand)));
            }
            goesOn = !stays;
        }
        for (List<Strand> run : ended) {
            run.forEach(s -> sheet.strand(s, new Point(left, s.y()), new Point(at, s.y())));
            sheet.mark(sign, at, run.getFirst().y(), run.getLast().y());
        }
        double end = goOn(kept, x, x - 2);
        begin(x, end);
        return sheet.finish(outlets.stubs(end));
    }

    /// Axes that only the result has begin at the sign.
    private void begin(double x, double end) {
        for (String axis : outlets.axes(0)) {
            boolean known = inlets.strands().stream().anyMatch(s -> s.axis().equals(axis));
            double from = outlets.height(axis).orElse(0.0);
            if (!known) {
                double y =
                        inlets.strands().stream()
                                .filter(s -> outlets.height(s.axis()).isEmpty())
                                .mapToDouble(Strand::y)
                                .findFirst()
                                .orElse(from);
                Tag tag = Tag.along(sheet.node().outputs().getFirst().wire().name(), axis);
                Strand strand = new Strand(axis, 0, y, tag);
                sheet.swing(strand, x - 2, end, from);
            }
        }
    }

    private Glyph scan(Symbol.Scan symbol) {
        double left = inlets.end();
        double at = left + 12 + Sheet.halfMark(symbol.sign());
        double x = at + Sheet.halfMark(symbol.sign()) + 2;
        double end = goOn(inlets.strands(), x, at);
        for (Strand strand : inlets.strands()) {
            if (strand.axis().equals(symbol.over())) {
                sheet.mark(symbol.sign(), at, strand.y());
            }
        }
        return sheet.finish(outlets.stubs(end));
    }

    private Optional<Glyph> triangle(Symbol.Named symbol) {
        List<Strand> acted = new ArrayList<>();
        List<Strand> kept = new ArrayList<>();
        for (Strand strand : inlets.strands()) {
            (symbol.over().contains(strand.axis()) ? acted : kept).add(strand);
        }
        boolean opens = acted.stream().allMatch(s -> outlets.height(s.axis()).isPresent());
        boolean closes = acted.stream().allMatch(s -> outlets.height(s.axis()).isEmpty());
        if (acted.isEmpty() || !isBlock(acted) || !(opens || closes)) {
            return Optional.empty();
        }
        double name = Label.of(symbol.name()).width(Role.BOX_TEXT);
        double left = inlets.end() + 10 + Math.max(0, (name - TRIANGLE) / 2 - 6);
        double right = left + TRIANGLE;
        double end = right + 4 + Math.max(0, (name - TRIANGLE) / 2 - 4);
        double middle = (acted.getFirst().y() + acted.getLast().y()) / 2;
        double half = acted.getLast().y() - middle + Metrics.HALF;
        for (Strand strand : acted) {
            double slanted = opens ? TRIANGLE * Math.abs(strand.y() - middle) / half : 0;
            sheet.strand(
                    strand,
                    new Point(inlets.end(), strand.y()),
                    new Point(left + slanted + 4, strand.y()));
            if (opens) {
                sheet.strand(strand, new Point(right, strand.y()), new Point(end, strand.y()));
            }
        }
        triangle(acted, opens, left, right);
        name(symbol.name(), acted, (left + right) / 2);
        List<Strand> on = new ArrayList<>(kept);
        on.addAll(opens ? acted : List.of());
        return Optional.of(sheet.finish(outlets.stubs(goOn(on, kept, end))));
    }

    /// Whether no other line is between.
    private boolean isBlock(List<Strand> acted) {
        double top = acted.getFirst().y();
        double bottom = acted.getLast().y();
        return inlets.strands().stream()
                .filter(strand -> !acted.contains(strand))
                .noneMatch(strand -> top < strand.y() && strand.y() < bottom);
    }

    private void triangle(List<Strand> acted, boolean opens, double left, double right) {
        double top = acted.getFirst().y() - Metrics.HALF;
        double bottom = acted.getLast().y() + Metrics.HALF;
        double middle = (top + bottom) / 2;
        double apex = opens ? left : right;
        double base = opens ? right : left;
        sheet.area(
                Role.TRIANGLE,
                0,
                sheet.tag(),
                List.of(new Point(apex, middle), new Point(base, bottom), new Point(base, top)));
    }

    /// Writes the name above all lines or below them, whichever is nearer.
    private void name(String name, List<Strand> acted, double x) {
        double first = inlets.strands().getFirst().y();
        double last = inlets.strands().getLast().y();
        boolean above = acted.getFirst().y() - first < last - acted.getLast().y();
        double y = above ? first - Metrics.HALF - 4 : last + Metrics.HALF + NAME - 2;
        sheet.write(Role.BOX_TEXT, Shape.Anchor.MIDDLE, x, y, Label.of(name), sheet.tag());
    }

    private double goOn(List<Strand> kept, double x, double item) {
        double end = goOn(kept, kept, x);
        for (int output = 0; output < outlets.rows().size(); output++) {
            if (outlets.axes(output).isEmpty()) {
                double y = outlets.rows().get(output).getFirst();
                Strand strand =
                        new Strand(
                                "", output, y, sheet.tag(sheet.node().outputs().get(output), -1));
                sheet.strand(strand, new Point(item, y), new Point(end, y));
            }
        }
        return end;
    }

    /// Leads lines on to where they leave, the untouched ones all the way from where they came in.
    private double goOn(List<Strand> all, List<Strand> untouched, double x) {
        double furthest = 0;
        for (Strand strand : all) {
            double to = outlets.height(strand.axis()).orElse(strand.y());
            furthest = Math.max(furthest, Math.abs(to - strand.y()));
        }
        double end = x + (furthest < 0.5 ? 4 : 22 + furthest / 2);
        for (Strand strand : all) {
            if (untouched.contains(strand)) {
                sheet.strand(strand, new Point(inlets.end(), strand.y()), new Point(x, strand.y()));
            }
            sheet.swing(strand, x, end, outlets.height(strand.axis()).orElse(strand.y()));
        }
        return end;
    }
}
