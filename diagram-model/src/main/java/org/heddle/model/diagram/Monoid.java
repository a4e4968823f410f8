package org.heddle.model.diagram;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.heddle.model.expr.Expr;

/// An associative operation with a unit, by which a reduction combines the items along its axes.
///
/// ```
/// Monoid ::= Scalar          sum prod max min and or: the state is one number
///          | LogAddExp       logaddexp: sums of logarithms
///          | Extremum        argmax argmin: the position of the extreme item, the lowest one on ties
///          | TopK(axis)      topk(k): the |k| largest items in descending order, and their positions
///          | User            of the file: components with a unit and a merge each
/// ```
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

    /// The sum of numbers that are given and kept as their logarithms; the unit is `-inf`. By law it is the shifted sum
    /// `log Σ exp(v - max) + max`, in which form it streams.
    record LogAddExp() implements Monoid {
        @Override
        public String text() {
            return "logaddexp";
        }

        /// Combines two states.
        public double apply(double a, double b) {
            double larger = Math.max(a, b);
            return Double.isInfinite(larger) || Double.isNaN(larger)
                    ? larger
                    : larger + Math.log1p(Math.exp(Math.min(a, b) - larger));
        }
    }

    /// The index of the largest or smallest item along one reduced axis; on ties the lowest, on an empty axis -1. A NaN
    /// counts as beyond every number, so that it is found.
    enum Extremum implements Monoid {
        ARGMAX("argmax"),
        ARGMIN("argmin");

        private final String text;

        Extremum(String text) {
            this.text = text;
        }

        @Override
        public String text() {
            return text;
        }

        /// Whether an item at a higher index takes the place of the extreme one so far.
        public boolean exceeds(double item, double extreme) {
            if (Double.isNaN(item) || Double.isNaN(extreme)) {
                return Double.isNaN(item) && !Double.isNaN(extreme);
            }
            return this == ARGMAX ? item > extreme : item < extreme;
        }
    }

    /// The largest items along one reduced axis, as many as the new axis is long, in descending order; equal ones by
    /// ascending index, NaN before every number. Where there are fewer, `-inf` fills up, at the index -1.
    ///
    /// @param axis the output's new axis
    record TopK(String axis) implements Monoid {
        /// What stands before the axis.
        public static final String WORD = "topk";

        @Override
        public String text() {
            return WORD + "(" + axis + ")";
        }
    }

    /// A monoid that a file defines. Its state has named components; a reduction's function gives an item for each, and
    /// each is an output of the box.
    ///
    /// @param state at least one component
    record User(String name, List<Component> state) implements Monoid {
        public User {
            state = List.copyOf(state);
        }

        @Override
        public String text() {
            return name;
        }
    }

    /// One number of a user monoid's state.
    ///
    /// @param unit a literal or an expression without arguments
    /// @param merge over the components of the left state (`n`) and of the right one (`n'`)
    record Component(String name, DType dtype, Expr unit, Expr merge) {}

    /// The name in a diagram file.
    String text();

    /// How many numbers an item has: results of a reduction's function.
    default int components() {
        return switch (this) {
            case Scalar _, LogAddExp _, Extremum _, TopK _ -> 1;
            case User(_, List<Component> state) -> state.size();
        };
    }

    /// The monoid of that name among those that need no definition: all but those of a file.
    static Optional<Monoid> named(String text) {
        String stripped = text.strip();
        if (stripped.startsWith("topk(") && stripped.endsWith(")")) {
            return Optional.of(new TopK(stripped.substring(5, stripped.length() - 1).strip()));
        }
        if (stripped.equals(new LogAddExp().text())) {
            return Optional.of(new LogAddExp());
        }
        return Arrays.<Monoid>stream(Scalar.values())
                .filter(m -> m.text().equals(stripped))
                .findFirst()
                .or(
                        () ->
                                Arrays.<Monoid>stream(Extremum.values())
                                        .filter(m -> m.text().equals(stripped))
                                        .findFirst());
    }
}
