package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Logarithms;
import org.heddle.rules.algebra.Sign;

/// The logarithm of a product with an exponential is a sum with the exponent.
///
/// ```
///  s, m, z ──[log(exp(s - m) / z)]──              ⇒   s, m, z ──[s - m - log(z)]──
///  s, m, z ──[log(where(c, 0, exp(s - m)) / z)]── ⇒   s, m, z ──[where(c, -inf, s - m) - log(z)]──      z ≥ 0
///  z·exp(m) ──[log z]──                           ⇒   m, z ──[m + log(z)]──
/// ```
///
/// Legal where no factor is negative; where one may be, only exponentials of extrema are taken out, with `log(max(z, 0))` where they are 0.
/// Saves an exponential, and what the logarithm loses where the exponential leaves the range of its format though the exponent does not.
public final class SeparateLogarithms implements Rule {
    @Override
    public String name() {
        return "separate-logarithms";
    }

    @Override
    public String law() {
        return "log(a · exp(v)) = v + log(a)";
    }

    @Override
    public String condition() {
        return "a >= 0; for a maximum v of any a, with log(max(a, 0)) where v = -inf";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (anchor.outputs().size() != 1
                || !Expansion.hasItems(anchor.op())
                || !takesLogarithms(anchor)) {
            return Optional.empty();
        }
        Expansion expansion = Expansion.of(diagram, anchor);
        Expr separate = expansion.fn().body().rewrite(e -> separate(expansion, e));
        return expansion.rewrite(anchor, separate, "takes the logarithm of an exponential");
    }

    private static boolean takesLogarithms(Box box) {
        return Inlining.itemOf(box.op(), box.inputs().size())
                .body()
                .hasPart(e -> e instanceof Call(Fun fun, _) && fun == Fun.LOG);
    }

    private static Expr separate(Expansion expansion, Expr e) {
        return e instanceof Call(Fun fun, List<Expr> args) && fun == Fun.LOG
                ? logarithm(expansion, args.getFirst()).orElse(e)
                : e;
    }

    /// The logarithm of an expression over the ports of an expansion, without the exponentials that are its factors; empty where it has none.
    static Optional<Expr> logarithm(Expansion expansion, Expr e) {
        return Logarithms.of(
                e,
                of -> isPositive(expansion, of),
                exponent -> exponent.arguments().stream().allMatch(a -> expansion.isExtreme(a)));
    }

    /// Whether an expression over the ports of an expansion is known to be 0 or more.
    static boolean isPositive(Expansion expansion, Expr e) {
        return WireSign.of(expansion, e) == Sign.POSITIVE;
    }
}
