package org.heddle.backend.run;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.backend.driver.Availability;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverInfo;
import org.heddle.backend.driver.Profiler;
import org.heddle.backend.driver.ncu.NcuProfiler;
import org.heddle.backend.driver.registry.Drivers;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;

/// Opens devices by name.
public final class Devices {
    private static final System.Logger LOG = System.getLogger(Devices.class.getName());

    private Devices() {}

    /// Opens a device; native libraries are loaded only for its kind.
    ///
    /// @throws DriverException MISSING_DEVICE or MISSING_TOOL, with a hint what to install; never another device instead
    public static Device open(String id) throws DriverException {
        if (id.equals("interp")) {
            return new InterpretDevice(Hardwares.host());
        }
        checkKind(id.split(":", 2)[0]);
        Driver driver = Drivers.open(id);
        try {
            return over(driver);
        } catch (DriverException | RuntimeException e) {
            driver.close();
            throw e;
        }
    }

    private static void checkKind(String kind) throws DriverException {
        List<String> kinds = new ArrayList<>(Drivers.KINDS);
        kinds.add("interp");
        Optional<String> near = Suggestion.nearest(kind, kinds);
        if (!kinds.contains(kind) && near.isPresent()) {
            throw new DriverException(
                    DriverException.Kind.MISSING_DEVICE,
                    "no device is called '" + kind + "'",
                    "did you mean '" + near.get() + "'? `heddle devices` lists them");
        }
    }

    private static Device over(Driver driver) throws DriverException {
        DriverInfo info = driver.info();
        if (info.device().startsWith("cuda")) {
            Profiler ncu = new NcuProfiler(info.device(), System.getenv());
            return new DriverDevice(driver, gpu(info), Target.CUDA, true, Optional.of(ncu));
        }
        if (info.device().equals("simulate")) {
            return new DriverDevice(driver, Hardwares.host(), Target.OPENCL_SIMD, false);
        }
        return info.isGpu()
                ? new DriverDevice(driver, gpu(info), Target.OPENCL_SIMT, true)
                : new DriverDevice(
                        driver, measured(driver, HardwareStore.folder()), Target.OPENCL_SIMD, true);
    }

    /// The host as measured; measured now, and kept if the folder can be written, where that was never done.
    static Hardware measured(Driver driver, Path folder) throws DriverException {
        Optional<Hardware> known = HardwareStore.load(folder, Hardwares.HOST);
        if (known.isPresent()) {
            return known.get();
        }
        Calibration.Result measured = Calibration.measure(driver);
        if (measured.disturbed()) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "other work keeps cores busy: the hardware description measured meanwhile is used once and not kept");
            return measured.hardware();
        }
        try {
            HardwareStore.save(folder, Hardwares.HOST, measured.hardware());
        } catch (IOException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the measured hardware description is not kept: " + e);
        }
        return measured.hardware();
    }

    /// The best device here: OpenCL where there is one, else the interpreter.
    public static Device best() throws DriverException {
        try {
            return open("opencl");
        } catch (DriverException e) {
            return switch (e.kind()) {
                case MISSING_DEVICE, MISSING_TOOL -> open("interp");
                case UNSUITABLE_DEVICE, BUILD_FAILED, LAUNCH_FAILED, OUT_OF_MEMORY -> throw e;
            };
        }
    }

    /// All kinds of device: what can be opened, or why not.
    public static List<DeviceLine> list() {
        List<DeviceLine> lines = new ArrayList<>();
        lines.add(new DeviceLine("interp", true, "interpreter of tile programs, always there", ""));
        for (Availability availability : Drivers.list()) {
            switch (availability) {
                case Availability.Available(_, var devices) ->
                        devices.forEach(
                                info ->
                                        lines.add(
                                                new DeviceLine(
                                                        info.device(),
                                                        true,
                                                        info.name()
                                                                + " ("
                                                                + info.platform()
                                                                + "), "
                                                                + info.computeUnits()
                                                                + " compute units, "
                                                                + info.localBytes() / 1024
                                                                + " KiB local memory",
                                                        "")));
                case Availability.Unavailable(String kind, String reason, String hint) ->
                        lines.add(new DeviceLine(kind, false, reason, hint));
            }
        }
        return lines;
    }

    /// The description of a GPU: as measured, else that of an H200 with this device's units and local memory.
    private static Hardware gpu(DriverInfo info) {
        return HardwareStore.load(info.device())
                .orElseGet(
                        () -> {
                            Hardware base = HardwareReader.shipped("h200").orElseThrow();
                            return HardwareBuilder.of(base)
                                    .name(info.device())
                                    .description(info.name())
                                    .units(info.computeUnits())
                                    .local(
                                            level ->
                                                    level.withCapacity(
                                                            Math.min(
                                                                    level.capacityBytes(),
                                                                    info.localBytes())))
                                    .source(
                                            "rates of an H200; units and local memory as the device reports; measure with `heddle calibrate --device "
                                                    + info.device()
                                                    + "`")
                                    .build();
                        });
    }
}
