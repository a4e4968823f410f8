package org.heddle.rules.stream;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Deviations;
import org.heddle.rules.algebra.Exponentials;
import org.heddle.rules.algebra.Factorizer;
import org.heddle.rules.algebra.Kind;
import org.heddle.rules.algebra.Normalizer;

/// Whether the exponentials of a block stay in range while their exponents move with running values.
final class MovingExponents {
    private final Slots slots;
    private final Rebasing rebasing;
    private final List<String> reduced;
    private final Function<Expr, Kind> kinds;
    private final Set<Expr> conditions;

    /// @param kinds of the leaves of its items
    /// @param conditions under which its items are not 0
    MovingExponents(Slots slots, Function<Expr, Kind> kinds, Set<Expr> conditions) {
        this.slots = slots;
        this.rebasing = slots.rebasing();
        this.reduced = slots.reduction().reduced();
        this.kinds = kinds;
        this.conditions = conditions;
    }

    /// Why the terms of a block may overflow where those of the definition do not.
    Optional<String> obstacle(Optional<Factorizer.Exponent> exponent, Expr item) {
        if (exponent.isEmpty()) {
            return Optional.empty();
        }
        Factorizer.Exponent running = slots.running(exponent.get());
        List<String> moving = running.ofState().arguments().stream().filter(slots::isSlot).toList();
        for (String slot : moving) {
            if (!rebasing.isExtremum(slot)) {
                return Optional.of(
                        "its exponent moves with "
                                + slot
                                + ", which is no running max or min, so that a block's terms may overflow");
            }
        }
        Set<Expr> all = new LinkedHashSet<>(conditions);
        all.addAll(Exponentials.conditions(item));
        return isBounded(running, all, moving)
                ? Optional.empty()
                : Optional.of(
                        "its exponent is not an item of "
                                + String.join(", ", moving)
                                + " less what that has become, so that a block's terms may overflow");
    }

    /// Whether no block's terms overflow where those of the definition do not. Two things must hold of an exponent `v(item) + u(m)`, `m` a running max:
    ///
    /// 1. `v(item) + u(item) = c`, free of items: the item that attains the extremum has the exponent `c`. Of `exp((s - m) + (t - n) - k)`, `k` the largest such sum, the item that attains `k`.
    /// 2. `u` is monotone. Where it falls, as in `(s - m) / t` for `t > 0`, every exponent is at most `c`, since `m >= item`. Where it rises (`t < 0`), every
    ///    exponent so far is at most what it will be for the last `m`, which is what the definition takes the exponential of.
    ///
    /// Linear is monotone, in either direction; of several extrema all must drive the exponent the same way, so their slopes may differ by positive numbers only.
    /// Instead of 1, what is left where maxima are taken from their items may be known never to be above 0, as in `exp((s - m) - (y - u)²)`.
    /// `exp(s·s - m·m)` fulfils 1 and not 2: its exponent is large for `s = -100` until an `m` of 100 comes by. A min is a max of negatives.
    ///
    /// @param conditions under which the exponential is not multiplied by 0: the others do not matter
    private boolean isBounded(
            Factorizer.Exponent exponent, Set<Expr> conditions, List<String> moving) {
        if (!exponent.isLinearIn(moving)) {
            return false;
        }
        Expr whole =
                Expr.call(
                        Fun.ADD,
                        Exponentials.chosen(exponent.ofItems(), conditions),
                        exponent.ofState());
        if (moving.stream().anyMatch(slot -> isRelativeTo(slot, whole, conditions, moving))) {
            return true;
        }
        if (!isOneWay(exponent, moving)) {
            return false;
        }
        List<Expr> attained = List.of(whole);
        for (String slot : latestFirst(moving)) {
            attained = attained.stream().flatMap(e -> attained(e, slot, conditions)).toList();
        }
        return attained.stream().anyMatch(this::isFreeOfItems)
                || Deviations.isNeverPositive(whole, this::maximum);
    }

    /// Whether an exponent is a multiple of an item less the extremum of all such items, whatever else moves both: how far an item stays behind only grows. Of `exp((s - m) - (t - n) - k)`, `k` the largest such difference,
    /// nothing needs to be known of `m` and `n`.
    private boolean isRelativeTo(
            String slot, Expr exponent, Set<Expr> conditions, List<String> moving) {
        return attained(exponent, slot, conditions)
                .anyMatch(
                        e ->
                                isFreeOfItems(e)
                                        && e.arguments().stream().noneMatch(moving::contains));
    }

    /// The exponent of an item that attains an extremum.
    private Stream<Expr> attained(Expr exponent, String slot, Set<Expr> conditions) {
        Fun extremum = rebasing.unit(slot) < 0 ? Fun.MAX : Fun.MIN;
        return Exponentials.bounds(rebasing.lawOf(slot), extremum, conditions).stream()
                .map(bound -> replaced(exponent, slot, bound))
                .map(Normalizer::simplify);
    }

    /// What a running maximum is taken of; empty for anything else.
    private Optional<Expr> maximum(String slot) {
        return Optional.of(slot)
                .filter(rebasing::isExtremum)
                .filter(name -> rebasing.unit(name) < 0)
                .map(rebasing::lawOf);
    }

    /// Extrema of items less other extrema before those.
    private List<String> latestFirst(List<String> moving) {
        return slots.known().filter(moving::contains).distinct().toList().reversed();
    }

    private static Expr replaced(Expr e, String key, Expr by) {
        return e.substitute(a -> a.equals(key) ? by : Expr.arg(a));
    }

    private boolean isFreeOfItems(Expr e) {
        return e.arguments().stream().allMatch(key -> kinds.apply(Expr.arg(key)) == Kind.INVARIANT)
                && e.indexAxes().stream().noneMatch(reduced::contains);
    }

    private boolean isOneWay(Factorizer.Exponent exponent, List<String> moving) {
        return moving.size() == 1
                || exponent.slopes(moving).stream()
                                .map(
                                        s ->
                                                s.sign()
                                                                * (rebasing.unit(s.argument()) < 0
                                                                        ? 1
                                                                        : -1)
                                                        + s.factor())
                                .distinct()
                                .count()
                        == 1;
    }
}
