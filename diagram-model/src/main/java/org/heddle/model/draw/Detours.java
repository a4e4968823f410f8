package org.heddle.model.draw;

import java.util.List;
import org.heddle.model.draw.glyph.Crossings;
import org.heddle.model.draw.glyph.Glyphs;
import org.heddle.model.draw.glyph.LineOrder;
import org.heddle.model.draw.glyph.Metrics;
import org.heddle.model.draw.layout.Graph.Column;
import org.heddle.model.draw.layout.Placement;
import org.heddle.model.draw.picture.Picture;
import org.heddle.model.draw.picture.Picture.Bundle;
import org.heddle.model.draw.picture.Picture.Node;
import org.heddle.model.draw.picture.Reading;
import org.heddle.model.draw.picture.Symbol;
import org.heddle.model.draw.scene.Point;

/// How hard it is to follow the lines of a placed picture: what goes up and down, bends, crosses, and stands in another order than it is written. In pixels of a
/// line up or down.
final class Detours {
    private static final double BEND = 60;

    /// A step that is too small for a bend.
    private static final double KINK = 600;

    /// A pixel of height of the picture.
    private static final double HEIGHT = 4;

    private static final double CROSSING = 40;

    /// Two inputs, or two outputs, the other way round.
    private static final double INVERSION = 400;

    /// The same at the border of a kernel.
    private static final double INSIDE = 60;

    /// A line of indices that goes past the array read at them, and back.
    private static final double BACK = 400;

    private Detours() {}

    /// Of lines inside nodes.
    static double inside(Picture picture, LineOrder order, Glyphs glyphs) {
        return picture.nodes().stream()
                .mapToDouble(node -> CROSSING * Crossings.of(node, order, glyphs))
                .sum();
    }

    /// Of lines between nodes.
    static double between(Picture picture, Placement placement) {
        double sum = HEIGHT * placement.height();
        for (int i = 0; i < placement.edges().size(); i++) {
            int lines = lines(picture.bundles().get(i));
            sum += lines * length(placement.edges().get(i));
            sum += turnsBack(picture, placement, i) ? lines * BACK : 0;
            for (int j = 0; j < i; j++) {
                if (!isSameArray(picture.bundles().get(i), picture.bundles().get(j))) {
                    int each = lines * lines(picture.bundles().get(j));
                    sum += CROSSING * each * crossings(placement, i, j);
                }
            }
        }
        return sum + inversions(picture, placement);
    }

    private static int lines(Bundle bundle) {
        return Math.max(1, bundle.wire().axes().size());
    }

    private static boolean isSameArray(Bundle one, Bundle other) {
        return one.wire().name().equals(other.wire().name());
    }

    /// Whether indices begin on the other side of the array read at them.
    private static boolean turnsBack(Picture picture, Placement placement, int edge) {
        Bundle bundle = picture.bundles().get(edge);
        Node node = picture.nodes().get(bundle.to());
        Reading reading = node.inputs().get(bundle.toPort());
        int input = node.array(bundle.toPort());
        double array = Spreads.path(picture, placement, bundle.to(), input).getFirst().y();
        double from = placement.edges().get(edge).getFirst().y();
        return (reading.feedsDown() && from > array) || (reading.feedsUp() && from < array);
    }

    private static double length(List<Point> path) {
        double length = (path.size() - 2) * BEND;
        for (int at = 1; at < path.size(); at++) {
            double rise = Math.abs(path.get(at).y() - path.get(at - 1).y());
            length += rise > 0 && rise < Metrics.PITCH / 2 ? KINK : rise;
        }
        return length;
    }

    private static int crossings(Placement placement, int one, int other) {
        return Crossings.of(placement.edges().get(one), placement.edges().get(other));
    }

    /// What pairs of inputs, and of outputs, add that stand the other way round than they are listed.
    static double inversions(Picture picture, Placement placement) {
        double sum = 0;
        for (int i = 0; i < picture.nodes().size(); i++) {
            Column column = Drawing.column(picture.nodes().get(i));
            for (int j = 0; j < i && column != Column.ANY; j++) {
                boolean above = placement.nodes().get(i).y() < placement.nodes().get(j).y();
                if (column == Drawing.column(picture.nodes().get(j)) && above) {
                    sum += inversion(picture.nodes().get(i));
                }
            }
        }
        return sum;
    }

    private static double inversion(Node node) {
        return switch (node.symbol()) {
            case Symbol.Source _, Symbol.Sink _ -> INVERSION;
            case Symbol.Entry _, Symbol.Exit _ -> INSIDE;
            case Symbol.Product _,
                    Symbol.Pointwise _,
                    Symbol.Fold _,
                    Symbol.Scan _,
                    Symbol.Rearranged _,
                    Symbol.Named _,
                    Symbol.Kernel _ ->
                    0;
        };
    }
}
