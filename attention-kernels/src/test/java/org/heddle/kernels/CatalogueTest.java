package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.InterpretDevice;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.library.Unfold;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class CatalogueTest {
    /// Sizes by position of the axis: all different, none a multiple of a tile.
    private static final long[] SMALL = {2, 3, 5, 7, 4, 6};

    static List<String> names() {
        return Catalogue.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void readsWithoutProblems(String name) {
        ReadResult result = DiagramReader.read(Catalogue.find(name).orElseThrow());
        assertThat(result.diagnostics()).isEmpty();
        assertThat(result.diagram()).get().extracting(Diagram::name).isEqualTo(name);
        assertThat(Catalogue.describe(name)).get().asString().endsWith(".");
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
    void hasADefaultForEveryFreeAxis(String name) throws Exception {
        Diagram diagram = diagram(name);
        assertThat(SizeBinder.bind(diagram, Map.of()).byAxis().keySet())
                .isEqualTo(diagram.axes().keySet());
        assertThat(diagram.axes().values())
                .allSatisfy(axis -> assertThat(axis.extent()).isEqualTo(new Axis.Free()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void meansWhatPlainLoopsCompute(String name) throws Exception {
        Diagram diagram = diagram(name);
        Sizes sizes = SizeBinder.bind(diagram, small(diagram));
        Map<String, Tensor> inputs = Comparer.inputs(diagram, sizes, 7);
        Map<String, Tensor> outputs = Evaluator.of(Unfold.all(diagram), sizes, inputs).evaluate();
        Loops loops = new Loops(inputs, sizes);
        Tensor output = outputs.get(diagram.outputs().getFirst());
        assertThat(diagram.outputs()).hasSize(1);
        for (int flat = 0; flat < output.elements(); flat++) {
            double expected = loops.element(name, unravel(flat, output.shape()));
            assertThat(output.get(flat))
                    .as("%s, element %d", name, flat)
                    .isCloseTo(expected, within(1e-12));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void isDerivedCorrectlyAndMovesThePredictedBytes(String name) throws Exception {
        Diagram diagram = diagram(name);
        try (InterpretDevice device =
                new InterpretDevice(HardwareReader.shipped("cpu").orElseThrow())) {
            Comparison comparison =
                    Comparer.compare(diagram, small(diagram), device, Comparer.Options.DEFAULT);
            assertThat(comparison.outputs()).allMatch(Comparison.OutputRow::ok);
            assertThat(comparison.bytesAgree()).isTrue();
        }
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

    private static Map<String, Long> small(Diagram diagram) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        diagram.axes().keySet().forEach(axis -> sizes.put(axis, SMALL[sizes.size()]));
        return sizes;
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
