package org.heddle.cli;

import java.nio.file.Path;
import java.util.Optional;
import org.heddle.backend.run.Compiler;
import org.heddle.cli.report.DerivationJson;
import org.heddle.cli.report.DerivationText;
import org.heddle.cli.report.Json;
import org.heddle.cli.report.Laws;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.UnusedLaws;
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
    @Mixin private final DerivationOptions options = new DerivationOptions();

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
        DerivationOptions.Given given = options.read(this);
        Derivation derivation =
                Compiler.derive(given.diagram(), given.sizes(), given.hardware(), given.laws());
        warn(
                session.located(
                        Compiler.obstacles(derivation).stream()
                                .map(Diagnostic::asWarning)
                                .toList()));
        UnusedLaws.lines(derivation, given.laws()).forEach(this::say);
        if (output.isPresent()) {
            Staging.write(
                    output.get(),
                    Json.text(DerivationJson.of(derivation, options.rules().texts())));
            say("wrote " + output.get());
        }
        if (isJson()) {
            print(DerivationJson.of(derivation, options.rules().texts()));
        } else {
            print(explain ? DerivationText.proof(derivation) : DerivationText.summary(derivation));
        }
        Optional<String> failing = Laws.failing(derivation.kernels());
        if (failing.isPresent()) {
            say("error: " + failing.get());
            return Exit.WRONG;
        }
        return derivation.onePass() ? Exit.OK : Exit.PASSES;
    }
}
