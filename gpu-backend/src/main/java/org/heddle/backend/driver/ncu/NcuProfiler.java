package org.heddle.backend.driver.ncu;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverException.Kind;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.Launch;
import org.heddle.backend.driver.Profile;
import org.heddle.backend.driver.Profiler;
import org.heddle.backend.driver.cuda.CudaToolkit;
import org.heddle.backend.driver.job.JobDirectory;
import org.heddle.backend.driver.job.JobProcess;

/// Lets ncu count the bytes of DRAM and of the second-level cache while a program runs once.
///
/// Caches are emptied before every launch, so that counts do not depend on what ran before. What a kernel has written and a cache still holds when it ends has not reached DRAM.
public final class NcuProfiler implements Profiler {
    /// How long it may take to count, the compiler included.
    public static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(10);

    static final String INSTALL =
            "install NVIDIA Nsight Compute, which comes with the CUDA toolkit, and put its ncu on the"
                    + " PATH";
    private static final String REFUSED = "ERR_NVGPUCTRPERM";

    private final String device;
    private final Map<String, String> environment;
    private final JobProcess processes;

    /// A profiler of a device.
    ///
    /// @param device the string that opens it: `cuda:0`
    /// @param environment variables that say where ncu is
    public NcuProfiler(String device, Map<String, String> environment) {
        this(device, environment, DEFAULT_TIMEOUT);
    }

    NcuProfiler(String device, Map<String, String> environment, Duration timeout) {
        this.device = device;
        this.environment = environment;
        this.processes = new JobProcess("ncu", timeout, "use smaller sizes");
    }

    @Override
    public Profile profile(HostProgram program, Map<String, MemorySegment> inputs) {
        try {
            Path ncu = find();
            String by = "ncu, NVIDIA Nsight Compute (" + ncu + ")";
            if (program.launches().isEmpty()) {
                return new Profile.Counted(by, Map.of());
            }
            HostProgram watched = program.withoutOutputs();
            return new Profile.Counted(
                    by, processes.with(watched, inputs, job -> counted(ncu, job, watched)));
        } catch (DriverException e) {
            return new Profile.NotCounted(String.valueOf(e.getMessage()), e.hint());
        }
    }

    private Path find() throws DriverException {
        return CudaToolkit.find("ncu", environment)
                .orElseThrow(
                        () ->
                                new DriverException(
                                        Kind.MISSING_TOOL, "ncu is not installed", INSTALL));
    }

    private Map<String, Profile.DeviceBytes> counted(
            Path ncu, JobDirectory job, HostProgram program) throws IOException, DriverException {
        Path table = job.file("ncu.csv");
        List<String> command = command(ncu, table);
        command.addAll(JobProcess.command(NcuMain.class, job, program));
        command.add(device);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C"); // a point before fractions
        int exit = processes.execute(builder, job);
        requireCounted(job, table, exit);
        NcuReport report = NcuReport.parse(JobProcess.text(table));
        if (report.isEmpty()) {
            throw failed("printed no count", job, table);
        }
        return bytes(report, program);
    }

    private static List<String> command(Path ncu, Path table) {
        return new ArrayList<>(
                List.of(
                        ncu.toString(),
                        "--csv",
                        "--page",
                        "details",
                        "--print-units",
                        "base",
                        "--print-kernel-base",
                        "function",
                        "--metrics",
                        String.join(",", NcuReport.METRICS),
                        "--target-processes",
                        "all",
                        "--cache-control",
                        "all",
                        "--clock-control", // clocks are not ours, and do not change what moves
                        "none",
                        "--log-file",
                        table.toString()));
    }

    /// Fails where ncu was refused, the program could not be run, or ncu says that something went wrong.
    private static void requireCounted(JobDirectory job, Path table, int exit)
            throws IOException, DriverException {
        for (Path file : List.of(table, job.stdout(), job.stderr())) {
            if (JobProcess.text(file).contains(REFUSED)) {
                throw refused();
            }
        }
        Optional<JobDirectory.Failure> failure =
                job.readReply().flatMap(JobDirectory.Reply::failure);
        if (failure.isPresent()) {
            throw failure.get().asException();
        }
        if (exit != 0) {
            throw failed("ended with status " + exit, job, table);
        }
    }

    private static DriverException refused() {
        return new DriverException(
                Kind.LAUNCH_FAILED,
                "the driver lets this user not read the GPU's counters (" + REFUSED + ")",
                "run as root, in a container with CAP_SYS_ADMIN, or let an administrator load the"
                        + " nvidia module with NVreg_RestrictProfilingToAdminUsers=0;"
                        + " https://developer.nvidia.com/"
                        + REFUSED
                        + " tells how");
    }

    private static DriverException failed(String how, JobDirectory job, Path table)
            throws IOException {
        StringBuilder message = new StringBuilder("ncu ").append(how);
        for (Path file : List.of(table, job.stdout(), job.stderr())) {
            String lines = JobProcess.lastLines(file);
            if (!lines.isEmpty()) {
                message.append("\n").append(lines);
            }
        }
        return new DriverException(Kind.LAUNCH_FAILED, message.toString(), "");
    }

    private static Map<String, Profile.DeviceBytes> bytes(NcuReport report, HostProgram program)
            throws DriverException {
        Map<String, Integer> launches = new LinkedHashMap<>();
        program.launches().stream()
                .map(Launch::entry)
                .forEach(entry -> launches.merge(entry, 1, Integer::sum));
        Map<String, Profile.DeviceBytes> bytes = new LinkedHashMap<>();
        for (Map.Entry<String, Integer> kernel : launches.entrySet()) {
            bytes.put(kernel.getKey(), report.bytes(kernel.getKey(), kernel.getValue()));
        }
        return bytes;
    }
}
