package org.heddle.model.draw.picture;

import java.util.List;

/// The pictogram of a node.
///
/// ```
/// Symbol ::= Source(name)             Q ─     an array comes from outside the picture
///          | Sink(name)               ─ O     and goes there
///          | Entry, Exit              ▏─  ─▏  the same at the border of a kernel
///          | Product(sign, end)       ═)      lines of contracted axes are joined to cups
///          | Pointwise(text)          (s / 8) a function of elements
///          | Fold(sign, item)         ─●      lines of reduced axes end in the monoid's sign
///          | Scan(sign, over, item)   ─Σ─    prefixes along an axis
///          | Rearranged               ⬡      read by other indices, and nothing else
///          | Named(name, over)        ─▷─     a definition that acts along axes, or a box with its name
///          | Kernel(body, caption)            a picture on coloured ground
/// ```
public sealed interface Symbol {
    /// Where an input of the diagram begins.
    record Source(String name) implements Symbol {}

    /// Where an output of the diagram ends.
    record Sink(String name) implements Symbol {}

    /// Where an array enters a kernel.
    record Entry() implements Symbol {}

    /// Where an array leaves a kernel.
    record Exit() implements Symbol {}

    /// A contraction.
    ///
    /// @param sign its semiring, empty for sums of products
    /// @param end the sign at the end of an axis that one input alone has
    record Product(String sign, String end) implements Symbol {}

    /// A function of elements.
    ///
    /// @param text its lines
    record Pointwise(List<String> text) implements Symbol {
        public Pointwise {
            text = List.copyOf(text);
        }
    }

    /// A reduction.
    ///
    /// @param sign of its monoid
    /// @param item lines of the function that makes the items, empty where the elements read are the items
    record Fold(String sign, List<String> item) implements Symbol {
        public Fold {
            item = List.copyOf(item);
        }
    }

    /// The prefixes of a reduction.
    ///
    /// @param sign of its monoid, and which items an index sees: `Σ≤` those up to it
    /// @param over the axis
    /// @param item lines of the function that makes the items, empty where the elements read are the items
    record Scan(String sign, String over, List<String> item) implements Symbol {
        public Scan {
            item = List.copyOf(item);
        }
    }

    /// A copy of what is read: the hexagons on its lines say all.
    record Rearranged() implements Symbol {}

    /// A definition.
    record Named(String name, List<String> over) implements Symbol {
        public Named {
            over = List.copyOf(over);
        }
    }

    /// A block, drawn with what is in it.
    record Kernel(Picture body, String caption) implements Symbol {}
}
