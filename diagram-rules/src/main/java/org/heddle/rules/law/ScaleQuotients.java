package org.heddle.rules.law;

import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.expr.Expr;
import org.heddle.rules.algebra.Exponentials;
import org.heddle.rules.algebra.Quotients;

/// A quotient of sums of exponentials, or the logarithm or root of one, relative to the largest exponent.
///
/// ```
///  ──[exp(u) / (1 + exp(v))]──   ⇒   ──[exp(u - M) / (exp(-M) + exp(v - M))]──        M = max(0, v)
/// ```
///
/// Legal always ({@link Quotients}). Saves nothing but the result: as written it is inf/inf where the exponents are large.
public final class ScaleQuotients implements Rule {
    @Override
    public String name() {
        return "scale-quotients";
    }

    @Override
    public String law() {
        return "a / Σ b·exp(v) = a·exp(-M) / Σ b·exp(v - M),  M = max v";
    }

    @Override
    public String condition() {
        return "always; used where exponentials that may be large stand above the line too, or under a logarithm or a root";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (anchor.outputs().size() != 1 || !Expansion.hasItems(anchor.op())) {
            return Optional.empty();
        }
        Expansion expansion = Expansion.of(diagram, anchor);
        Expr body = expansion.fn().body();
        if (!Exponentials.areIn(body)) {
            return Optional.empty();
        }
        Expr scaled =
                Quotients.scaled(
                        body,
                        exponent ->
                                expansion
                                        .anchors(anchor.reducedAxes())
                                        .isAnchored(exponent, Set.of()),
                        largest ->
                                largest.arguments().stream()
                                                .map(expansion::isReduced)
                                                .distinct()
                                                .count()
                                        <= 1);
        return expansion.rewrite(
                anchor, scaled, "is a quotient, a logarithm or a root of exponentials");
    }
}
