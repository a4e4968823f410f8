package org.heddle.model.expr;

import java.util.List;

/// A pointwise function: named parameters, one per input port, and one or more results.
///
/// ```
/// s -> s / sqrt(|d|)        one result
/// x -> (1, x, 0)            three: an item of a monoid whose state has three components
/// ```
///
/// @param parameters distinct names, bound by position to the box's input ports
/// @param results at least one; may mention parameters, axis indices and axis sizes
public record Fn(List<String> parameters, List<Expr> results) {
    public Fn {
        parameters = List.copyOf(parameters);
        results = List.copyOf(results);
        if (results.isEmpty()) {
            throw new IllegalArgumentException("a function without a result");
        }
    }

    /// A function with one result.
    public Fn(List<String> parameters, Expr body) {
        this(parameters, List.of(body));
    }

    /// The only result.
    ///
    /// @throws IllegalStateException where there are several
    public Expr body() {
        if (results.size() != 1) {
            throw new IllegalStateException(this + " has " + results.size() + " results");
        }
        return results.getFirst();
    }

    /// The same function with each result replaced.
    public Fn mapResults(java.util.function.UnaryOperator<Expr> change) {
        return new Fn(parameters, results.stream().map(change).toList());
    }

    @Override
    public String toString() {
        String head = String.join(", ", parameters) + (parameters.isEmpty() ? "-> " : " -> ");
        if (results.size() == 1) {
            return head + body();
        }
        return head + "(" + String.join(", ", results.stream().map(Expr::toString).toList()) + ")";
    }
}
