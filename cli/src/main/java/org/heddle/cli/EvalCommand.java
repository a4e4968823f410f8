package org.heddle.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.cli.report.Json;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Wire;
import org.heddle.model.eval.EvaluationException;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.library.Unfold;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// Evaluates a diagram by its definition.
@Command(
        name = "eval",
        description =
                "Compute a diagram by its definition, in f64: slow, and what everything else is judged by.",
        footer = {
            "",
            "Floating outputs are written as f64, others, and with --rounded all, in the element type of their wire.",
            "JSON: format (heddle-run/1), diagram, device (evaluator), sizes, outputs: wire, dtype, file, shape; problems;",
            "with --at or --sample format (heddle-elements/1), diagram, sizes, elements: wire, index, value"
        })
final class EvalCommand extends DiagramCommand {
    @Mixin private final DiagramArgument argument = DiagramArgument.required();

    @Mixin private final InputArrays arrays = new InputArrays();

    @Mixin private final SizeOption sizes = SizeOption.one();

    @Mixin private final MemoryOption memory = new MemoryOption();

    @Option(
            names = "--rounded",
            description =
                    "Round what each box gives to the number format of its wire: shows which errors the formats explain.")
    private boolean rounded;

    @Mixin private final ElementsOption elements = new ElementsOption();

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description =
                    "Folder for the outputs, <wire>.npy each; needed unless elements are asked for.")
    private Optional<Path> folder = Optional.empty();

    EvalCommand(Session session) {
        super(session);
    }

    @Override
    public void check(Faults faults) {
        super.check(faults);
        if (folder.isPresent() == elements.isGiven()) {
            faults.add(
                    folder.isPresent()
                            ? "--out writes whole outputs, --at and --sample print elements: give one of them"
                            : "give --out DIR for whole outputs, or --at or --sample for elements");
        }
    }

    @Override
    int execute() throws DiagnosticException {
        Diagram diagram = argument.diagram(this);
        InputArrays.Bound bound = arrays.bind(diagram, sizes.single());
        bound.notes().forEach(this::say);
        try {
            if (folder.isPresent()) {
                writeOutputs(diagram, bound, folder.get());
            } else {
                printElements(diagram, bound);
            }
        } catch (EvaluationException e) {
            throw new DiagnosticException(e.told(diagram, help(e.code())));
        }
        return Exit.OK;
    }

    private void printElements(Diagram diagram, InputArrays.Bound bound)
            throws DiagnosticException, EvaluationException {
        Diagram expanded = Unfold.all(diagram);
        List<ElementsOption.Element> computed =
                elements.compute(expanded, bound.sizes(), evaluator(expanded, bound));
        if (isJson()) {
            ObjectNode document = Json.document("heddle-elements/1");
            document.put("diagram", diagram.name());
            document.set("sizes", Json.sizes(bound.sizes().byAxis()));
            ArrayNode list = document.putArray("elements");
            for (ElementsOption.Element element : computed) {
                ObjectNode node = list.addObject();
                node.put("wire", element.wire());
                node.set("index", Json.longs(element.index()));
                node.set("value", Json.number(element.value()));
            }
            print(document);
        } else {
            StringBuilder text = new StringBuilder();
            for (ElementsOption.Element element : computed) {
                text.append(element.wire())
                        .append(element.index())
                        .append(" = ")
                        .append(element.value())
                        .append('\n');
            }
            print(text.toString());
        }
    }

    private void writeOutputs(Diagram diagram, InputArrays.Bound bound, Path folder)
            throws DiagnosticException, EvaluationException {
        Map<String, Tensor> outputs = new LinkedHashMap<>();
        Map<String, Tensor> results = evaluator(Unfold.all(diagram), bound).evaluate();
        for (Map.Entry<String, Tensor> entry : results.entrySet()) {
            Wire wire = diagram.wire(entry.getKey());
            outputs.put(wire.name(), written(wire, entry.getValue()));
        }
        TensorFiles.write(folder, outputs);
        if (isJson()) {
            ObjectNode document = Json.document("heddle-run/1");
            document.put("diagram", diagram.name());
            document.put("device", "evaluator");
            document.set("sizes", Json.sizes(bound.sizes().byAxis()));
            document.set("outputs", TensorFiles.json(folder, outputs));
            document.putArray("problems");
            print(document);
        } else {
            print(TensorFiles.text(folder, outputs));
        }
    }

    private Evaluator evaluator(Diagram expanded, InputArrays.Bound bound) {
        Evaluator evaluator =
                rounded
                        ? Evaluator.rounding(expanded, bound.sizes(), bound.inputs())
                        : Evaluator.of(expanded, bound.sizes(), bound.inputs());
        return evaluator.withMaxBytes(memory.bytes().orElse(Evaluator.DEFAULT_MAX_BYTES));
    }

    /// A result in the element type in which it is written.
    private Tensor written(Wire wire, Tensor result) throws DiagnosticException {
        if (wire.dtype().isFloating() && !rounded) {
            return result;
        }
        Tensor converted = result.to(wire.dtype());
        for (long i = 0; i < result.elements() && !rounded; i++) {
            if (converted.get(i) != result.get(i)) {
                String message =
                        "element "
                                + i
                                + " of output "
                                + wire.name()
                                + " is "
                                + result.get(i)
                                + ", which "
                                + wire.dtype()
                                + " cannot hold";
                throw new DiagnosticException(
                        Diagnostic.error(
                                Code.E610,
                                message,
                                Location.at("/wires" + Location.step(wire.name())),
                                "--rounded writes the nearest number of the range"));
            }
        }
        return converted;
    }

    private static String[] help(Code code) {
        return code == Code.S824
                ? new String[] {
                    "give more with --memory, evaluate at smaller sizes, or use `heddle run`"
                }
                : new String[0];
    }
}
