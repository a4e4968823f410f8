package org.heddle.rules.stream;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Factorizer;
import org.heddle.rules.algebra.Vanishing;

/// The exponentials that items are multiplied by, which move with running values.
///
/// ```
///   where(p > 0, p·log(p/q), 0)      p = exp(s - m)/z vanishes, and log(p/q) is infinite: the item counts 0, not 0·inf
/// ```
///
/// @param isGuarded whether the author asks of an item and of running values whether it counts: then one whose exponential vanishes does not, whatever it is multiplied by
record Weights(Rebasing rebasing, boolean isGuarded) {
    /// Whether an item counts only under a condition that sees items and running values.
    static boolean isGuarded(Expr item, Predicate<String> isState, Predicate<String> isItem) {
        if (!(item instanceof Call(Fun fun, List<Expr> args)) || fun != Fun.WHERE) {
            return false;
        }
        Expr zero = Expr.num(0);
        boolean sees = isMixed(args.getFirst(), isState, isItem);
        return (args.get(1).equals(zero) && (sees || isGuarded(args.get(2), isState, isItem)))
                || (args.get(2).equals(zero) && (sees || isGuarded(args.get(1), isState, isItem)));
    }

    private static boolean isMixed(Expr e, Predicate<String> isState, Predicate<String> isItem) {
        return e.arguments().stream().anyMatch(isState) && e.arguments().stream().anyMatch(isItem);
    }

    /// Why an item may count by a condition that is lost. That an exponential is not 0 goes without saying for what is multiplied by it; elsewhere it holds or fails by how small a number the format holds.
    ///
    /// @param exponent of the items' exponential
    static Optional<String> unweighed(
            Expr item, Optional<Factorizer.Exponent> exponent, Predicate<String> isItem) {
        Set<String> weighed = new LinkedHashSet<>();
        exponent.ifPresent(e -> weighed.addAll(e.ofItems().arguments()));
        return Vanishing.conditions(item, c -> c.arguments().stream().anyMatch(isItem)).stream()
                .filter(c -> !c.arguments().stream().filter(isItem).allMatch(weighed::contains))
                .findFirst()
                .map(
                        condition ->
                                "counts by whether an exponential vanishes that it is not multiplied by: "
                                        + condition);
    }

    /// An item with each extremum taken from what it is of.
    Expr paired(Expr item) {
        return Pairing.exponents(item, this::itemOf);
    }

    /// A sum with each extremum taken from what it is of.
    Expr near(Expr sum) {
        return Pairing.sum(sum, this::itemOf);
    }

    /// The item of a running extremum, by the name of its slot.
    Optional<Expr> itemOf(String name) {
        return Optional.of(name)
                .filter(rebasing::isExtremum)
                .filter(slot -> !rebasing.isMoved(slot))
                .map(rebasing::itemOf);
    }

    /// An item that is 0 where its exponential is.
    Expr counted(Expr item, List<String> moving) {
        Optional<Expr> weight = isGuarded ? exponential(item, moving) : Optional.empty();
        return weight.filter(w -> !w.equals(item))
                .map(w -> Expr.call(Fun.WHERE, isZero(w), Expr.num(0), item))
                .orElse(item);
    }

    /// A sum of items that have gone by, 0 where the factor of their exponentials vanishes.
    Expr kept(Expr moved, Optional<Factorizer.Exponent> exponent, List<String> moving) {
        return isGuarded && exponent.isPresent()
                ? Expr.call(
                        Fun.WHERE,
                        isZero(rebasing.correction(exponent.get(), moving)),
                        Expr.num(0),
                        moved)
                : moved;
    }

    /// What a moment of masked items adds to another: nothing where no item counts, though the centre may have moved from one infinity to another.
    static Expr ofAny(Expr moment, Expr added) {
        return Expr.call(Fun.WHERE, isZero(moment), Expr.num(0), added);
    }

    private static Expr isZero(Expr e) {
        return Expr.call(Fun.EQ, e, Expr.num(0));
    }

    private static Optional<Expr> exponential(Expr item, List<String> moving) {
        if (!(item instanceof Call(Fun fun, List<Expr> args))) {
            return Optional.empty();
        }
        return (fun == Fun.EXP || fun == Fun.EXP2)
                        && item.arguments().stream().anyMatch(moving::contains)
                ? Optional.of(item)
                : args.stream().flatMap(arg -> exponential(arg, moving).stream()).findFirst();
    }
}
