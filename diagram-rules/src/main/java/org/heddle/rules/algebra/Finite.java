package org.heddle.rules.algebra;

import java.util.Collection;
import java.util.List;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Values for which 0 stands where they are infinite, so that an exponent less them is not `inf - inf`.
///
/// ```
///   exp(s - where(m == inf, 0, m))          0 for s = -inf, inf for s = inf, whatever m is
/// ```
public final class Finite {
    /// Stands for a value that is kept; no wire has such a name.
    private static final String KEPT = "‹kept›";

    private Finite() {}

    /// A running value where it is finite or `-inf`, 0 where it is `inf`: then an exponent less it is `inf` for the item that is, and not `inf - inf`.
    public static Expr kept(Expr extremum) {
        Expr infinite = Expr.call(Fun.EQ, extremum, Expr.num(Double.POSITIVE_INFINITY));
        return Expr.call(Fun.WHERE, infinite, Expr.num(0), extremum);
    }

    /// A value where it is finite, 0 where it is not.
    public static Expr finite(Expr e) {
        Expr infinite =
                Expr.call(Fun.EQ, Expr.call(Fun.ABS, e), Expr.num(Double.POSITIVE_INFINITY));
        return Expr.call(Fun.WHERE, infinite, Expr.num(0), e);
    }

    /// The expression with arguments themselves where {@link #kept} stands for them, as written and as the normal form has it.
    ///
    /// @param found takes them in
    public static Expr unkept(Expr e, Collection<String> found) {
        return e.rewrite(part -> guarded(part, value -> isArgument(value, found)));
    }

    private static boolean isArgument(Expr e, Collection<String> found) {
        if (e instanceof Expr.Arg(String name)) {
            found.add(name);
            return true;
        }
        return false;
    }

    /// The expression with values themselves where {@link #finite} stands for them.
    public static Expr unlimited(Expr e) {
        return e.rewrite(
                part ->
                        guarded(
                                part,
                                value -> value instanceof Call(Fun size, _) && size == Fun.ABS));
    }

    /// A multiple of a value for which 0 stands where that is infinite; anything else as it is.
    ///
    /// @param which what is compared with `inf`
    private static Expr guarded(Expr e, Predicate<Expr> which) {
        if (!(e instanceof Call(Fun fun, List<Expr> choice))
                || fun != Fun.WHERE
                || !(choice.getFirst() instanceof Call(Fun asked, List<Expr> sides))
                || !sides.getLast().equals(Expr.num(Double.POSITIVE_INFINITY))
                || !(asked == Fun.EQ || asked == Fun.NE)) {
            return e;
        }
        Expr compared = sides.getFirst();
        Expr value =
                compared instanceof Call(Fun size, List<Expr> of) && size == Fun.ABS
                        ? of.getFirst()
                        : compared;
        Expr multiple = choice.get(asked == Fun.EQ ? 2 : 1);
        Expr other = choice.get(asked == Fun.EQ ? 1 : 2);
        Expr symbolic = multiple.rewrite(part -> part.equals(value) ? Expr.arg(KEPT) : part);
        boolean isLinear =
                Normalizer.normalize(symbolic).terms().stream()
                        .allMatch(term -> term.isLinearIn(List.of(KEPT)));
        return other.equals(Expr.num(0)) && isLinear && which.test(compared) ? multiple : e;
    }
}
