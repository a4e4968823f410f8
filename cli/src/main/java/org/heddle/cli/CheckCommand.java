package org.heddle.cli;

import java.util.List;
import java.util.Optional;
import org.heddle.cli.report.Json;
import org.heddle.cli.text.Quantity;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.DiagnosticPrinter;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.ReadResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ObjectNode;

/// Tells all problems of a diagram file at once.
@Command(
        name = "check",
        description = "Tell all problems of a diagram: code, place, what to do.",
        footer = {"", "JSON: format (heddle-check/1), file, ok, name, diagnostics"})
final class CheckCommand extends HeddleCommand {
    @Mixin private final DiagramArgument argument = new DiagramArgument();

    CheckCommand(Session session) {
        super(session);
    }

    @Override
    public Integer call() throws InputException, DiagnosticException {
        ReadResult result = read();
        if (isJson()) {
            print(document(result));
        } else if (!result.diagnostics().isEmpty()) {
            print(DiagnosticPrinter.text(result.diagnostics(), session::text));
        }
        if (!isJson()) {
            result.diagram().ifPresent(diagram -> print(summary(diagram)));
        }
        return result.diagram().isPresent() ? Exit.OK : Exit.WRONG;
    }

    /// A text that is no text is a finding like any other.
    private ReadResult read() throws InputException {
        try {
            return argument.read(session);
        } catch (DiagnosticException e) {
            return new ReadResult(Optional.empty(), e.diagnostics(), SourceMap.none());
        }
    }

    private ObjectNode document(ReadResult result) {
        ObjectNode document = Json.document("heddle-check/1");
        document.put("file", argument.file());
        document.put("ok", result.diagram().isPresent());
        result.diagram()
                .ifPresentOrElse(
                        diagram -> document.put("name", diagram.name()),
                        () -> document.putNull("name"));
        document.set("diagnostics", Json.diagnostics(result.diagnostics()));
        return document;
    }

    private static String summary(Diagram diagram) {
        List<String> free =
                diagram.axes().values().stream()
                        .filter(
                                axis ->
                                        axis.extent() instanceof Axis.Free
                                                && axis.defaultSize().isEmpty())
                        .map(Axis::name)
                        .toList();
        return diagram.name()
                + ": ok, "
                + Quantity.of(diagram.boxes().size(), "box", "boxes")
                + ", "
                + Quantity.of(diagram.wires().size(), "wire", "wires")
                + (free.isEmpty() ? "" : "; sizes to give: " + String.join(", ", free))
                + "\n";
    }
}
