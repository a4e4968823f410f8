package org.heddle.backend.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.interpret.Interpreter;
import org.heddle.backend.interpret.Options;
import org.heddle.backend.interpret.Transfers;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.rules.hardware.Hardware;

/// The embedded device: interprets tile programs and counts what they move. It has no clock worth showing.
public final class InterpretDevice implements Device {
    private final Hardware hardware;

    public InterpretDevice(Hardware hardware) {
        this.hardware = hardware;
    }

    @Override
    public String id() {
        return "interp";
    }

    @Override
    public String description() {
        return "interpreter of tile programs, in this process";
    }

    @Override
    public Hardware hardware() {
        return hardware;
    }

    @Override
    public Target target() {
        return Target.OPENCL_SIMD;
    }

    @Override
    public Execution run(Compiled compiled, Map<String, Tensor> inputs, RunOptions options) {
        Sizes sizes = compiled.derivation().sizes();
        Map<String, Tensor> arrays = new LinkedHashMap<>(inputs);
        long bytes = 0;
        for (CompiledKernel kernel : compiled.kernels()) {
            for (String output : kernel.program().region().outputs()) {
                Wire wire = compiled.derivation().result().wire(output);
                arrays.put(output, poisoned(wire, sizes));
            }
        }
        Map<String, Moved> moved = new LinkedHashMap<>();
        for (CompiledKernel kernel : compiled.kernels()) {
            Map<String, Tensor> own = new LinkedHashMap<>();
            kernel.program()
                    .arrays()
                    .forEach(array -> own.put(array.wire(), arrays.get(array.wire())));
            Transfers transfers = Interpreter.run(kernel.program(), own, Options.unlimited());
            moved.put(
                    kernel.program().name(),
                    new Moved(
                            transfers.globalReadBytes(),
                            transfers.globalWrittenBytes(),
                            transfers.localReadBytes(),
                            transfers.localWrittenBytes()));
        }
        for (Tensor tensor : arrays.values()) {
            bytes += tensor.bytes();
        }
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (String output : compiled.diagram().outputs()) {
            outputs.put(
                    output,
                    arrays.getOrDefault(
                            output,
                            Tensor.allocate(
                                    compiled.derivation().result().wire(output).dtype(),
                                    List.of())));
        }
        return new Execution(
                outputs, List.of(), List.of(), Optional.of(moved), List.of(), bytes, List.of());
    }

    /// All bits set: NaN in every floating format, so that an element never written shows.
    static Tensor poisoned(Wire wire, Sizes sizes) {
        Tensor tensor = Tensor.allocate(wire.dtype(), wire.axes().stream().map(sizes::of).toList());
        tensor.segment().fill((byte) 0xFF);
        return tensor;
    }

    @Override
    public void close() {}
}
