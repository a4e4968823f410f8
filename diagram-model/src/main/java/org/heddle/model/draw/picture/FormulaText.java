package org.heddle.model.draw.picture;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagram.Box;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// Functions as a few short lines: parameters replaced by the arrays that they stand for, what does not fit cut off.
final class FormulaText {
    private static final int CHARACTERS = 26;
    private static final int LINES = 3;
    private static final String CUT = " …";

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
                    return Expr.arg(read ? box.inputs().get(position).wire() : name);
                });
    }

    private static List<String> wrap(String text) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > CHARACTERS) {
                lines.add(line.toString());
                line = new StringBuilder();
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines.size() <= LINES ? lines : cut(lines.subList(0, LINES));
    }

    private static List<String> cut(List<String> lines) {
        List<String> kept = new ArrayList<>(lines);
        kept.set(LINES - 1, kept.getLast() + CUT);
        return kept;
    }
}
