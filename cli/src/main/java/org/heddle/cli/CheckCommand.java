package org.heddle.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.cli.report.Json;
import org.heddle.cli.text.Quantity;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.AxisClasses;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.ReadResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import tools.jackson.databind.node.ObjectNode;

/// Tells all problems of a diagram file at once: where all its sizes are known, those of the sizes, too.
@Command(
        name = "check",
        description = "Tell all problems of a diagram: code, place, what to do.",
        footer = {"", "JSON: format (heddle-check/1), file, ok, name, diagnostics"})
final class CheckCommand extends DiagramCommand {
    @Mixin private final DiagramArgument argument = DiagramArgument.required();
    @Mixin private final SizeOption sizes = SizeOption.one();

    CheckCommand(Session session) {
        super(session);
    }

    @Override
    int execute() throws DiagnosticException {
        ReadResult result = read();
        if (isJson()) {
            print(document(result));
        } else if (form() != DiagnosticsForm.TEXT) {
            keep(result.diagnostics());
        } else {
            print(form().of(result.diagnostics(), session));
            result.diagram().ifPresent(diagram -> print(summary(diagram)));
        }
        return result.diagram().isPresent() ? Exit.OK : Exit.WRONG;
    }

    @Override
    PrintStream documents() {
        return session.out();
    }

    /// A text that is no text is a finding like any other.
    private ReadResult read() throws DiagnosticException {
        try {
            return sized(argument.read(session));
        } catch (DiagnosticException e) {
            if (e.diagnostics().getFirst().code() == Code.E015) {
                throw e;
            }
            return new ReadResult(Optional.empty(), e.diagnostics(), SourceMap.none());
        }
    }

    /// With what is wrong of its sizes. Sizes that nothing gives are no mistake of the file.
    private ReadResult sized(ReadResult result) {
        Map<String, Long> given = sizes.single();
        if (result.diagram().isEmpty()) {
            return result;
        }
        try {
            SizeBinder.bind(result.diagram().get(), given);
            return result;
        } catch (DiagnosticException e) {
            List<Diagnostic> wrong =
                    e.diagnostics().stream().filter(d -> d.code() != Code.E304).toList();
            List<Diagnostic> all = new ArrayList<>(result.diagnostics());
            all.addAll(result.map().locate(wrong));
            Optional<Diagram> diagram = wrong.isEmpty() ? result.diagram() : Optional.empty();
            return ReadResult.inTextOrder(diagram, all, result.map());
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
        List<String> free = toGive(diagram);
        return diagram.name()
                + ": ok, "
                + Quantity.of(diagram.boxes().size(), "box", "boxes")
                + ", "
                + Quantity.of(diagram.wires().size(), "wire", "wires")
                + (free.isEmpty() ? "" : "; sizes to give: " + String.join(", ", free))
                + "\n";
    }

    /// The axes whose sizes nothing in the file says; of those that ports make equal, one.
    private static List<String> toGive(Diagram diagram) {
        AxisClasses classes = AxisClasses.of(diagram);
        return diagram.axes().keySet().stream()
                .map(classes::of)
                .distinct()
                .filter(same -> same.stream().map(diagram::axis).allMatch(CheckCommand::isOpen))
                .map(
                        same ->
                                same.size() == 1
                                        ? same.getFirst()
                                        : same.getFirst()
                                                + " ("
                                                + String.join(", ", same.subList(1, same.size()))
                                                + " the same)")
                .toList();
    }

    private static boolean isOpen(Axis axis) {
        return axis.extent() instanceof Axis.Free && axis.defaultSize().isEmpty();
    }
}
