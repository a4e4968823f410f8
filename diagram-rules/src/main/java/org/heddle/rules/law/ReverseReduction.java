package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Fn;

/// A reduction that meets what a loop makes from the other end takes in its items from there.
///
/// ```
///  R' ──[Σ_x f(S[x], R'[|x| - 1 - x])]──   ⇒   ──[Σ_x f(S[|x| - 1 - x], R'[x])]──
/// ```
///
/// Legal for every reduction that does not tell positions: sums, products, extrema, and sums of logarithms. Used where wires that are made beside it are read from the end, and none from the start, as {@link ReverseScan} leaves them. Saves a kernel: both are one loop.
public final class ReverseReduction implements Rule {
    @Override
    public String name() {
        return "reverse-reduction";
    }

    @Override
    public String law() {
        return "reduce ⊕ = reverse ; reduce ⊕";
    }

    @Override
    public String condition() {
        return "⊕ is commutative; used where what is made beside it is read from the end";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!isCommutative(anchor.op())) {
            return Optional.empty();
        }
        return anchor.reducedAxes().stream()
                .map(Mirror::new)
                .filter(mirror -> meetsTheEnd(diagram, anchor, mirror))
                .findFirst()
                .map(mirror -> mirrored(diagram, anchor, mirror));
    }

    private static boolean isCommutative(Op op) {
        return op instanceof Op.Contract
                || (op instanceof Op.Reduce(Monoid monoid, _)
                        && (monoid instanceof Monoid.Scalar || monoid instanceof Monoid.LogAddExp));
    }

    private static boolean meetsTheEnd(Diagram diagram, Box anchor, Mirror mirror) {
        List<Port> made =
                anchor.inputs().stream()
                        .filter(port -> diagram.producer(port.wire()).isPresent())
                        .filter(port -> port.runsAlong().contains(mirror.over()))
                        .toList();
        return !made.isEmpty() && made.stream().allMatch(mirror::isMirrored);
    }

    private static Rewrite mirrored(Diagram diagram, Box anchor, Mirror mirror) {
        Op op =
                anchor.op() instanceof Op.Reduce(Monoid monoid, Fn item)
                        ? new Op.Reduce(monoid, mirror.fn(item))
                        : anchor.op();
        List<Port> inputs = anchor.inputs().stream().map(mirror::port).toList();
        Box box = new Box(anchor.id(), op, inputs, anchor.outputs());
        return new Rewrite(
                new Edit(diagram).replace(anchor, box).done(),
                List.of(anchor.id()),
                anchor.id() + " meets what is made beside it from the end of " + mirror.over());
    }
}
