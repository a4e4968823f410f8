package org.heddle.backend.run;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverInfo;
import org.heddle.backend.driver.registry.Drivers;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.Limits;
import org.heddle.rules.hardware.Scope;

/// Measures an OpenCL CPU device with [Probes]: clock, multiply-adds, exponentials, the rate of every level of memory, the cost of a launch. The whole takes some
/// seconds.
public final class Calibration {
    /// All cores together fall below this part of what one reaches alone, times their number, only where other work keeps some of them busy.
    private static final double UNDISTURBED = 0.75;

    /// A wider vector is taken if it is at least this fast: wider registers hold larger pieces. Vectors that the machine has to split run out of registers, and fall far
    /// below.
    private static final double KEEPS_UP = 0.75;

    /// A cache that cores share is told apart from global memory if it is at least this much faster.
    private static final double FASTER = 1.2;

    private static final int CACHE_LINE_BYTES = 64;
    private static final String HOW = "measured by `heddle calibrate`";

    private final Probes probes;
    private final DriverInfo info;
    private final HostCaches caches;

    private Calibration(Driver driver) {
        this.probes = new Probes(driver);
        this.info = driver.info();
        this.caches = HostCaches.here();
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

    /// Bytes of the first-level data cache of one core of this machine; empty where the system does not tell.
    public static Optional<Long> nearestCacheBytes() {
        return HostCaches.first(HostCaches.SYSTEM);
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
            double rate = probes.multiplyAdds("float", candidate, probes.groups());
            if (rate > KEEPS_UP * fma) {
                lanes = candidate;
            }
            fma = Math.max(fma, rate);
        }
        int units = Math.max(1, info.computeUnits());
        boolean disturbed = fma < UNDISTURBED * units * probes.multiplyAdds("float", lanes, 1);
        int registers = lanes == 16 ? 32 : 16;
        Hardware hardware =
                new Hardware(
                        Hardware.FORMAT,
                        Hardwares.HOST,
                        info.name() + ", " + info.computeUnits() + " cores",
                        Hardware.Execution.SIMD,
                        units,
                        probes.clockHertz(),
                        levels(units, lanes, registers, fma),
                        List.of(),
                        pipes(lanes, fma),
                        List.of(),
                        limits(registers),
                        lanes,
                        registers,
                        1,
                        probes.launch(),
                        Optional.empty(),
                        sources(),
                        HOW + " on " + info.platform() + ", " + info.version());
        return new Result(hardware, disturbed);
    }

    private List<Hardware.Level> levels(int units, int lanes, int registers, double fma)
            throws DriverException {
        double global = probes.globalBandwidth(lanes);
        List<Hardware.Level> levels = new ArrayList<>();
        levels.add(
                new Hardware.Level(
                        "global",
                        Scope.DEVICE,
                        Optional.empty(),
                        1,
                        info.globalBytes(),
                        global,
                        CACHE_LINE_BYTES,
                        HOW + ": all cores reading 256 MiB, each its part"));
        lastLevel(lanes, global).ifPresent(levels::add);
        levels.add(
                new Hardware.Level(
                        "local",
                        Scope.GROUP,
                        Optional.of(levels.getLast().name()),
                        units,
                        Math.min(info.localBytes(), caches.secondBytes() / 2),
                        probes.localBandwidth(lanes),
                        1,
                        HOW
                                + ": each core reading 256 KiB of __local memory, which its second-level cache holds; capacity: half of that cache"));
        levels.add(
                new Hardware.Level(
                        "registers",
                        Scope.THREAD,
                        Optional.of("local"),
                        units,
                        4L * lanes * registers,
                        6 * fma,
                        1,
                        HOW
                                + ": three operands of 4 bytes for each multiply-add of the chains of fma; capacity: vector registers of one core"));
        return levels;
    }

    /// The cache that cores share, where it can be told apart: the system tells its size, an array of half of it is beyond the second-level caches, and reading that is
    /// faster than reading global memory.
    private Optional<Hardware.Level> lastLevel(int lanes, double global) throws DriverException {
        Optional<HostCaches.Last> last =
                caches.last()
                        .filter(cache -> cache.bytes() / 2 >= 2 * caches.secondBytes())
                        .filter(cache -> cache.bytes() < Probes.GLOBAL_BYTES);
        if (last.isEmpty()) {
            return Optional.empty();
        }
        double rate = probes.sharedBandwidth(lanes, last.get().bytes() / 2);
        if (rate < FASTER * global) {
            return Optional.empty();
        }
        return Optional.of(
                new Hardware.Level(
                        "last-level-cache",
                        Scope.DEVICE,
                        Optional.of("global"),
                        last.get().count(),
                        last.get().bytes(),
                        rate,
                        CACHE_LINE_BYTES,
                        HOW
                                + ": all cores reading the whole of an array of "
                                + (last.get().bytes() >> 11)
                                + " KiB, half of the cache, again and again; capacity as the system tells it"));
    }

    private List<Hardware.Pipe> pipes(int lanes, double fma) throws DriverException {
        int wide = Math.max(2, lanes / 2);
        return List.of(
                new Hardware.Pipe("fma", DType.F32, fma, HOW + ": chains of fma"),
                new Hardware.Pipe(
                        "fma",
                        DType.F64,
                        probes.multiplyAdds("double", wide, probes.groups()),
                        HOW + ": chains of fma"),
                new Hardware.Pipe(
                        "special",
                        DType.F32,
                        probes.exponentials("float", lanes),
                        HOW + ": chains of exp"),
                new Hardware.Pipe(
                        "special",
                        DType.F64,
                        probes.exponentials("double", wide),
                        HOW + ": chains of exp"));
    }

    private static Limits limits(int registers) {
        Limits.Limit one = new Limits.Limit(1, "a group is one thread with vectors");
        Limits.Limit vectors =
                new Limits.Limit(
                        registers, "32 vector registers where vectors have 64 bytes, else 16");
        return new Limits(
                one,
                one,
                new Limits.Limit(1, "a core runs one group after the other"),
                new Limits.Limit(1, "no threads in lockstep"),
                vectors,
                vectors);
    }

    private static Map<String, String> sources() {
        Map<String, String> sources = new LinkedHashMap<>();
        sources.put("units", "compute units of the OpenCL device");
        sources.put(
                "clockHertz",
                HOW + ": a chain of additions and exclusive ors, one per clock, all cores busy");
        sources.put("vectorLanes", HOW + ": the widest vectors whose chains of fma keep up");
        sources.put("vectorRegisters", "32 where vectors have 64 bytes, else 16");
        sources.put("threadsPerGroup", "a group is one thread with vectors");
        sources.put("launchSeconds", HOW + ": an empty kernel");
        return sources;
    }
}
