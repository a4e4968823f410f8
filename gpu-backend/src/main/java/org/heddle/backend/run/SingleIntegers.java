package org.heddle.backend.run;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.rules.nest.Node;

/// Integers that kernels of f32 read: a number of a document beside scores is kept in f32 like them, and is itself up to 2^24 only.
final class SingleIntegers {
    /// Every integer up to it in magnitude is an f32.
    private static final double EXACT = 0x1p24;

    private SingleIntegers() {}

    /// An element of each input that a kernel does not hold exactly.
    ///
    /// @param inputs by wire
    static List<String> inexact(Compiled compiled, Map<String, Tensor> inputs) {
        Set<String> wires = new LinkedHashSet<>();
        for (CompiledKernel kernel : compiled.kernels()) {
            kernel.program().nest().placed().stream()
                    .flatMap(
                            placed ->
                                    placed.node() instanceof Node.Load(var tile, var read, _)
                                                    && tile.dtype() == DType.F32
                                            ? Stream.of(read.wire())
                                            : Stream.empty())
                    .forEach(wires::add);
        }
        return wires.stream()
                .flatMap(
                        wire ->
                                Optional.ofNullable(inputs.get(wire))
                                        .flatMap(tensor -> inexact(wire, tensor))
                                        .stream())
                .toList();
    }

    private static Optional<String> inexact(String wire, Tensor tensor) {
        if (tensor.dtype().isFloating() || tensor.dtype().bytes() < DType.I32.bytes()) {
            return Optional.empty();
        }
        return LongStream.range(0, tensor.elements())
                .filter(i -> Math.abs(tensor.get(i)) > EXACT)
                .mapToObj(
                        i ->
                                "element %d of input %s is %.0f; beside f32 values integers are exact up to 2^24 = %.0f in magnitude: number them from 0, or store those values as f64"
                                        .formatted(i, wire, tensor.get(i), EXACT))
                .findFirst();
    }
}
