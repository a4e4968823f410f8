package org.heddle.rules.derive;

import java.util.List;
import org.heddle.rules.stream.StreamForm;

/// Wires that a kernel reads after a kernel on whose results it waits has read them: their items go by once more.
///
/// @param wires read by both
/// @param first name of the kernel that reads them first
/// @param then of the one that reads them next
public record Again(List<String> wires, String first, String then, Why why) {
    public Again {
        wires = List.copyOf(wires);
    }

    /// Why one kernel does not do the work of both, and of those between them, in one pass.
    public sealed interface Why {}

    /// None that fits the hardware does: every way to stream the work has refusals.
    ///
    /// @param form the one of fewest passes
    public record Refused(StreamForm form) implements Why {}

    /// One pass would do: the cut was chosen by its predicted cost.
    ///
    /// @param stream the axes that are streamed in one pass
    public record Chosen(List<String> stream) implements Why {
        public Chosen {
            stream = List.copyOf(stream);
        }
    }

    /// One kernel cannot hold the work, whatever the algebra says.
    public record Apart(String reason) implements Why {}
}
