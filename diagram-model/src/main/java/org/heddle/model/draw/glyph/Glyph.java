package org.heddle.model.draw.glyph;

import java.util.List;
import org.heddle.model.draw.scene.Shape;

/// A drawn node.
///
/// @param west heights of its input ports on the left side, each the middle of a bundle
/// @param east heights of its output ports on the right side
public record Glyph(
        double width, double height, List<Double> west, List<Double> east, List<Shape> shapes) {
    public Glyph {
        west = List.copyOf(west);
        east = List.copyOf(east);
        shapes = List.copyOf(shapes);
    }
}
