package org.heddle.cli;

import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Devices;
import org.heddle.cli.report.ComparisonJson;
import org.heddle.cli.report.ComparisonText;
import org.heddle.cli.report.DerivationText;
import org.heddle.cli.report.Inputs;
import org.heddle.cli.report.html.Circumstances;
import org.heddle.cli.report.html.Page;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.AxisClasses;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.draw.Drawing;
import org.heddle.rules.pack.PatternRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Sets predicted beside counted and measured.
@Command(
        name = "compare",
        description =
                "Run on random inputs, or given ones; check the result, compare predicted bytes and time with what happened.",
        footer = {
            "",
            "Settings of --size are apart by ;, as in --size 'q=64;q=128'. Inputs that --in does not give are",
            "random. Exit 1 where a result is wrong or a byte unpredicted.",
            "Of one setting, a memory chart and a roofline of every kernel are drawn; of several with --charts.",
            "--html writes a page for a browser that needs no network, also where a result is wrong.",
            "JSON: format (heddle-comparison/1), ok, seed, given, comparisons: diagram, sizes, device, target,",
            "hardware, ok, correct, bytesAgree, countedBy, derivation, outputs, kernels, seconds, memory,",
            "problems; where a GPU has counters of its own, profile"
        })
final class CompareCommand extends DiagramCommand {
    /// Sizes at which the interpreter answers at once.
    private static final long SMALL = 64;

    @Mixin private final DiagramArgument argument = DiagramArgument.required();

    @Mixin private final SizeOption sizes = SizeOption.several();

    @Mixin private final InputArrays arrays = new InputArrays();

    @Mixin private final RulesOption rules = new RulesOption();

    @Option(names = "--device", paramLabel = "D", description = DevicesCommand.OPTION)
    private Optional<String> device = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of the random inputs. Default: ${DEFAULT-VALUE}.")
    private long seed = 1;

    @Option(
            names = "--repetitions",
            paramLabel = "N",
            defaultValue = "9",
            description = "Timed repetitions. Default: ${DEFAULT-VALUE}.")
    private int repetitions = 9;

    @Option(
            names = "--html",
            paramLabel = "FILE",
            description = "Also write the report as one page for a browser.")
    private Optional<Path> html = Optional.empty();

    @Option(
            names = "--charts",
            negatable = true,
            description =
                    "Draw memory charts and rooflines. Default: where one setting is compared.")
    private Optional<Boolean> charts = Optional.empty();

    CompareCommand(Session session) {
        super(session);
    }

    @Override
    public void check(Faults faults) {
        super.check(faults);
        if (repetitions < 0) {
            faults.add("--repetitions is " + repetitions + ", it must be 0 or more");
        }
    }

    @Override
    int execute() throws DiagnosticException, DriverException {
        List<Map<String, Long>> settings = sizes.settings();
        Diagram diagram = argument.diagram(this);
        for (Map<String, Long> setting : settings) {
            arrays.bindSome(diagram, setting);
        }
        List<PatternRule> laws = rules.laws(session);
        Inputs inputs = new Inputs(seed, arrays.wires());
        List<Comparison> comparisons;
        if (html.isPresent()) {
            Path file = html.get();
            Drawing drawing = Pictures.drawing("leave out --html");
            try (Staging staging = Staging.forFile(file)) {
                comparisons = compare(diagram, settings, inputs, laws);
                Circumstances here =
                        Circumstances.here(Version.text(), session.arguments(), Instant.now());
                staging.text(
                        file.getFileName().toString(), Page.of(comparisons, inputs, here, drawing));
                staging.commit();
            }
            say("wrote " + file);
        } else {
            comparisons = compare(diagram, settings, inputs, laws);
        }
        if (isJson()) {
            print(ComparisonJson.of(comparisons, inputs));
        } else if (comparisons.size() > 1) {
            print(ComparisonText.overview(comparisons));
        }
        return comparisons.stream().allMatch(Comparison::ok) ? Exit.OK : Exit.WRONG;
    }

    private List<Comparison> compare(
            Diagram diagram,
            List<Map<String, Long>> settings,
            Inputs inputs,
            List<PatternRule> laws)
            throws DiagnosticException, DriverException {
        List<Comparison> comparisons = new ArrayList<>();
        boolean drawn = charts.orElse(settings.size() == 1);
        try (Device opened = device.isPresent() ? Devices.open(device.get()) : Devices.best()) {
            for (Map<String, Long> setting : settings) {
                Comparison comparison = compare(diagram, setting, laws, opened);
                comparisons.add(comparison);
                if (!isJson()) {
                    String text =
                            drawn
                                    ? ComparisonText.withCharts(comparison, inputs)
                                    : ComparisonText.of(comparison, inputs);
                    print(text + "\n");
                }
            }
        }
        return comparisons;
    }

    private Comparison compare(
            Diagram diagram, Map<String, Long> setting, List<PatternRule> laws, Device opened)
            throws DiagnosticException, DriverException {
        boolean fallback = device.isEmpty() && opened.id().equals("interp");
        boolean free = fallback && !sizes.isGiven() && arrays.wires().isEmpty();
        Map<String, Long> own = free ? small(diagram) : setting;
        InputArrays.Bound bound = arrays.bindSome(diagram, own);
        bound.notes().forEach(this::say);
        if (fallback) {
            say(
                    "no OpenCL device was found: this runs in the interpreter"
                            + (own.isEmpty() ? "" : ", at " + DerivationText.sizes(own)));
            say(
                    "for a real run install one (on Debian and Ubuntu: apt install pocl-opencl-icd), or give --device");
        }
        Comparer.Options options =
                new Comparer.Options(seed, repetitions, Comparer.Options.DEFAULT.samples());
        Compiled compiled =
                Compiler.lower(
                        Compiler.derive(diagram, bound.sizes(), opened.hardware(), laws),
                        opened.target());
        Map<String, Tensor> tensors = Comparer.inputs(diagram, bound.sizes(), seed);
        tensors.putAll(bound.inputs());
        return Comparer.compare(compiled, opened, tensors, options);
    }

    /// Sizes for free axes whose own are larger than the interpreter likes.
    static Map<String, Long> small(Diagram diagram) throws DiagnosticException {
        AxisClasses classes = AxisClasses.of(diagram);
        Map<String, Long> small = new LinkedHashMap<>();
        SizeBinder.bind(diagram, Map.of())
                .byAxis()
                .forEach(
                        (axis, size) -> {
                            boolean free =
                                    classes.of(axis).stream()
                                            .allMatch(
                                                    a ->
                                                            diagram.axis(a).extent()
                                                                    instanceof Axis.Free);
                            if (free && size > SMALL) {
                                small.put(axis, SMALL);
                            }
                        });
        return small;
    }
}
