package org.heddle.backend.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;

/// The arrays of a compiled diagram's interface.
final class Arrays {
    private Arrays() {}

    /// The inputs of the diagram, in its order.
    ///
    /// @throws IllegalArgumentException where one is missing or has another type or shape than its wire
    static Map<String, Tensor> inputs(Compiled compiled, Map<String, Tensor> given) {
        Diagram diagram = compiled.derivation().result();
        Sizes sizes = compiled.derivation().sizes();
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        for (String name : diagram.inputs()) {
            Tensor tensor = given.get(name);
            if (tensor == null) {
                throw new IllegalArgumentException("no array for input " + name);
            }
            Wire wire = diagram.wire(name);
            if (tensor.dtype() != wire.dtype() || !tensor.shape().equals(shape(wire, sizes))) {
                throw new IllegalArgumentException(
                        "input "
                                + name
                                + " is "
                                + wire.dtype()
                                + shape(wire, sizes)
                                + ", its array is "
                                + tensor);
            }
            inputs.put(name, tensor);
        }
        return inputs;
    }

    /// A copy, for an output that is an input.
    static Tensor copy(Tensor tensor) {
        Tensor copy = Tensor.allocate(tensor.dtype(), tensor.shape());
        copy.segment().copyFrom(tensor.segment());
        return copy;
    }

    static List<Long> shape(Wire wire, Sizes sizes) {
        return wire.axes().stream().map(sizes::of).toList();
    }

    /// All bits set: NaN in every floating format, so that an element never written shows.
    static Tensor poisoned(Wire wire, Sizes sizes) {
        Tensor tensor = Tensor.allocate(wire.dtype(), shape(wire, sizes));
        tensor.segment().fill((byte) 0xFF);
        return tensor;
    }
}
