package org.heddle.backend.run;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.code.Origin;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Launch;
import org.heddle.backend.interpret.Options;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.data.Tensor;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.schedule.Cost;

/// One kernel of a compilation.
///
/// @param text its source
/// @param origins what each line of the source is there for
/// @param launch how it is launched; empty where its output has no elements
/// @param localBytes bytes of local (shared) memory that its text uses per group
public record CompiledKernel(
        Kernel kernel,
        TileProgram program,
        KernelText text,
        List<Origin> origins,
        Optional<Launch> launch,
        long localBytes) {
    public CompiledKernel {
        origins = List.copyOf(origins);
    }

    /// The same with the cost of the blocks that inputs leave.
    CompiledKernel given(Map<String, Tensor> inputs) {
        return new CompiledKernel(kernel.given(inputs), program, text, origins, launch, localBytes);
    }

    /// What it is predicted to move.
    public Moved predicted() {
        Cost cost = kernel.schedule().cost();
        long others = Math.multiplyExact(threads() - 1, kernel.schedule().listBytes());
        return new Moved(
                Math.addExact(cost.globalReadBytes(), others),
                cost.globalWriteBytes(),
                cost.localReadBytes(),
                cost.localWriteBytes());
    }

    /// How it is interpreted, so that what its threads read is counted.
    Options interpreted() {
        return Options.unlimited(threads());
    }

    /// Threads of a group; each asks by itself which block comes next, where that is listed.
    private int threads() {
        return launch.map(l -> Math.toIntExact(l.block().volume())).orElse(1);
    }
}
