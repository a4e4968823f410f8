package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Conditions that ask whether an exponential vanishes, of what it is not a factor of: these are not taken apart.
///
/// ```
///   where(exp(s - m) > 0, exp(s - m)·v, 0)     [s != -inf] does as well: where the exponential vanishes, so does the item
///   where(exp(s - m) > 0, exp(t - n)·v, 0)     holds or fails by how small a number the format holds
/// ```
///
/// @param names what stands for each of them
public record Vanishing(Map<Expr, String> names) {
    /// The conditions of a summand.
    ///
    /// @param isItem whether a leaf varies from item to item
    public static Vanishing of(Expr summand, Predicate<Expr> isItem) {
        Map<Expr, String> names = new LinkedHashMap<>();
        List<Exponentials.Part> parts = Exponentials.of(summand, isItem).parts();
        for (Expr condition : conditions(summand, e -> Exponentials.has(e, isItem))) {
            List<String> items =
                    condition.arguments().stream()
                            .filter(name -> isItem.test(Expr.arg(name)))
                            .toList();
            if (!parts.stream().allMatch(p -> p.exponent().arguments().containsAll(items))) {
                names.put(condition, "‹asked " + names.size() + "›");
            }
        }
        return new Vanishing(names);
    }

    /// Those of an expression that see something.
    ///
    /// @param isSeen what they are to see
    public static List<Expr> conditions(Expr e, Predicate<Expr> isSeen) {
        List<Expr> found = new ArrayList<>();
        e.rewrite(
                part -> {
                    if (part instanceof Call(Fun fun, List<Expr> args) && fun == Fun.WHERE) {
                        comparisons(args.getFirst())
                                .filter(
                                        comparison ->
                                                isAsked(comparison) && isSeen.test(comparison))
                                .forEach(found::add);
                    }
                    return part;
                });
        return found;
    }

    /// What a condition is made of by `not`, `and` and `or`.
    private static Stream<Expr> comparisons(Expr condition) {
        return condition instanceof Call(Fun fun, List<Expr> args)
                        && (fun == Fun.NOT || fun == Fun.AND || fun == Fun.OR)
                ? args.stream().flatMap(Vanishing::comparisons)
                : Stream.of(condition);
    }

    private static boolean isAsked(Expr comparison) {
        return comparison instanceof Call(_, List<Expr> sides)
                && sides.contains(Expr.num(0))
                && Exponentials.areIn(comparison);
    }

    /// The expression with something for each that is other than 0 where it holds.
    public Expr hide(Expr e) {
        return names.isEmpty()
                ? e
                : e.rewrite(
                        part ->
                                names.containsKey(part)
                                        ? Expr.call(Fun.NE, Expr.arg(names.get(part)), Expr.num(0))
                                        : part);
    }

    /// Whether a leaf stands for one of them.
    public boolean isHidden(Expr leaf) {
        return leaf instanceof Expr.Arg(String name) && names.containsValue(name);
    }

    /// The expression with the conditions again.
    public Expr reveal(Expr e) {
        Expr revealed = e;
        for (Map.Entry<Expr, String> each : names.entrySet()) {
            Expr hidden = Expr.arg(each.getValue());
            Expr holds = Expr.call(Fun.NE, hidden, Expr.num(0));
            Expr fails = Expr.call(Fun.EQ, hidden, Expr.num(0));
            revealed =
                    revealed.rewrite(
                            part ->
                                    part.equals(holds)
                                            ? each.getKey()
                                            : part.equals(fails)
                                                    ? Expr.call(Fun.NOT, each.getKey())
                                                    : part);
        }
        return revealed;
    }
}
