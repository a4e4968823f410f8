package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.heddle.backend.Machines;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.backend.driver.registry.Drivers;
import org.heddle.backend.tile.ListedBlocks;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareBuilder;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Loops whose blocks depend on what inputs hold skip some, compute what the evaluator does, and move the bytes that are predicted from the inputs.
final class ListedBlocksTest {
    private static final String SCORES = "S[q, x] = sum[d](Q[q, d] * K[x, d])\n";
    private static final String VALUES =
            """
            P[q, x] = softmax[x](T[q, x])
            O[q, e] = sum[x](P[q, x] * V[x, e])
            """;
    private static final String QKV = "Q: f32[q, d], K: f32[x, d], V: f32[x, e]";

    /// Of documents, rising numbers; of lengths, numbers of items; of masks, few truths.
    private enum Data {
        RISING,
        LENGTHS,
        FEW,
        ANY
    }

    /// @param data of each input that decides
    record Program(String text, Map<String, Data> data) {
        Diagram diagram() {
            return TextReader.read(new SourceText("lists.hd", text)).diagram().orElseThrow();
        }

        @Override
        public String toString() {
            return text.lines().findFirst().orElse("") + " " + data;
        }
    }

    static Stream<Program> programs() {
        String documents =
                "f("
                        + QKV
                        + ", a: i32[q], b: i32[x]) -> O\n"
                        + SCORES
                        + "T[q, x] = where(%s, S[q, x], -inf)\n"
                        + VALUES;
        Map<String, Data> rising = Map.of("a", Data.RISING, "b", Data.RISING);
        return Stream.of(
                new Program(documents.formatted("a[q] == b[x]"), rising),
                new Program(
                        documents.formatted("a[q] == b[x]"), Map.of("a", Data.ANY, "b", Data.ANY)),
                new Program(documents.formatted("a[q] == b[x] and #x <= #q + |x| - |q|"), rising),
                new Program(documents.formatted("a[q] != b[x] or #x <= #q"), rising),
                new Program(documents.formatted("b[x] >= a[q] - 1 and b[x] <= a[q]"), rising),
                new Program(
                        documents.formatted("#x < a[q]"), Map.of("a", Data.LENGTHS, "b", Data.ANY)),
                new Program(
                        """
                        f(A: f32[n, x], V: f32[n, x, e], l: i64[n]) -> O
                        T[n, x] = where(#x < l[n], A[n, x], -inf)
                        P[n, x] = softmax[x](T[n, x])
                        O[n, e] = sum[x](P[n, x] * V[n, x, e])
                        """,
                        Map.of("l", Data.LENGTHS)),
                new Program(
                        """
                        f(Q: f32[m, q, d], K: f32[n, x, d], V: f32[n, x, e], M: bool[m, n]) -> O
                        S[m, q, n, x] = sum[d](Q[m, q, d] * K[n, x, d])
                        T[m, q, n, x] = where(M[m, n], S[m, q, n, x], -inf)
                        P[m, q, n, x] = softmax[n, x](T[m, q, n, x])
                        O[m, q, e] = sum[n, x](P[m, q, n, x] * V[n, x, e])
                        """,
                        Map.of("M", Data.FEW)),
                new Program(
                        """
                        f(A: f32[q, x], V: f32[x, e], M: bool[q, x]) -> O
                        B[q, x] = where(M[q, x], A[q, x] * A[q, x], 0)
                        O[q, e] = sum[x](B[q, x] * V[x, e])
                        """,
                        Map.of("M", Data.FEW)),
                new Program(
                        """
                        f(A: f32[q, x], V: f32[x, e], a: i8[x]) -> O
                        B[q, x] = where(a[x + 3 else 0] > 0, A[q, x], 0)
                        O[q, e] = sum[x](B[q, x] * V[x, e])
                        """,
                        Map.of("a", Data.FEW)),
                new Program(
                        """
                        f(A: f32[q, x], V: f32[x, e], a: i32[n], t: i32[x]) -> O
                        B[q, x] = where(a[t[x]] == 2, A[q, x], 0)
                        O[q, e] = sum[x](B[q, x] * V[x, e])
                        """,
                        Map.of("a", Data.RISING, "t", Data.ANY)),
                new Program(
                        """
                        f(A: f32[q, x], a: i32[x]) -> m, z
                        T[q, x] = where(a[x] == 1, A[q, x], -inf)
                        m[q] = max[x](T[q, x])
                        z[q] = sum[x](where(a[x] == 1, A[q, x] * A[q, x], 0))
                        """,
                        Map.of("a", Data.RISING)));
    }

    private static final List<Map<String, Long>> SIZES =
            List.of(
                    Map.of("q", 45L, "x", 83L, "d", 5L, "e", 9L, "n", 7L, "m", 3L),
                    Map.of("q", 1L, "x", 200L, "d", 8L, "e", 16L, "n", 4L, "m", 1L),
                    Map.of("q", 33L, "x", 0L, "d", 2L, "e", 3L, "n", 2L, "m", 2L));

    /// For the simulator, which is slow.
    private static final Map<String, Long> FEW =
            Map.of("q", 19L, "x", 107L, "d", 2L, "e", 3L, "n", 3L, "m", 2L);

    static Stream<Arguments> settings() {
        return programs()
                .flatMap(
                        program ->
                                SIZES.stream()
                                        .map(sizes -> arguments(program, own(program, sizes))));
    }

    private static Map<String, Long> own(Program program, Map<String, Long> sizes) {
        Map<String, Long> own = new LinkedHashMap<>(sizes);
        own.keySet().retainAll(program.diagram().axes().keySet());
        return own;
    }

    private static Map<String, Tensor> inputs(Program program, Sizes sizes, long seed) {
        Diagram diagram = program.diagram();
        Map<String, Tensor> inputs = new LinkedHashMap<>(Comparer.inputs(diagram, sizes, seed));
        SplittableRandom random = new SplittableRandom(seed);
        program.data()
                .forEach(
                        (wire, data) -> {
                            Tensor tensor = inputs.get(wire);
                            if (data == Data.ANY || tensor == null) {
                                return;
                            }
                            LongStream drawn =
                                    switch (data) {
                                        case RISING ->
                                                random.longs(tensor.elements(), 0, 6).sorted();
                                        case LENGTHS -> random.longs(tensor.elements(), 0, 120);
                                        case FEW ->
                                                random.longs(tensor.elements(), 0, 40)
                                                        .map(n -> n == 0 ? 1 : 0);
                                        case ANY -> throw new IllegalStateException();
                                    };
                            long[] values = drawn.toArray();
                            for (int i = 0; i < values.length; i++) {
                                tensor.set(i, (double) values[i]);
                            }
                        });
        return inputs;
    }

    private static void verify(
            Program program, Map<String, Long> sizes, Device device, Compiled compiled, int seeds)
            throws Exception {
        for (long seed = 1; seed <= seeds; seed++) {
            Map<String, Tensor> inputs = inputs(program, compiled.derivation().sizes(), seed);
            Comparison comparison =
                    Comparer.compare(compiled, device, inputs, new Comparer.Options(seed, 0, 1000));
            assertThat(comparison.outputs())
                    .isNotEmpty()
                    .allSatisfy(
                            output ->
                                    assertThat(output.ok())
                                            .as(
                                                    "%s at %s: %s\n%s",
                                                    program,
                                                    sizes,
                                                    output.error(),
                                                    compiled.kernels().getFirst().text().source())
                                            .isTrue());
            assertThat(comparison.problems()).isEmpty();
            assertThat(comparison.bytesAgree())
                    .as("%s at %s: %s", program, sizes, comparison.kernels())
                    .isTrue();
        }
    }

    private static Compiled compiled(
            Program program, Map<String, Long> sizes, Hardware hardware, Target target)
            throws Exception {
        Diagram diagram = program.diagram();
        return Compiler.compile(diagram, SizeBinder.bind(diagram, sizes), hardware, target);
    }

    @ParameterizedTest
    @MethodSource("settings")
    void interpreted(Program program, Map<String, Long> sizes) throws Exception {
        Compiled compiled = compiled(program, sizes, Machines.tight(), Target.OPENCL_SIMD);
        try (Device device = new InterpretDevice(Machines.tight())) {
            verify(program, sizes, device, compiled, 3);
        }
    }

    @ParameterizedTest
    @MethodSource("settings")
    void onPocl(Program program, Map<String, Long> sizes) throws Exception {
        try (Device device = Machines.pocl()) {
            Compiled compiled = compiled(program, sizes, Machines.tight(), Target.OPENCL_SIMD);
            verify(program, sizes, device, compiled, 3);
        }
    }

    @ParameterizedTest
    @MethodSource("programs")
    void vectorsSimulated(Program program) throws Exception {
        simulated(program, least(), Target.OPENCL_SIMD);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void threadsSimulated(Program program) throws Exception {
        simulated(program, small(), Target.OPENCL_SIMT);
    }

    private static void simulated(Program program, Hardware hardware, Target target)
            throws Exception {
        Map<String, Long> sizes = own(program, FEW);
        try (Device simulator =
                new DriverDevice(
                        DriverTesting.openOrSkip(() -> Drivers.open("simulate")),
                        hardware,
                        target,
                        false)) {
            Compiled compiled = compiled(program, sizes, hardware, target);
            assertThat(lists(compiled)).anyMatch(list -> list.capacity() > list.rows());
            verify(program, sizes, simulator, compiled, 1);
        }
    }

    private static List<ListedBlocks> lists(Compiled compiled) {
        return compiled.kernels().stream()
                .flatMap(kernel -> kernel.program().lists().stream())
                .toList();
    }

    /// A CPU with so little local memory that short axes are cut, too.
    private static Hardware least() {
        return Machines.cpu(8, 2 << 10);
    }

    /// A GPU with little shared memory.
    private static Hardware small() {
        Hardware base = HardwareReader.shipped("h200").orElseThrow();
        return HardwareBuilder.of(base)
                .name("small")
                .description("test")
                .units(1)
                .local(level -> level.withCapacity(600))
                .threadsPerGroup(32)
                .source("test")
                .build();
    }

    /// Most of the blocks of rising documents are skipped, and bytes with them.
    @ParameterizedTest
    @MethodSource("programs")
    void skipsBlocks(Program program) throws Exception {
        Map<String, Long> sizes = own(program, SIZES.getFirst());
        Compiled compiled = compiled(program, sizes, least(), Target.OPENCL_SIMD);
        List<ListedBlocks> lists = lists(compiled);
        assertThat(lists).as(program.toString()).isNotEmpty();
        Map<String, Tensor> inputs = inputs(program, compiled.derivation().sizes(), 1);
        long left = 0;
        long all = 0;
        for (ListedBlocks list : lists) {
            Tensor rows = list.fill(inputs).get(list.rowsArray());
            assertThat(rows.dtype()).isEqualTo(DType.I32);
            left += (long) rows.get(list.rows());
            all += list.capacity();
        }
        if (!program.data().containsValue(Data.ANY)) {
            assertThat(left).as(program.toString()).isLessThan(all);
            assertThat(compiled.given(inputs).derivation().scheduledBytes())
                    .isLessThan(compiled.derivation().scheduledBytes());
        }
    }
}
