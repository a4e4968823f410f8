package org.heddle.rules.grad;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;

/// Which reads of a box get a cotangent element by element.
///
/// ```
///   y[q, x] = f(a[q, x], b[q, x])      a and b own their elements
///   y[q, e] = Σ_x a[q, x]·v[x, e]      neither does: what a gets is summed over e, what v gets over q
/// ```
final class Elementwise {
    private Elementwise() {}

    /// Axes that the box's items run along: all, but for the new axis of the largest items.
    static Set<String> axes(Box box) {
        Set<String> axes = new LinkedHashSet<>(box.axes());
        if (box.op() instanceof Op.Reduce(Monoid.TopK(String axis), _)) {
            axes.remove(axis);
        }
        return axes;
    }

    /// Whether the cotangents may stay expressions: what comes back passes a map, or is spread out by a sum.
    static boolean isEach(Box box, List<Port> needed) {
        return switch (box.op()) {
            case Op.Map _ -> true;
            case Op.Contract(Semiring semiring) -> semiring == Semiring.SUM_PRODUCT;
            case Op.Reduce _ -> isSum(box) && needed.stream().allMatch(port -> isOwn(box, port));
            case Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
        };
    }

    static boolean isSum(Box box) {
        return box.op() instanceof Op.Reduce(Monoid monoid, _) && monoid == Monoid.Scalar.SUM;
    }

    /// Whether each read is of an element of its own: then what it gets is pointwise.
    static boolean isOwn(Box box, Port port) {
        return port.isPlain()
                && Set.copyOf(port.axes()).equals(box.axes())
                && port.axes().size() == box.axes().size();
    }
}
