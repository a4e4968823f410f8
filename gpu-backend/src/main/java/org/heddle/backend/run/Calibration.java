package org.heddle.backend.run;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.Argument;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.Dim3;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverInfo;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Launch;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;
import org.heddle.backend.driver.registry.Drivers;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;

/// Measures an OpenCL CPU device with small kernels: multiply-adds, exponentials, bandwidth of local and global memory, the cost of a launch.
///
/// Each figure is the best of several passes, since what disturbs a pass only slows it. A pass has many more groups than the device has cores: the runtime hands groups to
/// threads that it first has to wake, and with one group for each core the thread that wakes first runs several of them while a core idles. The whole takes two or
/// three seconds.
public final class Calibration {
    private static final int PASSES = 15;

    /// Of a probe, for each compute unit; together they take some milliseconds, against the tens of microseconds in which a thread wakes.
    private static final int GROUPS_PER_UNIT = 32;

    /// All cores together fall below this part of what one reaches alone, times their number, only where other work keeps some of them busy.
    private static final double UNDISTURBED = 0.75;

    /// A wider vector is taken if it is at least this fast: wider registers hold larger pieces. Vectors that the machine has to split run out of registers, and fall far
    /// below.
    private static final double KEEPS_UP = 0.75;

    private static final long GLOBAL_BYTES = 256L << 20;
    private static final int LOCAL_BYTES = 256 << 10;
    private static final int CACHE_LINE_BYTES = 64;

    private final Driver driver;
    private final DriverInfo info;

    private Calibration(Driver driver) {
        this.driver = driver;
        this.info = driver.info();
    }

    /// What was measured.
    ///
    /// @param disturbed whether other work kept cores busy meanwhile, so that the rates are below what the device can do
    public record Result(Hardware hardware, boolean disturbed) {}

    /// Measures a device.
    ///
    /// @throws DriverException where the device is missing or is no CPU
    public static Result measure(String device) throws DriverException {
        try (Driver driver = Drivers.open(device)) {
            return measure(driver);
        }
    }

    /// Measures a device that is open.
    ///
    /// @throws DriverException where it is no OpenCL CPU device
    static Result measure(Driver driver) throws DriverException {
        if (driver.info().isGpu() || !driver.info().device().startsWith("opencl")) {
            throw new DriverException(
                    DriverException.Kind.UNSUITABLE_DEVICE,
                    "calibration measures OpenCL CPU devices, "
                            + driver.info().device()
                            + " is none",
                    "use a shipped description: `heddle hardware`");
        }
        return new Calibration(driver).result();
    }

    private Result result() throws DriverException {
        int lanes = 4;
        double fma = 0;
        for (int candidate : new int[] {4, 8, 16}) {
            double rate = multiplyAdds("float", candidate, groups());
            if (rate > KEEPS_UP * fma) {
                lanes = candidate;
            }
            fma = Math.max(fma, rate);
        }
        boolean disturbed =
                fma < UNDISTURBED * info.computeUnits() * multiplyAdds("float", lanes, 1);
        long cache = secondLevelCache();
        String how = "measured by `heddle calibrate`";
        List<Hardware.Level> levels =
                List.of(
                        new Hardware.Level(
                                "global",
                                info.globalBytes(),
                                globalBandwidth(lanes),
                                CACHE_LINE_BYTES,
                                how + ": reading 256 MiB"),
                        new Hardware.Level(
                                "local",
                                Math.min(info.localBytes(), cache / 2),
                                localBandwidth(lanes),
                                how
                                        + ": reading 256 KiB of __local memory; capacity: half of the second-level cache"),
                        new Hardware.Level(
                                "registers",
                                (lanes == 16 ? 32L : 16L) * lanes * 4,
                                1e13,
                                "vector registers of one core"));
        List<Hardware.Pipe> pipes =
                List.of(
                        new Hardware.Pipe("fma", DType.F32, fma, how + ": chains of fma"),
                        new Hardware.Pipe(
                                "fma",
                                DType.F64,
                                multiplyAdds("double", Math.max(2, lanes / 2), groups()),
                                how + ": chains of fma"),
                        new Hardware.Pipe(
                                "special", DType.F32, exponentials("float", lanes), how + ": exp"),
                        new Hardware.Pipe(
                                "special",
                                DType.F64,
                                exponentials("double", Math.max(2, lanes / 2)),
                                how + ": exp"));
        Hardware hardware =
                new Hardware(
                        Hardware.FORMAT,
                        Hardwares.HOST,
                        info.name() + ", " + info.computeUnits() + " cores",
                        Hardware.Execution.SIMD,
                        info.computeUnits(),
                        levels,
                        pipes,
                        lanes,
                        lanes == 16 ? 32 : 16,
                        1,
                        launch(),
                        how + " on " + info.platform() + ", " + info.version());
        return new Result(hardware, disturbed);
    }

    /// Floating operations per second, two per multiply-add.
    private double multiplyAdds(String type, int lanes, int groups) throws DriverException {
        int chains = 12;
        int rounds = 100_000;
        String vector = type + lanes;
        StringBuilder text = new StringBuilder(start(type));
        text.append(vector).append(" a[").append(chains).append("];\n");
        text.append("for (int i = 0; i < ")
                .append(chains)
                .append("; ++i) a[i] = (")
                .append(vector)
                .append(")(i);\n");
        text.append("const ")
                .append(vector)
                .append(" x = (")
                .append(vector)
                .append(")(0.999f), y = (")
                .append(vector)
                .append(")(0.5f);\n");
        text.append("for (int n = 0; n < ").append(rounds).append("; ++n) {\n#pragma unroll\n");
        text.append("for (int i = 0; i < ")
                .append(chains)
                .append("; ++i) a[i] = fma(a[i], x, y); }\n");
        text.append(vector)
                .append(" s = a[0];\nfor (int i = 1; i < ")
                .append(chains)
                .append("; ++i) s += a[i];\n");
        text.append("out[get_group_id(0)] = ")
                .append(lanes == 2 ? "s.x + s.y" : "s.s0 + s.s3")
                .append(";\n}\n");
        return 2.0 * chains * lanes * rounds * groups / seconds(text.toString(), groups, 0);
    }

    private double exponentials(String type, int lanes) throws DriverException {
        int rounds = 3000;
        String vector = type + lanes;
        String text =
                start(type)
                        + vector
                        + " a[8];\nfor (int i = 0; i < 8; ++i) a[i] = ("
                        + vector
                        + ")(-0.01f * i);\n"
                        + "for (int n = 0; n < "
                        + rounds
                        + "; ++n)\n for (int i = 0; i < 8; ++i) a[i] = -exp(a[i]);\n"
                        + vector
                        + " s = a[0];\nfor (int i = 1; i < 8; ++i) s += a[i];\n"
                        + "out[get_group_id(0)] = "
                        + (lanes == 2 ? "s.x + s.y" : "s.s0 + s.s3")
                        + ";\n}\n";
        return 8.0 * lanes * rounds * groups() / seconds(text, groups(), 0);
    }

    private double localBandwidth(int lanes) throws DriverException {
        int elements = LOCAL_BYTES / 4;
        int rounds = 100;
        String vector = "float" + lanes;
        String text =
                start("float")
                        + "__local float block["
                        + elements
                        + "] __attribute__((aligned(64)));\n"
                        + "for (int i = 0; i < "
                        + elements
                        + "; ++i) block[i] = i;\n"
                        + vector
                        + " s[4] = {0, 0, 0, 0};\nfor (int n = 0; n < "
                        + rounds
                        + "; ++n)\n"
                        + " for (int i = 0; i < "
                        + elements
                        + "; i += "
                        + 4 * lanes
                        + ") {\n#pragma unroll\n"
                        + "for (int j = 0; j < 4; ++j) s[j] += *(__local "
                        + vector
                        + "*)(block + i + j * "
                        + lanes
                        + "); }\n"
                        + "s[0] += s[1] + s[2] + s[3];\nout[get_group_id(0)] = s[0].s0 + s[0].s3;\n}\n";
        return (double) LOCAL_BYTES * rounds * groups() / seconds(text, groups(), 0);
    }

    private double globalBandwidth(int lanes) throws DriverException {
        long elements = GLOBAL_BYTES / 4;
        int groups = groups();
        long each = elements / groups / (4L * lanes) * (4L * lanes);
        String vector = "float" + lanes;
        String text =
                "__attribute__((reqd_work_group_size(1, 1, 1)))\n"
                        + "__kernel void probe(__global const float* in, __global float* out) {\n"
                        + "__global const float* from = in + get_group_id(0) * "
                        + each
                        + "L;\n"
                        + vector
                        + " s[4] = {0, 0, 0, 0};\n"
                        + "for (long i = 0; i < "
                        + each
                        + "L; i += "
                        + 4 * lanes
                        + ") {\n#pragma unroll\n"
                        + "for (int j = 0; j < 4; ++j) s[j] += *(__global const "
                        + vector
                        + "*)(from + i + j * "
                        + lanes
                        + "); }\n"
                        + "s[0] += s[1] + s[2] + s[3];\nout[get_group_id(0)] = s[0].s0 + s[0].s3;\n}\n";
        return (double) each * groups * 4 / seconds(text, groups, GLOBAL_BYTES);
    }

    private double launch() throws DriverException {
        return Math.max(
                1e-7,
                seconds(start("float") + "out[get_group_id(0)] = 1;\n}\n", info.computeUnits(), 0));
    }

    private static String start(String type) {
        return (type.equals("double") ? "#pragma OPENCL EXTENSION cl_khr_fp64 : enable\n" : "")
                + "__attribute__((reqd_work_group_size(1, 1, 1)))\n__kernel void probe(__global float* out) {\n";
    }

    private int groups() {
        return GROUPS_PER_UNIT * Math.max(1, info.computeUnits());
    }

    /// The best device time of a probe.
    private double seconds(String text, int groups, long inputBytes) throws DriverException {
        List<BufferSpec> buffers = new ArrayList<>();
        List<Argument> arguments = new ArrayList<>();
        Map<String, MemorySegment> inputs = Map.of();
        try (Arena arena = Arena.ofShared()) {
            if (inputBytes > 0) {
                buffers.add(new BufferSpec("in", inputBytes, BufferSpec.Role.INPUT));
                arguments.add(new Argument.BufferArgument("in"));
                inputs = Map.of("in", arena.allocate(inputBytes, 64));
            }
            buffers.add(new BufferSpec("out", 4L * groups, BufferSpec.Role.OUTPUT));
            arguments.add(new Argument.BufferArgument("out"));
            HostProgram program =
                    new HostProgram(
                            buffers,
                            List.of(KernelText.openCl("probe", text)),
                            List.of(
                                    new Launch(
                                            "probe", Dim3.of(groups), Dim3.of(1), 0, arguments)));
            RunResult result = driver.run(program, inputs, new RunOptions(1, PASSES));
            return Statistics.min(result.passSeconds());
        }
    }

    /// The size of the second-level cache as the system tells it; 512 KiB where it does not.
    private static long secondLevelCache() {
        Path file = Path.of("/sys/devices/system/cpu/cpu0/cache/index2/size");
        try {
            String text = Files.readString(file).strip();
            return text.endsWith("K")
                    ? Long.parseLong(text.substring(0, text.length() - 1)) * 1024
                    : 512L << 10;
        } catch (IOException | NumberFormatException _) {
            return 512L << 10;
        }
    }
}
