package org.heddle.backend.driver.ncu;

import java.io.IOException;
import org.heddle.backend.driver.job.JobWorker;
import org.heddle.backend.driver.registry.Drivers;

/// The process that ncu watches: runs one job on a device.
public final class NcuMain {
    private NcuMain() {}

    /// Runs the job.
    ///
    /// @param args those of a job, then the device: `cuda:0`
    public static void main(String[] args) throws IOException {
        JobWorker.run(args, () -> Drivers.open(args[JobWorker.ARGUMENTS]));
    }
}
