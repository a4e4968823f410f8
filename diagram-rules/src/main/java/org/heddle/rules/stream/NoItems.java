package org.heddle.rules.stream;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// What a sum comes to whose items all are left out: 0, even where the factor that is free of items has no value.
///
/// ```
///   z = sum of where(w > 0, v · n, 0)        n · sum of where(w > 0, v, 0)        n = inf, w = 0:  inf · 0 = NaN
///                                            where(z == 0, 0, n · z)                               0
///   O = sum of where(c, v, 0) / Z,  Z = sum of where(c, 1, 0)                     where(Z != 0, O / Z, 0) says so already
/// ```
///
/// @param region of the reduction
record NoItems(Region region, Region.Reduction reduction) {
    /// A value of the reduction that is 0 where no item counts.
    ///
    /// @param finish over wires and the slot
    /// @param item of the slot, over the reads of the reduction
    Expr guarded(Expr finish, String slot, Expr item) {
        return !isPossible(reduction.value()) || LeftOut.isNothing(ofNone(finish, slot, item))
                ? finish
                : Expr.call(
                        Fun.WHERE,
                        Expr.call(Fun.EQ, Expr.arg(slot), Expr.num(0)),
                        Expr.num(0),
                        finish);
    }

    /// Whether an item is chosen by what goes by.
    private boolean isPossible(Expr item) {
        return item instanceof Call(Fun fun, List<Expr> args)
                && ((fun == Fun.WHERE && isItem(args.getFirst()))
                        || args.stream().anyMatch(this::isPossible));
    }

    /// The value where all items are left out: sums of items under the same conditions are 0, too. They need not be where the slot keeps one case of several.
    private Expr ofNone(Expr finish, String slot, Expr item) {
        Set<Expr> conditions = ofItems(reduction.value());
        boolean isWhole = conditions.containsAll(ofItems(item));
        Set<String> none = new LinkedHashSet<>(Set.of(slot));
        for (Region.Stage stage : region.stages()) {
            if (stage instanceof Region.Reduction other
                    && other.monoid() == Monoid.Scalar.SUM
                    && other.reduced().equals(reduction.reduced())
                    && isWhole
                    && ofItems(other.value()).equals(conditions)) {
                none.add(other.wire());
            }
        }
        return finish.substitute(name -> none.contains(name) ? Expr.num(0) : Expr.arg(name));
    }

    /// The conditions without which items are left out, each by itself.
    private Set<Expr> ofItems(Expr value) {
        Set<Expr> conditions = new LinkedHashSet<>(LeftOut.conditions(value));
        conditions.removeIf(condition -> !isItem(condition));
        return conditions;
    }

    private boolean isItem(Expr e) {
        return region.axesOf(e).stream().anyMatch(reduction.reduced()::contains);
    }
}
