package org.heddle.backend.driver.job;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;

/// What a process does that {@link JobProcess} has started: runs the program once, and answers in files.
public final class JobWorker {
    /// How many arguments of a main class are the job's own; those after them are the main class's.
    public static final int ARGUMENTS = 2;

    /// How this process ends where nobody waits for it any more.
    static final int ABANDONED = 2;

    private JobWorker() {}

    /// Opens what the program runs on.
    public interface Opening {
        Driver open() throws DriverException;
    }

    /// Runs the job that arguments of a main class name. Failures of the driver are part of the answer.
    ///
    /// @param arguments those of {@link JobProcess#command}
    public static void run(String[] arguments, Opening opening) throws IOException {
        JobDirectory job = new JobDirectory(Path.of(arguments[0]));
        endWith(Long.parseLong(arguments[1]));
        HostProgram program = job.readProgram();
        try (Arena arena = Arena.ofShared();
                Driver driver = opening.open()) {
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

    /// Ends this process soon after that one. It need not be the parent: a tool may stand between the two.
    private static void endWith(long process) {
        Thread.ofPlatform()
                .daemon()
                .name("watch-" + process)
                .start(
                        () -> {
                            try {
                                ProcessHandle.of(process).ifPresent(one -> one.onExit().join());
                            } finally {
                                Runtime.getRuntime().halt(ABANDONED);
                            }
                        });
    }
}
