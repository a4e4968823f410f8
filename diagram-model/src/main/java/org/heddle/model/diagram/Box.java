package org.heddle.model.diagram;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// An operation with ordered input and output ports.
///
/// @param id unique in its diagram; by default the name of the first wire written
public record Box(String id, Op op, List<Port> inputs, List<Port> outputs) {
    public Box {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /// The only output port.
    ///
    /// @throws IllegalStateException where there are several
    public Port output() {
        if (outputs.size() != 1) {
            throw new IllegalStateException("box " + id + " has " + outputs.size() + " outputs");
        }
        return outputs.getFirst();
    }

    /// Whether no port computes positions.
    public boolean hasPlainPorts() {
        return inputs.stream().allMatch(Port::isPlain) && outputs.stream().allMatch(Port::isPlain);
    }

    /// Axes along which the box runs: those of all its ports, outputs first.
    public Set<String> axes() {
        Set<String> axes = outputAxes();
        inputs.forEach(port -> port.addAxesTo(axes));
        return axes;
    }

    public Set<String> outputAxes() {
        Set<String> axes = new LinkedHashSet<>();
        outputs.forEach(port -> port.addAxesTo(axes));
        return axes;
    }

    /// Axes of inputs that the outputs lack: those that a contraction or reduction sums over.
    public Set<String> reducedAxes() {
        Set<String> reduced = new LinkedHashSet<>();
        inputs.forEach(port -> port.addAxesTo(reduced));
        reduced.removeAll(outputAxes());
        return reduced;
    }

    /// Names of the wires read, those that positions are gathered through included, each once.
    public Set<String> reads() {
        Set<String> wires = new LinkedHashSet<>();
        inputs.forEach(port -> wires.addAll(port.reads()));
        return wires;
    }

    /// Names of the wires written.
    public Set<String> writes() {
        Set<String> wires = new LinkedHashSet<>();
        outputs.forEach(port -> wires.add(port.wire()));
        return wires;
    }
}
