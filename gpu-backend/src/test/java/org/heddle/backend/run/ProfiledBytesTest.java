package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.Machines;
import org.heddle.backend.driver.Driver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.Profile;
import org.heddle.backend.driver.Profile.DeviceBytes;
import org.heddle.backend.driver.ncu.FakeNcu;
import org.heddle.backend.driver.ncu.NcuProfiler;
import org.heddle.backend.driver.registry.Drivers;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Counts of a profiler stand beside predictions, and are not judged. The kernels run by OpenCL; what counts is another program in ncu's place.
final class ProfiledBytesTest {
    private static final Comparer.Options OPTIONS = new Comparer.Options(1, 0, 1000);

    @TempDir private Path folder;

    private static Compiled product() throws Exception {
        String text =
                "product(A: f32[i, k], B: f32[k, j]) -> C; axis i default 9, k default 10, j default 11; C[i, j] = A[i, k] * B[k, j]";
        Diagram diagram = TextReader.read(new SourceText("test.hd", text)).orThrow();
        return Compiler.compile(
                diagram, SizeBinder.bind(diagram, Map.of()), Machines.roomy(), Target.OPENCL_SIMD);
    }

    private Comparison compare(Compiled compiled, String ncuDoes) throws Exception {
        NcuProfiler profiler = new NcuProfiler("cuda:0", FakeNcu.in(folder, ncuDoes));
        try (Device device =
                new DriverDevice(
                        pocl(),
                        Machines.roomy(),
                        Target.OPENCL_SIMD,
                        true,
                        Optional.of(profiler))) {
            return Comparer.compare(compiled, device, OPTIONS);
        }
    }

    private static Driver pocl() throws DriverException {
        return DriverTesting.openOrSkip(() -> Drivers.open("opencl:pocl"));
    }

    @Test
    void bytesThatAGpuCountedAreNotJudged() throws Exception {
        Compiled compiled = product();
        String entry = compiled.kernels().getFirst().text().entry();
        Comparison comparison =
                compare(
                        compiled,
                        FakeNcu.printing(
                                FakeNcu.TITLES + FakeNcu.launch(0, entry, "1,234", "0", "77")));

        assertThat(comparison.ok()).isTrue();
        assertThat(comparison.profile()).containsInstanceOf(Profile.Counted.class);
        assertThat(comparison.kernels().getFirst().profiled())
                .contains(new DeviceBytes(Optional.of(1234L), Optional.of(0L), Optional.of(77L)));
    }

    @Test
    void aProfilerThatFailsIsNoFailureOfTheComparison() throws Exception {
        Comparison comparison = compare(product(), "exit 3\n");

        assertThat(comparison.ok()).isTrue();
        assertThat(comparison.profile())
                .hasValueSatisfying(
                        profile ->
                                assertThat(profile)
                                        .isInstanceOfSatisfying(
                                                Profile.NotCounted.class,
                                                not ->
                                                        assertThat(not.reason())
                                                                .startsWith(
                                                                        "ncu ended with status 3")));
        assertThat(comparison.kernels()).allMatch(row -> row.profiled().isEmpty());
    }

    @Test
    void devicesWithoutCountersSayNothing() throws Exception {
        for (Device device : List.of(Machines.pocl(), new InterpretDevice(Machines.roomy()))) {
            try (device) {
                assertThat(Comparer.compare(product(), device, OPTIONS).profile()).isEmpty();
            }
        }
    }
}
