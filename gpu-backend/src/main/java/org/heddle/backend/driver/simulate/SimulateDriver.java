package org.heddle.backend.driver.simulate;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.heddle.backend.driver.job.JobDirectory;
import org.heddle.backend.driver.job.JobProcess;

/// Runs OpenCL C under oclgrind: every launch exactly once, counted and checked.
///
/// Warm-ups and repetitions are ignored, and no times come back: the time of a simulator is nobody's.
/// A simulated program executes a few million instructions a second, and race detection takes about
/// fifty bytes of host memory per byte of buffer.
public final class SimulateDriver implements Driver {
    /// How long a simulation may take unless told otherwise.
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    private static final int KILLED = 128 + 9;

    private final Oclgrind oclgrind;
    private final JobProcess processes;

    private SimulateDriver(Oclgrind oclgrind, Duration timeout) {
        this.oclgrind = oclgrind;
        this.processes =
                new JobProcess(
                        "the simulation",
                        timeout,
                        "use smaller sizes: a simulator executes a few million instructions a"
                                + " second");
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

    /// Else the compiler merges accesses of the text, and what is counted is not what it says.
    private static final String AS_WRITTEN = "-cl-opt-disable";

    @Override
    public RunResult run(HostProgram program, Map<String, MemorySegment> inputs, RunOptions options)
            throws DriverException {
        program.requireLanguage(KernelText.Language.OPENCL, "simulate");
        RunSequence.requireInputs(program, inputs);
        HostProgram literal = program.withOption(AS_WRITTEN);
        return processes.with(literal, inputs, job -> run(job, literal));
    }

    private RunResult run(JobDirectory job, HostProgram program)
            throws IOException, DriverException {
        ProcessBuilder builder =
                new ProcessBuilder(JobProcess.command(SimulatorMain.class, job, program));
        Path log = job.file("oclgrind.log");
        oclgrind.configure(builder.environment(), vendors(job), log, program);
        int exit = processes.execute(builder, job);
        Optional<JobDirectory.Reply> answer = job.readReply();
        String complaint = JobProcess.lastLines(job.stderr());
        JobDirectory.Reply reply = answer.orElseThrow(() -> died(program, exit, complaint));
        if (reply.failure().isPresent()) {
            throw reply.failure().get().asException();
        }
        if (exit != 0) {
            throw died(program, exit, complaint);
        }
        Counters counters =
                OclgrindReport.parse(Files.readString(job.stdout()), JobProcess.text(log));
        return new RunResult(
                job.readOutputs(program),
                List.of(),
                List.of(),
                reply.builds(),
                reply.deviceBytes(),
                Optional.of(counters));
    }

    /// A directory with one `.icd` file that names the library.
    private Path vendors(JobDirectory job) throws IOException {
        Path vendors = Files.createDirectories(job.file("vendors"));
        Files.writeString(vendors.resolve("oclgrind.icd"), oclgrind.library() + "\n");
        return vendors;
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

    @Override
    public void close() {
        // Every run has a process of its own: nothing is held between runs.
    }
}
