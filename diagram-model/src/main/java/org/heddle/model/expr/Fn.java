package org.heddle.model.expr;

import java.util.List;

/// A pointwise function: named parameters, one per input port, and a body.
///
/// @param parameters distinct names, bound by position to the box's input ports
/// @param body may mention parameters, axis indices and axis sizes
public record Fn(List<String> parameters, Expr body) {
    public Fn {
        parameters = List.copyOf(parameters);
    }

    @Override
    public String toString() {
        return String.join(", ", parameters) + (parameters.isEmpty() ? "-> " : " -> ") + body;
    }
}
