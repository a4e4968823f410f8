package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.heddle.backend.Machines;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.registry.Drivers;
import org.heddle.backend.interpret.Interpreter;
import org.heddle.backend.interpret.Options;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Scheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A position is read once for all elements that it is the position of, block by block, and not once for each of them.
final class SharedPositionsTest {
    private static final Map<String, Long> SIZES =
            Map.ofEntries(
                    Map.entry("t", 37L),
                    Map.entry("v", 50L),
                    Map.entry("c", 21L),
                    Map.entry("r", 45L),
                    Map.entry("i", 19L),
                    Map.entry("j", 23L),
                    Map.entry("n", 11L),
                    Map.entry("s", 4L),
                    Map.entry("q", 9L));

    private static final String ROWS = "f(E: f32[v, c], ids: i64[t]) -> X\nX[t, c] = E[ids[t], c]";

    /// @param reads positions read where no axis is cut, by wire
    record Program(String text, Map<String, Long> reads) {
        Diagram diagram() {
            return TextReader.read(new SourceText("positions.hd", text)).diagram().orElseThrow();
        }

        Compiled compiled(Hardware hardware, Target target) throws Exception {
            Diagram diagram = diagram();
            Map<String, Long> sizes = new LinkedHashMap<>(SIZES);
            sizes.keySet().retainAll(diagram.axes().keySet());
            return Compiler.compile(diagram, SizeBinder.bind(diagram, sizes), hardware, target);
        }

        @Override
        public String toString() {
            return text.lines().skip(1).findFirst().orElse("");
        }
    }

    static Stream<Program> programs() {
        return Stream.of(
                new Program(ROWS, Map.of("ids", 37L)),
                new Program(
                        "f(E: f32[v, c], ids: i32[t]) -> X\nX[t, c] = E[ids[t], c - 1 else 0] * #c",
                        Map.of("ids", 37L)),
                new Program(
                        "f(X: f32[v, r], a: i32[i], b: i8[j]) -> Y\nY[i, j] = X[a[i], b[j]]",
                        Map.of("a", 19L, "b", 23L)),
                new Program(
                        "f(E: f32[v, c], a: i32[r], b: i64[t]) -> X\nX[t, c] = E[a[b[t]], c]",
                        Map.of("a", 37L, "b", 37L)),
                new Program(
                        "f(E: f32[v, c], a: i32[i, j], b: i64[j]) -> X\nX[i, j, c] = E[a[i, b[j]], c]",
                        Map.of("a", 19L * 23, "b", 23L)),
                new Program(
                        """
                        f(Q: f32[q, c], K: f32[v, s, c], V: f32[v, s, r], table: i32[n]) -> O
                        S[q, n, s] = sum[c](Q[q, c] * K[table[n], s, c])
                        P[q, n, s] = softmax[n, s](S[q, n, s])
                        O[q, r] = sum[n, s](P[q, n, s] * V[table[n], s, r])""",
                        Map.of("table", 11L)),
                new Program(
                        "f(X: f32[i, v], a: i64[i, j]) -> Y\nY[i, j] = X[i, a[i, j]]",
                        Map.of("a", 19L * 23)));
    }

    @ParameterizedTest
    @MethodSource("programs")
    void onceWhereNothingIsCut(Program program) throws Exception {
        Compiled compiled = program.compiled(Machines.roomy(), Target.OPENCL_SIMD);
        Map<String, Long> read = new HashMap<>();
        for (CompiledKernel kernel : compiled.kernels()) {
            TileProgram whole = whole(kernel.program());
            Interpreter.count(whole, Map.of(), Options.unlimited(1))
                    .globalRead()
                    .forEach((wire, bytes) -> read.merge(wire, bytes, Long::sum));
        }
        Diagram diagram = program.diagram();
        program.reads()
                .forEach(
                        (wire, elements) ->
                                assertThat(read)
                                        .containsEntry(
                                                wire,
                                                elements * diagram.wire(wire).dtype().bytes()));
    }

    /// The same kernel in one block.
    private static TileProgram whole(TileProgram program) {
        Blocking blocking = Blocking.whole(program.region(), program.sizes());
        return new TileProgram(
                program.name(),
                Scheduler.fixed(program.nest().form(), blocking, program.schedule().hardware()),
                program.sizes());
    }

    @ParameterizedTest
    @MethodSource("programs")
    void interpreted(Program program) throws Exception {
        try (Device device = new InterpretDevice(Machines.tight())) {
            verify(program, device, Machines.tight(), Target.OPENCL_SIMD);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void onPocl(Program program) throws Exception {
        try (Device device = Machines.pocl()) {
            verify(program, device, Machines.tight(), Target.OPENCL_SIMD);
            verify(program, device, small(), Target.OPENCL_SIMT);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void simulated(Program program) throws Exception {
        simulated(program, Machines.cpu(8, 1 << 10), Target.OPENCL_SIMD);
        simulated(program, small(), Target.OPENCL_SIMT);
    }

    private static void simulated(Program program, Hardware hardware, Target target)
            throws Exception {
        try (Device simulator =
                new DriverDevice(
                        DriverTesting.openOrSkip(() -> Drivers.open("simulate")),
                        hardware,
                        target,
                        false)) {
            verify(program, simulator, hardware, target);
        }
    }

    private static void verify(Program program, Device device, Hardware hardware, Target target)
            throws Exception {
        Compiled compiled = program.compiled(hardware, target);
        Map<String, Tensor> inputs =
                Comparer.inputs(compiled.diagram(), compiled.derivation().sizes(), 3);
        Comparison comparison =
                Comparer.compare(compiled, device, inputs, new Comparer.Options(3, 0, 1000));
        assertThat(comparison.problems()).isEmpty();
        assertThat(comparison.correct())
                .as("%s\n%s", program, compiled.kernels().getFirst().text().source())
                .isTrue();
        assertThat(comparison.bytesAgree()).as("%s: %s", program, comparison.kernels()).isTrue();
    }

    /// Positions that two arrays are read at are kept once.
    @Test
    void oneTileForTwoArrays() throws Exception {
        Program paged =
                programs().filter(p -> p.reads().containsKey("table")).findFirst().orElseThrow();
        TileProgram kernel =
                paged.compiled(Machines.roomy(), Target.OPENCL_SIMD).kernels().getFirst().program();
        assertThat(kernel.tiles()).filteredOn(Tile::isPositions).hasSize(1);
        assertThat(kernel.nest().placed())
                .filteredOn(p -> p.node() instanceof Node.Load load && !load.positions().isEmpty())
                .hasSize(2);
    }

    /// Each block along the rows asks for the positions of its columns anew, and no shorter block does so more often than it is there.
    @Test
    void blocksAlongRowsReadPositionsAgain() throws Exception {
        Program rows = new Program(ROWS, Map.of());
        TileProgram kernel =
                rows.compiled(Machines.roomy(), Target.OPENCL_SIMD).kernels().getFirst().program();
        Blocking whole = Blocking.whole(kernel.region(), kernel.sizes());
        for (long length : new long[] {21, 7, 4, 1}) {
            Blocking blocking = whole.with("c", length).with("t", 5);
            TileProgram cut =
                    new TileProgram(
                            kernel.name(),
                            Scheduler.fixed(
                                    kernel.nest().form(), blocking, kernel.schedule().hardware()),
                            kernel.sizes());
            assertThat(Interpreter.count(cut, Map.of(), Options.unlimited(1)).globalRead())
                    .containsEntry("ids", 37 * 8 * Math.ceilDiv(21, length));
            assertThat(cut.schedule().cost().globalReadBytes())
                    .isEqualTo(37 * 21 * 4 + 37 * 8 * Math.ceilDiv(21, length));
        }
    }

    /// A GPU with little shared memory.
    private static Hardware small() {
        Hardware base = HardwareReader.shipped("h200").orElseThrow();
        return HardwareBuilder.of(base)
                .name("small")
                .description("test")
                .units(1)
                .local(level -> level.withCapacity(1200))
                .threadsPerGroup(32)
                .source("test")
                .build();
    }
}
