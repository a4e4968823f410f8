package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Takes running extrema from the items that they are of, before sums are formed: near each other, their difference is nearly exact.
///
/// ```
///   exp(s/4 + 3/4·t - m/4 - 3/4·n)   ─►   exp(1/4·(s - m) + 3/4·(t - n))       m the maximum of s, n that of t
/// ```
final class Pairing {
    private final Function<String, Optional<Expr>> itemOf;

    private Pairing(Function<String, Optional<Expr>> itemOf) {
        this.itemOf = itemOf;
    }

    /// An expression with every exponent of several extrema so written.
    ///
    /// @param itemOf the item of a running extremum, by the name of its slot
    static Expr exponents(Expr e, Function<String, Optional<Expr>> itemOf) {
        Pairing pairing = new Pairing(itemOf);
        return e.rewrite(
                part ->
                        part instanceof Call(Fun fun, List<Expr> args)
                                        && (fun == Fun.EXP || fun == Fun.EXP2)
                                ? Expr.call(fun, pairing.paired(args.getFirst(), 2))
                                : part);
    }

    /// A sum so written, and each branch of a choice.
    ///
    /// @param itemOf the item of a running extremum, by the name of its slot
    static Expr sum(Expr e, Function<String, Optional<Expr>> itemOf) {
        return e instanceof Call(Fun fun, List<Expr> args) && fun == Fun.WHERE
                ? Expr.call(fun, args.get(0), sum(args.get(1), itemOf), sum(args.get(2), itemOf))
                : new Pairing(itemOf).paired(e, 1);
    }

    /// A summand `factor · value`.
    private record Part(double factor, Expr value) {
        Expr expr() {
            return Math.abs(factor) == 1
                    ? value
                    : Expr.call(Fun.MUL, Expr.num(Math.abs(factor)), value);
        }
    }

    /// @param fewest sums of fewer extrema stay as they are written
    private Expr paired(Expr sum, int fewest) {
        List<Part> parts = new ArrayList<>();
        collect(sum, 1, parts);
        List<Part> extrema = parts.stream().filter(p -> item(p).isPresent()).toList();
        if (extrema.size() < fewest) {
            return sum;
        }
        List<Part> pairs = new ArrayList<>();
        for (Part extremum : extrema) {
            Optional<Part> own =
                    parts.stream()
                            .filter(p -> item(extremum).equals(Optional.of(p.value())))
                            .filter(p -> p.factor() == -extremum.factor())
                            .findFirst();
            if (own.isPresent()) {
                parts.remove(own.get());
                parts.remove(extremum);
                pairs.add(
                        new Part(
                                own.get().factor(),
                                Expr.call(Fun.SUB, own.get().value(), extremum.value())));
            }
        }
        pairs.addAll(parts);
        pairs.sort(Comparator.comparing(part -> part.factor() < 0 ? 1 : 0));
        Expr result = null;
        for (Part part : pairs) {
            boolean isNegative = part.factor() < 0;
            result =
                    result == null
                            ? isNegative ? Expr.call(Fun.NEG, part.expr()) : part.expr()
                            : Expr.call(isNegative ? Fun.SUB : Fun.ADD, result, part.expr());
        }
        return result == null ? sum : result;
    }

    private Optional<Expr> item(Part part) {
        return part.value() instanceof Expr.Arg(String name)
                ? itemOf.apply(name)
                : Optional.empty();
    }

    private static void collect(Expr e, double factor, List<Part> parts) {
        if (e instanceof Call(Fun fun, List<Expr> args)) {
            switch (fun) {
                case ADD, SUB -> {
                    collect(args.get(0), factor, parts);
                    collect(args.get(1), fun == Fun.SUB ? -factor : factor, parts);
                    return;
                }
                case NEG -> {
                    collect(args.getFirst(), -factor, parts);
                    return;
                }
                case MUL -> {
                    if (args.getFirst() instanceof Expr.Num(double number)) {
                        collect(args.getLast(), factor * number, parts);
                        return;
                    }
                }
                default -> {}
            }
        }
        parts.add(new Part(factor, e));
    }
}
