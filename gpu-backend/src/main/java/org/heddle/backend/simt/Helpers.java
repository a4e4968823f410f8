package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.DType;

/// The small functions that a kernel needs and its language lacks; only those used are written.
final class Helpers {
    private final Dialect dialect;
    private final Set<Use> used = new LinkedHashSet<>();

    private record Use(Helper helper, DType real) {}

    /// A function by its meaning.
    enum Helper {
        MIN,
        MAX,
        MOD,
        SIGMOID,
        SQUARE
    }

    Helpers(Dialect dialect) {
        this.dialect = dialect;
    }

    /// The name of a function for a type, which from now on is defined.
    String use(Helper helper, DType real) {
        used.add(new Use(helper, real));
        return name(helper, real);
    }

    private static String name(Helper helper, DType real) {
        return switch (helper) {
            case MIN -> "min_" + real;
            case MAX -> "max_" + real;
            case MOD -> "mod_" + real;
            case SIGMOID -> "sigmoid_" + real;
            case SQUARE -> "square_" + real;
        };
    }

    /// One line per function used.
    List<String> definitions() {
        List<String> lines = new ArrayList<>();
        for (Use use : used) {
            String type = Dialect.type(use.real());
            String head = dialect.helper() + type + " " + name(use.helper(), use.real());
            lines.add(head + definition(use.helper(), use.real(), type));
        }
        return lines;
    }

    private String definition(Helper helper, DType real, String type) {
        String one = Literals.real(1, real);
        return switch (helper) {
            case MIN ->
                    "("
                            + type
                            + " a, "
                            + type
                            + " b) { return a < b || a != a ? a : b; }  // a NaN wins";
            case MAX ->
                    "("
                            + type
                            + " a, "
                            + type
                            + " b) { return a > b || a != a ? a : b; }  // a NaN wins";
            case MOD ->
                    "("
                            + type
                            + " a, "
                            + type
                            + " b) { const "
                            + type
                            + " r = "
                            + dialect.function("fmod", real)
                            + "(a, b); return r != 0 && (r < 0) != (b < 0) ? r + b : r; }  // the sign of b";
            case SIGMOID ->
                    "("
                            + type
                            + " x) { return "
                            + one
                            + " / ("
                            + one
                            + " + "
                            + dialect.function("exp", real)
                            + "(-x)); }";
            case SQUARE -> "(" + type + " x) { return x * x; }";
        };
    }
}
