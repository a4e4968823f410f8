package org.heddle.rules.algebra;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Replaces sub-expressions of the items alone by names, so that an expression is taken apart only where items meet the state, and comes back as its author wrote it. So are choices of what is the same for all items: their cases are none of the items'.
///
/// An exponential stays visible wherever it stands: `exp(s)/exp(m)` must become `exp(s - m)`. In its exponent so do sums with logarithms, outside only those of items: `s - log(c)` beside it is one item. So does a condition, since it may turn out needless. The logarithm of a running value that is never negative is told as
/// that of its magnitude, so that `exp(s - log(z))` becomes `exp(s)/z`.
final class Abstraction {
    private final Function<Expr, Kind> kinds;
    private final Predicate<Expr> isNeverNegative;
    private final Map<Expr, String> names = new HashMap<>();
    private final Map<String, Expr> meanings = new HashMap<>();
    private final Map<String, Kind> hiddenKinds = new HashMap<>();

    /// @param kinds of leaves
    /// @param isNeverNegative of leaves
    Abstraction(Function<Expr, Kind> kinds, Predicate<Expr> isNeverNegative) {
        this.kinds = kinds;
        this.isNeverNegative = isNeverNegative;
    }

    Expr hide(Expr e) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return e;
        }
        if (isOfItems(e) && !isExponential(e, _ -> true)) {
            return hidden(e, Kind.ITEM);
        }
        if (isChoice(e) && !has(e, Kind.ITEM) && !has(e, Kind.STATE)) {
            return hidden(e, Kind.INVARIANT);
        }
        if (fun == Fun.LOG && isRunningMagnitude(args.getFirst())) {
            return Expr.call(fun, Expr.call(Fun.ABS, args.getFirst()));
        }
        boolean isExponent = fun == Fun.EXP || fun == Fun.EXP2 || fun == Fun.LOG || fun == Fun.POW;
        return new Call(
                fun, args.stream().map(isExponent ? this::hide : this::hideBeside).toList());
    }

    /// The same outside of exponents.
    private Expr hideBeside(Expr e) {
        return isOfItems(e) && !isExponential(e, arg -> has(arg, Kind.ITEM))
                ? hidden(e, Kind.ITEM)
                : hide(e);
    }

    private boolean isOfItems(Expr e) {
        return e instanceof Call(Fun fun, _)
                && !fun.isPredicate()
                && has(e, Kind.ITEM)
                && !has(e, Kind.STATE);
    }

    /// A sum with every summand that is made of items alone replaced by a name: exponentials, too, since nothing is multiplied.
    Expr hideSummands(Expr e) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return e;
        }
        boolean isSum = fun == Fun.ADD || fun == Fun.SUB || fun == Fun.NEG;
        if (isSum && has(e, Kind.STATE)) {
            return new Call(fun, args.stream().map(this::hideSummands).toList());
        }
        return has(e, Kind.ITEM) && !has(e, Kind.STATE) ? hidden(e, Kind.ITEM) : e;
    }

    private Expr hidden(Expr e, Kind kind) {
        String name = names.computeIfAbsent(e, _ -> "‹" + names.size() + "›");
        meanings.put(name, e);
        hiddenKinds.put(name, kind);
        return Expr.arg(name);
    }

    private static boolean isChoice(Expr e) {
        return e.hasPart(part -> part instanceof Call(Fun fun, _) && fun == Fun.WHERE);
    }

    private boolean isRunningMagnitude(Expr e) {
        return e instanceof Expr.Arg && kind(e) == Kind.STATE && isNeverNegative.test(e);
    }

    Expr reveal(Expr e) {
        return e.rewrite(
                        part ->
                                part instanceof Call(Fun fun, List<Expr> args)
                                                && fun == Fun.ABS
                                                && isRunningMagnitude(args.getFirst())
                                        ? args.getFirst()
                                        : part)
                .substitute(name -> meanings.getOrDefault(name, Expr.arg(name)));
    }

    /// The kind of a leaf, hidden ones included.
    Kind kind(Expr leaf) {
        return leaf instanceof Expr.Arg(String name) && hiddenKinds.containsKey(name)
                ? hiddenKinds.get(name)
                : kinds.apply(leaf);
    }

    private boolean has(Expr e, Kind kind) {
        return switch (e) {
            case Call(_, List<Expr> args) -> args.stream().anyMatch(arg -> has(arg, kind));
            case Expr.Num _ -> false;
            case Expr.Arg _, Expr.Index _, Expr.Extent _ -> kinds.apply(e) == kind;
        };
    }

    /// Whether there is an exponential, a logarithm or a power of what is such in an expression.
    private static boolean isExponential(Expr e, Predicate<Expr> isSuch) {
        return e instanceof Call(Fun fun, List<Expr> args)
                && (((fun == Fun.EXP || fun == Fun.EXP2 || fun == Fun.LOG || fun == Fun.POW)
                                && isSuch.test(e))
                        || args.stream().anyMatch(arg -> isExponential(arg, isSuch)));
    }
}
