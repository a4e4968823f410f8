package org.heddle.backend.driver.simulate;

import java.io.IOException;
import org.heddle.backend.driver.job.JobWorker;
import org.heddle.backend.driver.opencl.OpenClDriver;

/// The simulator process: runs one job on the only OpenCL platform it sees.
public final class SimulatorMain {
    private SimulatorMain() {}

    /// Runs the job.
    ///
    /// @param args those of a job
    public static void main(String[] args) throws IOException {
        JobWorker.run(args, () -> OpenClDriver.open("oclgrind"));
    }
}
