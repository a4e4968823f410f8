package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
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
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// The emitted text for a CPU moves the bytes that are predicted, of global and of local memory, as Oclgrind counts its loads and stores: every diagram of the catalogue, where blocks are whole vectors and where they are
/// ragged. Every diagram is at one of the settings in turn, with `-Dheddle.soak=true` at all of them.
final class TextAccessesTest {
    private static final List<long[]> SIZES =
            List.of(
                    new long[] {16, 32, 16, 8, 2, 2, 2, 2},
                    new long[] {32, 16, 16, 4, 4, 2, 2, 2},
                    new long[] {9, 11, 7, 5, 3, 2, 2, 2});

    /// The same for tensors of four axes of one length and more, whose elements are its powers.
    private static final List<long[]> SHORT =
            List.of(new long[] {8, 16}, new long[] {4, 32}, new long[] {5, 11});

    private static final Set<String> OF_HIGH_ORDER = Set.of("mttkrp-4", "mttkrp-5");

    private static final boolean SOAK = Boolean.getBoolean("heddle.soak");

    static Stream<Arguments> settings() {
        List<Arguments> settings = new ArrayList<>();
        for (String name : Catalogue.names()) {
            List<long[]> all = OF_HIGH_ORDER.contains(name) ? SHORT : SIZES;
            int turn = settings.size() % all.size();
            for (long[] sizes : SOAK ? all : all.subList(turn, turn + 1)) {
                settings.add(Arguments.of(name, sizes));
            }
        }
        return settings.stream();
    }

    @ParameterizedTest(name = "{0} at {1}")
    @MethodSource("settings")
    void areThosePredicted(String name, long[] lengths) throws Exception {
        Diagram diagram = diagram(name);
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (Axis axis : diagram.axes().values()) {
            if (axis.extent() instanceof Axis.Free && axis.defaultSize().isPresent()) {
                sizes.put(axis.name(), lengths[sizes.size()]);
            }
        }
        verify(diagram, sizes);
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
