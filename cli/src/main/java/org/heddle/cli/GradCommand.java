package org.heddle.cli;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.text.TextWriter;
import org.heddle.rules.grad.Gradient;
import org.heddle.rules.grad.Passes;
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
    @Mixin private final DiagramArgument argument = DiagramArgument.required();

    @Option(
            names = "--wrt",
            paramLabel = "X,Y",
            split = ",",
            description =
                    "The inputs to differentiate by. Default: all that hold floating numbers.")
    private final List<String> wrt = new ArrayList<>();

    @Option(
            names = "--save",
            paramLabel = "auto|none|Y,Z",
            split = ",",
            description =
                    "What the forward pass saves for the backward one: outputs that help and rows that are short (auto), nothing, or these wires. Default: auto.")
    private final List<String> save = new ArrayList<>();

    @Option(
            names = "--forward",
            description = "Print the forward pass, with what it saves among its outputs.")
    private boolean forward;

    @Option(names = "--text", description = "Print the text notation instead of JSON.")
    private boolean text;

    GradCommand(Session session) {
        super(session);
    }

    @Override
    public void check(Faults faults) {
        super.check(faults);
        if (text && isJson()) {
            faults.add("--text and --json each give the form: give one of them");
        }
    }

    @Override
    int execute() throws DiagnosticException {
        Passes passes = passes(argument.diagram(this));
        Diagram pass = forward ? passes.forward() : passes.backward();
        print(text ? TextWriter.write(pass) : DiagramWriter.write(pass));
        return Exit.OK;
    }

    private Passes passes(Diagram diagram) throws DiagnosticException {
        if (save.isEmpty() || save.equals(List.of("auto"))) {
            return Passes.of(diagram, wrt);
        }
        return save.equals(List.of("none"))
                ? new Passes(diagram, Gradient.of(diagram, wrt), List.of())
                : Passes.saving(diagram, wrt, save);
    }
}
