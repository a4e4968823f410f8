package org.heddle.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.backend.run.Compiler;
import org.heddle.cli.report.CodesignReport;
import org.heddle.cli.report.chart.Tradeoff;
import org.heddle.cli.report.html.TradeoffSvg;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.rules.codesign.Codesign;
import org.heddle.rules.codesign.Design;
import org.heddle.rules.codesign.Variation;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Derives a diagram for variants of a machine.
@Command(
        name = "codesign",
        description =
                "Derive a diagram anew for every variant of a machine: predicted time, what binds, and the variants that none is better than.",
        footer = {
            "",
            "Resources: smem (bytes of a group's memory), hbm and smem-rate (bytes per second), fma and special (operations",
            "per second), units. Values: 64K..512K (doubling), 1T..8T:5 (five), 66|132. K, M, G, T are powers of 1024 for",
            "smem, of 1000 for the others.",
            "JSON: format (heddle-codesign/1), diagram, sizes, hardware, varied, designs: values, seconds, bound, globalBytes,",
            "labels, front"
        })
final class CodesignCommand extends DiagramCommand {
    @Mixin private final DerivationOptions options = new DerivationOptions();

    @Option(
            names = "--vary",
            paramLabel = "RESOURCE=VALUES",
            split = ",",
            required = true,
            description =
                    "What is varied, several apart by commas, such as smem=64K..512K,hbm=1T..8T.")
    private List<String> vary = List.of();

    @Option(
            names = "--svg",
            paramLabel = "FILE",
            description = "Also draw the times over what is varied, as a picture.")
    private Optional<Path> svg = Optional.empty();

    CodesignCommand(Session session) {
        super(session);
    }

    @Override
    public void check(Faults faults) {
        super.check(faults);
        variations(faults);
    }

    private List<Variation> variations(Faults faults) {
        List<Variation> variations = new ArrayList<>();
        for (String text : vary) {
            switch (Variation.parse(text)) {
                case Variation.Valid(Variation v) -> {
                    if (!v.resource().isScheduled()) {
                        faults.add(
                                "--vary: schedules do not depend on "
                                        + v.resource().text()
                                        + "; `heddle cost --assume` tells what it would do for a kernel");
                    } else if (variations.stream()
                            .anyMatch(other -> other.resource() == v.resource())) {
                        faults.add("--vary gives values of " + v.resource().text() + " twice");
                    } else {
                        variations.add(v);
                    }
                }
                case Variation.Invalid(String why) -> faults.add("--vary: " + why);
            }
        }
        long designs = Codesign.combinations(variations);
        if (designs > Codesign.MOST_DESIGNS) {
            faults.add("--vary gives " + designs + " designs, at most " + Codesign.MOST_DESIGNS);
        }
        return variations;
    }

    @Override
    int execute() throws DiagnosticException {
        DerivationOptions.Given given = options.read(this);
        List<Variation> variations = variations(new Faults());
        CodesignReport report =
                new CodesignReport(
                        given.diagram().name(),
                        given.sizes(),
                        given.hardware(),
                        variations,
                        designs(given, variations));
        if (svg.isPresent()) {
            draw(report, svg.get());
        }
        if (isJson()) {
            print(report.json());
        } else {
            print(report.text());
        }
        return Exit.OK;
    }

    private void draw(CodesignReport report, Path file) throws DiagnosticException {
        Optional<Tradeoff> times = report.tradeoff();
        if (times.isPresent()) {
            Staging.write(file, TradeoffSvg.of(times.get()));
            say("wrote " + file);
        } else {
            say("nothing fits any variant: " + file + " is not written");
        }
    }

    private static List<Design> designs(DerivationOptions.Given given, List<Variation> variations)
            throws DiagnosticException {
        try {
            return Codesign.explore(
                    given.diagram(), given.sizes(), given.hardware(), variations, given.laws());
        } catch (ArithmeticException _) {
            throw Compiler.tooLarge(given.diagram());
        }
    }
}
