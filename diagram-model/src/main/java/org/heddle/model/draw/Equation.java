package org.heddle.model.draw;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.draw.scene.Label;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.draw.scene.Tag;

/// Two pictures that mean the same, to one scale, with a sign between them: side by side, or the second under the first where the sheet is too narrow.
///
/// ```
///   ┌──────┐     ┌──────────┐            ┌────────────────────────┐
///   │ left │  =  │  right   │     or     │ left                   │
///   └──────┘     └──────────┘            └────────────────────────┘
///                                     =  ┌────────────────────────┐
///                                        │ right                  │
///                                        └────────────────────────┘
/// ```
///
/// Inputs and outputs stand as they are listed, on both sides alike.
public final class Equation {
    private static final String SIGN = "=";

    /// Nothing wider is laid side by side: what a page shows without shrinking it.
    private static final double SHEET = 1000;

    private static final double MARGIN = 16;

    /// Around the sign.
    private static final double GAP = 14;

    /// From the baseline of the sign to its middle, in parts of its size.
    private static final double MIDDLE = 0.33;

    private final Drawing drawing;

    public Equation(Drawing drawing) {
        this.drawing = drawing;
    }

    /// Both sides as one scene. Titles and captions of the panels are left out.
    public Scene draw(Panel left, Panel right) {
        Scene first = drawing.drawAsListed(left.diagram(), left.notes());
        Scene second = drawing.drawAsListed(right.diagram(), right.notes());
        double sign = Label.of(SIGN).width(Role.RELATION) + 2 * GAP;
        Scene scene =
                first.width() + sign + second.width() <= SHEET
                        ? beside(first, second, sign)
                        : below(first, second, sign);
        return scene.withMargin(MARGIN);
    }

    private static Scene beside(Scene first, Scene second, double sign) {
        double height = Math.max(first.height(), second.height());
        List<Shape> shapes = new ArrayList<>();
        shapes.addAll(first.at(0, (height - first.height()) / 2));
        shapes.add(sign(first.width() + sign / 2, height / 2));
        shapes.addAll(second.at(first.width() + sign, (height - second.height()) / 2));
        return new Scene(first.width() + sign + second.width(), height, shapes);
    }

    private static Scene below(Scene first, Scene second, double sign) {
        double top = first.height() + 2 * GAP;
        List<Shape> shapes = new ArrayList<>();
        shapes.addAll(first.at(sign, 0));
        shapes.add(sign(sign / 2, top + second.height() / 2));
        shapes.addAll(second.at(sign, top));
        double width = sign + Math.max(first.width(), second.width());
        return new Scene(width, top + second.height(), shapes);
    }

    private static Shape sign(double x, double y) {
        Point at = new Point(x, y + MIDDLE * Role.RELATION.fontSize());
        return new Shape.Writing(
                at, Shape.Anchor.MIDDLE, Label.of(SIGN), Role.RELATION, 0, Tag.NONE);
    }
}
