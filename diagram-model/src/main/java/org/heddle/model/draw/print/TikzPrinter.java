package org.heddle.model.draw.print;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.heddle.model.draw.scene.Label;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.draw.scene.Shape;

/// A scene as a LaTeX file of class `standalone` that needs TikZ alone: compiled as it is, or its picture taken into a paper.
///
/// Every role is a TikZ style; redefine one to change its look everywhere.
public final class TikzPrinter {
    private static final String HEAD =
            """
            \\documentclass[tikz,border=2mm]{standalone}
            \\begin{document}
            \\definecolor{heddleink}{HTML}{24292F}
            \\definecolor{heddlegrey}{HTML}{57606A}
            \\definecolor{heddlefast}{HTML}{BC4C00}
            \\definecolor{heddleload}{HTML}{1B7C83}
            \\definecolor{heddlesave}{HTML}{BF3989}
            \\begin{tikzpicture}[x=0.75bp, y=-0.75bp, line width=0.9bp, font=\\sffamily,
              axis/.style={heddleink}, item/.style={heddleink, line width=1.2bp, dotted},
              separator/.style={heddlegrey!60, line width=0.6bp, dashed},
              box/.style={draw=heddleink, fill=heddleink!4}, triangle/.style={draw=heddleink, fill=heddleink!20},
              hexagon/.style={draw=heddleink, fill=white}, mark/.style={fill=heddleink}, dot/.style={fill=heddleink},
              region/.style={draw=heddlefast!60, fill=heddlefast!10, line width=0.6bp},
              room/.style={}, load/.style={fill=heddleload}, save/.style={fill=heddlesave}, panel/.style={draw=heddleink!25, line width=0.6bp},
              axis inside/.style={heddlefast}, item inside/.style={heddlefast, line width=1.2bp, dotted},
              box inside/.style={draw=heddlefast, fill=heddlefast!3}, triangle inside/.style={draw=heddlefast, fill=heddlefast!30},
              hexagon inside/.style={draw=heddlefast, fill=white}, mark inside/.style={fill=heddlefast},
              dot inside/.style={fill=heddlefast},
              axis-name/.style={heddlegrey, font=\\sffamily\\itshape}, axis-name inside/.style={heddlefast, font=\\sffamily\\itshape},
              wire-name/.style={font=\\sffamily\\bfseries}, wire-name inside/.style={wire-name},
              interface-name/.style={font=\\sffamily\\bfseries}, region-name/.style={heddlefast, font=\\sffamily\\bfseries},
              box-text/.style={}, box-text inside/.style={}, mark-text/.style={text=white},
              caption/.style={heddlegrey}, title/.style={font=\\sffamily\\bfseries},
              write/.style={inner sep=0pt, outer sep=0pt}]
            """;

    private static final Map<Integer, String> SIGNS =
            Map.of(
                    (int) 'Σ', "$\\Sigma$",
                    (int) 'Π', "$\\Pi$",
                    (int) '×', "$\\times$",
                    (int) '…', "\\ldots{}",
                    (int) '·', "$\\cdot$",
                    (int) '≤', "$\\leq$",
                    (int) '≥', "$\\geq$",
                    (int) '√', "$\\surd$",
                    (int) '∞', "$\\infty$",
                    (int) '→', "$\\to$");

    private final StringBuilder out = new StringBuilder();

    private TikzPrinter() {}

    /// The file's text.
    ///
    /// @param title of the picture, as a comment
    public static String print(Scene scene, String title) {
        return new TikzPrinter().file(scene, title);
    }

    private String file(Scene scene, String title) {
        out.append("% ").append(title.replace('\n', ' ')).append('\n').append(HEAD);
        out.append("\\useasboundingbox (0,0) rectangle ")
                .append(at(new Point(scene.width(), scene.height())))
                .append(";\n");
        scene.shapes().forEach(this::shape);
        return out.append("\\end{tikzpicture}\n\\end{document}\n").toString();
    }

    private void shape(Shape shape) {
        String style = style(shape);
        switch (shape) {
            case Shape.Line(List<Point> points, double round, _, _, _) -> {
                out.append("\\draw[").append(style).append("] ").append(at(points.getFirst()));
                Corners.open(points, round).forEach(this::turn);
                out.append(" -- ").append(at(points.getLast())).append(";\n");
            }
            case Shape.Area(List<Point> points, double round, _, _, _) -> {
                List<Corners.Turn> turns = Corners.closed(points, round);
                out.append("\\path[").append(style).append("] ");
                out.append(at(turns.getFirst().to()));
                turns.subList(1, turns.size()).forEach(this::turn);
                turn(turns.getFirst());
                out.append(" -- cycle;\n");
            }
            case Shape.Disc(Point centre, double radius, _, _, _) ->
                    out.append("\\path[")
                            .append(style)
                            .append("] ")
                            .append(at(centre))
                            .append(" circle[radius=")
                            .append(Figures.of(0.75 * radius))
                            .append("bp];\n");
            case Shape.Writing writing -> writing(writing, style);
        }
    }

    private void writing(Shape.Writing writing, String style) {
        String anchor =
                switch (writing.anchor()) {
                    case START -> "base west";
                    case MIDDLE -> "base";
                    case END -> "base east";
                };
        out.append("\\node[")
                .append(style)
                .append(", write, anchor=")
                .append(anchor)
                .append("] at ")
                .append(at(writing.at()))
                .append(" {");
        size(writing.role());
        for (Label.Span span : writing.label().spans()) {
            String text = escape(span.text());
            out.append(span.low() ? "\\textsubscript{" + text + "}" : text);
        }
        out.append("};\n");
    }

    private void size(Role role) {
        double points = 0.75 * role.fontSize();
        out.append("\\fontsize{")
                .append(Figures.of(points))
                .append("bp}{")
                .append(Figures.of(1.2 * points))
                .append("bp}\\selectfont ");
    }

    private static String style(Shape shape) {
        String role = shape.role().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return shape.level() > 0 && shape.role().hasLevels() ? role + " inside" : role;
    }

    /// A corner as a cubic curve, which TikZ draws, instead of a quadratic one.
    private void turn(Corners.Turn turn) {
        out.append(" -- ").append(at(turn.from()));
        if (!turn.isSharp()) {
            out.append(" .. controls ")
                    .append(at(turn.from().towards(turn.corner(), 2.0 / 3)))
                    .append(" and ")
                    .append(at(turn.to().towards(turn.corner(), 2.0 / 3)))
                    .append(" .. ")
                    .append(at(turn.to()));
        }
    }

    private static String at(Point point) {
        return "(" + Figures.of(point.x()) + "," + Figures.of(point.y()) + ")";
    }

    private static String escape(String text) {
        StringBuilder escaped = new StringBuilder();
        text.codePoints().forEach(character -> escaped.append(escape(character)));
        return escaped.toString();
    }

    private static String escape(int character) {
        return switch (character) {
            case '#', '$', '%', '&', '_', '{', '}' -> "\\" + (char) character;
            case '\\' -> "\\textbackslash{}";
            case '^' -> "\\textasciicircum{}";
            case '~' -> "\\textasciitilde{}";
            case '<', '>', '|' -> "$" + (char) character + "$";
            default -> SIGNS.getOrDefault(character, Character.toString(character));
        };
    }
}
