package org.heddle.model.draw;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.draw.scene.Label;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Rectangle;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.draw.scene.Tag;

/// Pictures side by side, each in a frame under its title and caption; rows break where a sheet is full. The more there is, the
/// wider the sheet, so that it is seldom much higher than wide.
///
/// ```
///   ╭ given ─────────╮ ╭ 1 unfold ──────────────╮
///   │                │ │ over x                 │
///   ╰────────────────╯ ╰────────────────────────╯
///   ╭ 2 fuse ─ …
/// ```
public final class Strip {
    private static final double SHEET = 1500;

    /// How much higher than wide a sheet is before a wider one is taken.
    private static final double HIGH = 1.5;

    /// By how much.
    private static final double WIDER = 1.25;

    /// Wider sheets than this many panels are not taken.
    private static final int COLUMNS = 5;

    private static final double MARGIN = 16;
    private static final double PADDING = 12;
    private static final double LINE = 16;
    private static final double LEAST = 260;

    private final Drawing drawing;

    public Strip(Drawing drawing) {
        this.drawing = drawing;
    }

    /// All panels as one scene.
    public Scene draw(List<Panel> panels) {
        List<Framed> framed = panels.stream().map(this::frame).toList();
        double widest = framed.stream().mapToDouble(Framed::width).max().orElse(0);
        double sheet = Math.max(SHEET, widest);
        Scene scene = draw(framed, sheet);
        while (scene.height() > HIGH * scene.width() && sheet < COLUMNS * widest) {
            sheet *= WIDER;
            scene = draw(framed, sheet);
        }
        return scene;
    }

    /// All panels on a sheet of that width.
    private static Scene draw(List<Framed> framed, double sheet) {
        List<Shape> shapes = new ArrayList<>();
        List<Framed> row = new ArrayList<>();
        double y = MARGIN;
        double used = 0;
        double right = 0;
        for (Framed panel : framed) {
            if (!row.isEmpty() && used + panel.width() > sheet) {
                y += finish(shapes, row, y) + MARGIN;
                row.clear();
                used = 0;
            }
            row.add(panel);
            used += panel.width() + MARGIN;
            right = Math.max(right, used);
        }
        y += finish(shapes, row, y) + MARGIN;
        return new Scene(right + MARGIN, y, shapes);
    }

    private record Framed(Panel panel, Scene scene, List<String> caption, double width) {
        double head() {
            return PADDING + LINE + caption.size() * LINE;
        }

        double height() {
            return head() + scene.height();
        }
    }

    private Framed frame(Panel panel) {
        Scene scene = drawing.draw(panel.diagram(), panel.notes());
        double title = Label.of(panel.title()).width(Role.TITLE) + 2 * PADDING;
        double width = Math.max(LEAST, Math.max(title, scene.width()));
        return new Framed(panel, scene, wrap(panel.caption(), width - 2 * PADDING), width);
    }

    private static List<String> wrap(String text, double width) {
        List<String> lines = new ArrayList<>();
        String line = "";
        for (String word : text.isBlank() ? new String[0] : text.split(" ", -1)) {
            String longer = line.isEmpty() ? word : line + " " + word;
            if (!line.isEmpty() && Label.of(longer).width(Role.CAPTION) > width) {
                lines.add(line);
                longer = word;
            }
            line = longer;
        }
        if (!line.isEmpty()) {
            lines.add(line);
        }
        return lines;
    }

    /// Draws a row; its frames are equally high.
    ///
    /// @return its height
    private static double finish(List<Shape> shapes, List<Framed> row, double y) {
        double height = row.stream().mapToDouble(Framed::height).max().orElse(0);
        double x = MARGIN;
        for (Framed panel : row) {
            shapes.addAll(draw(panel, x, y, height));
            x += panel.width() + MARGIN;
        }
        return height;
    }

    private static List<Shape> draw(Framed framed, double x, double y, double height) {
        List<Shape> shapes = new ArrayList<>();
        Rectangle frame = new Rectangle(x, y, framed.width(), height);
        shapes.add(new Shape.Area(frame.corners(), 6, Role.PANEL, 0, Tag.NONE));
        double at = y + PADDING + LINE - 5;
        shapes.add(writing(framed.panel().title(), Role.TITLE, x + PADDING, at));
        for (String line : framed.caption()) {
            at += LINE;
            shapes.add(writing(line, Role.CAPTION, x + PADDING, at));
        }
        shapes.addAll(framed.scene().at(x, y + framed.head()));
        return shapes;
    }

    private static Shape writing(String text, Role role, double x, double y) {
        return new Shape.Writing(
                new Point(x, y), Shape.Anchor.START, Label.of(text), role, 0, Tag.NONE);
    }
}
