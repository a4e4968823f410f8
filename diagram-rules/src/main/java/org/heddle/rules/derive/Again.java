package org.heddle.rules.derive;

import java.util.List;
import org.heddle.rules.stream.StreamForm;

/// Wires whose items go by more than once: in the passes of one kernel, or in a kernel that waits for another one which has read them, too.
///
/// @param wires read again
/// @param kernels names of the one, or of the two in turn
/// @param work names of all kernels of which one is sought that reads them once
public record Again(List<String> wires, List<String> kernels, List<String> work, Why why) {
    public Again {
        wires = List.copyOf(wires);
        kernels = List.copyOf(kernels);
        work = List.copyOf(work);
    }

    /// Why no one kernel does the work in one pass.
    public sealed interface Why {}

    /// None that fits the hardware does: every way to stream the work has refusals.
    ///
    /// @param passes of the way with the fewest
    /// @param refusals of that one
    public record Refused(int passes, List<StreamForm.Refusal> refusals) implements Why {
        public Refused {
            refusals = List.copyOf(refusals);
        }
    }

    /// One pass would do: the cut was chosen by its predicted cost.
    ///
    /// @param stream the axes that are streamed in one pass
    /// @param bytes of global memory that one kernel would move
    /// @param seconds that it would take
    public record Chosen(List<String> stream, long bytes, double seconds) implements Why {
        public Chosen {
            stream = List.copyOf(stream);
        }
    }

    /// No one kernel was found that could hold the work, and whether the algebra has a form of one pass is not known.
    public record Apart(String reason) implements Why {}
}
