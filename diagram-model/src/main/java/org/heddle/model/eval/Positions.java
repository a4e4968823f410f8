package org.heddle.model.eval;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.library.Unfold;

/// Which wires hold positions, and along how long an axis: `ids` in `E[ids[t], d]` those of the first axis of `E`.
public final class Positions {
    private final Diagram diagram;
    private final Sizes sizes;
    private final Map<String, Long> sizeOf = new LinkedHashMap<>();

    private Positions(Diagram diagram, Sizes sizes) {
        this.diagram = diagram;
        this.sizes = sizes;
    }

    /// By wire, the least size of an axis whose positions it holds.
    public static Map<String, Long> of(Diagram diagram, Sizes sizes) {
        Positions positions = new Positions(Unfold.all(diagram), sizes);
        for (Box box : positions.diagram.boxes()) {
            box.inputs().forEach(positions::visit);
        }
        return positions.sizeOf;
    }

    private void visit(Port port) {
        List<String> axes = diagram.wire(port.wire()).axes();
        for (int k = 0; k < axes.size(); k++) {
            switch (port.subscripts().get(k)) {
                case Subscript.Affine _ -> {}
                case Subscript.Gather(Port index) -> {
                    sizeOf.merge(index.wire(), sizes.of(axes.get(k)), Math::min);
                    visit(index);
                }
            }
        }
    }

    /// Puts random positions into an array.
    ///
    /// @param size of the axis; with 0 there are none
    public static void draw(Tensor positions, long size, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (long i = 0; i < positions.elements() && size > 0; i++) {
            positions.set(i, (double) random.nextLong(size));
        }
    }
}
