package org.heddle.backend.driver.simulate;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.Counters;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverException.Kind;
import org.heddle.backend.driver.DriverInfo;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.NativeLibrary;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;
import org.heddle.backend.driver.RunSequence;

/// Runs OpenCL C under oclgrind: every launch exactly once, counted and checked.
///
/// Warm-ups and repetitions are ignored, and no times come back: the time of a simulator is nobody's.
/// A simulated program executes a few million instructions a second, and race detection takes about
/// fifty bytes of host memory per byte of buffer.
public final class SimulateDriver implements Driver {
    /// How long a simulation may take unless told otherwise.
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    private static final int STDERR_LINES = 12;
    private static final int KILLED = 128 + 9;

    private final Oclgrind oclgrind;
    private final Duration timeout;

    private SimulateDriver(Oclgrind oclgrind, Duration timeout) {
        this.oclgrind = oclgrind;
        this.timeout = timeout;
    }

    /// Opens the simulator with the default time limit.
    ///
    /// @throws DriverException MISSING_TOOL if oclgrind is not installed
    public static SimulateDriver open() throws DriverException {
        return open(DEFAULT_TIMEOUT);
    }

    /// Opens the simulator.
    ///
    /// @param timeout longest time of one run, after which its process is ended
    /// @throws DriverException MISSING_TOOL if oclgrind or the OpenCL loader is not installed
    public static SimulateDriver open(Duration timeout) throws DriverException {
        Optional<String> missing = NativeLibrary.whyNotLoadable("libOpenCL.so.1");
        if (missing.isPresent()) {
            throw new DriverException(Kind.MISSING_TOOL, missing.get(), Oclgrind.HINT);
        }
        return new SimulateDriver(Oclgrind.find(System.getenv()), timeout);
    }

    @Override
    public DriverInfo info() {
        return new DriverInfo(
                "simulate",
                "Oclgrind",
                "Oclgrind Simulator",
                "OpenCL 1.2, " + oclgrind.library(),
                "OpenCL C 1.2",
                1,
                Oclgrind.LOCAL_BYTES,
                Oclgrind.MAX_GROUP_SIZE,
                Oclgrind.MAX_GLOBAL_BYTES,
                false,
                true,
                false);
    }

    @Override
    public RunResult run(HostProgram program, Map<String, MemorySegment> inputs, RunOptions options)
            throws DriverException {
        program.requireLanguage(KernelText.Language.OPENCL, "simulate");
        RunSequence.requireInputs(program, inputs);
        try {
            JobDirectory job = JobDirectory.create();
            Thread deleteOnExit = new Thread(job::delete);
            try {
                Runtime.getRuntime().addShutdownHook(deleteOnExit);
                return run(job, program, inputs);
            } finally {
                job.delete();
                removeHook(deleteOnExit);
            }
        } catch (IOException e) {
            throw new DriverException(
                    Kind.LAUNCH_FAILED,
                    "the simulator's files cannot be written or read: " + e.getMessage(),
                    "look for free space in " + System.getProperty("java.io.tmpdir"),
                    e);
        }
    }

    private RunResult run(JobDirectory job, HostProgram program, Map<String, MemorySegment> inputs)
            throws IOException, DriverException {
        job.writeProgram(program);
        job.write(BufferSpec.Role.INPUT, program, inputs);
        int exit = execute(job, program);
        JobDirectory.Reply reply =
                job.readReply().orElseThrow(() -> died(program, exit, lastLines(job.stderr())));
        if (reply.failure().isPresent()) {
            throw reply.failure().get().asException();
        }
        if (exit != 0) {
            throw died(program, exit, lastLines(job.stderr()));
        }
        String log = Files.exists(job.log()) ? Files.readString(job.log()) : "";
        Counters counters = OclgrindReport.parse(Files.readString(job.stdout()), log);
        return new RunResult(
                job.readOutputs(program),
                List.of(),
                List.of(),
                reply.builds(),
                reply.deviceBytes(),
                Optional.of(counters));
    }

    /// Runs the simulator process to its end.
    ///
    /// @return its exit status
    private int execute(JobDirectory job, HostProgram program) throws IOException, DriverException {
        ProcessBuilder builder = new ProcessBuilder(command(job, program));
        oclgrind.configure(
                builder.environment(), job.vendors(oclgrind.library()), job.log(), program);
        builder.redirectOutput(job.stdout().toFile());
        builder.redirectError(job.stderr().toFile());
        Process process = builder.start();
        Thread endOnExit = new Thread(process::destroyForcibly);
        try {
            Runtime.getRuntime().addShutdownHook(endOnExit);
            if (!process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new DriverException(
                        Kind.LAUNCH_FAILED,
                        "the simulation did not end within " + timeout.toSeconds() + " s",
                        "use smaller sizes: a simulator executes a few million instructions a"
                                + " second");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DriverException(Kind.LAUNCH_FAILED, "the simulation was interrupted", "", e);
        } finally {
            process.destroyForcibly();
            removeHook(endOnExit);
        }
    }

    private static List<String> command(JobDirectory job, HostProgram program) {
        Path java = Path.of(System.getProperty("java.home"), "bin", "java");
        return List.of(
                java.toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + job.root().resolve("jvm-crash.log"),
                "-Xmx256m",
                "-XX:MaxDirectMemorySize=" + (program.totalBytes() + (256L << 20)),
                "-cp",
                System.getProperty("java.class.path"),
                SimulatorMain.class.getName(),
                job.root().toString());
    }

    private static DriverException died(HostProgram program, int exit, String complaint) {
        if (exit == KILLED) {
            return new DriverException(
                    Kind.OUT_OF_MEMORY,
                    "the simulator process was killed, probably for memory: race detection takes"
                            + " about fifty bytes per byte of buffer, and the buffers have "
                            + program.totalBytes(),
                    "use smaller sizes");
        }
        return new DriverException(
                Kind.LAUNCH_FAILED,
                "the simulator process ended with status "
                        + exit
                        + (complaint.isBlank() ? "" : ":\n" + complaint),
                "oclgrind itself may have failed; the same program on opencl:pocl tells more");
    }

    private static String lastLines(Path file) {
        try {
            List<String> lines = Files.readAllLines(file);
            int from = Math.max(0, lines.size() - STDERR_LINES);
            return String.join("\n", lines.subList(from, lines.size()));
        } catch (IOException e) {
            return "";
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyShuttingDown) {
            // Then the hook runs, which is what it is for.
        }
    }

    @Override
    public void close() {
        // Every run has a process of its own: nothing is held between runs.
    }
}
