package org.heddle.model.diagram;

import java.util.List;
import java.util.function.UnaryOperator;

/// Where a box meets a wire: the wire and, by position, the axis of the box that runs along each of the wire's axes.
///
/// `X` alone reads by the wire's own names; `X[j, k]` renames by position; `A[i, i]` is a diagonal.
public record Port(String wire, List<String> axes) {
    public Port {
        axes = List.copyOf(axes);
    }

    /// A port by the wire's own axis names.
    public static Port of(Wire wire) {
        return new Port(wire.name(), wire.axes());
    }

    public Port renameAxes(UnaryOperator<String> renaming) {
        return new Port(wire, axes.stream().map(renaming).toList());
    }

    public Port onWire(String other) {
        return new Port(other, axes);
    }

    @Override
    public String toString() {
        return wire + "[" + String.join(", ", axes) + "]";
    }
}
