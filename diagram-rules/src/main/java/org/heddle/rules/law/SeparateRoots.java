package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Roots;

/// The root of a product with an exponential is a product with the exponential of a part of the exponent.
///
/// ```
///  s, m, z ──[sqrt(exp(s - m) / z)]──              ⇒   s, m, z ──[exp(0.5·(s - m)) / sqrt(z)]──
///  s, m, z ──[pow(where(c, 0, exp(s - m)), 0.3)]── ⇒   s, m, z ──[where(c, 0, exp(0.3·(s - m)))]──
/// ```
///
/// Legal where no factor is negative, for powers between -1 and 1. Saves what the root loses where the exponential is below what its format holds, though its root is not.
public final class SeparateRoots implements Rule {
    @Override
    public String name() {
        return "separate-roots";
    }

    @Override
    public String law() {
        return "(a · exp(v))^c = a^c · exp(c·v)";
    }

    @Override
    public String condition() {
        return "a >= 0, -1 < c < 1";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (anchor.outputs().size() != 1
                || !Expansion.hasItems(anchor.op())
                || !Inlining.itemOf(anchor.op(), anchor.inputs().size())
                        .body()
                        .hasPart(e -> Roots.power(e) != 0)) {
            return Optional.empty();
        }
        Expansion expansion = Expansion.of(diagram, anchor);
        Expr separate = expansion.fn().body().rewrite(e -> separate(expansion, e));
        return expansion.rewrite(anchor, separate, "takes the root of an exponential");
    }

    private static Expr separate(Expansion expansion, Expr e) {
        double power = Roots.power(e);
        return power != 0 && e instanceof Call(Fun _, List<Expr> args)
                ? Roots.of(
                                args.getFirst(),
                                power,
                                of -> SeparateLogarithms.isPositive(expansion, of))
                        .orElse(e)
                : e;
    }
}
