package org.heddle.cli.report.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.CompiledKernel;
import org.heddle.backend.run.Moved;
import org.heddle.backend.run.Target;
import org.heddle.cli.report.Compared;
import org.heddle.cli.text.Wrap;
import org.heddle.kernels.Catalogue;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.rules.hardware.Hardware;
import org.heddle.testdata.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// What charts show, and that terminals have room for it.
final class ChartsTest {
    private static final String PRODUCT =
            "product(A: f32[i, k], B: f32[k, j]) -> C; axis i default 512, k default 512, j default 512; C[i, j] = A[i, k] * B[k, j]";

    private static Comparison.KernelRow row(String text, String machine, Target target)
            throws Exception {
        CompiledKernel kernel =
                Compared.compiled(Compared.diagram(text), machine, target).kernels().getFirst();
        return new Comparison.KernelRow(
                kernel,
                kernel.predicted(),
                Optional.of(kernel.predicted()),
                Optional.empty(),
                Optional.empty(),
                Optional.of(1e-3));
    }

    @Test
    void arrowsHaveWhatWasPredictedAndWhatWasCounted() throws Exception {
        Comparison.KernelRow row = row(PRODUCT, "h200", Target.CUDA);
        Moved moved = row.predicted();
        MemoryFlow flow = MemoryFlow.of(row);
        assertThat(flow.global().name()).isEqualTo("global");
        assertThat(flow.caches()).extracting(Hardware.Level::name).containsExactly("l2");
        assertThat(flow.local().name()).isEqualTo("shared");
        assertThat(flow.outer().toward().predicted()).isEqualTo(moved.globalRead());
        assertThat(flow.outer().back().predicted()).isEqualTo(moved.globalWrite());
        assertThat(flow.inner().toward().predicted()).isEqualTo(moved.localRead());
        assertThat(flow.inner().back().counted()).contains(moved.localWrite());
        assertThat(flow.work().getFirst().operations()).isEqualTo(2L * 512 * 512 * 512);
        assertThat(flow.measuredShare(flow.outer()).orElseThrow())
                .isCloseTo(moved.global() / 1e-3 / flow.global().bytesPerSecond(), within(1e-12));
    }

    @Test
    void whatNobodyCountedOrTimedIsAbsent() throws Exception {
        Comparison.KernelRow row = row(PRODUCT, "cpu", Target.OPENCL_SIMD);
        Moved partly =
                new Moved(
                        row.predicted().globalRead(),
                        row.predicted().globalWrite(),
                        Moved.NOT_COUNTED,
                        Moved.NOT_COUNTED);
        MemoryFlow local = MemoryFlow.of(Compared.counted(row, partly));
        assertThat(local.outer().counted()).contains(row.predicted().global());
        assertThat(local.inner().counted()).isEmpty();
        assertThat(local.measuredShare(local.inner())).isEmpty();
        Comparison.KernelRow untimed =
                new Comparison.KernelRow(
                        row.kernel(),
                        row.predicted(),
                        row.counted(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty());
        assertThat(MemoryFlow.of(untimed).measuredShare(local.outer())).isEmpty();
        assertThat(Roofline.of(untimed).points()).noneMatch(Roofline.Point::measured);
        assertThat(Roofline.of(Compared.uncounted(row)).points())
                .noneMatch(Roofline.Point::measured)
                .hasSize(2);
    }

    @Test
    void pointsAreOperationsPerSecondOverOperationsPerByte() throws Exception {
        Comparison.KernelRow row = row(PRODUCT, "h200", Target.CUDA);
        Roofline roofline = Roofline.of(row);
        double flops = 2.0 * 512 * 512 * 512;
        assertThat(roofline.roofs())
                .extracting(Roofline.Roof::level)
                .containsExactly("global", "l2", "shared");
        Roofline.Point far =
                roofline.points().stream()
                        .filter(p -> p.measured() && p.level().equals("global"))
                        .findFirst()
                        .orElseThrow();
        assertThat(far.intensity()).isCloseTo(flops / row.predicted().global(), within(1e-9));
        assertThat(far.flopsPerSecond()).isCloseTo(flops / 1e-3, within(1.0));
        double peak = roofline.ceilings().getFirst().flopsPerSecond();
        Roofline.Roof global = roofline.roofs().getFirst();
        assertThat(roofline.attainable(global, 1)).isEqualTo(global.bytesPerSecond());
        assertThat(roofline.attainable(global, 1e9)).isEqualTo(peak);
    }

    @Test
    void exponentialsLowerTheCeiling() throws Exception {
        Roofline plain = Roofline.of(row(PRODUCT, "cpu", Target.OPENCL_SIMD));
        assertThat(plain.ceilings()).hasSize(1);
        Roofline mixed = Roofline.of(row(Compared.SOFTMAX_MEAN, "cpu", Target.OPENCL_SIMD));
        assertThat(mixed.ceilings()).hasSize(2);
        assertThat(mixed.ceilings().getLast().flopsPerSecond())
                .isLessThan(mixed.ceilings().getFirst().flopsPerSecond());
    }

    @Test
    void bytesThatWereNotPredictedStandOut() throws Exception {
        Comparison.KernelRow row = row(PRODUCT, "cpu", Target.OPENCL_SIMD);
        Moved m = row.predicted();
        Moved more = new Moved(2 * m.globalRead(), m.globalWrite(), m.localRead(), m.localWrite());
        String text = MemoryChartText.of(MemoryFlow.of(Compared.counted(row, more)));
        assertThat(text.lines().filter(line -> line.contains("counted ≠"))).hasSize(1);
        assertThat(MemoryChartText.of(MemoryFlow.of(row))).doesNotContain("≠");
    }

    @ParameterizedTest
    @CsvSource({"product,h200,CUDA", "product,cpu,OPENCL_SIMD", "mean,cpu,OPENCL_SIMD"})
    void chartsAreTheGoldenOnes(String name, String machine, Target target) throws Exception {
        String text = name.equals("product") ? PRODUCT : Compared.SOFTMAX_MEAN;
        Comparison.KernelRow row = row(text, machine, target);
        Golden.check(
                ChartsTest.class,
                name + "-" + machine + ".txt",
                MemoryChartText.of(MemoryFlow.of(row)) + "\n" + RooflineText.of(Roofline.of(row)));
    }

    static List<String> catalogue() {
        return Catalogue.names();
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void noLineIsLongerThanATerminal(String name) throws Exception {
        Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
        for (CompiledKernel kernel :
                Compared.compiled(diagram, "mi300x", Target.OPENCL_SIMT).kernels()) {
            for (double seconds : List.of(1e-7, 1.0, 1e3)) {
                Comparison.KernelRow row =
                        new Comparison.KernelRow(
                                kernel,
                                kernel.predicted(),
                                Optional.of(kernel.predicted()),
                                Optional.empty(),
                                Optional.empty(),
                                Optional.of(seconds));
                String text =
                        MemoryChartText.of(MemoryFlow.of(row)) + RooflineText.of(Roofline.of(row));
                assertThat(text.lines()).allMatch(line -> Wrap.width(line) <= Wrap.COLUMNS);
                boolean points = !Roofline.of(row).points().isEmpty();
                assertThat(text.contains("flop per byte")).isEqualTo(points);
            }
        }
    }

    @Test
    void anEmptyKernelHasNoPoint() throws Exception {
        Comparison none = Compared.interpreted(PRODUCT, Map.of("i", 0L, "k", 4L, "j", 4L));
        Comparison.KernelRow row = none.kernels().getFirst();
        assertThat(RooflineText.of(Roofline.of(row))).startsWith("  no point");
        assertThat(MemoryChartText.of(MemoryFlow.of(row))).contains("0 B predicted", "0 B counted");
    }

    @Test
    void scalesHaveRoomForEverything() {
        LogScale scale = LogScale.around(List.of(0.3, 20.0));
        assertThat(scale).isEqualTo(new LogScale(-1, 2));
        assertThat(scale.position(0.1)).isZero();
        assertThat(scale.position(100)).isEqualTo(1);
        assertThat(scale.value(scale.position(7))).isCloseTo(7, within(1e-12));
        assertThat(scale.decades()).containsExactly(0.1, 1.0, 10.0, 100.0);
        assertThat(LogScale.around(List.of(10.0))).isEqualTo(new LogScale(1, 2));
        assertThat(LogScale.around(List.of())).isEqualTo(new LogScale(0, 1));
    }
}
