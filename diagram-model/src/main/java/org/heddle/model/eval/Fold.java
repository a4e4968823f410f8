package org.heddle.model.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToLongFunction;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;

/// How a box combines items: a state of some numbers, from a unit on, item by item.
///
/// ```
/// state   one number                        sum prod max min and or logaddexp
///         extreme item, its position        argmax argmin: the position is the result
///         k values, k positions             topk: the results along the new axis are `k` numbers each
///         the components                    user monoids
/// ```
///
/// @param unit the state before any item
/// @param first where in the state the results begin
/// @param width how many numbers of the state each output takes
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record Fold(double[] unit, Step step, int first, int width) {

    /// Combines a state, in place, with an item on its right.
    @FunctionalInterface
    interface Step {
        /// Adds one item.
        ///
        /// @param position the item's index along the innermost axis that is reduced or scanned
        void add(double[] state, double[] item, long position);
    }

    static Fold of(Monoid monoid, ToLongFunction<String> sizeOf, Arithmetic arithmetic) {
        return switch (monoid) {
            case Monoid.Scalar scalar when scalar == Monoid.Scalar.SUM && arithmetic.isRough() ->
                    roughSum(arithmetic);
            case Monoid.Scalar scalar ->
                    ofNumbers(scalar.unit(), (a, b) -> arithmetic.of(scalar.apply(a, b), a, b));
            case Monoid.LogAddExp sum ->
                    ofNumbers(
                            Double.NEGATIVE_INFINITY,
                            (a, b) -> arithmetic.inexact(sum.apply(a, b), 1));
            case Monoid.Extremum extremum ->
                    new Fold(
                                    new double[] {Double.NaN, -1},
                                    (state, item, position) ->
                                            extreme(extremum, state, item[0], position),
                                    1,
                                    1)
                            .marking(arithmetic);
            case Monoid.TopK(String axis) ->
                    largest(Math.toIntExact(sizeOf.applyAsLong(axis))).marking(arithmetic);
            case Monoid.User(_, List<Monoid.Component> components) ->
                    user(components, sizeOf, arithmetic);
        };
    }

    /// Where marks are told, a position among marked items is one.
    private Fold marking(Arithmetic arithmetic) {
        return !arithmetic.overflow().isMarked()
                ? this
                : new Fold(
                        unit,
                        (state, item, position) -> {
                            if (Double.isNaN(item[0]) || Double.isNaN(state[state.length - 1])) {
                                Arrays.fill(state, Double.NaN);
                            } else {
                                step.add(state, item, position);
                            }
                        },
                        first,
                        width);
    }

    private static Fold ofNumbers(double unit, DoubleBinaryOperator merge) {
        return new Fold(
                new double[] {unit},
                (state, item, _) -> state[0] = merge.applyAsDouble(state[0], item[0]),
                0,
                1);
    }

    /// Its state: the result as it might come out, the sum, the sum of magnitudes, the number of items, the exponent of their last digit.
    private static Fold roughSum(Arithmetic arithmetic) {
        return new Fold(
                new double[] {0, 0, 0, 0, Double.MAX_EXPONENT},
                (state, item, _) -> {
                    double sum = arithmetic.ranged(state[1] + item[0], state[1], item[0]);
                    state[1] = sum;
                    state[2] += Math.abs(item[0]);
                    state[3]++;
                    state[4] = Math.min(state[4], Digits.last(item[0]));
                    state[0] = arithmetic.sum(sum, state[2], state[3], state[4]);
                },
                0,
                1);
    }

    /// A backward scan meets the higher position first: of equal items, the one at the lower position still wins.
    private static void extreme(
            Monoid.Extremum extremum, double[] state, double item, long position) {
        boolean taken =
                state[1] < 0
                        || (position > state[1]
                                ? extremum.exceeds(item, state[0])
                                : !extremum.exceeds(state[0], item));
        if (taken) {
            state[0] = item;
            state[1] = position;
        }
    }

    /// Items come by ascending position, so that an equal one goes behind those that are there.
    private static Fold largest(int count) {
        double[] unit = new double[2 * count];
        Arrays.fill(unit, 0, count, Double.NEGATIVE_INFINITY);
        Arrays.fill(unit, count, 2 * count, -1);
        return new Fold(
                unit,
                (state, item, position) -> {
                    int rank = count;
                    while (rank > 0
                            && (state[count + rank - 1] < 0
                                    || Monoid.Extremum.ARGMAX.exceeds(item[0], state[rank - 1]))) {
                        rank--;
                    }
                    if (rank < count) {
                        insert(state, rank, count, item[0]);
                        insert(state, count + rank, 2 * count, (double) position);
                    }
                },
                0,
                count);
    }

    private static void insert(double[] list, int at, int end, double value) {
        System.arraycopy(list, at, list, at + 1, end - at - 1);
        list[at] = value;
    }

    private static Fold user(
            List<Monoid.Component> components,
            ToLongFunction<String> sizeOf,
            Arithmetic arithmetic) {
        List<String> names = new ArrayList<>();
        components.forEach(component -> names.add(component.name()));
        components.forEach(component -> names.add(component.name() + "'"));
        List<Scalar> merges =
                components.stream()
                        .map(c -> compiled(c.merge(), names, sizeOf, arithmetic))
                        .toList();
        double[] unit =
                components.stream()
                        .mapToDouble(
                                c ->
                                        compiled(c.unit(), List.of(), sizeOf, arithmetic)
                                                .at(new double[0], new long[0]))
                        .toArray();
        int count = unit.length;
        return new Fold(
                unit,
                (state, item, _) -> {
                    double[] both = Arrays.copyOf(state, 2 * count);
                    System.arraycopy(item, 0, both, count, count);
                    for (int i = 0; i < count; i++) {
                        state[i] = merges.get(i).at(both, new long[0]);
                    }
                },
                0,
                1);
    }

    private static Scalar compiled(
            Expr expression,
            List<String> names,
            ToLongFunction<String> sizeOf,
            Arithmetic arithmetic) {
        return Scalars.compile(expression, names, List.of(), sizeOf, arithmetic);
    }

    /// The axis that the outputs have beside those that the items are mapped over.
    static Optional<String> newAxis(Monoid monoid) {
        return monoid instanceof Monoid.TopK(String axis) ? Optional.of(axis) : Optional.empty();
    }
}
