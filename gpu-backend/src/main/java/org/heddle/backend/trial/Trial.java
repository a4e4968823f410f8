package org.heddle.backend.trial;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.heddle.backend.driver.Argument;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Launch;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.driver.RunResult;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Referee;
import org.heddle.backend.run.Statistics;
import org.heddle.backend.run.Target;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Wire;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.schedule.Alternatives;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.time.Timed;

/// One case: the kernels of its diagram in several blockings, as one host program.
///
/// ```
///   a repetition    │ yardstick │ blocking 0 │ yardstick │ blocking 1 │ … │ yardstick │        every blocking beside every other
/// ```
///
/// All blockings read the same inputs, and each writes outputs of its own, which are checked against the evaluator before any time counts.
public final class Trial {
    private final TimingSet.Case subject;
    private final Driver driver;
    private final Target target;
    private final Options options;
    private final Optional<Yardstick> yardstick;
    private final Derivation derivation;
    private final List<Compiled> compiled = new ArrayList<>();
    private final List<BufferSpec> buffers = new ArrayList<>();
    private final List<KernelText> texts = new ArrayList<>();
    private final List<Launch> launches = new ArrayList<>();

    /// How to time.
    ///
    /// @param configurations blockings of each case, at most
    /// @param repetitions of all of them
    /// @param seed of the blockings and the inputs
    public record Options(int configurations, int repetitions, long seed) {
        public static final Options DEFAULT = new Options(7, 15, 1);
    }

    private Trial(TimingSet.Case subject, Driver driver, Hardware hardware, Options options)
            throws DiagnosticException {
        this.subject = subject;
        this.driver = driver;
        this.target = target(driver);
        this.options = options;
        this.yardstick =
                target == Target.OPENCL_SIMD
                        ? Optional.of(new Yardstick(hardware))
                        : Optional.empty();
        this.derivation = Compiler.derive(subject.diagram(), subject.sizes(), hardware);
        for (Derivation each : blocked()) {
            compiled.add(Compiler.lower(each, target, "_c" + compiled.size()));
        }
    }

    private static Target target(Driver driver) {
        if (driver.info().device().startsWith("cuda")) {
            return Target.CUDA;
        }
        return driver.info().isGpu() ? Target.OPENCL_SIMT : Target.OPENCL_SIMD;
    }

    /// Times a case.
    ///
    /// @param driver of a device with a clock
    /// @param hardware that is scheduled for
    /// @throws DiagnosticException where the diagram cannot be compiled
    /// @throws DriverException where the device is of another kind than the hardware, or a launch fails
    /// @throws WrongResultException where a blocking computes something wrong
    public static Outcome run(
            TimingSet.Case subject, Driver driver, Hardware hardware, Options options)
            throws DiagnosticException, DriverException, WrongResultException {
        requireOfItsKind(hardware, driver);
        return new Trial(subject, driver, hardware, options).run();
    }

    /// What is scheduled for groups of many threads does not run on a device with one thread a group, nor the other way round.
    private static void requireOfItsKind(Hardware hardware, Driver driver) throws DriverException {
        Hardware.Execution needed = hardware.execution();
        Hardware.Execution there =
                switch (target(driver)) {
                    case OPENCL_SIMD -> Hardware.Execution.SIMD;
                    case OPENCL_SIMT, CUDA -> Hardware.Execution.SIMT;
                };
        if (there != needed) {
            throw new DriverException(
                    DriverException.Kind.UNSUITABLE_DEVICE,
                    String.format(
                            Locale.ROOT,
                            "hardware %s is %s, device %s (%s) is %s",
                            hardware.name(),
                            kind(needed),
                            driver.info().device(),
                            driver.info().name(),
                            kind(there)),
                    "choose a device of that kind with --device, or give a description of this one: `heddle calibrate --device "
                            + driver.info().device()
                            + "` makes it");
        }
    }

    private static String kind(Hardware.Execution execution) {
        return switch (execution) {
            case SIMD -> "a CPU, with one thread a group";
            case SIMT -> "a GPU, with many threads a group";
        };
    }

    /// A blocking whose kernels are wrong, so that its time means nothing.
    public static final class WrongResultException extends Exception {
        private static final long serialVersionUID = 1L;

        WrongResultException(String message) {
            super(message);
        }
    }

    /// The derivation with other blocks of every kernel; the first is the derivation itself.
    private List<Derivation> blocked() {
        List<List<Schedule>> choices = new ArrayList<>();
        for (Kernel kernel : derivation.kernels()) {
            choices.add(
                    Alternatives.of(
                            kernel.schedule(),
                            options.configurations(),
                            31 * options.seed() + choices.size()));
        }
        int count = choices.stream().mapToInt(List::size).min().orElse(0);
        List<Derivation> blocked = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            List<Kernel> kernels = new ArrayList<>();
            for (Kernel kernel : derivation.kernels()) {
                Schedule schedule = choices.get(kernels.size()).get(i);
                kernels.add(new Kernel(kernel.block(), kernel.body(), schedule));
            }
            blocked.add(
                    new Derivation(
                            derivation.source(),
                            derivation.sizes(),
                            derivation.hardware(),
                            derivation.steps(),
                            derivation.result(),
                            kernels,
                            derivation.again(),
                            derivation.stopReason()));
        }
        return blocked;
    }

    private Outcome run() throws DiagnosticException, DriverException, WrongResultException {
        yardstick.ifPresent(
                stick -> {
                    buffers.add(stick.buffer());
                    texts.add(stick.text());
                });
        List<List<Integer>> places = new ArrayList<>();
        for (Compiled each : compiled) {
            yardstick.ifPresent(stick -> launches.add(stick.launch()));
            places.add(add(each, places.size()));
        }
        yardstick.ifPresent(stick -> launches.add(stick.launch()));
        Map<String, Tensor> inputs =
                Comparer.inputs(subject.diagram(), subject.sizes(), options.seed());
        RunResult result =
                driver.run(
                        new HostProgram(buffers, texts, launches),
                        segments(inputs),
                        new RunOptions(1, options.repetitions()));
        check(inputs, result);
        return outcome(places, result);
    }

    /// Adds the kernels of one blocking.
    ///
    /// @return the places of its launches
    private List<Integer> add(Compiled each, int number) {
        HostProgram program = each.hostProgram();
        for (BufferSpec buffer : program.buffers()) {
            String name = name(buffer, number);
            if (buffers.stream().noneMatch(known -> known.name().equals(name))) {
                buffers.add(new BufferSpec(name, buffer.bytes(), buffer.role()));
            }
        }
        texts.addAll(program.kernels());
        List<Integer> places = new ArrayList<>();
        for (Launch launch : program.launches()) {
            places.add(launches.size());
            List<Argument> arguments =
                    launch.arguments().stream().map(a -> renamed(a, program, number)).toList();
            launches.add(
                    new Launch(
                            launch.entry(),
                            launch.grid(),
                            launch.block(),
                            launch.dynamicSharedBytes(),
                            arguments));
        }
        return places;
    }

    private static Argument renamed(Argument argument, HostProgram program, int number) {
        return argument instanceof Argument.BufferArgument(String buffer)
                ? program.buffers().stream()
                        .filter(spec -> spec.name().equals(buffer))
                        .findFirst()
                        .<Argument>map(spec -> new Argument.BufferArgument(name(spec, number)))
                        .orElse(argument)
                : argument;
    }

    /// Every blocking writes outputs of its own.
    private static String name(BufferSpec buffer, int number) {
        return buffer.role() == BufferSpec.Role.OUTPUT
                ? buffer.name() + ".c" + number
                : buffer.name();
    }

    private Map<String, MemorySegment> segments(Map<String, Tensor> inputs) {
        Map<String, MemorySegment> segments = new LinkedHashMap<>();
        inputs.forEach((wire, tensor) -> segments.put(wire, tensor.segment()));
        compiled.forEach(
                each ->
                        each.lists(inputs)
                                .forEach((name, tensor) -> segments.put(name, tensor.segment())));
        return segments;
    }

    private void check(Map<String, Tensor> inputs, RunResult result)
            throws DiagnosticException, WrongResultException {
        Referee referee = Referee.of(compiled.getFirst(), inputs, Comparer.Options.DEFAULT);
        for (int i = 0; i < compiled.size(); i++) {
            Map<String, Tensor> outputs = new LinkedHashMap<>();
            for (String output : subject.diagram().outputs()) {
                Tensor passed = inputs.get(output);
                outputs.put(output, passed == null ? array(output, i, result) : passed);
            }
            for (Comparison.OutputRow row : referee.judge(outputs)) {
                if (!row.ok()) {
                    throw new WrongResultException(
                            subject.diagram().name()
                                    + " at "
                                    + subject.sizes().byAxis()
                                    + " with "
                                    + labels(compiled.get(i))
                                    + ": output "
                                    + row.wire()
                                    + " is wrong, tolerance "
                                    + row.tolerance()
                                    + "; no time of it counts");
                }
            }
        }
    }

    private Tensor array(String output, int number, RunResult result) {
        Wire wire = derivation.result().wire(output);
        List<Long> shape = wire.axes().stream().map(derivation.sizes()::of).toList();
        return Tensor.over(wire.dtype(), shape, result.output(output + ".c" + number));
    }

    private static List<String> labels(Compiled each) {
        return each.kernels().stream().map(k -> k.kernel().schedule().labels()).toList();
    }

    private Outcome outcome(List<List<Integer>> places, RunResult result) {
        List<Outcome.Configuration> configurations = new ArrayList<>();
        List<Double> slowdowns = new ArrayList<>();
        for (int i = 0; i < compiled.size(); i++) {
            List<Double> seconds = new ArrayList<>();
            for (List<Double> pass : result.launchSeconds()) {
                double raw = places.get(i).stream().mapToDouble(pass::get).sum();
                int before = places.get(i).getFirst() - 1;
                int after = places.get(i).getLast() + 1;
                double slowdown =
                        yardstick
                                .map(stick -> stick.slowdown(pass.get(before), pass.get(after)))
                                .orElse(1.0);
                slowdowns.add(slowdown);
                seconds.add(raw / slowdown);
            }
            configurations.add(
                    new Outcome.Configuration(
                            labels(compiled.get(i)), launched(compiled.get(i)), seconds));
        }
        return new Outcome(subject, configurations, Statistics.median(slowdowns));
    }

    private static List<Timed.Launched> launched(Compiled each) {
        Stream<Schedule> schedules =
                each.kernels().stream()
                        .filter(kernel -> kernel.launch().isPresent())
                        .map(kernel -> kernel.kernel().schedule());
        return schedules
                .map(schedule -> new Timed.Launched(schedule.tasks(), schedule.residents()))
                .toList();
    }
}
