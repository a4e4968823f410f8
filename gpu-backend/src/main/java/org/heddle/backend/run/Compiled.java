package org.heddle.backend.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.tile.ListedBlocks;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Wire;
import org.heddle.rules.derive.Derivation;

/// A compiled diagram: its derivation and, per kernel in launch order, tile program, source text and launch.
public record Compiled(Derivation derivation, Target target, List<CompiledKernel> kernels) {
    public Compiled {
        kernels = List.copyOf(kernels);
    }

    public Diagram diagram() {
        return derivation.source();
    }

    /// The wires between kernels: arrays that live in device memory only.
    public List<Wire> workspace() {
        Map<String, Wire> wires = new LinkedHashMap<>();
        Diagram result = derivation.result();
        for (CompiledKernel kernel : kernels) {
            kernel.program()
                    .arrays()
                    .forEach(array -> wires.put(array.wire(), result.wire(array.wire())));
        }
        result.inputs().forEach(wires::remove);
        result.outputs().forEach(wires::remove);
        return List.copyOf(wires.values());
    }

    /// Bytes of all wires between kernels.
    public long workspaceBytes() {
        return workspace().stream().mapToLong(wire -> derivation.sizes().bytes(wire)).sum();
    }

    /// Buffers, sources and launches for a driver. An output that is an input needs no buffer of its own: nothing writes it.
    public HostProgram hostProgram() {
        List<BufferSpec> buffers = new ArrayList<>();
        Diagram diagram = derivation.result();
        add(buffers, diagram.inputs().stream().map(diagram::wire).toList(), BufferSpec.Role.INPUT);
        add(
                buffers,
                diagram.outputs().stream()
                        .filter(output -> !diagram.inputs().contains(output))
                        .map(diagram::wire)
                        .toList(),
                BufferSpec.Role.OUTPUT);
        add(buffers, workspace(), BufferSpec.Role.WORKSPACE);
        for (CompiledKernel kernel : kernels) {
            for (ListedBlocks list : kernel.program().lists()) {
                list.bytes()
                        .forEach(
                                (array, bytes) ->
                                        buffers.add(
                                                new BufferSpec(
                                                        Compiler.buffer(array, kernel.program()),
                                                        bytes,
                                                        BufferSpec.Role.INPUT)));
            }
        }
        return new HostProgram(
                buffers,
                kernels.stream().map(CompiledKernel::text).toList(),
                kernels.stream().flatMap(kernel -> kernel.launch().stream()).toList());
    }

    /// The same with the cost of the blocks that inputs leave.
    ///
    /// @param inputs by wire
    public Compiled given(Map<String, Tensor> inputs) {
        return new Compiled(
                derivation.given(inputs),
                target,
                kernels.stream().map(kernel -> kernel.given(inputs)).toList());
    }

    /// The lists of blocks that loops go through for some inputs, by buffer.
    ///
    /// @param inputs by wire
    public Map<String, Tensor> lists(Map<String, Tensor> inputs) {
        Map<String, Tensor> lists = new LinkedHashMap<>();
        for (CompiledKernel kernel : kernels) {
            for (ListedBlocks list : kernel.program().lists()) {
                list.fill(inputs)
                        .forEach(
                                (array, tensor) ->
                                        lists.put(
                                                Compiler.buffer(array, kernel.program()), tensor));
            }
        }
        return lists;
    }

    private void add(List<BufferSpec> buffers, List<Wire> wires, BufferSpec.Role role) {
        for (Wire wire : wires) {
            buffers.add(new BufferSpec(wire.name(), derivation.sizes().bytes(wire), role));
        }
    }
}
