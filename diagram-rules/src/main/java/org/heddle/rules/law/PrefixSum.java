package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Normalizer;

/// A scan that adds up items, each prefix times a factor before the next item comes, or as it is.
///
/// ```
///   scan sum                                       s_t = s_(t-1) + b_t
///   scan of (a·a', a'·s + s')  over (a_t, b_t)      s_t = a_t·s_(t-1) + b_t
/// ```
///
/// @param box the scan
/// @param sum which of its outputs is the sum
/// @param factor which is the product of factors
record PrefixSum(Box box, int sum, Optional<Integer> factor) {
    /// The scan of a box, where it is such a one.
    static Optional<PrefixSum> of(Box box) {
        if (!(box.op() instanceof Op.Scan(Monoid monoid, _, _, _, _))) {
            return Optional.empty();
        }
        if (monoid == Monoid.Scalar.SUM) {
            return Optional.of(new PrefixSum(box, 0, Optional.empty()));
        }
        if (!(monoid instanceof Monoid.User(_, List<Monoid.Component> state))
                || state.size() != 2) {
            return Optional.empty();
        }
        for (int sum = 0; sum < 2; sum++) {
            if (isAffine(state.get(1 - sum), state.get(sum))) {
                return Optional.of(new PrefixSum(box, sum, Optional.of(1 - sum)));
            }
        }
        return Optional.empty();
    }

    private static boolean isAffine(Monoid.Component factor, Monoid.Component sum) {
        Expr a = Expr.arg(factor.name());
        Expr next = Expr.arg(factor.name() + "'");
        Expr scaled = Expr.call(Fun.MUL, next, Expr.arg(sum.name()));
        Expr added = Expr.call(Fun.ADD, scaled, Expr.arg(sum.name() + "'"));
        return isSame(factor.merge(), Expr.call(Fun.MUL, a, next))
                && isSame(sum.merge(), added)
                && isSame(factor.unit(), Expr.num(1))
                && isSame(sum.unit(), Expr.num(0));
    }

    private static boolean isSame(Expr a, Expr b) {
        return Normalizer.normalize(a).equals(Normalizer.normalize(b));
    }

    Op.Scan scan() {
        return (Op.Scan) box.op();
    }

    Port output() {
        return box.outputs().get(sum);
    }

    /// What is added, as a box of its own.
    Box items() {
        return box(sum);
    }

    /// What the sum before is multiplied with.
    Optional<Box> factors() {
        return factor.map(this::box);
    }

    private Box box(int output) {
        Fn item = scan().item();
        Fn own = new Fn(item.parameters(), item.results().get(output));
        return new Box(box.id(), new Op.Map(own), box.inputs(), List.of(box.outputs().get(output)));
    }
}
