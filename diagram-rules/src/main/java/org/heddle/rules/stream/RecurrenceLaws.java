package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.stream.Region.Recurrence;

/// Tries the laws of a state that takes in items one after the other, in f64: running sums, decays, affine maps under composition, monoids of a file.
///
/// ```
///   merge(unit, s) = s = merge(s, unit)
///   merge(a, merge(b, c)) = merge(merge(a, b), c)
///   fold(x ++ y ++ z) = merge(merge(fold x, fold y), fold z)
/// ```
///
/// States are those of up to five random items, or of none; what is merged from parts takes in states that items of a part give. Taken in one after the other, items need none of these laws; states of parts are merged by them. A deviation counts relative to the largest number in
/// any of the states.
public final class RecurrenceLaws {
    private static final double TOLERANCE = 1e-9;
    private static final double EXTENT = 16;
    private static final int MOST_ITEMS = 5;

    private final List<Recurrence> numbers;
    private final SplittableRandom random;

    /// Of a part, whose states are the items, and the arrays of these, number by number.
    private final Optional<RecurrenceLaws> part;

    private final List<String> arrays;
    private double worst;
    private int position;

    private RecurrenceLaws(
            List<Recurrence> numbers,
            SplittableRandom random,
            Optional<RecurrenceLaws> part,
            List<String> arrays) {
        this.numbers = List.copyOf(numbers);
        this.random = random;
        this.part = part;
        this.arrays = arrays;
    }

    /// @param numbers all of one state, in order
    public RecurrenceLaws(List<Recurrence> numbers, long seed) {
        this(numbers, new SplittableRandom(seed), Optional.empty(), List.of());
    }

    /// @param first number of a state of the form
    static RecurrenceLaws of(StreamForm form, Recurrence first, long seed) {
        List<Recurrence> numbers = form.region().state(first);
        Optional<StreamForm.Merged> merged = form.merged();
        if (merged.isEmpty()) {
            return new RecurrenceLaws(numbers, seed);
        }
        Region of = merged.get().form().region();
        SplittableRandom random = new SplittableRandom(seed);
        RecurrenceLaws part =
                new RecurrenceLaws(
                        of.state((Recurrence) of.stage(first.wire())),
                        random,
                        Optional.empty(),
                        List.of());
        List<String> arrays =
                part.numbers.stream()
                        .map(n -> merged.get().arrays().getOrDefault(n.wire(), n.wire()))
                        .toList();
        return new RecurrenceLaws(numbers, random, Optional.of(part), arrays);
    }

    /// The states of a region for which a law fails, each by its first number, with the law and the two sides.
    static Map<String, String> counterexamples(Region region, long seed, int trials) {
        Map<String, String> found = new LinkedHashMap<>();
        for (Recurrence first : states(region)) {
            new RecurrenceLaws(region.state(first), seed)
                    .counterexample(trials)
                    .ifPresent(text -> found.put(first.wire(), text));
        }
        return found;
    }

    /// The first numbers of the states of a region.
    static List<Recurrence> states(Region region) {
        return region.stages().stream()
                .filter(stage -> stage instanceof Recurrence r && r.isFirst())
                .map(Recurrence.class::cast)
                .toList();
    }

    /// A law and the states on which it fails; empty where none does.
    public Optional<String> counterexample(int trials) {
        for (int trial = 0; trial < trials; trial++) {
            Optional<String> found = trial();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// The largest deviation so far.
    double worst() {
        return worst;
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
        double[] left = merge(merge(a, b), c);
        double[] right = merge(a, merge(b, c));
        double[] whole = fold(all);
        double scale = largest(a, b, c, merge(a, b), merge(b, c), left, right, whole);
        return differs("merge(unit, a) = a", merge(unit(), a), a, scale)
                .or(() -> differs("merge(a, unit) = a", merge(a, unit()), a, scale))
                .or(
                        () ->
                                differs(
                                        "merge(a, merge(b, c)) = merge(merge(a, b), c)",
                                        right,
                                        left,
                                        scale))
                .or(() -> differs("merge of folds = fold of all", left, whole, scale));
    }

    private static double largest(double[]... states) {
        double largest = 1e-300;
        for (double[] state : states) {
            for (double value : state) {
                largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
            }
        }
        return largest;
    }

    private Optional<String> differs(String law, double[] left, double[] right, double scale) {
        for (int i = 0; i < left.length; i++) {
            double error =
                    Double.compare(left[i], right[i]) == 0
                            ? 0
                            : Math.abs(left[i] - right[i]) / scale;
            if (!(error <= TOLERANCE)) {
                worst = Double.POSITIVE_INFINITY;
                return Optional.of(
                        "%s fails for %s: %s and %s"
                                .formatted(law, numbers.get(i).wire(), left[i], right[i]));
            }
            worst = Math.max(worst, error);
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
            Map<String, Double> reads = new HashMap<>(ofPart());
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

    /// The state of a part, by array.
    private Map<String, Double> ofPart() {
        Map<String, Double> reads = new HashMap<>();
        part.ifPresent(
                own -> {
                    double[] state = own.fold(own.items());
                    for (int i = 0; i < state.length; i++) {
                        reads.put(arrays.get(i), state[i]);
                    }
                });
        return reads;
    }

    private double evaluate(Expr e, ToDoubleFunction<String> arguments) {
        return switch (e) {
            case Expr.Num(double value) -> value;
            case Expr.Arg(String name) -> arguments.applyAsDouble(name);
            case Expr.Index _ -> position;
            case Expr.Extent _ -> EXTENT;
            case Expr.Call(Fun fun, List<Expr> args) when fun == Fun.WHERE ->
                    evaluate(args.get(evaluate(args.get(0), arguments) != 0 ? 1 : 2), arguments);
            case Expr.Call(Fun fun, List<Expr> args) -> {
                double[] values = new double[args.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = evaluate(args.get(i), arguments);
                }
                yield Scalars.apply(fun, values);
            }
        };
    }
}
