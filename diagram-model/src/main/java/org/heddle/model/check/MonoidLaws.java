package org.heddle.model.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.eval.Scalar;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// Tries the laws of a monoid of the file on the states that a box makes with it.
///
/// ```
/// (a ⊕ b) ⊕ c = a ⊕ (b ⊕ c)        unit ⊕ a = a = a ⊕ unit
/// ```
///
/// Whether it commutes, `a ⊕ b = b ⊕ a`, is tried on the same states: where it does not, items have no order along several
/// axes at once.
///
/// States are the unit and merges of up to three items, each the box's function of numbers that are random or often
/// fatal (0, 1, negative, large, small). Others need not keep the laws: a count is never negative, and what stands
/// beside the maximum of nothing does not matter. Infinite items are left out for the same reason; what they give is the
/// arithmetic's meaning. Integers and truth values must agree exactly. Floating-point merges are associative up to
/// rounding only, which cancellation magnifies: what differs by less than 1e-6 of the largest number in sight agrees,
/// ten digits above what f64 loses in one operation. Seeded, so that a file gives one answer.
final class MonoidLaws {
    private static final int TRIALS = 300;
    private static final long SEED = 0x509;
    private static final double TOLERANCE = 1e-6;
    private static final long SIZE = 7;
    private static final double[] WHOLE = {0, 1, -1, 2, 3, -7, 100};
    private static final double[] REAL = {0, 1, -1, 0.5, -2.5, 1e-3, 1e3, -1e3, 1e4};

    private final Monoid.User monoid;
    private final List<NumberKind> inputs;
    private final int axes;
    private final List<Scalar> items;
    private final List<Scalar> merges;
    private final double[] unit;
    private final SplittableRandom random = new SplittableRandom(SEED);

    MonoidLaws(Monoid.User monoid, Fn item, List<NumberKind> inputs, Set<String> along) {
        this.monoid = monoid;
        this.inputs = inputs;
        this.axes = along.size();
        List<String> indices = List.copyOf(along);
        this.items =
                item.results().stream()
                        .map(e -> Scalars.compile(e, item.parameters(), indices, _ -> SIZE))
                        .toList();
        List<String> sides =
                Stream.concat(
                                monoid.state().stream().map(Monoid.Component::name),
                                monoid.state().stream().map(c -> c.name() + "'"))
                        .toList();
        this.merges =
                monoid.state().stream()
                        .map(c -> Scalars.compile(c.merge(), sides, List.of(), _ -> SIZE))
                        .toList();
        this.unit =
                monoid.state().stream()
                        .mapToDouble(
                                c ->
                                        Scalars.compile(c.unit(), List.of(), List.of(), _ -> SIZE)
                                                .at(new double[0], new long[0]))
                        .toArray();
    }

    /// How a law fails, with the states; empty where it was not seen to.
    Optional<String> counterExample() {
        for (int i = 0; i < TRIALS; i++) {
            Optional<String> failure = unitFails(state());
            if (failure.isEmpty()) {
                failure = associativityFails(state(), state(), state());
            }
            if (failure.isPresent()) {
                return failure;
            }
        }
        return Optional.empty();
    }

    /// Two states that merge to something else when they change places; empty where none was seen.
    Optional<String> orderMatters() {
        for (int i = 0; i < TRIALS; i++) {
            double[] a = state();
            double[] b = state();
            double[] ab = merge(a, b);
            double[] ba = merge(b, a);
            boolean undefined =
                    isUndefined(a) || isUndefined(b) || (isUndefined(ab) && isUndefined(ba));
            if (!undefined && differ(ab, ba, List.of(a, b, ab, ba))) {
                return Optional.of(
                        "with a = "
                                + text(a)
                                + " and b = "
                                + text(b)
                                + ", a b is "
                                + text(ab)
                                + " and b a is "
                                + text(ba));
            }
        }
        return Optional.empty();
    }

    private Optional<String> unitFails(double[] a) {
        if (isUndefined(a)) {
            return Optional.empty();
        }
        for (double[] merged : List.of(merge(unit, a), merge(a, unit))) {
            if (differ(merged, a, List.of(a, unit))) {
                return Optional.of(
                        "has a unit that is not neutral: merged with "
                                + text(a)
                                + " it gives "
                                + text(merged));
            }
        }
        return Optional.empty();
    }

    private Optional<String> associativityFails(double[] a, double[] b, double[] c) {
        double[] ab = merge(a, b);
        double[] bc = merge(b, c);
        double[] left = merge(ab, c);
        double[] right = merge(a, bc);
        boolean undefined =
                List.of(a, b, c).stream().anyMatch(MonoidLaws::isUndefined)
                        || (isUndefined(left) && isUndefined(right));
        if (undefined || !differ(left, right, List.of(a, b, c, ab, bc, left, right))) {
            return Optional.empty();
        }
        return Optional.of(
                "is not associative: with a = "
                        + text(a)
                        + ", b = "
                        + text(b)
                        + ", c = "
                        + text(c)
                        + ", (a b) c is "
                        + text(left)
                        + " and a (b c) is "
                        + text(right));
    }

    private double[] merge(double[] a, double[] b) {
        double[] both = new double[2 * unit.length];
        System.arraycopy(a, 0, both, 0, unit.length);
        System.arraycopy(b, 0, both, unit.length, unit.length);
        return merges.stream().mapToDouble(merge -> merge.at(both, new long[0])).toArray();
    }

    /// The unit, an item, or a few merged from the left.
    private double[] state() {
        int count = random.nextInt(4);
        double[] state = count == 0 ? unit : item();
        for (int i = 1; i < count; i++) {
            state = merge(state, item());
        }
        return state;
    }

    private double[] item() {
        double[] arguments = inputs.stream().mapToDouble(this::input).toArray();
        long[] index = random.longs(axes, 0, SIZE).toArray();
        double[] item = items.stream().mapToDouble(e -> e.at(arguments, index)).toArray();
        for (double number : item) {
            if (Double.isInfinite(number)) {
                return unit;
            }
        }
        return item;
    }

    private double input(NumberKind kind) {
        return switch (kind) {
            case TRUTH -> random.nextInt(2);
            case INTEGER ->
                    random.nextBoolean()
                            ? WHOLE[random.nextInt(WHOLE.length)]
                            : random.nextInt(-50, 50);
            case FLOATING ->
                    random.nextBoolean()
                            ? REAL[random.nextInt(REAL.length)]
                            : Math.rint(random.nextGaussian(0, 12)) / 4;
        };
    }

    private static boolean isUndefined(double[] state) {
        for (double number : state) {
            if (Double.isNaN(number)) {
                return true;
            }
        }
        return false;
    }

    /// Whether two states differ by more than rounding.
    private boolean differ(double[] a, double[] b, List<double[]> involved) {
        double largest = 0;
        for (double[] state : involved) {
            for (double number : state) {
                largest = Double.isFinite(number) ? Math.max(largest, Math.abs(number)) : largest;
            }
        }
        for (int k = 0; k < a.length; k++) {
            boolean floating = NumberKind.of(monoid.state().get(k).dtype()) == NumberKind.FLOATING;
            double allowed = floating ? TOLERANCE * largest : 0;
            boolean same = a[k] == b[k] || Math.abs(a[k] - b[k]) <= allowed;
            if (!same) {
                return true;
            }
        }
        return false;
    }

    private String text(double[] state) {
        List<String> parts = new ArrayList<>();
        for (int k = 0; k < state.length; k++) {
            parts.add(monoid.state().get(k).name() + " = " + Expr.num(state[k]));
        }
        return "(" + String.join(", ", parts) + ")";
    }
}
