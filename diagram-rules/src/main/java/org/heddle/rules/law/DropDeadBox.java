package org.heddle.rules.law;

import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;

/// A box whose results nobody reads is not there.
///
/// ```
///  ──[f]──○   ⇒   ──○
/// ```
///
/// Legal where no output wire is read or an output of the diagram. Naturality of discarding. Saves everything that the box moved.
public final class DropDeadBox implements Rule {
    @Override
    public String name() {
        return "drop-dead-box";
    }

    @Override
    public String law() {
        return "f ; discard = discard";
    }

    @Override
    public String condition() {
        return "no result is read, and none is an output";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        boolean live =
                anchor.outputs().stream()
                        .anyMatch(
                                port ->
                                        diagram.outputs().contains(port.wire())
                                                || !diagram.readers(port.wire()).isEmpty());
        if (live) {
            return Optional.empty();
        }
        return Optional.of(
                new Rewrite(
                        new Edit(diagram).remove(anchor).done(),
                        List.of(anchor.id()),
                        "nobody reads " + anchor.id()));
    }
}
