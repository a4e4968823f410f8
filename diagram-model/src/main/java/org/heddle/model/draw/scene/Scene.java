package org.heddle.model.draw.scene;

import java.util.ArrayList;
import java.util.List;

/// Shapes on a sheet, drawn one over the other in this order.
///
/// @param width of the sheet, in pixels; its upper left corner is (0, 0)
public record Scene(double width, double height, List<Shape> shapes) {
    public Scene {
        shapes = List.copyOf(shapes);
    }

    /// The shapes elsewhere.
    public List<Shape> at(double dx, double dy) {
        return shapes.stream().map(shape -> shape.move(dx, dy)).toList();
    }

    /// The same with an empty border.
    public Scene withMargin(double margin) {
        return new Scene(width + 2 * margin, height + 2 * margin, at(margin, margin));
    }

    /// All writing.
    public List<Shape.Writing> writings() {
        List<Shape.Writing> writings = new ArrayList<>();
        for (Shape shape : shapes) {
            if (shape instanceof Shape.Writing writing) {
                writings.add(writing);
            }
        }
        return writings;
    }
}
