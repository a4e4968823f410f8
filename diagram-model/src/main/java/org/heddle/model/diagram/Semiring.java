package org.heddle.model.diagram;

import java.util.Optional;
import org.heddle.model.expr.Fun;

/// The pair of operations of a contraction: items are multiplied, then summed over the contracted axes.
public enum Semiring {
    SUM_PRODUCT("sum-product", Fun.MUL),
    MAX_PLUS("max-plus", Fun.ADD),
    MIN_PLUS("min-plus", Fun.ADD),
    MAX_PRODUCT("max-product", Fun.MUL),
    OR_AND("or-and", Fun.AND),
    LOG_SUM_EXP("log-sum-exp", Fun.ADD);

    private final String text;
    private final Fun product;

    Semiring(String text, Fun product) {
        this.text = text;
        this.product = product;
    }

    public String text() {
        return text;
    }

    /// The additive monoid.
    public Monoid sum() {
        return switch (this) {
            case SUM_PRODUCT -> Monoid.Scalar.SUM;
            case MAX_PLUS, MAX_PRODUCT -> Monoid.Scalar.MAX;
            case MIN_PLUS -> Monoid.Scalar.MIN;
            case OR_AND -> Monoid.Scalar.OR;
            case LOG_SUM_EXP -> new Monoid.LogAddExp();
        };
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
