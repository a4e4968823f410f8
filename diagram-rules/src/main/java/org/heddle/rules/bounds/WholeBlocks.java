package org.heddle.rules.bounds;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Conditions that hold in every block that a guard leaves, since no block is cut by them.
///
/// ```
///   for x where 64·k.first <= x.last,  blocks of 16 along x, of 1 along k          full where 64·k.first <= x.first
///   x.first = 16·n, k.first = m:       64·m <= 16·n + 15   ⟺   64·m <= 16·n         the same
/// ```
///
/// The first index of a block is a multiple of its extent, so both sides of a comparison move in steps of the greatest common divisor of all factors.
final class WholeBlocks {
    private final ToLongFunction<String> sizeOf;
    private final ToLongFunction<String> extentOf;

    /// @param sizeOf by axis of the diagram
    /// @param extentOf by loop axis
    WholeBlocks(ToLongFunction<String> sizeOf, ToLongFunction<String> extentOf) {
        this.sizeOf = sizeOf;
        this.extentOf = extentOf;
    }

    /// `Σ factor · first <= most`, every factor a multiple of the step that `most` is rounded down to.
    private record Bound(Map<String, Long> factors, long most) {}

    /// The conditions of the guard that need not be asked in any block that it leaves.
    Set<Expr> of(Guard guard) {
        List<Bound> left = new ArrayList<>();
        guard.mayHaveItems().forEach(e -> bound(e).ifPresent(left::add));
        Set<Expr> whole = new LinkedHashSet<>();
        guard.holds()
                .forEach(
                        (condition, holds) -> {
                            Set<Expr> parts = new LinkedHashSet<>();
                            Guard.conjuncts(holds, parts);
                            if (parts.stream().allMatch(part -> follows(part, left))) {
                                whole.add(condition);
                            }
                        });
        return whole;
    }

    private boolean follows(Expr comparison, List<Bound> known) {
        return bound(comparison)
                .filter(
                        wanted ->
                                known.stream()
                                        .anyMatch(
                                                k ->
                                                        k.factors().equals(wanted.factors())
                                                                && k.most() <= wanted.most()))
                .isPresent();
    }

    private Optional<Bound> bound(Expr comparison) {
        if (!(comparison instanceof Call(Fun fun, List<Expr> args))
                || (fun != Fun.LE && fun != Fun.LT)) {
            return Optional.empty();
        }
        Expr difference = Terms.bound(Expr.call(Fun.SUB, args.getFirst(), args.getLast()), sizeOf);
        Terms terms = Terms.of(difference);
        return terms.rest() instanceof Expr.Num(double rest)
                ? bound(terms, (fun == Fun.LT ? -1 : 0) - rest)
                : Optional.empty();
    }

    private Optional<Bound> bound(Terms terms, double most) {
        Map<String, Long> factors = new LinkedHashMap<>();
        double rest = most;
        for (Map.Entry<Expr, Double> term : terms.factors().entrySet()) {
            double factor = term.getValue();
            if (!(term.getKey() instanceof Expr.Arg(String name))
                    || factor != Math.rint(factor)
                    || !(Border.of(name) instanceof Border.Index(String axis, boolean isLast))) {
                return Optional.empty();
            }
            rest -= isLast ? factor * (extentOf.applyAsLong(axis) - 1) : 0;
            factors.merge(axis, (long) factor, Long::sum);
        }
        if (rest != Math.rint(rest)) {
            return Optional.empty();
        }
        long step = 0;
        for (Map.Entry<String, Long> factor : factors.entrySet()) {
            step = gcd(step, Math.abs(factor.getValue() * extentOf.applyAsLong(factor.getKey())));
        }
        return step == 0
                ? Optional.empty()
                : Optional.of(new Bound(factors, Math.floorDiv((long) rest, step) * step));
    }

    private static long gcd(long a, long b) {
        return b == 0 ? a : gcd(b, a % b);
    }
}
