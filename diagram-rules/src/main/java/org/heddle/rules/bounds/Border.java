package org.heddle.rules.bounds;

import java.util.Optional;
import org.heddle.model.expr.Expr;

/// An end of the current block of a loop axis, as an argument of an expression: `x.first`, or `x.last = x.first + extent - 1`.
///
/// @param axis a loop axis
public record Border(String axis, boolean isLast) {
    private static final String FIRST = ".first";
    private static final String LAST = ".last";

    static Expr first(String axis) {
        return Expr.arg(axis + FIRST);
    }

    static Expr last(String axis) {
        return Expr.arg(axis + LAST);
    }

    /// The border that an argument of a guard means.
    ///
    /// @throws IllegalArgumentException where it means none
    public static Border of(String argument) {
        return parse(argument, FIRST, false)
                .or(() -> parse(argument, LAST, true))
                .orElseThrow(() -> new IllegalArgumentException("no border: " + argument));
    }

    private static Optional<Border> parse(String argument, String suffix, boolean isLast) {
        return argument.endsWith(suffix)
                ? Optional.of(
                        new Border(
                                argument.substring(0, argument.length() - suffix.length()), isLast))
                : Optional.empty();
    }
}
