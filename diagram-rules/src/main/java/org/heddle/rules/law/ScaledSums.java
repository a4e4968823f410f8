package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Finite;

/// The monoids of sums relative to the largest exponent so far, `s` for `s·exp(m)`.
///
/// ```
///   greatest   m         ↦ max(m, m')                                unit -inf
///              l, m      ↦ l + l', max(m + l', m')                   0, -inf        what came before counts exp(l') times
///   scaled     m, s      ↦ M, s·exp(m - M) + s'·exp(m' - M)          -inf, 0        M the greatest of both, 0 where it is infinite
///              l, m, s   ↦ l + l', M, s·exp(m + l' - M) + s'·exp(m' - M)
/// ```
///
/// @param diagram whose monoids have other names
/// @param dtype of all components
/// @param decays whether what came before is scaled by every item
record ScaledSums(Diagram diagram, DType dtype, boolean decays) {
    private static final Expr LEAST = Expr.num(Double.NEGATIVE_INFINITY);

    /// Of the largest exponent alone.
    Monoid greatest() {
        return decays ? named("greatest", exponents()) : Monoid.Scalar.MAX;
    }

    /// Of the largest exponent and the sum, which comes last.
    Monoid scaled() {
        Expr shift = Finite.finite(larger());
        Expr sum =
                Expr.call(
                        Fun.ADD,
                        Expr.call(Fun.MUL, Expr.arg("s"), exp(before(), shift)),
                        Expr.call(Fun.MUL, Expr.arg("s'"), exp(Expr.arg("m'"), shift)));
        List<Monoid.Component> state = new ArrayList<>(exponents());
        state.add(new Monoid.Component("s", dtype, Expr.num(0), sum));
        return named("scaled", state);
    }

    /// Whether the last component of a monoid is the largest exponent so far.
    static boolean isGreatest(Monoid monoid) {
        return monoid == Monoid.Scalar.MAX
                || monoid == Monoid.Scalar.MIN
                || (monoid instanceof Monoid.User(_, List<Monoid.Component> state)
                        && state.getLast().merge().equals(larger(true)));
    }

    private List<Monoid.Component> exponents() {
        Monoid.Component greatest = new Monoid.Component("m", dtype, LEAST, larger());
        Expr product = Expr.call(Fun.ADD, Expr.arg("l"), Expr.arg("l'"));
        return decays
                ? List.of(new Monoid.Component("l", dtype, Expr.num(0), product), greatest)
                : List.of(greatest);
    }

    private Expr larger() {
        return larger(decays);
    }

    private static Expr larger(boolean decays) {
        return Expr.call(Fun.MAX, before(decays), Expr.arg("m'"));
    }

    private Expr before() {
        return before(decays);
    }

    private static Expr before(boolean decays) {
        return decays ? Expr.call(Fun.ADD, Expr.arg("m"), Expr.arg("l'")) : Expr.arg("m");
    }

    private static Expr exp(Expr exponent, Expr shift) {
        return Expr.call(Fun.EXP, Expr.call(Fun.SUB, exponent, shift));
    }

    private Monoid.User named(String wanted, List<Monoid.Component> state) {
        String name = wanted;
        Monoid.User monoid = new Monoid.User(name, state);
        while (!diagram.monoids().getOrDefault(name, monoid).equals(monoid)) {
            name += "_";
            monoid = new Monoid.User(name, state);
        }
        return monoid;
    }
}
