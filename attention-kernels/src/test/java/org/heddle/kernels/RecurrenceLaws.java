package org.heddle.kernels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.stream.Region.Recurrence;

/// Tries the laws of a state that takes in items one after the other, in f64.
///
/// ```
///   merge(unit, s) = s = merge(s, unit)
///   merge(a, merge(b, c)) = merge(merge(a, b), c)
///   fold(x ++ y ++ z) = merge(merge(fold x, fold y), fold z)
/// ```
///
/// States are those of up to five random items, or of none.
final class RecurrenceLaws {
    private static final double TOLERANCE = 1e-10;
    private static final double EXTENT = 16;
    private static final int MOST_ITEMS = 5;

    private final List<Recurrence> numbers;
    private final SplittableRandom random;
    private int position;

    /// @param numbers all of one state, in order
    RecurrenceLaws(List<Recurrence> numbers, long seed) {
        this.numbers = List.copyOf(numbers);
        this.random = new SplittableRandom(seed);
    }

    /// A law and the states on which it fails; empty where none does.
    Optional<String> counterexample(int trials) {
        for (int trial = 0; trial < trials; trial++) {
            Optional<String> found = trial();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private Optional<String> trial() {
        position = 0;
        List<double[]> x = items();
        List<double[]> y = items();
        List<double[]> z = items();
        double[] a = fold(x);
        double[] b = fold(y);
        double[] c = fold(z);
        List<double[]> all = new ArrayList<>(x);
        all.addAll(y);
        all.addAll(z);
        return differs("merge(unit, a) = a", merge(unit(), a), a)
                .or(() -> differs("merge(a, unit) = a", merge(a, unit()), a))
                .or(
                        () ->
                                differs(
                                        "merge(a, merge(b, c)) = merge(merge(a, b), c)",
                                        merge(a, merge(b, c)),
                                        merge(merge(a, b), c)))
                .or(
                        () ->
                                differs(
                                        "merge of folds = fold of all",
                                        merge(merge(a, b), c),
                                        fold(all)));
    }

    private static Optional<String> differs(String law, double[] left, double[] right) {
        for (int i = 0; i < left.length; i++) {
            double error = Math.abs(left[i] - right[i]);
            boolean same =
                    Double.compare(left[i], right[i]) == 0
                            || error <= TOLERANCE * Math.max(1, Math.abs(right[i]));
            if (!same) {
                return Optional.of(law + ": " + left[i] + ", " + right[i]);
            }
        }
        return Optional.empty();
    }

    private double[] unit() {
        return numbers.stream()
                .mapToDouble(n -> evaluate(n.unit(), RecurrenceLaws::none))
                .toArray();
    }

    private static double none(String name) {
        throw new IllegalStateException("a unit reads " + name);
    }

    private double[] fold(List<double[]> items) {
        double[] state = unit();
        for (double[] item : items) {
            state = merge(state, item);
        }
        return state;
    }

    private double[] merge(double[] state, double[] item) {
        Map<String, Double> values = new HashMap<>();
        for (int i = 0; i < numbers.size(); i++) {
            String name = numbers.get(i).wire();
            values.put(name, state[i]);
            values.put(name + "'", item[i]);
        }
        return numbers.stream()
                .mapToDouble(
                        n -> evaluate(n.merge(), name -> values.getOrDefault(name, Double.NaN)))
                .toArray();
    }

    private List<double[]> items() {
        List<double[]> items = new ArrayList<>();
        int count = random.nextInt(MOST_ITEMS + 1);
        for (int i = 0; i < count; i++) {
            Map<String, Double> reads = new HashMap<>();
            boolean ties = random.nextInt(3) == 0;
            ToDoubleFunction<String> read =
                    key ->
                            reads.computeIfAbsent(
                                    key,
                                    _ -> ties ? random.nextInt(3) - 1.0 : random.nextDouble(-3, 3));
            items.add(numbers.stream().mapToDouble(n -> evaluate(n.value(), read)).toArray());
            position++;
        }
        return items;
    }

    private double evaluate(Expr e, ToDoubleFunction<String> arguments) {
        return switch (e) {
            case Expr.Num(double value) -> value;
            case Expr.Arg(String name) -> arguments.applyAsDouble(name);
            case Expr.Index _ -> position;
            case Expr.Extent _ -> EXTENT;
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.WHERE ->
                    evaluate(args.get(evaluate(args.get(0), arguments) != 0 ? 1 : 2), arguments);
            case Expr.Call(Fun fun, List<Expr> args) ->
                    Scalars.apply(
                            fun, args.stream().mapToDouble(a -> evaluate(a, arguments)).toArray());
        };
    }
}
