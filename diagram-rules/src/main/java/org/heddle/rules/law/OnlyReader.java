package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;

/// The side condition of every merge: a wire that one box reads and nobody else sees.
final class OnlyReader {
    private OnlyReader() {}

    /// The only reader of a wire that is not an output of the diagram.
    static Optional<Box> of(Diagram diagram, String wire) {
        List<Box> readers = diagram.readers(wire);
        return readers.size() == 1 && !diagram.outputs().contains(wire)
                ? Optional.of(readers.getFirst())
                : Optional.empty();
    }
}
