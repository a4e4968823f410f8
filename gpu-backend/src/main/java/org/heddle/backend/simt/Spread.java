package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heddle.backend.simt.Mapping.Linear;
import org.heddle.backend.simt.Mapping.Pieces;

/// Writes the loops and conditions by which a thread finds its elements.
///
/// ```
///   Linear(q, x)   for (int element = thread; element < q_count * x_tile; element += threads) {
///                      const int q = element / x_tile, x = element % x_tile;
///                      if (x < x_count) ...
///
///   Pieces(q: 4)   const int q_0 = thread / 16 * 4;
///                      for (int q_i = 0; q_i < 4; ++q_i) {
///                          const int q = q_0 + q_i;
///                          if (q < q_count) ...
/// ```
final class Spread {
    private final Plan plan;
    private final Axes axes;
    private final Emission emission;

    /// What to do about elements of a piece beyond the block.
    enum Edge {
        /// Nothing: they are in registers, and nobody looks at them.
        IGNORE,
        /// Read the tile's last element instead.
        CLAMP,
        /// Skip those beyond the full block: they are not in memory.
        INSIDE,
        /// Skip those beyond the current block: they are not elements.
        VALID
    }

    Spread(Emission emission) {
        this.plan = emission.plan;
        this.axes = emission.axes;
        this.emission = emission;
    }

    /// Writes a statement for every valid element of a block.
    void linear(Linear mapping, Runnable statement) {
        List<String> indexed = mapping.axes();
        if (indexed.isEmpty()) {
            emission.code().open("if (thread == 0)");
            statement.run();
            emission.code().close();
            return;
        }
        String first = indexed.getFirst();
        List<String> inner = indexed.subList(1, indexed.size());
        String variable = inner.isEmpty() ? axes.name(first) : "element";
        String bound =
                axes.count(first)
                        + inner.stream()
                                .map(axis -> " * " + axes.tile(axis))
                                .collect(Collectors.joining());
        emission.code()
                .open(
                        "for (int "
                                + variable
                                + " = thread; "
                                + variable
                                + " < "
                                + bound
                                + "; "
                                + variable
                                + " += threads)");
        if (!inner.isEmpty()) {
            emission.code().line("const int " + decode("element", indexed, axes) + ";");
        }
        String condition =
                inner.stream()
                        .filter(axes::isRagged)
                        .map(axis -> axes.name(axis) + " < " + axes.count(axis))
                        .collect(Collectors.joining(" && "));
        guarded(condition, statement);
        emission.code().close();
    }

    /// `q = n / d_tile, d = n % d_tile`, the last axis fastest.
    static String decode(String number, List<String> names, Axes axes) {
        List<String> parts = new ArrayList<>();
        for (int k = 0; k < names.size(); k++) {
            List<String> faster = names.subList(k + 1, names.size());
            String divided =
                    switch (faster.size()) {
                        case 0 -> number;
                        case 1 -> number + " / " + axes.tile(faster.getFirst());
                        default ->
                                number
                                        + " / ("
                                        + faster.stream()
                                                .map(axes::tile)
                                                .collect(Collectors.joining(" * "))
                                        + ")";
                    };
            parts.add(
                    axes.name(names.get(k))
                            + " = "
                            + divided
                            + (k == 0 ? "" : " % " + axes.tile(names.get(k))));
        }
        return String.join(", ", parts);
    }

    /// Writes the body once per piece of this thread, with the piece's first indices declared.
    ///
    /// @param held whether the pieces live in registers, so that the loop over them must unroll
    void pieces(Pieces mapping, boolean held, Runnable body) {
        List<String> indexed = axes.indexed(mapping.axes());
        long count = 1;
        for (String axis : indexed) {
            count *= number(mapping, axis);
        }
        boolean several = count > plan.threads;
        boolean last = several && held && count % plan.threads != 0;
        String text = emission.inPieces(mapping, () -> emission.capture(body));
        String origins = origins(mapping, indexed, several ? "piece" : "thread", text);
        if (several && held) {
            emission.code().line("#pragma unroll");
            emission.code()
                    .open(
                            "for (int round = 0; round < "
                                    + Math.ceilDiv(count, plan.threads)
                                    + "; ++round)");
            if (last || !origins.isEmpty()) {
                emission.code().line("const int piece = thread + round * threads;");
            }
            if (last) {
                emission.code().open("if (piece < " + count + ")");
            }
        } else if (several) {
            emission.code()
                    .open("for (int piece = thread; piece < " + count + "; piece += threads)");
        } else if (count < plan.threads) {
            emission.code().open("if (thread < " + count + ")");
        } else if (!origins.isEmpty()) {
            emission.code().open("");
        }
        if (!origins.isEmpty()) {
            emission.code().line("const int " + origins + ";");
        }
        text.lines().forEach(emission.code()::line);
        if (last) {
            emission.code().close();
        }
        if (count != plan.threads || !origins.isEmpty()) {
            emission.code().close();
        }
    }

    private long number(Pieces mapping, String axis) {
        return Math.ceilDiv(axes.extent(axis), mapping.extent(axis));
    }

    /// First indices of a piece, those that its body mentions.
    private String origins(Pieces mapping, List<String> indexed, String piece, String body) {
        List<String> parts = new ArrayList<>();
        long faster = 1;
        for (String axis : indexed.reversed()) {
            long number = number(mapping, axis);
            String divided = faster == 1 ? piece : piece + " / " + faster;
            boolean slowest = axis.equals(indexed.getFirst());
            String position =
                    stripped(mapping, axis, indexed)
                            ? strips(mapping, indexed, piece)
                            : number == 1
                                    ? "0"
                                    : slowest && mapping.strip() == 0
                                            ? divided
                                            : divided + " % " + number;
            int extent = mapping.extent(axis);
            String origin = extent == 1 ? position : number == 1 ? "0" : position + " * " + extent;
            String name = axes.name(axis) + (extent == 1 ? "" : "_0");
            if (Emission.mentions(body, name)) {
                parts.addFirst(name + " = " + origin);
            }
            faster *= stripped(mapping, axis, indexed) ? mapping.strip() : number;
        }
        return String.join(", ", parts);
    }

    private static boolean stripped(Pieces mapping, String axis, List<String> indexed) {
        return mapping.strip() > 0 && axis.equals(indexed.getLast());
    }

    /// The position along the last axis: that of the strip, and that inside the strip.
    private String strips(Pieces mapping, List<String> indexed, String piece) {
        long before = mapping.strip();
        for (String axis : indexed.subList(0, indexed.size() - 1)) {
            before *= number(mapping, axis);
        }
        int strip = mapping.strip();
        return "(" + piece + " / " + before + " * " + strip + " + " + piece + " % " + strip + ")";
    }

    /// Writes a statement once per element of the current piece, unrolled.
    void elements(Pieces mapping, Edge edge, Runnable statement) {
        elements(mapping, mapping.axes(), edge, condition(mapping, edge), statement);
    }

    /// Writes a statement once per row of neighbours along an axis, of those pieces that are inside the current block; no piece crosses its end.
    void rows(Pieces mapping, String along, Runnable statement) {
        List<String> others = mapping.axes().stream().filter(a -> !a.equals(along)).toList();
        String inside =
                Stream.concat(
                                Stream.of(condition(mapping, others, Edge.VALID)),
                                axes.isRagged(along)
                                        ? Stream.of(axes.name(along) + "_0 < " + axes.count(along))
                                        : Stream.of())
                        .filter(part -> !part.isEmpty())
                        .collect(Collectors.joining(" && "));
        elements(mapping, others, Edge.VALID, inside, statement);
    }

    /// Writes a statement once per neighbour along an axis, unrolled.
    void along(Pieces mapping, String axis, Runnable statement) {
        elements(mapping, List.of(axis), Edge.IGNORE, "", statement);
    }

    private void elements(
            Pieces mapping, List<String> over, Edge edge, String condition, Runnable statement) {
        List<String> looped = over.stream().filter(axis -> mapping.extent(axis) > 1).toList();
        String text = emission.capture(() -> guarded(condition, statement));
        for (String axis : looped) {
            String name = axes.name(axis);
            emission.code().line("#pragma unroll");
            emission.code()
                    .open(
                            "for (int "
                                    + name
                                    + "_i = 0; "
                                    + name
                                    + "_i < "
                                    + mapping.extent(axis)
                                    + "; ++"
                                    + name
                                    + "_i)");
            String at = name + "_0 + " + name + "_i";
            boolean clamp = edge == Edge.CLAMP && overhangs(mapping, axis);
            if (Emission.mentions(text, name)) {
                emission.code()
                        .line(
                                "const int "
                                        + name
                                        + " = "
                                        + (clamp
                                                ? "min(" + at + ", " + axes.tile(axis) + " - 1)"
                                                : at)
                                        + ";");
            }
        }
        text.lines().forEach(emission.code()::line);
        looped.forEach(_ -> emission.code().close());
    }

    private String condition(Pieces mapping, Edge edge) {
        return condition(mapping, mapping.axes(), edge);
    }

    private String condition(Pieces mapping, List<String> over, Edge edge) {
        List<String> conditions = new ArrayList<>();
        for (String axis : axes.indexed(over)) {
            if (edge == Edge.VALID && axes.isRagged(axis)) {
                conditions.add(axes.name(axis) + " < " + axes.count(axis));
            } else if ((edge == Edge.VALID || edge == Edge.INSIDE) && overhangs(mapping, axis)) {
                conditions.add(axes.name(axis) + " < " + axes.tile(axis));
            }
        }
        return String.join(" && ", conditions);
    }

    /// Whether the last piece along an axis reaches beyond the full block.
    private boolean overhangs(Pieces mapping, String axis) {
        return axes.extent(axis) % mapping.extent(axis) != 0;
    }

    private void guarded(String condition, Runnable statement) {
        if (condition.isEmpty()) {
            statement.run();
            return;
        }
        emission.code().open("if (" + condition + ")");
        statement.run();
        emission.code().close();
    }
}
