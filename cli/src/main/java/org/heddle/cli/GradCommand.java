package org.heddle.cli;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.text.TextWriter;
import org.heddle.rules.grad.Gradient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Prints the gradients of a diagram, as a diagram.
@Command(
        name = "grad",
        description =
                "Print the diagram of the gradients of a diagram: its inputs and the cotangents of its outputs in, the cotangents of its inputs out.",
        footer = {
            "",
            "An input or output X has the cotangent dX. The result is a diagram as any other:",
            "  heddle grad FILE --wrt X,Y | heddle derive - --explain",
            "JSON: the diagram (heddle/1), also without --json"
        })
final class GradCommand extends DiagramCommand {
    @Mixin private final DiagramArgument argument = new DiagramArgument();

    @Option(
            names = "--wrt",
            paramLabel = "X,Y",
            split = ",",
            description = "The inputs to differentiate by. Default: all that hold floating numbers.")
    private final List<String> wrt = new ArrayList<>();

    @Option(names = "--text", description = "Print the text notation instead of JSON.")
    private boolean text;

    GradCommand(Session session) {
        super(session);
    }

    @Override
    int execute() throws InputException, DiagnosticException {
        if (text && isJson()) {
            throw usage("--text and --json each give the form: give one of them");
        }
        Diagram gradient = Gradient.of(argument.diagram(this), wrt);
        print(text ? TextWriter.write(gradient) : DiagramWriter.write(gradient));
        return Exit.OK;
    }
}
