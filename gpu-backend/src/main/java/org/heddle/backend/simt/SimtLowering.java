package org.heddle.backend.simt;

import org.heddle.backend.tile.TileProgram;
import org.heddle.rules.hardware.Hardware;

/// Writes a tile program as one kernel for a machine whose groups are made of threads.
public final class SimtLowering {
    private SimtLowering() {}

    /// The kernel in a dialect. Groups are numbered along one grid dimension, the last grid axis fastest.
    ///
    /// @throws IllegalArgumentException where the schedule is not for threads, an array has an element type that has no conversion here, the tiles do not fit
    ///     into shared memory, or there are more than 2^31 - 1 groups
    public static SimtKernel lower(TileProgram program, Dialect dialect) {
        Hardware hardware = program.schedule().hardware();
        if (hardware.execution() != Hardware.Execution.SIMT) {
            throw new IllegalArgumentException(
                    "the schedule of "
                            + program.name()
                            + " is for "
                            + hardware.name()
                            + ", whose groups are single threads");
        }
        return new KernelWriter(Plan.of(program, dialect)).kernel();
    }
}
