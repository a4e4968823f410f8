package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.backend.run.Comparer;
import org.heddle.model.check.Checker;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.json.SourceText;
import org.heddle.rules.grad.Gradient;
import org.heddle.testdata.FiniteDifferences;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Gradients of the catalogue.
final class GradientTest {
    /// Diagrams whose outputs are integers.
    private static final Set<String> WITHOUT = Set.of("k-means-assignment");

    static List<String> differentiable() {
        return Catalogue.names().stream().filter(name -> !WITHOUT.contains(name)).toList();
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void isWhatCentralDifferencesSay(String name) throws Exception {
        Diagram diagram = FiniteDifferences.inF64(diagram(name));
        Diagram gradient = Gradient.of(diagram, List.of());
        assertThat(Checker.check(gradient)).filteredOn(Diagnostic::isError).isEmpty();
        Map<String, Long> chosen = new LinkedHashMap<>(Settings.generic(diagram));
        chosen.computeIfPresent("k", (_, size) -> Math.min(size, 3));
        Sizes sizes = SizeBinder.bind(diagram, chosen);
        Sizes gradientSizes = SizeBinder.bind(gradient, of(gradient, chosen));
        Map<String, Tensor> inputs = inputs(diagram, sizes);
        List<FiniteDifferences.Comparison> compared =
                FiniteDifferences.compare(
                        diagram, gradient, sizes, gradientSizes, inputs, 12, 3);
        assertThat(compared).isNotEmpty();
        assertThat(compared).as(gradient.toString()).allMatch(c -> c.error() < 1e-6);
    }

    @ParameterizedTest
    @MethodSource("differentiable")
    void isADiagramFile(String name) throws Exception {
        Diagram gradient = Gradient.of(diagram(name), List.of());
        Diagram again =
                DiagramReader.read(new SourceText("again.json", DiagramWriter.write(gradient)))
                        .orThrow();
        assertThat(again).isEqualTo(gradient);
    }

    @ParameterizedTest
    @ValueSource(strings = "k-means-assignment")
    void integersHaveNoGradient(String name) throws Exception {
        Diagram diagram = diagram(name);
        assertThatThrownBy(() -> Gradient.of(diagram, List.of()))
                .isInstanceOf(DiagnosticException.class)
                .hasMessageContaining("R703");
        assertThat(WITHOUT).contains(name);
    }

    private static Map<String, Long> of(Diagram diagram, Map<String, Long> sizes) {
        Map<String, Long> known = new LinkedHashMap<>(sizes);
        known.keySet().retainAll(diagram.axes().keySet());
        return known;
    }

    private static Diagram diagram(String name) throws DiagnosticException {
        return DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
    }

    /// Random inputs; positions inside what they are gathered from.
    private static Map<String, Tensor> inputs(Diagram diagram, Sizes sizes) {
        Map<String, Tensor> inputs = new LinkedHashMap<>();
        Comparer.inputs(diagram, sizes, 11)
                .forEach(
                        (wire, tensor) ->
                                inputs.put(
                                        wire,
                                        Tensor.of(
                                                diagram.wire(wire).dtype().isFloating()
                                                        ? DType.F64
                                                        : tensor.dtype(),
                                                tensor.shape(),
                                                tensor.toDoubles())));
        for (Box box : diagram.boxes()) {
            for (Port port : box.inputs()) {
                for (int i = 0; i < port.subscripts().size(); i++) {
                    if (port.subscripts().get(i) instanceof Subscript.Gather(Port index)) {
                        long bound = sizes.of(diagram.wire(port.wire()).axes().get(i));
                        Tensor positions = inputs.get(index.wire());
                        for (long k = 0; k < positions.elements(); k++) {
                            positions.set(k, Math.floorMod((long) positions.get(k), bound));
                        }
                    }
                }
            }
        }
        return inputs;
    }
}
