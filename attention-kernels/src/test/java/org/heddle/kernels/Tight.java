package org.heddle.kernels;

import java.util.List;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Target;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;

/// Machines with so little local memory that axes are cut even where they are short.
final class Tight {
    private static final List<Long> CAPACITIES =
            List.of(
                    64L,
                    96L,
                    128L,
                    192L,
                    256L,
                    384L,
                    512L,
                    1L << 10,
                    4L << 10,
                    16L << 10,
                    64L << 10,
                    512L << 10);

    private Tight() {}

    private static Compiled compile(Diagram diagram, Sizes sizes, long bytes)
            throws DiagnosticException {
        return Compiler.compile(diagram, sizes, machine(bytes), Target.OPENCL_SIMD);
    }

    /// The generic CPU with another capacity of local memory.
    static Hardware machine(long bytes) {
        Hardware cpu = HardwareReader.shipped("cpu").orElseThrow();
        return HardwareBuilder.of(cpu)
                .name("tight")
                .local(level -> level.withCapacity(bytes))
                .build();
    }

    /// OpenCL for the machine with the least local memory on which there are as few kernels as on the one with the most.
    static Compiled fused(Diagram diagram, Sizes sizes) throws DiagnosticException {
        return least(
                diagram, sizes, compile(diagram, sizes, CAPACITIES.getLast()).kernels().size());
    }

    /// OpenCL for the machine with the least local memory for which there is a schedule.
    static Compiled compile(Diagram diagram, Sizes sizes) throws DiagnosticException {
        return least(diagram, sizes, Integer.MAX_VALUE);
    }

    private static Compiled least(Diagram diagram, Sizes sizes, int kernels)
            throws DiagnosticException {
        for (long bytes : CAPACITIES) {
            try {
                Compiled compiled = compile(diagram, sizes, bytes);
                if (compiled.kernels().size() <= kernels) {
                    return compiled;
                }
            } catch (DiagnosticException e) {
                if (bytes == CAPACITIES.getLast()
                        || e.diagnostics().getFirst().code() != Code.S821) {
                    throw e;
                }
            }
        }
        throw new IllegalStateException("no capacities");
    }
}
