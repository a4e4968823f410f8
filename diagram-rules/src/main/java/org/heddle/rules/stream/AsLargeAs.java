package org.heddle.rules.stream;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Normalizer;
import org.heddle.rules.algebra.Product;
import org.heddle.rules.algebra.Sign;

/// Which running values a factor is as large as, whatever it adds to them.
///
/// ```
///   m + 1,  max(m, 2),  where(m != 0, m, 0)      at least  m^1
///   sqrt(n / |x|)                                at least  n^(1/2),  but for a number
///   min(l, 3)                                    at most   l^1
/// ```
///
/// @param isUnit whether a running value is asked for
record AsLargeAs(Signs signs, Predicate<String> isState, Predicate<String> isUnit) {
    /// The powers of running values that a factor is at least, but for a number.
    Map<String, Double> atMost(Expr factor) {
        return switch (factor) {
            case Expr.Arg(String key) when isUnit.test(key) -> Map.of(key, 1.0);
            case Call(Fun fun, List<Expr> args) when fun == Fun.ADD ->
                    args.stream().allMatch(this::isPositive) ? ofAny(args) : Map.of();
            case Call(Fun fun, List<Expr> args) when fun == Fun.MAX ->
                    ofAny(args.stream().filter(this::isPositive).toList());
            case Call(Fun fun, List<Expr> args) when fun == Fun.WHERE && isVoid(args) ->
                    atMost(args.get(1));
            case Call _ -> ofProduct(factor);
            case Expr.Arg _, Expr.Num _, Expr.Index _, Expr.Extent _ -> Map.of();
        };
    }

    /// The powers of running extrema that a factor is at most, but for a number.
    Map<String, Double> atLeast(Expr factor) {
        return switch (factor) {
            case Expr.Arg(String key) when isUnit.test(key) -> Map.of(key, 1.0);
            case Call(Fun fun, List<Expr> args)
                    when fun == Fun.MIN && args.stream().allMatch(this::isPositive) ->
                    ofAny(args);
            case Call _, Expr.Arg _, Expr.Num _, Expr.Index _, Expr.Extent _ -> Map.of();
        };
    }

    private Map<String, Double> ofAny(List<Expr> args) {
        Map<String, Double> all = new HashMap<>();
        args.forEach(arg -> all.putAll(atMost(arg)));
        return all;
    }

    /// Of a product of running extrema and of what does not move.
    private Map<String, Double> ofProduct(Expr factor) {
        Map<String, Double> all = new HashMap<>();
        Product product = Product.of(factor);
        for (Product.Factor each : product.factors()) {
            if (each.base().equals(factor) || !product.conditions().isEmpty()) {
                return Map.of();
            }
            if (each.base().arguments().stream().anyMatch(isState)) {
                Map<String, Double> inner = each.power() < 0 ? Map.of() : atMost(each.base());
                if (inner.isEmpty()) {
                    return Map.of();
                }
                inner.forEach((key, power) -> all.merge(key, power * each.power(), Double::sum));
            }
        }
        return all;
    }

    /// `where(m != 0, m, 0)` is `m`.
    private static boolean isVoid(List<Expr> choice) {
        return choice.get(2).equals(Expr.num(0))
                && choice.get(0) instanceof Call(Fun fun, List<Expr> sides)
                && (fun == Fun.NE || fun == Fun.GT)
                && sides.equals(List.of(choice.get(1), Expr.num(0)));
    }

    private boolean isPositive(Expr e) {
        return signs.of(Normalizer.simplify(e)) == Sign.POSITIVE || signs.of(e) == Sign.POSITIVE;
    }
}
