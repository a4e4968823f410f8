package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.heddle.backend.Machines;
import org.heddle.backend.driver.DriverTesting;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every wire of a cascade has its axes in an order of its own, and many axes have one element: lanes run along axes that other tiles hold outermost, or hold one element of.
final class AxisOrdersTest {
    private static final int PROGRAMS = Integer.getInteger("heddle.orders", 40);
    private static final long[] SIZES = {1, 1, 1, 2, 7, 8, 16, 33, 70};

    record Program(String text, Map<String, Long> sizes) {
        @Override
        public String toString() {
            return sizes + " " + text.replace("\n", "; ");
        }
    }

    static Stream<Program> programs() {
        return LongStream.range(0, PROGRAMS).mapToObj(seed -> program(new Random(seed)));
    }

    private static Program program(Random random) {
        List<String> axes = List.of("i", "j", "k");
        String reduced = axes.get(random.nextInt(3));
        List<String> rest = axes.stream().filter(axis -> !axis.equals(reduced)).toList();
        String a = shuffled(axes, random);
        String b = shuffled(List.of("i", "j"), random);
        String t = "T[" + shuffled(axes, random) + "]";
        String row = shuffled(rest, random);
        String monoid = random.nextBoolean() ? "sum" : "max";
        String text =
                "f(A: f32[%s], B: f32[%s]) -> O, R\n".formatted(a, b)
                        + "%s = A[%s] * B[%s] + 1\n".formatted(t, a, b)
                        + "M[%s] = %s[%s](%s / 8)\n".formatted(row, monoid, reduced, t)
                        + "Z[%s] = sum[%s](exp(%s - M[%s]))\n".formatted(row, reduced, t, row)
                        + "O[%s] = exp(%s - M[%s])\n".formatted(shuffled(axes, random), t, row)
                        + "R[%s] = sum[%s](exp(%s - M[%s]) * %s) / Z[%s]\n"
                                .formatted(shuffled(rest, random), reduced, t, row, t, row);
        Map<String, Long> sizes = new LinkedHashMap<>();
        axes.forEach(axis -> sizes.put(axis, SIZES[random.nextInt(SIZES.length)]));
        return new Program(text, sizes);
    }

    private static String shuffled(List<String> axes, Random random) {
        List<String> order = new ArrayList<>(axes);
        Collections.shuffle(order, random);
        return String.join(", ", order);
    }

    @ParameterizedTest
    @MethodSource("programs")
    void makeNoDifference(Program program) throws Exception {
        try (Device device = DriverTesting.openOrSkip(() -> Devices.open("opencl:pocl"))) {
            Compiled compiled =
                    Compiler.compile(
                            TextReader.read(new SourceText("orders.hd", program.text()))
                                    .diagram()
                                    .orElseThrow(),
                            new Sizes(program.sizes()),
                            Machines.roomy(),
                            Target.OPENCL_SIMD);
            Comparison comparison =
                    Comparer.compare(compiled, device, new Comparer.Options(3, 0, 1000));
            assertThat(comparison.ok()).as("%s", comparison.outputs()).isTrue();
        }
    }
}
