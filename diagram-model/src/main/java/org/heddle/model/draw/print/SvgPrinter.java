package org.heddle.model.draw.print;

import java.util.List;
import java.util.Locale;
import org.heddle.model.draw.scene.Label;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.draw.scene.Shape;
import org.heddle.model.draw.scene.Tag;

/// A scene as an SVG file that needs nothing else: no fonts, no scripts, no links.
///
/// Text is text. Colours follow the reader's light or dark scheme. Every shape says by `data-box`, `data-wire` and `data-axis` what it stands for, and by `<title>` in words.
public final class SvgPrinter {
    private final StringBuilder out = new StringBuilder();

    private SvgPrinter() {}

    /// The file's text.
    ///
    /// @param title of the whole picture
    /// @param source text from which the picture can be made again, put into `<metadata>`
    public static String print(Scene scene, String title, String source) {
        return new SvgPrinter().file(scene, title, source);
    }

    /// A picture to be put into a page that has the {@link #light} rules: without style sheet, page or metadata.
    ///
    /// @param kind the class of the picture
    public static String inline(Scene scene, String title, String kind) {
        SvgPrinter printer = new SvgPrinter();
        printer.head(scene, title, " class=\"" + escape(kind) + "\"");
        scene.shapes().forEach(printer::shape);
        return printer.out.append("</svg>\n").toString();
    }

    /// The rules for pictures in a page, in light colours.
    ///
    /// @param scope a selector that the pictures match
    public static String light(String scope) {
        return SvgStyle.light(scope);
    }

    /// What of the rules for pictures in a page is different in dark colours.
    public static String dark(String scope) {
        return SvgStyle.dark(scope);
    }

    private String file(Scene scene, String title, String source) {
        head(scene, title, "");
        out.append("<metadata>")
                .append(escape(source))
                .append("</metadata>\n<style>\n")
                .append(SvgStyle.SHEET)
                .append("</style>\n<rect class=\"page\" width=\"")
                .append(Figures.of(scene.width()))
                .append("\" height=\"")
                .append(Figures.of(scene.height()))
                .append("\"/>\n");
        scene.shapes().forEach(this::shape);
        return out.append("</svg>\n").toString();
    }

    private void head(Scene scene, String title, String attributes) {
        String width = Figures.of(scene.width());
        String height = Figures.of(scene.height());
        out.append("<svg xmlns=\"http://www.w3.org/2000/svg\"")
                .append(attributes)
                .append(" viewBox=\"0 0 ")
                .append(width)
                .append(' ')
                .append(height)
                .append("\" width=\"")
                .append(width)
                .append("\" height=\"")
                .append(height)
                .append("\" role=\"img\">\n<title>")
                .append(escape(title))
                .append("</title>\n");
    }

    private void shape(Shape shape) {
        switch (shape) {
            case Shape.Line line -> {
                open("path", shape);
                out.append(" d=\"").append(line(line)).append('"');
                close("path", shape.tag());
            }
            case Shape.Area area -> {
                open("path", shape);
                out.append(" d=\"").append(area(area)).append('"');
                close("path", shape.tag());
            }
            case Shape.Disc disc -> {
                open("circle", shape);
                attribute("cx", Figures.of(disc.centre().x()));
                attribute("cy", Figures.of(disc.centre().y()));
                attribute("r", Figures.of(disc.radius()));
                close("circle", shape.tag());
            }
            case Shape.Writing writing -> writing(writing);
        }
    }

    private void writing(Shape.Writing writing) {
        open("text", writing);
        attribute("x", Figures.of(writing.at().x()));
        attribute("y", Figures.of(writing.at().y()));
        switch (writing.anchor()) {
            case START -> {}
            case MIDDLE -> attribute("text-anchor", "middle");
            case END -> attribute("text-anchor", "end");
        }
        out.append('>');
        title(writing.tag());
        for (Label.Span span : writing.label().spans()) {
            if (span.low()) {
                double size = Label.SUBSCRIPT * writing.role().fontSize();
                out.append("<tspan dy=\"2.5\" font-size=\"")
                        .append(Figures.of(size))
                        .append("\">")
                        .append(escape(span.text()))
                        .append("</tspan>");
            } else {
                out.append(escape(span.text()));
            }
        }
        out.append("</text>\n");
    }

    private void open(String element, Shape shape) {
        String role = shape.role().name().toLowerCase(Locale.ROOT).replace('_', '-');
        boolean inside = shape.level() > 0 && shape.role().hasLevels();
        out.append('<').append(element);
        attribute("class", inside ? role + " inside" : role);
        Tag tag = shape.tag();
        data("data-box", tag.box());
        data("data-wire", tag.wire());
        data("data-axis", tag.axis());
    }

    private void data(String name, String value) {
        if (!value.isEmpty()) {
            attribute(name, value);
        }
    }

    private void attribute(String name, String value) {
        out.append(' ').append(name).append("=\"").append(escape(value)).append('"');
    }

    private void close(String element, Tag tag) {
        if (tag.title().isEmpty()) {
            out.append("/>\n");
            return;
        }
        out.append('>');
        title(tag);
        out.append("</").append(element).append(">\n");
    }

    private void title(Tag tag) {
        if (!tag.title().isEmpty()) {
            out.append("<title>").append(escape(tag.title())).append("</title>");
        }
    }

    private static String line(Shape.Line line) {
        List<Point> points = line.points();
        StringBuilder path = new StringBuilder("M").append(at(points.getFirst()));
        Corners.open(points, line.round()).forEach(turn -> append(path, turn));
        return path.append(" L").append(at(points.getLast())).toString();
    }

    private static String area(Shape.Area area) {
        List<Corners.Turn> turns = Corners.closed(area.points(), area.round());
        StringBuilder path = new StringBuilder("M").append(at(turns.getFirst().to()));
        turns.subList(1, turns.size()).forEach(turn -> append(path, turn));
        append(path, turns.getFirst());
        return path.append(" Z").toString();
    }

    private static void append(StringBuilder path, Corners.Turn turn) {
        path.append(" L").append(at(turn.from()));
        if (!turn.isSharp()) {
            path.append(" Q").append(at(turn.corner())).append(' ').append(at(turn.to()));
        }
    }

    private static String at(Point point) {
        return Figures.of(point.x()) + "," + Figures.of(point.y());
    }

    private static String escape(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
