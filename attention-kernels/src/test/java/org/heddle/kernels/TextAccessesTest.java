package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.Map;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.Devices;
import org.heddle.backend.run.LocalAccesses;
import org.heddle.backend.run.Target;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Where blocks are whole vectors and nothing but sums, loads and stores is done, the emitted text moves the bytes of local memory that are predicted, as Oclgrind counts them.
final class TextAccessesTest {
    private static final long[] SIZES = {16, 32, 16, 8, 2, 2, 2, 2};

    @ParameterizedTest
    @ValueSource(
            strings = {
                "matmul",
                "matmul-f16",
                "batched-matmul",
                "matmul-chain",
                "tropical-matmul",
                "vocabulary-cross-entropy",
                "swiglu-mlp",
                "causal-conv1d",
                "average-pooling",
                "forward-step",
                "ssymv",
                "ssyrk",
                "ttm",
                "bellman-ford-step",
                "rmsnorm-matmul",
                "scaled-power-sum"
            })
    void areThosePredicted(String name) throws Exception {
        Diagram diagram = diagram(name);
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (Axis axis : diagram.axes().values()) {
            if (axis.extent() instanceof Axis.Free && axis.defaultSize().isPresent()) {
                sizes.put(axis.name(), SIZES[sizes.size()]);
            }
        }
        verify(diagram, sizes);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "attention; h=1,q=32,x=64,d=16,e=16",
                "attention-f16; h=1,q=32,x=64,d=16,e=16",
                "causal-attention; h=1,q=32,x=64,d=16,e=16",
                "softcap-attention; h=1,q=32,x=64,d=16,e=16",
                "gqa-attention; k=1,g=4,q=16,x=32,d=16,e=16"
            })
    void inWholeVectors(String name, String sizes) throws Exception {
        verify(diagram(name), Settings.parse(sizes));
    }

    private static Diagram diagram(String name) throws DiagnosticException {
        return DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
    }

    private static void verify(Diagram diagram, Map<String, Long> sizes) throws Exception {
        try (Device simulator = Devices.open("simulate")) {
            Comparison comparison =
                    Comparer.compare(
                            Compiler.compile(
                                    diagram,
                                    SizeBinder.bind(diagram, sizes),
                                    HardwareReader.shipped("cpu").orElseThrow(),
                                    Target.OPENCL_SIMD),
                            simulator,
                            new Comparer.Options(7, 0, 100));
            assertThat(comparison.ok()).isTrue();
            assertThat(comparison.kernels())
                    .isNotEmpty()
                    .allSatisfy(
                            row ->
                                    assertThat(row.accesses())
                                            .contains(
                                                    new LocalAccesses(
                                                            row.predicted().localRead(),
                                                            row.predicted().localWrite())));
        } catch (DriverException e) {
            System.out.println("[SKIP] " + e.getMessage() + ": " + e.hint());
            Assumptions.abort(e.getMessage());
        }
    }
}
