package org.heddle.rules.stream;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heddle.model.eval.Scalar;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Conditions;
import org.heddle.rules.algebra.Exponentials;

/// Whether items that a reduction leaves out count for the running extremum that its exponent moves with, or for the sum that is its unit.
///
/// ```
///   m = max of s;  z = sum of where(w > 0, exp(s - m), 0)        s = inf, w = 0:  m is inf, z is 0 as written
///   z ← exp(m - m') · z                                          0 · exp(inf - inf) = NaN
///   z ← where(z == 0 or m == m', z, exp(m - m') · z)             0
/// ```
///
/// An item that counts for both makes the sum as written NaN where it is infinite or NaN itself, so that nothing need be kept from it. That is so where the item is under no condition, or
/// under conditions that such an item fulfils, as `s != -inf`; then corrections stay bare.
final class LeftOut {
    private static final double[] ITEMS = {
        Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, -1, 0, 2
    };
    private static final int MOST_ARGUMENTS = 4;
    private static final long[] NO_INDEX = {};

    /// What the extremum is taken of; no wire has such a name.
    private static final String ITEM = "#item";

    private final Expr extremum;
    private final double unit;

    /// @param extremum its items
    /// @param unit what it is of none, or what it rises or falls from
    LeftOut(Expr extremum, double unit) {
        this.extremum = extremum;
        this.unit = unit;
    }

    /// Whether an item may be left out that makes the extremum undefined, or infinite the other way than its unit.
    ///
    /// @param item of the reduction, over the same reads and running values
    boolean mayBe(Expr item) {
        return conditions(item).stream().anyMatch(this::mayFail);
    }

    /// The conditions without which an item is 0.
    static Set<Expr> conditions(Expr item) {
        Set<Expr> conditions = new LinkedHashSet<>();
        collect(item, conditions);
        return conditions;
    }

    /// Whether a value is 0 whatever its arguments are, of no number and of infinite ones, too.
    static boolean isNothing(Expr value) {
        List<String> arguments = List.copyOf(value.arguments());
        ToDoubleFunction<double[]> of = function(value, arguments);
        return arguments.size() <= MOST_ARGUMENTS
                && assignments(arguments).allMatch(values -> of.applyAsDouble(values) == 0);
    }

    /// What must hold for an item not to be 0 by a choice; of a choice between two values that are not 0, what never holds.
    private static void collect(Expr e, Set<Expr> conditions) {
        if (!(e instanceof Call(Fun fun, List<Expr> args)) || Exponentials.isExponential(e)) {
            return;
        }
        if (fun != Fun.WHERE) {
            args.forEach(arg -> collect(arg, conditions));
            return;
        }
        boolean zeroThen = isZero(args.get(1));
        Expr condition = args.get(0);
        conditions.add(
                zeroThen
                        ? Conditions.negation(condition)
                        : isZero(args.get(2)) ? condition : Expr.num(0));
        collect(args.get(zeroThen ? 2 : 1), conditions);
    }

    private static boolean isZero(Expr e) {
        return e.equals(Expr.num(0));
    }

    private boolean mayFail(Expr condition) {
        Expr ofItem = condition.rewrite(each -> each.equals(extremum) ? Expr.arg(ITEM) : each);
        if (ofItem.arguments().equals(Set.of(ITEM)) && ofItem.indexAxes().isEmpty()) {
            ToDoubleFunction<double[]> of = function(ofItem, List.of(ITEM));
            return Stream.of(Double.NaN, -unit)
                    .anyMatch(item -> of.applyAsDouble(new double[] {item}) == 0);
        }
        Set<String> all = new LinkedHashSet<>(extremum.arguments());
        all.addAll(condition.arguments());
        boolean asks = !condition.indexAxes().isEmpty() || !condition.extentAxes().isEmpty();
        if (asks || all.size() > MOST_ARGUMENTS) {
            return true;
        }
        List<String> arguments = List.copyOf(all);
        ToDoubleFunction<double[]> most = function(extremum, arguments);
        ToDoubleFunction<double[]> truth = function(condition, arguments);
        return assignments(arguments)
                .anyMatch(
                        values ->
                                isBeyond(most.applyAsDouble(values))
                                        && truth.applyAsDouble(values) == 0);
    }

    private boolean isBeyond(double value) {
        return Double.isNaN(value) || value == -unit;
    }

    /// Every choice of a value for each of a few arguments.
    private static Stream<double[]> assignments(List<String> arguments) {
        int all = 1;
        for (int i = 0; i < arguments.size(); i++) {
            all *= ITEMS.length;
        }
        return IntStream.range(0, all)
                .mapToObj(
                        number -> {
                            double[] values = new double[arguments.size()];
                            int rest = number;
                            for (int i = 0; i < values.length; i++) {
                                values[i] = ITEMS[rest % ITEMS.length];
                                rest /= ITEMS.length;
                            }
                            return values;
                        });
    }

    /// The value for given arguments, where every index and every size is 1.
    private static ToDoubleFunction<double[]> function(Expr value, List<String> arguments) {
        Expr closed =
                value.rewrite(
                        each ->
                                each instanceof Expr.Index || each instanceof Expr.Extent
                                        ? Expr.num(1)
                                        : each);
        Scalar scalar = Scalars.compile(closed, arguments, List.of(), _ -> 1);
        return values -> scalar.at(values, NO_INDEX);
    }
}
