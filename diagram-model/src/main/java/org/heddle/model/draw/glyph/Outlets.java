package org.heddle.model.draw.glyph;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.draw.picture.Reading;

/// Where the arrays that a node writes leave it: as many of their lines as possible straight on from where they came in.
final class Outlets {
    private final Sheet sheet;
    private final Map<String, Double> preferred;
    private final double middle;
    private final List<List<Double>> rows = new ArrayList<>();

    private Outlets(Sheet sheet, List<Strand> strands, double middle) {
        this.sheet = sheet;
        preferred = new LinkedHashMap<>();
        strands.forEach(strand -> preferred.putIfAbsent(strand.axis(), strand.y()));
        this.middle = middle;
    }

    /// Places all outputs, the first as if it were alone.
    ///
    /// @param strands lines that come in, by height
    static Outlets place(Sheet sheet, List<Strand> strands) {
        return place(sheet, strands, middle(strands));
    }

    /// The same.
    ///
    /// @param middle where arrays leave none of whose axes came in
    static Outlets place(Sheet sheet, List<Strand> strands, double middle) {
        Outlets outlets = new Outlets(sheet, strands, middle);
        double least = Double.NEGATIVE_INFINITY;
        for (Reading output : sheet.node().outputs()) {
            double top = Math.max(least, outlets.top(output));
            outlets.rows.add(sheet.rows(output, top));
            least = outlets.rows.getLast().getLast() + Metrics.PITCH + Metrics.NAMED_GAP;
        }
        return outlets;
    }

    /// Between the first and the last line.
    static double middle(List<Strand> strands) {
        return strands.isEmpty() ? 0 : (strands.getFirst().y() + strands.getLast().y()) / 2;
    }

    List<List<Double>> rows() {
        return rows;
    }

    double first() {
        return rows.isEmpty() ? middle : rows.getFirst().getFirst();
    }

    double last() {
        return rows.isEmpty() ? middle : rows.getLast().getLast();
    }

    /// The axes of the box that leave, by output in drawn order.
    List<String> axes(int output) {
        Reading reading = sheet.node().outputs().get(output);
        return sheet.order().of(reading.wire()).stream()
                .map(position -> reading.indices().get(position).axes())
                .map(axes -> axes.isEmpty() ? "" : axes.getFirst())
                .toList();
    }

    /// Where an axis of the box leaves first.
    Optional<Double> height(String axis) {
        for (int output = 0; output < rows.size(); output++) {
            int row = axes(output).indexOf(axis);
            if (row >= 0) {
                return Optional.of(rows.get(output).get(row));
            }
        }
        return Optional.empty();
    }

    /// Draws all stubs.
    ///
    /// @return where they end
    double stubs(double x) {
        return sheet.stubs(x, rows);
    }

    private double top(Reading output) {
        int index = sheet.node().outputs().indexOf(output);
        List<String> axes = axes(index);
        double best = middle - (Math.max(1, axes.size()) - 1) * Metrics.PITCH / 2;
        double least = cost(axes, best);
        for (int i = 0; i < axes.size(); i++) {
            Double y = preferred.get(axes.get(i));
            double top = y == null ? best : y - i * Metrics.PITCH;
            if (cost(axes, top) < least) {
                least = cost(axes, top);
                best = top;
            }
        }
        return best;
    }

    /// Lines that are not straight count much, how far they move a little.
    private double cost(List<String> axes, double top) {
        double cost = 0;
        for (int i = 0; i < axes.size(); i++) {
            Double y = preferred.get(axes.get(i));
            if (y != null) {
                double away = Math.abs(top + i * Metrics.PITCH - y);
                cost += away < 0.5 ? 0 : 1000 + away;
            }
        }
        return cost;
    }
}
