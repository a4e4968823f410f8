package org.heddle.kernels;

import java.util.List;
import java.util.Optional;
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

    /// OpenCL for the machine with the least local memory on which there are as few kernels as on the one with the most, found by halving.
    static Compiled fused(Diagram diagram, Sizes sizes) throws DiagnosticException {
        Compiled fused = compile(diagram, sizes, CAPACITIES.getLast());
        int kernels = fused.kernels().size();
        int tooSmall = -1;
        int enough = CAPACITIES.size() - 1;
        while (enough - tooSmall > 1) {
            int middle = (tooSmall + enough) / 2;
            Optional<Compiled> tried = fitting(diagram, sizes, CAPACITIES.get(middle));
            if (tried.isPresent() && tried.get().kernels().size() <= kernels) {
                fused = tried.get();
                enough = middle;
            } else {
                tooSmall = middle;
            }
        }
        return fused;
    }

    /// OpenCL for the machine with the least local memory for which there is a schedule: mostly one of the first.
    static Compiled compile(Diagram diagram, Sizes sizes) throws DiagnosticException {
        for (long bytes : CAPACITIES.subList(0, CAPACITIES.size() - 1)) {
            Optional<Compiled> tried = fitting(diagram, sizes, bytes);
            if (tried.isPresent()) {
                return tried.get();
            }
        }
        return compile(diagram, sizes, CAPACITIES.getLast());
    }

    /// Empty where no schedule fits.
    private static Optional<Compiled> fitting(Diagram diagram, Sizes sizes, long bytes)
            throws DiagnosticException {
        try {
            return Optional.of(compile(diagram, sizes, bytes));
        } catch (DiagnosticException e) {
            if (e.diagnostics().getFirst().code() != Code.S821) {
                throw e;
            }
            return Optional.empty();
        }
    }
}
