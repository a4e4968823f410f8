package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fn;
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
        return arguments.size() <= MOST_ARGUMENTS
                && assignments(arguments).stream().allMatch(values -> value(value, values) == 0);
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
            return Stream.of(Double.NaN, -unit)
                    .anyMatch(item -> value(ofItem, Map.of(ITEM, item)) == 0);
        }
        Set<String> arguments = new LinkedHashSet<>(extremum.arguments());
        arguments.addAll(condition.arguments());
        boolean asks = !condition.indexAxes().isEmpty() || !condition.extentAxes().isEmpty();
        if (asks || arguments.size() > MOST_ARGUMENTS) {
            return true;
        }
        return assignments(List.copyOf(arguments)).stream()
                .anyMatch(
                        values ->
                                isBeyond(value(extremum, values)) && value(condition, values) == 0);
    }

    private boolean isBeyond(double value) {
        return Double.isNaN(value) || value == -unit;
    }

    private static List<Map<String, Double>> assignments(List<String> arguments) {
        List<Map<String, Double>> all = List.of(Map.of());
        for (String argument : arguments) {
            List<Map<String, Double>> more = new ArrayList<>();
            for (Map<String, Double> values : all) {
                for (double item : ITEMS) {
                    Map<String, Double> next = new LinkedHashMap<>(values);
                    next.put(argument, item);
                    more.add(next);
                }
            }
            all = more;
        }
        return all;
    }

    private static double value(Expr e, Map<String, Double> values) {
        Expr closed =
                e.substitute(name -> Expr.num(values.getOrDefault(name, Double.NaN)))
                        .rewrite(
                                each ->
                                        each instanceof Expr.Index || each instanceof Expr.Extent
                                                ? Expr.num(1)
                                                : each);
        return Scalars.compile(new Fn(List.of(), closed), List.of(), _ -> 1)
                .at(new double[0], new long[0]);
    }
}
