package org.heddle.model.draw.glyph;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.heddle.model.draw.picture.Symbol;
import org.heddle.model.draw.scene.Point;

/// A contraction: lines of a contracted axis are joined to a cup, lines that several inputs share meet at a dot, the others go on.
///
/// ```
///   q ───────────── q
///   h ────────●──── h       h of both inputs: one axis
///   d ───╮    │
///   - - -│- - │ -
///   d ───╯    │             d is summed over
///   h ────────╯
///   x ───────────── x
/// ```
final class ProductGlyph {
    private static final double COLUMN = 9;

    /// How far a sign on a cup reaches into it; names of lines are further in.
    private static final double OVER = 6;

    private final Sheet sheet;
    private final Symbol.Product symbol;
    private final Inlets inlets;
    private final Outlets outlets;

    private ProductGlyph(Sheet sheet, Symbol.Product symbol) {
        this.sheet = sheet;
        this.symbol = symbol;
        inlets = Inlets.draw(sheet);
        outlets = Outlets.place(sheet, inlets.strands(), sum());
    }

    static Glyph draw(Sheet sheet, Symbol.Product symbol) {
        return new ProductGlyph(sheet, symbol).draw();
    }

    /// Something upright in a node.
    ///
    /// @param x of its line
    /// @param right end of the sign on it, or of the line
    private record Column(double top, double bottom, double x, double right) {
        boolean meets(double first, double last) {
            return top <= last && first <= bottom;
        }
    }

    private Glyph draw() {
        List<List<Strand>> reduced = new ArrayList<>();
        List<List<Strand>> kept = new ArrayList<>();
        byAxis().forEach(
                        (axis, strands) ->
                                (outlets.height(axis).isEmpty() ? reduced : kept).add(strands));
        double left = inlets.end();
        List<Column> cups = cups(reduced, left + 12);
        double x = right(cups, left + 6);
        List<Strand> items = inlets.strands().stream().filter(Strand::isItem).toList();
        x = items(items, left, x);
        if (showsSign(cups)) {
            x = Math.max(x, left + 2 * Sheet.halfMark(symbol.sign()) + 10);
        }
        List<Column> spines = spines(kept, left, x + COLUMN);
        x = right(spines, x + 4);
        separators(left, cups);
        double end = straighten(kept, left, x, cups);
        sheet.room(left, end, inlets.strands());
        return sheet.finish(outlets.stubs(end));
    }

    private Map<String, List<Strand>> byAxis() {
        Map<String, List<Strand>> byAxis = new LinkedHashMap<>();
        for (Strand strand : inlets.strands()) {
            if (!strand.isItem()) {
                byAxis.computeIfAbsent(strand.axis(), _ -> new ArrayList<>()).add(strand);
            }
        }
        return byAxis;
    }

    /// Where a product without axes leaves: from the widest of its cups and ends.
    private double sum() {
        List<List<Strand>> groups = new ArrayList<>(byAxis().values());
        groups.addAll(runs(groups));
        return bySpan(groups).reversed().stream()
                .findFirst()
                .map(widest -> (widest.getFirst().y() + widest.getLast().y()) / 2)
                .orElse(Outlets.middle(inlets.strands()));
    }

    /// Joins the lines of every contracted axis, short cups inside long ones, and ends those that one array alone has.
    private List<Column> cups(List<List<Strand>> reduced, double x) {
        List<Column> cups = new ArrayList<>();
        for (List<Strand> run : runs(reduced)) {
            cups.add(end(run, x));
        }
        for (List<Strand> strands : bySpan(reduced)) {
            if (strands.size() > 1) {
                cups.add(cup(strands, free(cups, strands, x)));
            }
        }
        return cups;
    }

    /// Lines that stand alone, those together between which no other stands.
    private List<List<Strand>> runs(List<List<Strand>> groups) {
        List<List<Strand>> runs = new ArrayList<>();
        boolean goesOn = false;
        for (Strand strand : inlets.strands()) {
            boolean alone = groups.contains(List.of(strand));
            if (alone && goesOn) {
                runs.getLast().add(strand);
            } else if (alone) {
                runs.add(new ArrayList<>(List.of(strand)));
            }
            goesOn = alone;
        }
        return runs;
    }

    private Column end(List<Strand> run, double x) {
        double half = Sheet.halfMark(symbol.end());
        double top = run.getFirst().y();
        double bottom = run.getLast().y();
        for (Strand strand : run) {
            sheet.strand(
                    strand, new Point(inlets.end(), strand.y()), new Point(x + half, strand.y()));
        }
        sheet.mark(symbol.end(), x + half, top, bottom);
        return new Column(top, bottom, x + 2 * half, x + 2 * half);
    }

    private Column cup(List<Strand> strands, double column) {
        Strand first = strands.getFirst();
        Strand last = strands.getLast();
        sheet.strand(
                first,
                new Point(inlets.end(), first.y()),
                new Point(column, first.y()),
                new Point(column, last.y()),
                new Point(inlets.end(), last.y()));
        for (Strand between : strands.subList(1, strands.size() - 1)) {
            sheet.strand(
                    between, new Point(inlets.end(), between.y()), new Point(column, between.y()));
            sheet.dot(between, column, between.y());
        }
        double right = column;
        if (!symbol.sign().isEmpty()) {
            double half = Sheet.halfMark(symbol.sign());
            sheet.mark(symbol.sign(), column - OVER + half, (first.y() + nextRow(first)) / 2);
            right = column - OVER + 2 * half;
        }
        return new Column(first.y(), last.y(), column, right);
    }

    /// The height of the line below.
    private double nextRow(Strand strand) {
        return inlets.strands().stream()
                .mapToDouble(Strand::y)
                .filter(y -> y > strand.y())
                .min()
                .orElse(strand.y());
    }

    /// Factors without axes end where the product begins.
    private double items(List<Strand> items, double left, double x) {
        for (Strand item : items) {
            sheet.strand(item, new Point(left, item.y()), new Point(x + 6, item.y()));
            sheet.dot(item, x + 6, item.y());
        }
        return items.isEmpty() ? x : x + 10;
    }

    /// Joins the lines of an axis that several inputs have to the first of them.
    private List<Column> spines(List<List<Strand>> kept, double left, double x) {
        List<Column> spines = new ArrayList<>();
        for (List<Strand> strands : bySpan(kept)) {
            if (strands.size() == 1) {
                continue;
            }
            double column = free(spines, strands, x);
            double to = strands.getFirst().y();
            for (Strand strand : strands.subList(1, strands.size())) {
                sheet.strand(
                        strand,
                        new Point(left, strand.y()),
                        new Point(column, strand.y()),
                        new Point(column, to));
            }
            sheet.dot(strands.getFirst(), column, to);
            spines.add(new Column(to, strands.getLast().y(), column, column));
        }
        return spines;
    }

    /// Dashed lines between the factors end where they are multiplied; where no cup says so, a sign does.
    private void separators(double left, List<Column> cups) {
        for (int i = 0; i < inlets.separators().size(); i++) {
            double y = inlets.separators().get(i);
            boolean silent = isJoined(i, cups);
            sheet.separator(0, left + 5, y, i);
            if (!silent) {
                String sign = symbol.sign().isEmpty() ? "×" : symbol.sign();
                sheet.mark(sign, left + 6 + Sheet.halfMark(sign), y);
            }
        }
    }

    private boolean showsSign(List<Column> cups) {
        return IntStream.range(0, inlets.separators().size()).anyMatch(i -> !isJoined(i, cups));
    }

    /// Whether a cup says that the arrays on both sides are multiplied, or one holds indices of the other.
    private boolean isJoined(int separator, List<Column> cups) {
        double y = inlets.separators().get(separator);
        return sheet.node().inputs().get(separator).feedsDown()
                || sheet.node().inputs().get(separator + 1).feedsUp()
                || cups.stream().anyMatch(cup -> cup.top() < y && y < cup.bottom());
    }

    /// Leads the lines that go on to where they leave.
    private double straighten(List<List<Strand>> kept, double left, double x, List<Column> cups) {
        double furthest = 0;
        for (List<Strand> strands : kept) {
            double y = strands.getFirst().y();
            double to = outlets.height(strands.getFirst().axis()).orElse(y);
            furthest = Math.max(furthest, Math.abs(to - y));
        }
        double end = x + (furthest < 0.5 ? 6 : 22 + furthest / 2);
        for (List<Strand> strands : kept) {
            Strand first = strands.getFirst();
            if (x > left) {
                sheet.strand(first, new Point(left, first.y()), new Point(x, first.y()));
            }
            sheet.swing(first, x, end, outlets.height(first.axis()).orElse(first.y()));
        }
        result(cups, left, end);
        return end;
    }

    /// A product without axes leaves from its outermost cup.
    private void result(List<Column> cups, double left, double end) {
        for (int output = 0; output < outlets.rows().size(); output++) {
            if (outlets.axes(output).isEmpty()) {
                double y = outlets.rows().get(output).getFirst();
                Optional<Column> outer =
                        cups.stream()
                                .filter(cup -> cup.meets(y, y))
                                .max(Comparator.comparingDouble(Column::x));
                Strand item =
                        new Strand(
                                "", output, y, sheet.tag(sheet.node().outputs().get(output), -1));
                double from = outer.map(Column::x).orElse(left);
                sheet.strand(item, new Point(from, y), new Point(end, y));
            }
        }
    }

    private static List<List<Strand>> bySpan(List<List<Strand>> groups) {
        List<List<Strand>> sorted = new ArrayList<>(groups);
        sorted.sort(
                Comparator.comparingDouble(
                        strands -> strands.getLast().y() - strands.getFirst().y()));
        return sorted;
    }

    private static double free(List<Column> taken, List<Strand> strands, double x) {
        double column = x;
        for (Column other : taken) {
            if (other.meets(strands.getFirst().y(), strands.getLast().y())) {
                column = Math.max(column, other.right() + COLUMN);
            }
        }
        return column;
    }

    private static double right(List<Column> columns, double least) {
        double right = least;
        for (Column column : columns) {
            right = Math.max(right, column.right() + (column.right() > column.x() ? 4 : 2));
        }
        return right;
    }
}
