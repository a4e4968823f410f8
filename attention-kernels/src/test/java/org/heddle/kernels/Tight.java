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
import org.heddle.rules.hardware.HardwareReader;

/// Machines with so little local memory that axes are cut even where they are short.
final class Tight {
    private static final List<Long> CAPACITIES =
            List.of(1L << 10, 4L << 10, 16L << 10, 64L << 10, 512L << 10);

    private Tight() {}

    /// The generic CPU with another capacity of local memory.
    static Hardware machine(long bytes) {
        Hardware cpu = HardwareReader.shipped("cpu").orElseThrow();
        Hardware.Level local = cpu.local();
        return new Hardware(
                cpu.format(),
                "tight",
                cpu.description(),
                cpu.execution(),
                cpu.units(),
                List.of(
                        cpu.global(),
                        new Hardware.Level(
                                local.name(), bytes, local.bytesPerSecond(), "for tests"),
                        cpu.levels().getLast()),
                cpu.pipes(),
                cpu.vectorLanes(),
                cpu.vectorRegisters(),
                cpu.threadsPerGroup(),
                cpu.launchSeconds(),
                cpu.source());
    }

    /// OpenCL for the machine with the least local memory for which there is a schedule.
    static Compiled compile(Diagram diagram, Sizes sizes) throws DiagnosticException {
        for (long bytes : CAPACITIES) {
            try {
                return Compiler.compile(diagram, sizes, machine(bytes), Target.OPENCL_SIMD);
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
