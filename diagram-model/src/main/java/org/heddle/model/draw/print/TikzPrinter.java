package org.heddle.model.draw.print;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.heddle.model.draw.scene.Label;
import org.heddle.model.draw.scene.Point;
import org.heddle.model.draw.scene.Role;
import org.heddle.model.draw.scene.Scene;
import org.heddle.model.draw.scene.Shape;

/// A scene as a LaTeX file that needs TikZ and the paper's size (`geometry`), both part of every TeX: compiled as it is, or its picture taken into a paper.
///
/// Every role is a TikZ style, `heddle axis` say; redefine one to change its look everywhere.
public final class TikzPrinter {
    private static final String HEAD =
            """
            \\usepackage{tikz}
            \\pagestyle{empty}\\setlength{\\parindent}{0pt}\\setlength{\\topskip}{0pt}
            \\begin{document}
            \\definecolor{heddleink}{HTML}{24292F}
            \\definecolor{heddlegrey}{HTML}{57606A}
            \\definecolor{heddlefast}{HTML}{BC4C00}
            \\definecolor{heddleload}{HTML}{1B7C83}
            \\definecolor{heddlesave}{HTML}{BF3989}
            \\begin{tikzpicture}[x=0.75bp, y=-0.75bp, line width=0.9bp, font=\\sffamily,
              heddle axis/.style={heddleink}, heddle item/.style={heddleink, line width=1.2bp, dotted},
              heddle separator/.style={heddlegrey!60, line width=0.6bp, dashed},
              heddle tie/.style={heddlegrey, line width=0.6bp}, heddle tie inside/.style={heddlefast, line width=0.6bp},
              heddle box/.style={draw=heddleink, fill=heddleink!4}, heddle triangle/.style={draw=heddleink, fill=heddleink!20},
              heddle hexagon/.style={draw=heddleink, fill=white}, heddle mark/.style={fill=heddleink}, heddle dot/.style={fill=heddleink},
              heddle region/.style={draw=heddlefast!60, fill=heddlefast!10, line width=0.6bp},
              heddle room/.style={}, heddle load/.style={fill=heddleload}, heddle save/.style={fill=heddlesave}, heddle panel/.style={draw=heddleink!25, line width=0.6bp},
              heddle axis inside/.style={heddlefast}, heddle item inside/.style={heddlefast, line width=1.2bp, dotted},
              heddle box inside/.style={draw=heddlefast, fill=heddlefast!3}, heddle triangle inside/.style={draw=heddlefast, fill=heddlefast!30},
              heddle hexagon inside/.style={draw=heddlefast, fill=white}, heddle mark inside/.style={fill=heddlefast},
              heddle dot inside/.style={fill=heddlefast},
              heddle axis-name/.style={heddlegrey, font=\\sffamily\\itshape}, heddle axis-name inside/.style={heddlefast, font=\\sffamily\\itshape},
              heddle wire-name/.style={font=\\sffamily\\bfseries}, heddle wire-name inside/.style={heddle wire-name},
              heddle interface-name/.style={font=\\sffamily\\bfseries}, heddle region-name/.style={heddlefast, font=\\sffamily\\bfseries},
              heddle box-text/.style={}, heddle box-text inside/.style={}, heddle mark-text/.style={text=white},
              heddle relation/.style={font=\\sffamily\\Large}, heddle caption/.style={heddlegrey}, heddle title/.style={font=\\sffamily\\bfseries},
              heddle write/.style={inner sep=0pt, outer sep=0pt}]
            """;

    /// Big points in a pixel.
    private static final double BP = 0.75;

    /// Around the picture, in big points.
    private static final double BORDER = 6;

    /// What rounding may add to the height, so that the picture stays on its page.
    private static final double SLACK = 1;

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
        out.append("% ").append(title.replace('\n', ' ')).append('\n');
        out.append("\\documentclass{article}\n\\usepackage[papersize={")
                .append(Figures.of(BP * scene.width() + 2 * BORDER))
                .append("bp,")
                .append(Figures.of(BP * scene.height() + 2 * BORDER + SLACK))
                .append("bp},margin=")
                .append(Figures.of(BORDER))
                .append("bp]{geometry}\n")
                .append(HEAD);
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
                            .append(Figures.of(BP * radius))
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
                .append(", heddle write, anchor=")
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
        double points = BP * role.fontSize();
        out.append("\\fontsize{")
                .append(Figures.of(points))
                .append("bp}{")
                .append(Figures.of(1.2 * points))
                .append("bp}\\selectfont ");
    }

    private static String style(Shape shape) {
        String role = shape.role().name().toLowerCase(Locale.ROOT).replace('_', '-');
        boolean inside = shape.level() > 0 && shape.role().hasLevels();
        return "heddle " + role + (inside ? " inside" : "");
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
