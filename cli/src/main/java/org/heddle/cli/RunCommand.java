package org.heddle.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Devices;
import org.heddle.backend.run.Execution;
import org.heddle.cli.report.Json;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.rules.pack.PatternRule;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

/// Runs a diagram on arrays.
@Command(
        name = "run",
        description = "Derive, compile and run a diagram on arrays.",
        footer = {
            "",
            "JSON: format (heddle-run/1), diagram, device, sizes, outputs: wire, dtype, file, shape; problems"
        })
final class RunCommand extends DiagramCommand {
    @Mixin private final DiagramArgument argument = DiagramArgument.required();

    @Mixin private final InputArrays arrays = new InputArrays();

    @Mixin private final SizeOption sizes = SizeOption.one();

    @Mixin private final RulesOption rules = new RulesOption();

    @Option(names = "--device", paramLabel = "D", description = DevicesCommand.OPTION)
    private Optional<String> device = Optional.empty();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            required = true,
            description = "Folder for the outputs, <wire>.npy each.")
    private Path folder = Path.of("");

    RunCommand(Session session) {
        super(session);
    }

    @Override
    int execute() throws DiagnosticException, DriverException {
        Diagram diagram = argument.diagram(this);
        InputArrays.Bound bound = arrays.bind(diagram, sizes.single());
        bound.notes().forEach(this::say);
        List<PatternRule> laws = rules.laws(session);
        try (Device opened = device.isPresent() ? Devices.open(device.get()) : Devices.best()) {
            say("device " + opened.id() + ": " + opened.description());
            Compiled compiled =
                    Compiler.lower(
                            Compiler.derive(diagram, bound.sizes(), opened.hardware(), laws),
                            opened.target());
            Execution execution = opened.run(compiled, bound.inputs(), RunOptions.ONCE);
            TensorFiles.write(folder, execution.outputs());
            execution.problems().forEach(problem -> session.err().println("problem: " + problem));
            if (isJson()) {
                print(document(diagram, bound, opened, execution));
            } else {
                print(TensorFiles.text(folder, execution.outputs()));
            }
            return execution.problems().isEmpty() ? Exit.OK : Exit.WRONG;
        }
    }

    private ObjectNode document(
            Diagram diagram, InputArrays.Bound bound, Device opened, Execution execution) {
        ObjectNode document = Json.document("heddle-run/1");
        document.put("diagram", diagram.name());
        document.put("device", opened.id());
        document.set("sizes", Json.sizes(bound.sizes().byAxis()));
        document.set("outputs", TensorFiles.json(folder, execution.outputs()));
        document.set("problems", Json.strings(execution.problems()));
        return document;
    }
}
