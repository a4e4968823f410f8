package org.heddle.rules.stream;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Deviations;
import org.heddle.rules.algebra.Distribution;
import org.heddle.rules.algebra.Exponentials;

/// Takes running extrema from the items that they are of, before sums are formed: near each other, their difference is nearly exact.
///
/// ```
///   exp(s/4 + 3/4·t - m/4 - 3/4·n)   ─►   exp(1/4·(s - m) + 3/4·(t - n))       m the maximum of s, n that of t
///   exp(3·s - m - 2·k)               ─►   exp((s - m) + 2·(s - k))             k that of s, too
///   v - 2·s - n                      ─►   (-2·s - n) + v                       n that of -2·s
/// ```
final class Pairing {
    private Pairing() {}

    /// An expression with every exponent so written.
    ///
    /// @param itemOf the item of a running extremum, by the name of its slot
    static Expr exponents(Expr e, Function<String, Optional<Expr>> itemOf) {
        return e.rewrite(
                part ->
                        part instanceof Call(Fun fun, List<Expr> args)
                                        && (fun == Fun.EXP || fun == Fun.EXP2)
                                ? Expr.call(fun, sum(args.getFirst(), itemOf))
                                : part);
    }

    /// A sum so written, and each branch of a choice; masks of summands become one of the sum where that helps.
    ///
    /// @param itemOf the item of a running extremum, by the name of its slot
    static Expr sum(Expr e, Function<String, Optional<Expr>> itemOf) {
        if (e instanceof Call(Fun fun, List<Expr> args) && fun == Fun.WHERE) {
            return Expr.call(fun, args.get(0), sum(args.get(1), itemOf), sum(args.get(2), itemOf));
        }
        Expr paired = Deviations.paired(e, name -> itemOf.apply(name).map(Exponentials::unmasked));
        Expr apart = Distribution.infiniteApart(e);
        if (!paired.equals(e) || apart.equals(e)) {
            return paired;
        }
        Expr within = sum(apart, itemOf);
        return within.equals(apart) ? e : within;
    }
}
