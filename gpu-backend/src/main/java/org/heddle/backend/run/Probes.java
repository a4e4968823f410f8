package org.heddle.backend.run;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.Argument;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.Dim3;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Launch;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;

/// Small kernels that keep one part of an OpenCL CPU device busy each, and what they reach.
///
/// Each figure is the best of several passes, since what disturbs a pass only slows it. A pass has many more groups than the device has cores: the runtime hands groups to
/// threads that it first has to wake, and with one group for each core the thread that wakes first runs several of them while a core idles.
final class Probes {
    private static final int PASSES = 15;

    /// Of a probe, for each compute unit; together they take some milliseconds, against the tens of microseconds in which a thread wakes.
    private static final int GROUPS_PER_UNIT = 32;

    static final long GLOBAL_BYTES = 256L << 20;
    private static final int LOCAL_BYTES = 256 << 10;

    private final Driver driver;
    private final int units;

    Probes(Driver driver) {
        this.driver = driver;
        this.units = Math.max(1, driver.info().computeUnits());
    }

    /// Groups that keep all units busy.
    int groups() {
        return GROUPS_PER_UNIT * units;
    }

    /// Clocks per second of a core: each step of a chain of additions and exclusive ors, which depend on one another, takes one.
    double clockHertz() throws DriverException {
        int rounds = 200_000;
        String text =
                start("float")
                        + "uint x = get_group_id(0) + 1u;\n"
                        + "for (int n = 0; n < "
                        + rounds
                        + "; ++n) {\n#pragma unroll\n"
                        + "for (int i = 0; i < 8; ++i) x = x + (x ^ 0x9e3779b9u); }\n"
                        + "out[get_group_id(0)] = x;\n}\n";
        return 16.0 * rounds * GROUPS_PER_UNIT / seconds(text, groups(), 0);
    }

    /// Floating operations per second, two per multiply-add.
    double multiplyAdds(String type, int lanes, int groups) throws DriverException {
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

    /// Exponentials per second.
    double exponentials(String type, int lanes) throws DriverException {
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

    /// Bytes per second from a block of `__local` memory that the second-level cache holds and the first does not.
    double localBandwidth(int lanes) throws DriverException {
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

    /// Bytes per second from an array that no cache holds.
    double globalBandwidth(int lanes) throws DriverException {
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

    /// Bytes per second from an array that all units read whole, each from another place on, again and again.
    ///
    /// @param bytes less than the cache holds that is meant, and more than each of the nearer ones
    double sharedBandwidth(int lanes, long bytes) throws DriverException {
        int step = 4 * lanes;
        long elements = bytes / 4 / step * step;
        long rounds = Math.max(1, GLOBAL_BYTES / bytes / 4);
        String vector = "float" + lanes;
        String text =
                "__attribute__((reqd_work_group_size(1, 1, 1)))\n"
                        + "__kernel void probe(__global const float* in, __global float* out) {\n"
                        + "long at = get_group_id(0) * "
                        + (elements / groups() / step * step)
                        + "L;\n"
                        + vector
                        + " s[4] = {0, 0, 0, 0};\n"
                        + "for (long i = 0; i < "
                        + elements * rounds
                        + "L; i += "
                        + step
                        + ") {\n#pragma unroll\n"
                        + "for (int j = 0; j < 4; ++j) s[j] += *(__global const "
                        + vector
                        + "*)(in + at + j * "
                        + lanes
                        + ");\nat += "
                        + step
                        + ";\nif (at >= "
                        + elements
                        + "L) at = 0; }\n"
                        + "s[0] += s[1] + s[2] + s[3];\nout[get_group_id(0)] = s[0].s0 + s[0].s3;\n}\n";
        return 4.0 * elements * rounds * groups() / seconds(text, groups(), 4 * elements);
    }

    /// Seconds of an empty kernel.
    double launch() throws DriverException {
        return Math.max(1e-7, seconds(start("float") + "out[get_group_id(0)] = 1;\n}\n", units, 0));
    }

    private static String start(String type) {
        return (type.equals("double") ? "#pragma OPENCL EXTENSION cl_khr_fp64 : enable\n" : "")
                + "__attribute__((reqd_work_group_size(1, 1, 1)))\n__kernel void probe(__global float* out) {\n";
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
}
