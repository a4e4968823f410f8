package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// To reindex is to map the identity over what a port reads.
///
/// ```
///  ──A──[reindex A[2*y + k]]──w──   ⇒   ──A──[map v -> v at A[2*y + k]]──w──
/// ```
///
/// Always legal: where a port reads is no business of what is done with the element. By itself it saves nothing; as a map it merges into the boxes that read `w`, which then read `A`
/// at the composed positions, and `w` need not exist.
public final class ReadDirectly implements Rule {
    @Override
    public String name() {
        return "read-directly";
    }

    @Override
    public String law() {
        return "reindex p = map (v -> v) at p";
    }

    @Override
    public String condition() {
        return "always";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!(anchor.op() instanceof Op.Reindex)) {
            return Optional.empty();
        }
        Op identity = new Op.Map(new Fn(List.of("v"), Expr.arg("v")));
        Box map = new Box(anchor.id(), identity, anchor.inputs(), anchor.outputs());
        return Optional.of(
                new Rewrite(
                        new Edit(diagram).replace(anchor, map).done(),
                        List.of(anchor.id()),
                        anchor.id() + " is what stands at " + anchor.inputs().getFirst()));
    }
}
