package org.heddle.model.diagram;

import java.util.Optional;
import org.heddle.model.expr.Fun;

/// The pair of operations of a contraction: items are multiplied, then summed over the contracted axes.
public enum Semiring {
    SUM_PRODUCT("sum-product", Monoid.Scalar.SUM, Fun.MUL),
    MAX_PLUS("max-plus", Monoid.Scalar.MAX, Fun.ADD),
    MIN_PLUS("min-plus", Monoid.Scalar.MIN, Fun.ADD),
    MAX_PRODUCT("max-product", Monoid.Scalar.MAX, Fun.MUL),
    OR_AND("or-and", Monoid.Scalar.OR, Fun.AND),
    LOG_SUM_EXP("log-sum-exp", new Monoid.LogAddExp(), Fun.ADD);

    private final String text;
    private final Monoid sum;
    private final Fun product;

    Semiring(String text, Monoid sum, Fun product) {
        this.text = text;
        this.sum = sum;
        this.product = product;
    }

    public String text() {
        return text;
    }

    /// The additive monoid.
    public Monoid sum() {
        return sum;
    }

    /// The multiplication.
    public Fun product() {
        return product;
    }

    public static Optional<Semiring> named(String text) {
        for (Semiring semiring : values()) {
            if (semiring.text.equals(text)) {
                return Optional.of(semiring);
            }
        }
        return Optional.empty();
    }
}
