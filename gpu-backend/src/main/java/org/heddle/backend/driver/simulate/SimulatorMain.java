package org.heddle.backend.driver.simulate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;
import org.heddle.backend.driver.opencl.OpenClDriver;

/// The simulator process: runs one job on the only OpenCL platform it sees, and answers in files.
public final class SimulatorMain {
    private SimulatorMain() {}

    /// Runs the job.
    ///
    /// @param args the job directory
    public static void main(String[] args) throws IOException {
        endWithParent();
        JobDirectory job = new JobDirectory(Path.of(args[0]));
        HostProgram program = job.readProgram();
        try (Arena arena = Arena.ofShared();
                OpenClDriver driver = OpenClDriver.open("oclgrind")) {
            Map<String, MemorySegment> inputs = job.map(BufferSpec.Role.INPUT, program, arena);
            RunResult result = driver.run(program, inputs, RunOptions.ONCE);
            job.write(BufferSpec.Role.OUTPUT, program, result.outputs());
            job.writeReply(
                    new JobDirectory.Reply(
                            result.builds(), result.deviceBytesAllocated(), Optional.empty()));
        } catch (DriverException e) {
            JobDirectory.Failure failure =
                    new JobDirectory.Failure(e.kind(), String.valueOf(e.getMessage()), e.hint());
            job.writeReply(new JobDirectory.Reply(List.of(), 0, Optional.of(failure)));
        }
    }

    /// The parent holds our standard input open for as long as it lives.
    private static void endWithParent() {
        Thread.ofPlatform()
                .daemon()
                .name("watch-parent")
                .start(
                        () -> {
                            try {
                                while (System.in.read() >= 0) {
                                    // nothing is ever sent
                                }
                            } catch (IOException e) {
                                throw new UncheckedIOException(e);
                            } finally {
                                Runtime.getRuntime().halt(2);
                            }
                        });
    }
}
