package org.heddle.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.backend.run.Hardwares;
import org.heddle.cli.report.CodesignReport;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.codesign.Codesign;
import org.heddle.rules.codesign.Design;
import org.heddle.rules.codesign.Variation;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.pack.PatternRule;
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
    @Mixin private final DiagramArgument argument = DiagramArgument.required();

    @Mixin private final NominalSizes sizes = new NominalSizes();

    @Mixin private final RulesOption rules = new RulesOption();

    @Option(
            names = "--hardware",
            paramLabel = "H",
            defaultValue = Hardwares.HOST,
            description =
                    "The machine that is varied: a name (`heddle hardware` lists them) or a file. Default: ${DEFAULT-VALUE}.")
    private String hardware = Hardwares.HOST;

    @Option(
            names = "--vary",
            paramLabel = "RESOURCE=VALUES",
            split = ",",
            required = true,
            description =
                    "What is varied, several apart by commas, such as smem=64K..512K,hbm=1T..8T.")
    private List<String> vary = List.of();

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
                    if (variations.stream().anyMatch(other -> other.resource() == v.resource())) {
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
        Faults faults = new Faults();
        Optional<Diagram> read = faults.get(() -> argument.diagram(this));
        Optional<Hardware> machine = faults.get(() -> Hardwares.find(hardware));
        Optional<List<PatternRule>> laws = faults.get(() -> rules.laws(session));
        faults.raise();
        Diagram diagram = read.orElseThrow();
        Sizes bound = sizes.of(diagram, this);
        List<Variation> variations = variations(new Faults());
        List<Design> designs =
                designs(diagram, bound, machine.orElseThrow(), variations, laws.orElseThrow());
        CodesignReport report =
                new CodesignReport(
                        diagram.name(), bound, machine.orElseThrow(), variations, designs);
        if (isJson()) {
            print(report.json());
        } else {
            print(report.text());
        }
        return Exit.OK;
    }

    private static List<Design> designs(
            Diagram diagram,
            Sizes sizes,
            Hardware hardware,
            List<Variation> variations,
            List<PatternRule> laws)
            throws DiagnosticException {
        try {
            return Codesign.explore(diagram, sizes, hardware, variations, laws);
        } catch (ArithmeticException _) {
            throw new DiagnosticException(
                    Diagnostic.error(
                            Code.S825,
                            "what "
                                    + diagram.name()
                                    + " moves or computes at these sizes exceeds "
                                    + Long.MAX_VALUE,
                            Location.DOCUMENT,
                            "choose smaller axes"));
        }
    }
}
