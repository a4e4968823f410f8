package org.heddle.model.diagram;

import java.util.List;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// What a box does.
///
/// ```
/// Op ::= Contract(semiring)      multiply all inputs, sum over the axes that the output lacks
///      | Map(fn)                 fn of the inputs' elements; every input axis is an output axis
///      | Reduce(monoid, item)    item(inputs' elements), combined over the axes that the output lacks
///      | Scan(monoid, item, …)   the same up to every index along one axis, which the output keeps
///      | Reindex                 the input's element at the position that its port computes
///      | Constant(value)         no input: an expression of the output's indices
///      | Call(definition, over)  a composite box: the diagram of that name, acting on the axes `over`
///      | Block(body, label)      a composite box written in place: means its body; the label tells what it is for
/// ```
///
/// Weaving is by name: a box acts on the axes it names and is mapped over every other axis of its output; an input
/// without an axis is broadcast along it. `Contract` is the special case of `Reduce` whose item is the product.
public sealed interface Op {
    /// A generalised matrix product over a semiring.
    record Contract(Semiring semiring) implements Op {}

    /// A pointwise function.
    record Map(Fn fn) implements Op {}

    /// A reduction of items, each a function of the elements read; a plain reduction's item is its only input.
    record Reduce(Monoid monoid, Fn item) implements Op {
        /// The item of a plain reduction: its only input.
        public static final Fn PLAIN_ITEM = new Fn(List.of("v"), Expr.arg("v"));
    }

    /// The prefixes of a reduction along one axis: the result at index t combines the items before t, and that at t
    /// itself where the scan is inclusive. Backward, `before` means at higher indices. An item is the right operand of the
    /// monoid, what comes before it the left one, in both directions.
    ///
    /// @param over the axis, which inputs and outputs have
    record Scan(Monoid monoid, Fn item, String over, Prefix prefix, Direction direction)
            implements Op {}

    /// Whether the item at an index belongs to the result at that index.
    enum Prefix {
        INCLUSIVE,
        EXCLUSIVE
    }

    /// From which end a scan runs.
    enum Direction {
        FORWARD,
        BACKWARD
    }

    /// A copy of what the only input's port reads: a transposition, a diagonal, a window, a gather; into another number
    /// format, a cast.
    record Reindex() implements Op {}

    /// An array from nothing.
    record Constant(Expr value) implements Op {}

    /// A composite box by name.
    record Call(String definition, List<String> over) implements Op {
        public Call {
            over = List.copyOf(over);
        }
    }

    /// A composite box in place; its ports meet the body's interface by position.
    record Block(Diagram body, String label) implements Op {}
}
