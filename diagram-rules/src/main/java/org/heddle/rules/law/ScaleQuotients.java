package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
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
        if (!(anchor.op() instanceof Op.Map(Fn own)) || own.results().size() != 1) {
            return Optional.empty();
        }
        Expansion expansion = Expansion.of(diagram, anchor);
        Expr body = expansion.fn().body();
        if (Exponentials.count(body) == 0) {
            return Optional.empty();
        }
        Expr scaled = Quotients.scaled(body, exponent -> expansion.isAnchored(exponent, Set.of()));
        if (scaled.equals(body)) {
            return Optional.empty();
        }
        List<Integer> used =
                IntStream.range(0, expansion.ports().size())
                        .boxed()
                        .filter(
                                i ->
                                        scaled.arguments()
                                                .contains(expansion.fn().parameters().get(i)))
                        .toList();
        Fn fn = new Fn(used.stream().map(expansion.fn().parameters()::get).toList(), scaled);
        List<Port> ports = used.stream().map(expansion.ports()::get).toList();
        Box box = new Box(anchor.id(), new Op.Map(fn), ports, anchor.outputs());
        return Optional.of(
                new Rewrite(
                        new Edit(diagram).replace(anchor, box).done(),
                        List.of(anchor.id()),
                        anchor.id() + " is a quotient, a logarithm or a root of exponentials"));
    }
}
