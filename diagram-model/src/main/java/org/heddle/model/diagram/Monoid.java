package org.heddle.model.diagram;

import java.util.Optional;

/// An associative operation with a unit, by which a reduction combines the items along its axes.
public sealed interface Monoid {

    /// Monoids whose state is one number.
    enum Scalar implements Monoid {
        SUM("sum", 0),
        PROD("prod", 1),
        MAX("max", Double.NEGATIVE_INFINITY),
        MIN("min", Double.POSITIVE_INFINITY),
        AND("and", 1),
        OR("or", 0);

        private final String text;
        private final double unit;

        Scalar(String text, double unit) {
            this.text = text;
            this.unit = unit;
        }

        @Override
        public String text() {
            return text;
        }

        /// The value of an empty reduction.
        public double unit() {
            return unit;
        }

        /// Combines two states.
        public double apply(double a, double b) {
            return switch (this) {
                case SUM -> a + b;
                case PROD -> a * b;
                case MAX -> Math.max(a, b);
                case MIN -> Math.min(a, b);
                case AND -> a != 0 && b != 0 ? 1 : 0;
                case OR -> a != 0 || b != 0 ? 1 : 0;
            };
        }
    }

    /// The name in a diagram file.
    String text();

    static Optional<Monoid> named(String text) {
        for (Scalar scalar : Scalar.values()) {
            if (scalar.text().equals(text)) {
                return Optional.of(scalar);
            }
        }
        return Optional.empty();
    }
}
