package org.heddle.rules.law;

import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// The function by which a map, a reduction or a scan makes an item of one number.
///
/// ```
///   ──[reduce ⊕ g]──   ⇒   ──[reduce ⊕ h]──        whatever g no longer asks for is no longer read
/// ```
public final class Items {
    private Items() {}

    /// The function; empty where a box has none, or items of several numbers.
    public static Optional<Fn> of(Box box) {
        boolean isWritten = !(box.op() instanceof Op.Contract);
        return isWritten && Expansion.hasItems(box.op())
                ? Optional.of(Inlining.itemOf(box.op(), box.inputs().size()))
                : Optional.empty();
    }

    /// The box with another body of its function, over parameters that it has.
    public static Box with(Diagram diagram, Box box, Expr body) {
        Fn fn = Inlining.itemOf(box.op(), box.inputs().size());
        return new Expansion(diagram, fn, box.inputs()).box(box, body);
    }
}
