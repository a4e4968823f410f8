package org.heddle.cli;

import java.util.List;
import java.util.Optional;
import org.heddle.backend.run.Hardwares;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.pack.PatternRule;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What commands take that derive and do not run: FILE, `--size`, `--hardware` and `--rules`.
final class DerivationOptions {
    @Mixin private final DiagramArgument argument = DiagramArgument.required();

    @Mixin private final NominalSizes sizes = new NominalSizes();

    @Mixin private final RulesOption rules = new RulesOption();

    @Option(
            names = "--hardware",
            paramLabel = "H",
            defaultValue = Hardwares.HOST,
            description =
                    "Derive for this hardware: a name (`heddle hardware` lists them) or a file. Default: ${DEFAULT-VALUE}.")
    private String hardware = Hardwares.HOST;

    /// What is derived, and for which machine.
    record Given(Diagram diagram, Sizes sizes, Hardware hardware, List<PatternRule> laws) {
        Given {
            laws = List.copyOf(laws);
        }
    }

    /// Reads all of it; what is wrong is told at once.
    Given read(DiagramCommand command) throws DiagnosticException {
        Faults faults = new Faults();
        Optional<Diagram> diagram = faults.get(() -> argument.diagram(command));
        Optional<Hardware> machine = faults.get(() -> Hardwares.find(hardware));
        Optional<List<PatternRule>> laws = faults.get(() -> rules.laws(command.session));
        faults.raise();
        return new Given(
                diagram.orElseThrow(),
                sizes.of(diagram.orElseThrow(), command),
                machine.orElseThrow(),
                laws.orElseThrow());
    }

    RulesOption rules() {
        return rules;
    }
}
