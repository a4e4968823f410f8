package org.heddle.backend.run;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.driver.Counters;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.Profile;
import org.heddle.backend.driver.Profiler;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.rules.hardware.Hardware;

/// A device behind a driver: OpenCL, CUDA, or the simulator.
final class DriverDevice implements Device {
    private final Driver driver;
    private final Hardware hardware;
    private final Target target;
    private final boolean isClock;
    private final Optional<Profiler> profiler;

    /// A device without counters that anyone reads.
    ///
    /// @param isClock whether its times mean anything
    DriverDevice(Driver driver, Hardware hardware, Target target, boolean isClock) {
        this(driver, hardware, target, isClock, Optional.empty());
    }

    /// @param isClock whether its times mean anything
    /// @param profiler what reads the device's own counters
    DriverDevice(
            Driver driver,
            Hardware hardware,
            Target target,
            boolean isClock,
            Optional<Profiler> profiler) {
        this.driver = driver;
        this.hardware = hardware;
        this.target = target;
        this.isClock = isClock;
        this.profiler = profiler;
    }

    @Override
    public String id() {
        return driver.info().device();
    }

    @Override
    public String description() {
        return driver.info().name()
                + " ("
                + driver.info().platform()
                + ", "
                + driver.info().version()
                + ")";
    }

    @Override
    public Hardware hardware() {
        return hardware;
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public Execution run(Compiled compiled, Map<String, Tensor> inputs, RunOptions options)
            throws DriverException {
        Map<String, Tensor> given = Arrays.inputs(compiled, inputs);
        RunResult result =
                driver.run(
                        compiled.hostProgram(),
                        segments(compiled, given),
                        isClock ? options : RunOptions.ONCE);
        Sizes sizes = compiled.derivation().sizes();
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        for (String output : compiled.derivation().result().outputs()) {
            Wire wire = compiled.derivation().result().wire(output);
            Tensor passed = given.get(output);
            outputs.put(
                    output,
                    passed != null
                            ? Arrays.copy(passed)
                            : Tensor.over(
                                    wire.dtype(),
                                    Arrays.shape(wire, sizes),
                                    result.output(output)));
        }
        return new Execution(
                outputs,
                isClock ? result.passSeconds() : List.of(),
                isClock ? perLaunch(result) : List.of(),
                result.counters().map(DriverDevice::moved),
                result.counters().map(DriverDevice::accesses).orElse(Map.of()),
                problems(result.counters(), SingleIntegers.inexact(compiled, given)),
                result.deviceBytesAllocated(),
                result.builds());
    }

    @Override
    public Optional<Profile> profile(Compiled compiled, Map<String, Tensor> inputs) {
        return profiler.map(
                p ->
                        p.profile(
                                compiled.hostProgram(),
                                segments(compiled, Arrays.inputs(compiled, inputs))));
    }

    /// What fills the input buffers of the host program.
    private static Map<String, MemorySegment> segments(
            Compiled compiled, Map<String, Tensor> given) {
        Map<String, MemorySegment> segments = new LinkedHashMap<>();
        given.forEach((wire, tensor) -> segments.put(wire, tensor.segment()));
        compiled.lists(given).forEach((buffer, tensor) -> segments.put(buffer, tensor.segment()));
        return segments;
    }

    private static List<Double> perLaunch(RunResult result) {
        List<Double> medians = new ArrayList<>();
        int launches =
                result.launchSeconds().isEmpty() ? 0 : result.launchSeconds().getFirst().size();
        for (int launch = 0; launch < launches; launch++) {
            int at = launch;
            medians.add(
                    Statistics.median(
                            result.launchSeconds().stream().map(pass -> pass.get(at)).toList()));
        }
        return medians;
    }

    private static Map<String, Moved> moved(Counters counters) {
        Map<String, Moved> moved = new LinkedHashMap<>();
        counters.traffic()
                .forEach(
                        (entry, traffic) ->
                                moved.put(
                                        entry,
                                        new Moved(
                                                traffic.globalLoadBytes(),
                                                traffic.globalStoreBytes(),
                                                Moved.NOT_COUNTED,
                                                Moved.NOT_COUNTED)));
        return moved;
    }

    private static Map<String, LocalAccesses> accesses(Counters counters) {
        Map<String, LocalAccesses> accesses = new LinkedHashMap<>();
        counters.traffic()
                .forEach(
                        (entry, traffic) ->
                                accesses.put(
                                        entry,
                                        new LocalAccesses(
                                                traffic.localLoadBytes(),
                                                traffic.localStoreBytes())));
        return accesses;
    }

    private static List<String> problems(Optional<Counters> counters, List<String> inexact) {
        List<String> problems = new ArrayList<>(inexact);
        counters.ifPresent(
                c -> {
                    problems.addAll(c.races());
                    problems.addAll(c.invalidAccesses());
                });
        return problems;
    }

    @Override
    public void close() {
        driver.close();
    }
}
