package org.heddle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.cli.report.DerivationFile;
import org.heddle.cli.report.Json;
import org.heddle.cli.report.Laws;
import org.heddle.cli.text.Table;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.json.SourceText;
import org.heddle.model.syntax.JsonPlaces;
import org.heddle.rules.derive.Replay;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Verifies a written derivation, step by step.
@Command(
        name = "replay",
        description = "Verify a derivation that derive -o has written, step by step.",
        footer = {
            "",
            "Exit 1 where a step does not hold; it is named, with the reason (R711).",
            "JSON: format (heddle-replay/1), diagram, holds, steps: step, rule, holds, checked,",
            "refused, at, help"
        })
final class ReplayCommand extends DiagramCommand {
    @Parameters(index = "0", paramLabel = "FILE", description = "What derive -o has written.")
    private String file = "";

    ReplayCommand(Session session) {
        super(session);
    }

    @Override
    int execute() throws DiagnosticException {
        SourceText text = text();
        session.remember(text);
        session.remember(JsonPlaces.of(text.file(), text.text()));
        DerivationFile derivation = DerivationFile.read(text);
        Replay.Outcome outcome = Replay.verify(derivation.told());
        List<Replay.Finding> findings = findings(outcome, derivation);
        Replay.Finding last = findings.getLast();
        if (isJson()) {
            print(document(derivation, findings));
            return last.refused().isPresent() ? Exit.WRONG : Exit.OK;
        }
        Table table = new Table("").right("#").left("rule", 26).rest("holds");
        for (Replay.Finding finding : findings) {
            if (finding.refused().isEmpty()) {
                table.row(
                        Integer.toString(finding.step()),
                        finding.rule(),
                        String.join(", ", finding.checked()));
            }
        }
        print(table.toString());
        if (last.refused().isPresent()) {
            throw new DiagnosticException(List.of(problem(last, derivation)));
        }
        print(derivation.name() + ": every step holds\n");
        return Exit.OK;
    }

    /// What was found of the steps; where all hold, also of what the file tells of the kernels.
    private static List<Replay.Finding> findings(
            Replay.Outcome outcome, DerivationFile derivation) {
        List<Replay.Finding> findings = new ArrayList<>(outcome.findings());
        if (findings.getLast().refused().isEmpty()) {
            Optional<Replay.Refusal> difference =
                    derivation.difference(outcome).or(() -> unlawful(outcome));
            findings.add(
                    new Replay.Finding(
                            findings.size() + 1,
                            "kernels",
                            difference,
                            difference.isEmpty()
                                    ? List.of(
                                            "found again, with their accumulators and costs",
                                            "their laws hold")
                                    : List.of()));
        }
        return findings;
    }

    private static Optional<Replay.Refusal> unlawful(Replay.Outcome outcome) {
        return Laws.failing(outcome.kernels())
                .map(
                        failing ->
                                new Replay.Refusal(
                                        "/kernels",
                                        failing,
                                        "the form is wrong though every step holds: this is an error of the derivation, please report it"));
    }

    private static Diagnostic problem(Replay.Finding found, DerivationFile derivation) {
        Replay.Refusal refusal = found.refused().orElseThrow();
        boolean end = found.step() > derivation.told().claims().size();
        String named = end ? "" : "step " + found.step() + ", " + found.rule() + ": ";
        return Diagnostic.error(
                Code.R711,
                named + refusal.message(),
                Location.at(refusal.pointer()),
                refusal.help());
    }

    private static ObjectNode document(DerivationFile derivation, List<Replay.Finding> findings) {
        ObjectNode document = Json.document("heddle-replay/1");
        document.put("diagram", derivation.name());
        document.put("holds", findings.getLast().refused().isEmpty());
        ArrayNode steps = document.putArray("steps");
        for (Replay.Finding finding : findings) {
            ObjectNode step = steps.addObject();
            step.put("step", finding.step()).put("rule", finding.rule());
            step.put("holds", finding.refused().isEmpty());
            step.set("checked", Json.strings(finding.checked()));
            finding.refused()
                    .ifPresentOrElse(
                            why ->
                                    step.put("refused", why.message())
                                            .put("at", why.pointer())
                                            .put("help", why.help()),
                            () -> step.putNull("refused").putNull("at").putNull("help"));
        }
        return document;
    }

    private SourceText text() throws DiagnosticException {
        try {
            return SourceText.load(Path.of(file));
        } catch (IOException e) {
            throw FileProblems.unreadable(
                    file, FileProblems.reason(e), "write one with heddle derive -o");
        }
    }
}
