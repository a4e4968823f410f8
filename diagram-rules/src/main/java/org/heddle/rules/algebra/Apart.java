package org.heddle.rules.algebra;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.heddle.model.expr.Expr;

/// What a function of a product is, factor by factor.
final class Apart {
    private Apart() {}

    /// A function of two expressions; empty where it comes apart for neither.
    ///
    /// @param apart the function of an expression where that comes apart
    /// @param whole the function of an expression
    static Optional<List<Expr>> both(
            Expr a, Expr b, Function<Expr, Optional<Expr>> apart, UnaryOperator<Expr> whole) {
        Optional<Expr> first = apart.apply(a);
        Optional<Expr> second = apart.apply(b);
        return first.isEmpty() && second.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        List.of(
                                first.orElseGet(() -> whole.apply(a)),
                                second.orElseGet(() -> whole.apply(b))));
    }
}
