package org.heddle.backend.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.interpret.Interpreter;
import org.heddle.backend.interpret.Transfers;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
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
        Diagram diagram = compiled.derivation().result();
        Map<String, Tensor> arrays = new LinkedHashMap<>(Arrays.inputs(compiled, inputs));
        for (CompiledKernel kernel : compiled.kernels()) {
            for (String output : kernel.program().region().outputs()) {
                arrays.put(output, Arrays.poisoned(diagram.wire(output), sizes));
            }
        }
        Map<String, Moved> moved = new LinkedHashMap<>();
        for (CompiledKernel kernel : compiled.kernels()) {
            Map<String, Tensor> own = new LinkedHashMap<>(arrays);
            own.keySet().retainAll(kernel.program().region().arrays().keySet());
            Transfers transfers = Interpreter.run(kernel.program(), own, kernel.interpreted());
            moved.put(kernel.text().entry(), Moved.of(transfers));
        }
        long bytes = arrays.values().stream().mapToLong(Tensor::bytes).sum();
        arrays.keySet().retainAll(diagram.outputs());
        diagram.inputs().forEach(input -> arrays.computeIfPresent(input, (_, t) -> Arrays.copy(t)));
        return new Execution(
                arrays,
                List.of(),
                List.of(),
                Optional.of(moved),
                Map.of(),
                SingleIntegers.inexact(compiled, inputs),
                bytes,
                List.of());
    }

    @Override
    public void close() {}
}
