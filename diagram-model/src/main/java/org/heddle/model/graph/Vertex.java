package org.heddle.model.graph;

import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Wire;

/// A vertex of a diagram's graph.
///
/// ```
/// Vertex ::= OfWire(wire) | OfBox(box, op) | Boundary: where the diagram's inputs come from and its outputs go
/// ```
public sealed interface Vertex {
    /// An array.
    record OfWire(Wire wire) implements Vertex {
        @Override
        public String name() {
            return wire.name();
        }
    }

    /// An operation.
    record OfBox(String box, Op op) implements Vertex {
        @Override
        public String name() {
            return box;
        }
    }

    /// The interface.
    enum Boundary implements Vertex {
        INPUTS,
        OUTPUTS
    }

    /// What it is called: unique among wires, and among boxes, but a box is often called like the wire it writes.
    String name();

    /// Unique in the graph, and made of letters, digits, `_` and `.` only: for exporters.
    default String id() {
        return switch (this) {
            case OfWire(Wire wire) -> "wire." + wire.name();
            case OfBox(String box, Op _) -> "box." + box;
            case Boundary boundary -> "boundary." + boundary.name();
        };
    }
}
