package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heddle.backend.Machines;
import org.heddle.backend.Sketch;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.cuda.NvccCompiler;
import org.heddle.model.diagram.Monoid;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A wire, an axis or an output may be called like a keyword, a function or a macro of the target languages, or like a name of the emitted text.
final class HostileNamesTest {
    private static final List<String> NAMES =
            List.of(
                    // keywords and types
                    "int",
                    "kernel",
                    "template",
                    "half",
                    "float4",
                    "image2d_t",
                    "constant",
                    "operator",
                    // functions
                    "dot",
                    "step",
                    "length",
                    "select",
                    "exp2f",
                    "convert_int4",
                    "get_x",
                    "printf",
                    "isnan",
                    "clamp",
                    // the C library and macros
                    "time",
                    "index",
                    "y1",
                    "linux",
                    "errno",
                    "M_PI",
                    "NAN",
                    "unix",
                    // names of the emitted text
                    "lanes",
                    "lane_index",
                    "acc",
                    "row",
                    "part",
                    "group",
                    "thread",
                    "threads",
                    "shared",
                    "partial_f32",
                    "max_nan",
                    "transpose",
                    "reduce_sum",
                    "dot_kernel",
                    "lanes_kernel");

    private static Device device;

    @BeforeAll
    static void open() throws DriverException {
        device = Machines.pocl();
    }

    @AfterAll
    static void close() {
        if (device != null) {
            device.close();
        }
    }

    /// Sums along an axis with one hostile name, over an axis with another, of wires with more of them; one name in each place in turn.
    static Stream<Sketch> sketches() {
        int n = NAMES.size();
        return IntStream.range(0, n)
                .filter(i -> i % 4 == 0)
                .mapToObj(
                        i -> {
                            String x = NAMES.get((i + 4) % n);
                            String[] axes = {NAMES.get(i), NAMES.get((i + 1) % n)};
                            Sketch sketch =
                                    new Sketch(NAMES.get((i + 3) % n))
                                            .axis(axes[0], 20)
                                            .axis(axes[1], 33);
                            String input = x + "[" + axes[0] + ", " + axes[1] + "]";
                            sketch.input(input);
                            for (int k = 0; k < 4; k++) {
                                String output = NAMES.get((i + k) % n) + "[" + axes[0] + "]";
                                sketch.reduce(
                                                Monoid.Scalar.SUM,
                                                output,
                                                "x -> " + (k + 1) + " * x",
                                                input)
                                        .output(NAMES.get((i + k) % n));
                            }
                            return sketch;
                        });
    }

    @ParameterizedTest
    @MethodSource("sketches")
    void buildOnACpu(Sketch sketch) throws Exception {
        Compiled compiled =
                Compiler.compile(
                        sketch.diagram(), sketch.sizes(), Machines.tight(), Target.OPENCL_SIMD);
        check(compiled);
    }

    @ParameterizedTest
    @MethodSource("sketches")
    void buildForGroupsOfThreads(Sketch sketch) throws Exception {
        Compiled compiled =
                Compiler.compile(
                        sketch.diagram(),
                        sketch.sizes(),
                        HardwareReader.shipped("h200").orElseThrow(),
                        Target.OPENCL_SIMT);
        check(compiled);
    }

    private static void check(Compiled compiled) throws Exception {
        Comparison comparison = Comparer.compare(compiled, device, new Comparer.Options(1, 0, 100));
        assertThat(comparison.outputs()).hasSize(4).allMatch(Comparison.OutputRow::ok);
    }

    @ParameterizedTest
    @MethodSource("sketches")
    void compileWithNvcc(Sketch sketch) throws Exception {
        Optional<NvccCompiler> nvcc = NvccCompiler.find();
        if (nvcc.isEmpty()) {
            DriverTesting.skip("nvcc is not installed");
            return;
        }
        Compiled compiled =
                Compiler.compile(
                        sketch.diagram(),
                        sketch.sizes(),
                        HardwareReader.shipped("h200").orElseThrow(),
                        Target.CUDA);
        for (CompiledKernel kernel : compiled.kernels()) {
            assertThat(nvcc.get().compile(kernel.text(), CudaCheck.ARCHITECTURE).resources())
                    .containsOnlyKeys(kernel.text().entry());
        }
    }
}
