package org.heddle.backend.code;

import java.util.List;

/// What a line of a kernel is there for.
///
/// @param wires the wires of the kernel's region that its step works for, see {@link org.heddle.rules.nest.Served}; none where the line belongs to no step
/// @param axes the axes whose blocks it goes through or counts
public record Origin(List<String> wires, List<String> axes) {
    /// Of a line that is there for the kernel as a whole.
    public static final Origin NONE = new Origin(List.of(), List.of());

    public Origin {
        wires = List.copyOf(wires);
        axes = List.copyOf(axes);
    }

    public static Origin wires(List<String> wires) {
        return new Origin(wires, List.of());
    }

    public static Origin axis(String axis) {
        return new Origin(List.of(), List.of(axis));
    }
}
