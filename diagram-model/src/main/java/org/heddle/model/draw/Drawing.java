package org.heddle.model.draw;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.draw.Arranging.Placed;
import org.heddle.model.draw.glyph.Glyph;
import org.heddle.model.draw.glyph.Glyphs;
import org.heddle.model.draw.glyph.Glyphs.Interior;
import org.heddle.model.draw.glyph.LineOrder;
import org.heddle.model.draw.layout.Graph.Column;
import org.heddle.model.draw.layout.Layout;
import org.heddle.model.draw.layout.Placement;
import org.heddle.model.draw.picture.Notes;
import org.heddle.model.draw.picture.Picture;
import org.heddle.model.draw.picture.Picture.Node;
import org.heddle.model.draw.picture.PictureBuilder;
import org.heddle.model.draw.picture.Symbol;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.draw.scene.Shape;

/// Draws diagrams: draws every node, has them arranged, leads the lines between them.
///
/// Kernels are drawn from the inside out: a body is a picture of its own, placed first, then a node of the picture around it.
public final class Drawing {
    private static final double MARGIN = 16;
    private final Layout layout;

    public Drawing(Layout layout) {
        this.layout = layout;
    }

    /// A checked diagram as a scene.
    public Scene draw(Diagram diagram, Notes notes) {
        Interior drawn = compose(PictureBuilder.build(diagram, notes), 0, Arranging::best);
        return Joining.join(drawn.scene()).withMargin(MARGIN);
    }

    /// The same without a margin, its inputs and outputs as listed even where another order spares crossings.
    Scene drawAsListed(Diagram diagram, Notes notes) {
        Interior drawn = compose(PictureBuilder.build(diagram, notes), 0, Arranging::listed);
        return Joining.join(drawn.scene());
    }

    private Interior compose(
            Picture picture, int level, BiFunction<Arranging, Picture, Placed> arrangement) {
        IdentityHashMap<Symbol.Kernel, Interior> interiors = new IdentityHashMap<>();
        Map<Integer, LineOrder> inside = new LinkedHashMap<>();
        for (int i = 0; i < picture.nodes().size(); i++) {
            if (picture.nodes().get(i).symbol() instanceof Symbol.Kernel kernel) {
                Interior interior = compose(kernel.body(), level + 1, arrangement);
                interiors.put(kernel, interior);
                inside.put(i, interior.order());
            }
        }
        Glyphs glyphs = new Glyphs(picture, level, (kernel, _) -> known(interiors, kernel));
        Arranging arranging = new Arranging(layout, glyphs, inside);
        return compose(arrangement.apply(arranging, picture), level);
    }

    private static Interior compose(Placed placed, int level) {
        Picture picture = placed.picture();
        LineOrder order = placed.order();
        List<Glyph> drawn = placed.glyphs();
        Placement placement = placed.placement();
        List<Shape> shapes = new ArrayList<>(Separators.draw(picture, drawn, placement));
        shapes.addAll(cables(picture, placement, order, level));
        List<Double> entries = new ArrayList<>();
        List<Double> exits = new ArrayList<>();
        for (int i = 0; i < drawn.size(); i++) {
            Point corner = placement.nodes().get(i);
            drawn.get(i).shapes().forEach(s -> shapes.add(s.move(corner.x(), corner.y())));
            switch (column(picture.nodes().get(i))) {
                case FIRST -> entries.add(corner.y() + drawn.get(i).east().getFirst());
                case LAST -> exits.add(corner.y() + drawn.get(i).west().getFirst());
                case ANY -> {}
            }
        }
        Scene scene = new Scene(placement.width(), placement.height(), shapes);
        return new Interior(scene, entries, exits, order);
    }

    private static Interior known(
            IdentityHashMap<Symbol.Kernel, Interior> interiors, Symbol.Kernel kernel) {
        Interior interior = interiors.get(kernel);
        if (interior == null) {
            throw new IllegalStateException("the body of " + kernel.caption() + " is not drawn");
        }
        return interior;
    }

    static Column column(Node node) {
        return switch (node.symbol()) {
            case Symbol.Source _, Symbol.Entry _ -> Column.FIRST;
            case Symbol.Sink _, Symbol.Exit _ -> Column.LAST;
            case Symbol.Product _,
                    Symbol.Pointwise _,
                    Symbol.Fold _,
                    Symbol.Scan _,
                    Symbol.Rearranged _,
                    Symbol.Named _,
                    Symbol.Kernel _ ->
                    Column.ANY;
        };
    }

    /// Lines between nodes, those of one array together.
    private static List<Shape> cables(
            Picture picture, Placement placement, LineOrder order, int level) {
        Map<String, List<Integer>> byWire = new LinkedHashMap<>();
        for (int i = 0; i < picture.bundles().size(); i++) {
            String wire = picture.bundles().get(i).wire().name();
            byWire.computeIfAbsent(wire, _ -> new ArrayList<>()).add(i);
        }
        List<Shape> shapes = new ArrayList<>();
        for (List<Integer> together : byWire.values()) {
            shapes.addAll(
                    Cables.draw(
                            together.stream().map(picture.bundles()::get).toList(),
                            together.stream().map(placement.edges()::get).toList(),
                            order,
                            level));
        }
        return shapes;
    }
}
