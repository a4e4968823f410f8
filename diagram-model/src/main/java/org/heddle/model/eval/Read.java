package org.heddle.model.eval;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Wire;

/// One element that a box reads at every step of its loops.
///
/// ```
/// E[ids[t], d]     reads 0: ids[t]                    an input, or the index of a gather
///                        1: E[read 0, d]              comes after those that it is gathered through
/// ```
///
/// @param shape of the wire
/// @param positions by axis of the wire
/// @param axes names of the wire's axes
/// @param loops names of the axes along which the box runs
@SuppressWarnings("ArrayRecordComponent") // internal, never compared
record Read(
        Port port, long[] shape, List<String> axes, List<Position> positions, List<String> loops) {

    String wire() {
        return port.wire();
    }

    /// What lies outside the wire; empty where nothing may.
    OptionalDouble fill() {
        return port.fill();
    }

    /// An index along every loop, by name.
    String where(long[] index) {
        return IntStream.range(0, index.length)
                .mapToObj(loop -> loops.get(loop) + " = " + index[loop])
                .collect(Collectors.joining(", "));
    }

    /// Appends the reads of a port, those that it is gathered through first, itself last.
    ///
    /// @throws IllegalArgumentException where the port does not fit the wire, or renames an axis to one of another size
    static void append(
            Port port, Diagram diagram, Sizes sizes, List<String> loops, List<Read> reads) {
        Wire wire = diagram.wire(port.wire());
        checkSizes(port, wire, sizes);
        List<Position> positions = new ArrayList<>();
        for (Subscript subscript : port.subscripts()) {
            switch (subscript) {
                case Subscript.Affine affine -> positions.add(affine(affine, sizes, loops));
                case Subscript.Gather(Port index) -> {
                    append(index, diagram, sizes, loops, reads);
                    positions.add(new Position.Gathered(reads.size() - 1));
                }
            }
        }
        long[] shape = wire.axes().stream().mapToLong(sizes::of).toArray();
        reads.add(new Read(port, shape, wire.axes(), positions, loops));
    }

    private static Position affine(Subscript.Affine affine, Sizes sizes, List<String> loops) {
        long[] coefficients = new long[loops.size()];
        affine.coefficients()
                .forEach((axis, c) -> coefficients[loops.indexOf(axis)] = c.at(sizes::of));
        return new Position.Affine(coefficients, affine.offset().at(sizes::of));
    }

    static void checkSizes(Port port, Wire wire, Sizes sizes) {
        if (wire.axes().size() != port.subscripts().size()) {
            throw new IllegalArgumentException("port " + port + " on wire " + wire);
        }
        for (int i = 0; i < wire.axes().size(); i++) {
            String own = wire.axes().get(i);
            long expected = sizes.of(own);
            port.subscripts()
                    .get(i)
                    .plainAxis()
                    .filter(axis -> sizes.of(axis) != expected)
                    .ifPresent(
                            axis -> {
                                throw new IllegalArgumentException(
                                        "port "
                                                + port
                                                + ": axis '"
                                                + axis
                                                + "' has size "
                                                + sizes.of(axis)
                                                + ", the wire's axis '"
                                                + own
                                                + "' has size "
                                                + expected);
                            });
        }
    }
}
