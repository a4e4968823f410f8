package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;

/// The side condition of every merge: a wire that one box reads and nobody else sees.
final class OnlyReader {
    private OnlyReader() {}

    /// The only reader of a wire that is not an output of the diagram, where it reads the wire at its own indices.
    static Optional<Box> of(Diagram diagram, String wire) {
        List<Box> readers = diagram.readers(wire);
        return readers.size() == 1
                        && !diagram.outputs().contains(wire)
                        && readsInPlace(readers.getFirst(), wire)
                ? Optional.of(readers.getFirst())
                : Optional.empty();
    }

    /// Whether every port of the box that reads the wire reads it at the box's own indices, and none takes positions from it.
    static boolean readsInPlace(Box box, String wire) {
        return box.inputs().stream()
                .filter(port -> port.reads().contains(wire))
                .allMatch(port -> port.wire().equals(wire) && port.isPlain());
    }
}
