package org.heddle.backend.driver.job;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverException.Kind;
import org.heddle.backend.driver.HostProgram;

/// Runs a program in a process of its own, which leaves nothing behind: neither files nor processes.
public final class JobProcess {
    private static final int LAST_LINES = 12;

    private final String what;
    private final Duration timeout;
    private final String slow;

    /// A way to run programs.
    ///
    /// @param what it is, for messages: `the simulator`
    /// @param timeout longest time of one run, after which its processes are ended
    /// @param slow what to do where that is too short
    public JobProcess(String what, Duration timeout, String slow) {
        this.what = what;
        this.timeout = timeout;
        this.slow = slow;
    }

    /// What is done with the files of a job.
    public interface Task<T> {
        T run(JobDirectory job) throws IOException, DriverException;
    }

    /// Does something with a program's files, which are deleted after it, or when this process ends.
    ///
    /// @param inputs by buffer
    /// @throws DriverException LAUNCH_FAILED where files cannot be written or read
    public <T> T with(HostProgram program, Map<String, MemorySegment> inputs, Task<T> task)
            throws DriverException {
        try {
            JobDirectory job = JobDirectory.create();
            Thread deleteOnExit = new Thread(job::delete);
            try {
                Runtime.getRuntime().addShutdownHook(deleteOnExit);
                job.writeProgram(program);
                job.write(BufferSpec.Role.INPUT, program, inputs);
                return task.run(job);
            } finally {
                job.delete();
                removeHook(deleteOnExit);
            }
        } catch (IOException e) {
            throw new DriverException(
                    Kind.LAUNCH_FAILED,
                    what + "'s files cannot be written or read: " + e.getMessage(),
                    "look for free space in " + System.getProperty("java.io.tmpdir"),
                    e);
        }
    }

    /// The command by which a main class runs a job; it hands its arguments to {@link JobWorker#run}.
    public static List<String> command(Class<?> main, JobDirectory job, HostProgram program) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(
                java.toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + job.file("jvm-crash.log"),
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=" + (program.totalBytes() + (256L << 20)),
                "-cp",
                System.getProperty("java.class.path"),
                main.getName(),
                job.root().toString(),
                String.valueOf(ProcessHandle.current().pid()));
    }

    /// Runs a process to its end; what it prints is in files of the job.
    ///
    /// @return its exit status
    /// @throws DriverException LAUNCH_FAILED where it cannot be started or does not end in time
    public int execute(ProcessBuilder builder, JobDirectory job) throws DriverException {
        builder.redirectOutput(job.stdout().toFile());
        builder.redirectError(job.stderr().toFile());
        Process process = start(builder);
        Thread endOnExit = new Thread(() -> end(process));
        try {
            Runtime.getRuntime().addShutdownHook(endOnExit);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DriverException(
                        Kind.LAUNCH_FAILED,
                        what + " did not end within " + timeout.toSeconds() + " s",
                        slow);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DriverException(Kind.LAUNCH_FAILED, what + " was interrupted", "", e);
        } finally {
            end(process);
            removeHook(endOnExit);
        }
    }

    private Process start(ProcessBuilder builder) throws DriverException {
        try {
            return builder.start();
        } catch (IOException e) {
            throw new DriverException(
                    Kind.LAUNCH_FAILED, what + " cannot be started: " + e.getMessage(), "", e);
        }
    }

    private static void end(Process process) {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }

    /// The end of what a process has printed; empty where there is no such file.
    public static String lastLines(Path file) throws IOException {
        List<String> lines = text(file).lines().filter(line -> !line.isBlank()).toList();
        int from = Math.max(0, lines.size() - LAST_LINES);
        return String.join("\n", lines.subList(from, lines.size()));
    }

    /// A file as text, whatever bytes it has; empty where there is none.
    public static String text(Path file) throws IOException {
        return Files.exists(file)
                ? new String(Files.readAllBytes(file), StandardCharsets.UTF_8)
                : "";
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then the hook runs, which is what it is for.
        }
    }
}
