package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// What running values add to items.
///
/// ```
///   s - m            item  s              finish  r - m
///   (s - m) + v      item  (s - m) + v    finish  r           m a running extremum: exact where s is near m, as s + v is not
/// ```
///
/// @param kinds the kind of each leaf
record Shift(Function<Expr, Kind> kinds) {
    /// The items of a sum, and what is added to all of them; empty where there is no such split, or running values are taken from items one by one before these are added.
    Optional<Factorizer.Summand> of(Expr e) {
        return isOneByOne(e) ? Optional.empty() : split(e);
    }

    /// The same where those running values are extrema, which stay with the items.
    ///
    /// @param isExtremum whether an argument is a running extremum
    Optional<Factorizer.Summand> beside(Expr e, Predicate<String> isExtremum) {
        List<Polynomial> near = tails(e).stream().map(tail -> ofExtrema(tail, isExtremum)).toList();
        if (near.isEmpty() || near.stream().anyMatch(Polynomial::isZero)) {
            return Optional.empty();
        }
        Polynomial staying = near.stream().reduce(Polynomial.ZERO, Polynomial::plus);
        Polynomial reduced = Polynomial.of(Term.atom(Expr.arg(Factorizer.REDUCED), 1));
        return split(e).map(
                        split -> {
                            Polynomial item = Normalizer.normalize(split.item()).plus(staying);
                            Polynomial rest =
                                    Normalizer.normalize(split.tail()).plus(staying.scaled(-1));
                            return new Factorizer.Summand(
                                    rest.expr(),
                                    item.expr(),
                                    Optional.empty(),
                                    rest.plus(reduced).expr());
                        });
    }

    /// Whether running values are taken from items one by one before those are added.
    boolean isOneByOne(Expr e) {
        return !tails(e).isEmpty();
    }

    private Optional<Factorizer.Summand> split(Expr e) {
        return Factorizer.splitShift(e, kinds)
                        instanceof Factorizer.Split(List<Factorizer.Summand> split)
                ? Optional.of(split.getFirst())
                : Optional.empty();
    }

    /// The summands of a sum that are running extrema, each times what no running value has a part in.
    private Polynomial ofExtrema(Expr sum, Predicate<String> isExtremum) {
        List<String> states =
                sum.arguments().stream()
                        .filter(name -> kinds.apply(Expr.arg(name)) == Kind.STATE)
                        .toList();
        List<String> extrema = states.stream().filter(isExtremum).toList();
        return Polynomial.of(
                Normalizer.normalize(sum).terms().stream()
                        .filter(term -> term.isLinearIn(states) && term.isLinearIn(extrema))
                        .toList());
    }

    /// What is added to single summands with items, of which there are several.
    private List<Expr> tails(Expr e) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))
                || !(fun == Fun.ADD || fun == Fun.SUB)
                || !args.stream().allMatch(arg -> has(arg, Kind.ITEM, kinds))) {
            return List.of();
        }
        List<Expr> found = new ArrayList<>();
        for (int i = 0; i < args.size(); i++) {
            List<Expr> within = tails(args.get(i));
            boolean isNegative = fun == Fun.SUB && i == 1;
            if (within.isEmpty()) {
                within =
                        split(args.get(i))
                                .map(Factorizer.Summand::tail)
                                .filter(tail -> has(tail, Kind.STATE, kinds))
                                .stream()
                                .toList();
            }
            within.forEach(tail -> found.add(isNegative ? Expr.call(Fun.NEG, tail) : tail));
        }
        return found;
    }

    /// Whether an expression has leaves of a kind.
    static boolean has(Expr e, Kind kind, Function<Expr, Kind> kinds) {
        return switch (e) {
            case Call(_, List<Expr> args) -> args.stream().anyMatch(arg -> has(arg, kind, kinds));
            case Expr.Num _ -> false;
            case Expr.Arg _, Expr.Index _, Expr.Extent _ -> kinds.apply(e) == kind;
        };
    }
}
