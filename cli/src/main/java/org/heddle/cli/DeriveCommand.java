package org.heddle.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Hardwares;
import org.heddle.cli.report.DerivationJson;
import org.heddle.cli.report.DerivationText;
import org.heddle.cli.report.Json;
import org.heddle.cli.report.Laws;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.pack.PatternRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Derives kernels and shows how.
@Command(
        name = "derive",
        description =
                "Derive the kernels of a diagram: steps, accumulators, schedule, predicted bytes.",
        footer = {
            "",
            "Axes without a size, given or by default, are taken to have 1024 elements.",
            "Exit 4 where some reduction needs more than one pass, however it is cut into kernels; the text and furtherPasses say why.",
            "What no kernel can be emitted for (f8 wires, S822) is derived and costed all the same, with a warning.",
            "JSON: format (heddle-derivation/1), diagram, sizes, hardware, machine, onePass, passes, scheduledBytes,",
            "seconds, stopReason, furtherPasses, again, kernels, steps, packs, source, result"
        })
final class DeriveCommand extends DiagramCommand {
    @Mixin private final DiagramArgument argument = DiagramArgument.required();

    @Mixin private final NominalSizes sizes = new NominalSizes();

    @Mixin private final RulesOption rules = new RulesOption();

    @Option(
            names = "--hardware",
            paramLabel = "H",
            defaultValue = Hardwares.HOST,
            description =
                    "Schedule for this hardware: a name (`heddle hardware` lists them) or a file. Default: ${DEFAULT-VALUE}.")
    private String hardware = Hardwares.HOST;

    @Option(
            names = "--explain",
            description = "Tell it as a proof: laws, corrections and their checks, all reasons.")
    private boolean explain;

    @Option(
            names = "-o",
            paramLabel = "FILE",
            description = "Also write the derivation to a JSON file.")
    private Optional<Path> output = Optional.empty();

    DeriveCommand(Session session) {
        super(session);
    }

    @Override
    int execute() throws DiagnosticException {
        Faults faults = new Faults();
        Optional<Diagram> read = faults.get(() -> argument.diagram(this));
        Optional<Hardware> machine = faults.get(() -> Hardwares.find(hardware));
        Optional<List<PatternRule>> laws = faults.get(() -> rules.laws(session));
        faults.raise();
        Diagram diagram = read.orElseThrow();
        Derivation derivation =
                Compiler.derive(
                        diagram,
                        sizes.of(diagram, this),
                        machine.orElseThrow(),
                        laws.orElseThrow());
        warn(
                session.located(
                        Compiler.obstacles(derivation).stream()
                                .map(Diagnostic::asWarning)
                                .toList()));
        if (output.isPresent()) {
            Staging.write(output.get(), Json.text(DerivationJson.of(derivation, rules.texts())));
            say("wrote " + output.get());
        }
        if (isJson()) {
            print(DerivationJson.of(derivation, rules.texts()));
        } else {
            print(explain ? DerivationText.proof(derivation) : DerivationText.summary(derivation));
        }
        if (explain && !Laws.hold(derivation)) {
            return Exit.WRONG;
        }
        return derivation.onePass() ? Exit.OK : Exit.PASSES;
    }
}
