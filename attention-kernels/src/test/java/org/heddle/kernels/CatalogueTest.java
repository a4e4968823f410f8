package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.InterpretDevice;
import org.heddle.kernels.Loops.Formula;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Wire;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.library.Unfold;
import org.heddle.model.text.TextReader;
import org.heddle.model.text.TextWriter;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CatalogueTest {
    static List<String> names() {
        return Catalogue.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsWithoutProblems(String name) {
        ReadResult result = DiagramReader.read(Catalogue.find(name).orElseThrow());
        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.diagram()).get().extracting(Diagram::name).isEqualTo(name);
        Catalogue.Entry entry = Catalogue.describe(name).orElseThrow();
        assertThat(entry.computes()).matches("[A-Z].*\\.");
        assertThat(entry.source()).as("authors, title, year").matches(".+\".+\".*[12][0-9]{3}.*");
    }

    @ParameterizedTest
    @MethodSource("names")
    void isAFileToStartFrom(String name) throws Exception {
        Diagram diagram = diagram(name);
        ReadResult again =
                DiagramReader.read(new SourceText("again.json", DiagramWriter.write(diagram)));
        assertThat(again.orThrow()).isEqualTo(diagram);
    }

    @ParameterizedTest
    @MethodSource("names")
    void comesBackFromTheTextNotation(String name) throws Exception {
        Diagram diagram = diagram(name);
        String text = TextWriter.write(diagram);
        ReadResult again = TextReader.read(new SourceText(name + ".hd", text));
        assertThat(again.diagnostics()).as(text).isEmpty();
        assertThat(again.orThrow()).as(text).isEqualTo(diagram);
        assertThat(TextWriter.write(again.orThrow())).isEqualTo(text);
    }

    @ParameterizedTest
    @MethodSource("names")
    void hasADefaultForEveryFreeAxis(String name) throws Exception {
        Diagram diagram = diagram(name);
        assertThat(SizeBinder.bind(diagram, Map.of()).byAxis().keySet())
                .isEqualTo(diagram.axes().keySet());
        assertThat(diagram.axes().values())
                .allSatisfy(axis -> assertThat(axis.extent()).isNotInstanceOf(Axis.Fixed.class));
    }

    @ParameterizedTest
    @MethodSource("names")
    void meansWhatPlainLoopsCompute(String name) throws Exception {
        Diagram diagram = diagram(name);
        Sizes sizes = SizeBinder.bind(diagram, Settings.generic(diagram));
        Map<String, Tensor> inputs = inputs(diagram, sizes);
        Map<String, Tensor> outputs = Evaluator.of(Unfold.all(diagram), sizes, inputs).evaluate();
        Loops loops = new Loops(inputs, sizes);
        for (String wire : diagram.outputs()) {
            Tensor output = outputs.get(wire);
            Formula formula = formula(name + ":" + wire);
            for (int flat = 0; flat < output.elements(); flat++) {
                double expected = formula.at(loops, unravel(flat, output.shape()));
                assertThat(output.get(flat))
                        .as("%s, %s, element %d", name, wire, flat)
                        .isCloseTo(expected, within(1e-11 * Math.max(1, Math.abs(expected))));
            }
        }
    }

    private static Formula formula(String output) {
        return Stream.of(
                        AttentionFormulas.ALL,
                        TensorFormulas.ALL,
                        NetworkFormulas.ALL,
                        SeveralPassesFormulas.ALL)
                .filter(formulas -> formulas.containsKey(output))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no formula for " + output))
                .get(output);
    }

    /// Random, but for integers: whatever array they look up, they lie in it.
    private static Map<String, Tensor> inputs(Diagram diagram, Sizes sizes) {
        Map<String, Tensor> inputs = new LinkedHashMap<>(Comparer.inputs(diagram, sizes, 7));
        for (Box box : diagram.boxes()) {
            for (Port port : box.inputs()) {
                for (int i = 0; i < port.subscripts().size(); i++) {
                    if (port.subscripts().get(i) instanceof Subscript.Gather(Port index)) {
                        long bound = sizes.of(diagram.wire(port.wire()).axes().get(i));
                        Tensor wild = inputs.get(index.wire());
                        double[] tame = new double[(int) wild.elements()];
                        for (int k = 0; k < tame.length; k++) {
                            tame[k] = Math.floorMod((long) wild.get(k), bound);
                        }
                        inputs.put(index.wire(), Tensor.of(wild.dtype(), wild.shape(), tame));
                    }
                }
            }
        }
        inputs.replaceAll((wire, tensor) -> symmetric(diagram.wire(wire), tensor));
        return inputs;
    }

    /// The same element wherever the axes of a promised symmetry change places.
    private static Tensor symmetric(Wire wire, Tensor tensor) {
        if (wire.symmetries().isEmpty()) {
            return tensor;
        }
        double[] values = new double[(int) tensor.elements()];
        for (int flat = 0; flat < values.length; flat++) {
            int[] at = unravel(flat, tensor.shape());
            Arrays.sort(at);
            long[] ordered = Arrays.stream(at).asLongStream().toArray();
            values[flat] = tensor.at(ordered);
        }
        return Tensor.of(tensor.dtype(), tensor.shape(), values);
    }

    @ParameterizedTest
    @MethodSource("names")
    void isDerivedCorrectlyAndMovesThePredictedBytes(String name) throws Exception {
        Diagram diagram = diagram(name);
        try (InterpretDevice device =
                new InterpretDevice(HardwareReader.shipped("cpu").orElseThrow())) {
            Comparison comparison =
                    Comparer.compare(
                            diagram, Settings.generic(diagram), device, Comparer.Options.DEFAULT);
            assertThat(comparison.outputs()).allMatch(Comparison.OutputRow::ok);
            assertThat(comparison.bytesAgree()).isTrue();
        }
    }

    @Test
    void hasFortyDiagramsThatDiffer() throws Exception {
        Set<List<Object>> shapes = new HashSet<>();
        for (String name : Catalogue.names()) {
            Diagram diagram = diagram(name);
            shapes.add(
                    List.of(
                            diagram.boxes(),
                            diagram.wires().values().stream().map(Wire::axes).toList()));
        }
        assertThat(shapes).hasSizeGreaterThan(40);
    }

    /// The flagship is not written down: its file says what is computed, and nothing of tiles, streams or accumulators.
    @Test
    void attentionIsContractMapSoftmaxContract() throws Exception {
        assertThat(diagram("attention").boxes().stream().map(box -> kind(box.op())))
                .containsExactly("contract", "map", "softmax", "contract");
    }

    @Test
    void knowsNothingElse() {
        assertThat(Catalogue.find("no-such-diagram")).isEmpty();
        assertThat(Catalogue.describe("no-such-diagram")).isEmpty();
    }

    private static String kind(Op op) {
        return switch (op) {
            case Op.Contract _ -> "contract";
            case Op.Map _ -> "map";
            case Op.Reduce _ -> "reduce";
            case Op.Scan _ -> "scan";
            case Op.Reindex _ -> "reindex";
            case Op.Constant _ -> "constant";
            case Op.Call(String definition, _) -> definition;
            case Op.Block _ -> "block";
        };
    }

    private static Diagram diagram(String name) throws Exception {
        return DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
    }

    private static int[] unravel(int flat, List<Long> shape) {
        int[] index = new int[shape.size()];
        int rest = flat;
        for (int axis = index.length - 1; axis >= 0; axis--) {
            index[axis] = (int) (rest % shape.get(axis));
            rest = (int) (rest / shape.get(axis));
        }
        return index;
    }
}
