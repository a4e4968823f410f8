package org.heddle.model.draw.picture;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// Functions as a few short lines: parameters replaced by the arrays that they stand for, and by where these are read if a box
/// reads one at several places. Longer formulas have longer and more lines; what would fill the picture is cut off.
final class FormulaText {
    private static final int SHORT = 28;
    private static final int LONG = 40;

    /// As many lines of the shorter kind are not made longer.
    private static final int FEW = 3;

    private static final int LINES = 8;

    /// No line but the last is shorter than this part of what fits.
    private static final double SHORTEST = 0.25;

    private static final String CUT = " …";

    /// Signs between two parts, which begin a line rather than end one.
    private static final Set<String> BETWEEN =
            Set.of("+", "-", "*", "/", "==", "!=", "<", "<=", ">", ">=", "and", "or");

    private FormulaText() {}

    /// The function of a box over the arrays it reads.
    static String whole(Fn fn, Box box) {
        List<String> results =
                fn.results().stream()
                        .map(result -> named(result, fn.parameters(), box).toString())
                        .toList();
        return results.size() == 1 ? results.getFirst() : "(" + String.join(", ", results) + ")";
    }

    static List<String> lines(Fn fn, Box box) {
        return wrap(whole(fn, box));
    }

    /// An expression without arguments.
    static List<String> lines(Expr value) {
        return wrap(value.toString());
    }

    private static Expr named(Expr result, List<String> parameters, Box box) {
        return result.substitute(
                name -> {
                    int position = parameters.indexOf(name);
                    boolean read = position >= 0 && position < box.inputs().size();
                    return Expr.arg(read ? named(box.inputs().get(position), box) : name);
                });
    }

    /// The array; with positions where the box reads it at others, too.
    private static String named(Port port, Box box) {
        boolean elsewhere =
                box.inputs().stream()
                        .anyMatch(other -> other.wire().equals(port.wire()) && !other.equals(port));
        return elsewhere ? port.toString() : port.wire();
    }

    private static List<String> wrap(String text) {
        List<String> parts = parts(text);
        List<String> lines = wrap(parts, SHORT);
        if (lines.size() > FEW) {
            lines = wrap(parts, LONG);
        }
        if (lines.size() <= LINES) {
            return lines;
        }
        List<String> kept = new ArrayList<>(lines.subList(0, LINES));
        kept.set(LINES - 1, kept.getLast() + CUT);
        return kept;
    }

    /// Breaks where what stands on both sides belongs together least, if that leaves no line too short.
    private static List<String> wrap(List<String> parts, int characters) {
        List<String> lines = new ArrayList<>();
        int first = 0;
        while (first < parts.size()) {
            int end = fitting(parts, first, characters);
            int best = end;
            for (int at = end - 1; at > first && end < parts.size(); at--) {
                int length = String.join(" ", parts.subList(first, at)).length();
                if (length >= characters * SHORTEST && bond(parts, at) < bond(parts, best)) {
                    best = at;
                }
            }
            lines.add(String.join(" ", parts.subList(first, best)));
            first = best;
        }
        return lines;
    }

    /// Where the line ends that holds as many parts as fit, at least one.
    private static int fitting(List<String> parts, int first, int characters) {
        int end = first + 1;
        while (end < parts.size()
                && String.join(" ", parts.subList(first, end + 1)).length() <= characters) {
            end++;
        }
        return end;
    }

    /// How closely a part belongs to what stands before it: by the open brackets, then by the sign.
    private static int bond(List<String> parts, int at) {
        String before = String.join(" ", parts.subList(0, at));
        int depth = 0;
        for (int i = 0; i < before.length(); i++) {
            char c = before.charAt(i);
            depth += c == '(' || c == '[' ? 1 : c == ')' || c == ']' ? -1 : 0;
        }
        int sign =
                before.endsWith(",")
                        ? 0
                        : switch (parts.get(at).charAt(0)) {
                            case '*', '/' -> 4;
                            case '+', '-' -> 3;
                            case '<', '>', '=', '!' -> 2;
                            default -> 1;
                        };
        return 5 * depth + sign;
    }

    /// What stays on one line: words, each with the sign before it.
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        String before = "";
        for (String word : text.split(" ", -1)) {
            if (BETWEEN.contains(word)) {
                before += word + " ";
            } else {
                parts.add(before + word);
                before = "";
            }
        }
        return parts;
    }
}
