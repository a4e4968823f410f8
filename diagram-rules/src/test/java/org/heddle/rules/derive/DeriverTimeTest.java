package org.heddle.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.function.IntToLongFunction;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.Sketch;
import org.heddle.rules.grad.Passes;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Deriving stays quick, and the time for chains grows hardly faster than their square.
///
/// Times are those that the thread computes, not those that go by: what else the machine does counts little. Bounds are a few times what is measured, since a machine may be slow;
/// that a chain of twice the length takes at most five times as long holds on any machine, and would not hold for a search that looks at the whole chain once more for each pair of boxes.
final class DeriverTimeTest {
    private static final Hardware CPU = HardwareReader.shipped("cpu").orElseThrow();

    /// A doubled chain may take so many times as long.
    private static final double MOST_GROWTH = 5;

    /// What the compiler of the virtual machine and the collector of garbage may add to any time.
    private static final long NOISE_MILLIS = 400;

    /// No chain of 200 boxes takes longer; one that did is derived again, since other programs may slow a machine for seconds.
    private static final long MOST_MILLIS = 15_000;

    enum Chain {
        EQUAL_PRODUCTS,
        PRODUCTS_OF_AXES_OF_THEIR_OWN,
        PRODUCTS_OF_SIZES_OF_THEIR_OWN,
        MAPS,
        MAPS_AND_SUMS,
        MAPS_OF_ROWS_READ_SEVERAL_TIMES,
        MAPS_OF_ITEMS_READ_SEVERAL_TIMES;

        Sketch of(int boxes) {
            return switch (this) {
                case EQUAL_PRODUCTS -> products(boxes);
                case PRODUCTS_OF_AXES_OF_THEIR_OWN -> heterogeneous(boxes, _ -> 64L);
                case PRODUCTS_OF_SIZES_OF_THEIR_OWN ->
                        heterogeneous(boxes, axis -> 64 + 8L * (axis * 7L % 13));
                case MAPS -> maps(boxes);
                case MAPS_AND_SUMS -> mixed(boxes);
                case MAPS_OF_ROWS_READ_SEVERAL_TIMES -> repeated(boxes, "i");
                case MAPS_OF_ITEMS_READ_SEVERAL_TIMES -> repeated(boxes, "i, j");
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void chains(Chain chain) throws Deriver.NoScheduleException {
        millis(chain.of(40));
        long before = 0;
        for (int boxes : new int[] {50, 100, 200}) {
            long millis = millis(chain.of(boxes));
            System.out.printf("derive: %s, %d boxes: %d ms%n", chain, boxes, millis);
            if (before > 0) {
                assertThat(millis)
                        .as("%s of %d boxes, %d ms for half of them", chain, boxes, before)
                        .isLessThan((long) (MOST_GROWTH * before) + NOISE_MILLIS);
            }
            before = millis;
        }
        long best = before < MOST_MILLIS ? before : Math.min(before, millis(chain.of(200)));
        assertThat(best).as("%s of 200 boxes", chain).isLessThan(MOST_MILLIS);
    }

    @Test
    void weightedSums() throws Deriver.NoScheduleException {
        assertThat(warm("weighted sums", weightedSumsSketch())).isLessThan(1_000);
    }

    @Test
    void backwardPassOfWeightedSums() throws DiagnosticException, Deriver.NoScheduleException {
        Sketch sketch = weightedSumsSketch();
        Diagram backward = Passes.of(sketch.diagram(), List.of("Q", "K", "V")).backward();
        assertThat(warm("weighted sums, backward", backward, sketch.sizes())).isLessThan(5_000);
    }

    /// Many loops, each of which may be cut or not: short axes, and sums of gradients over all that biases lack.
    @Test
    void backwardPassWithBroadcastBiases() throws DiagnosticException, Deriver.NoScheduleException {
        Sketch sketch =
                new Sketch()
                        .axis("h", 2)
                        .axis("q", 24)
                        .axis("x", 40)
                        .axis("d", 8)
                        .axis("e", 8)
                        .input("Q[h, q, d]", "K[h, x, d]", "V[h, x, e]", "B[q, x]", "C[h, x]")
                        .input("b[x]", "a[h]")
                        .contract("S[h, q, x]", "Q[h, q, d]", "K[h, x, d]")
                        .map(
                                "T[h, q, x]",
                                "s, m, c, r, k -> where(#x <= #q + 16, s + m + c + r - k * (#q - #x), -inf)",
                                "S[h, q, x]",
                                "B[q, x]",
                                "C[h, x]",
                                "b[x]",
                                "a[h]")
                        .call("softmax", List.of("x"), "P[h, q, x]", "T[h, q, x]")
                        .contract("O[h, q, e]", "P[h, q, x]", "V[h, x, e]")
                        .output("O");
        List<String> inputs = List.of("Q", "K", "V", "B", "C", "b", "a");
        Diagram backward = Passes.of(sketch.diagram(), inputs).backward();
        assertThat(warm("weighted sums with biases, backward", backward, sketch.sizes()))
                .isLessThan(3_000);
    }

    /// Guards by a weight: no law may fire on what it has made.
    @Test
    void backwardPassOfADivergence() throws DiagnosticException, Deriver.NoScheduleException {
        Sketch sketch =
                new Sketch()
                        .axis("q", 64)
                        .axis("x", 512)
                        .input("S[q, x]", "T[q, x]")
                        .call("softmax", List.of("x"), "P[q, x]", "S[q, x]")
                        .call("log-softmax", List.of("x"), "A[q, x]", "S[q, x]")
                        .call("log-softmax", List.of("x"), "B[q, x]", "T[q, x]")
                        .reduce(
                                Scalar.SUM,
                                "D[q]",
                                "p, a, b -> where(p == 0, 0, p * (a - b))",
                                "P[q, x]",
                                "A[q, x]",
                                "B[q, x]")
                        .output("D");
        Diagram backward = Passes.of(sketch.diagram(), List.of("S", "T")).backward();
        assertThat(warm("divergence, backward", backward, sketch.sizes())).isLessThan(2_000);
    }

    /// Exponents that are softmaxes themselves: what is written out of an exponent does not grow with the chain.
    @Test
    void softmaxesOfSoftmaxes() throws Deriver.NoScheduleException {
        Sketch sketch = new Sketch().axis("q", 64).axis("x", 1024).input("S[q, x]", "T[q, x]");
        String last = "S[q, x]";
        for (int i = 1; i <= 5; i++) {
            sketch.map("A" + i + "[q, x]", "c, t -> c + t", last, "T[q, x]");
            last = "C" + i + "[q, x]";
            sketch.call("softmax", List.of("x"), last, "A" + i + "[q, x]");
        }
        sketch.reduce(Scalar.SUM, "Z[q]", "c -> c * c", last)
                .map("L[q]", "z -> log(z)", "Z[q]")
                .output("L");
        assertThat(warm("softmaxes of softmaxes", sketch)).isLessThan(5_000);
    }

    private static long warm(String what, Sketch sketch) throws Deriver.NoScheduleException {
        return warm(what, sketch.diagram(), sketch.sizes());
    }

    /// The least of several times, the first of them cold.
    private static long warm(String what, Diagram diagram, Sizes sizes)
            throws Deriver.NoScheduleException {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            least = Math.min(least, millis(diagram, sizes));
        }
        System.out.printf("derive: %s: %d ms%n", what, least);
        return least;
    }

    private static long millis(Sketch sketch) throws Deriver.NoScheduleException {
        return millis(sketch.diagram(), sketch.sizes());
    }

    private static long millis(Diagram diagram, Sizes sizes) throws Deriver.NoScheduleException {
        long start = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        assertThat(Deriver.derive(diagram, sizes, CPU).kernels()).isNotEmpty();
        long end = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        return (end - start) / 1_000_000;
    }

    static Sketch weightedSumsSketch() {
        return new Sketch()
                .axis("h", 8)
                .axis("q", 512)
                .axis("x", 512)
                .axis("d", 64)
                .axis("e", 64)
                .input("Q[h, q, d]", "K[h, x, d]", "V[h, x, e]")
                .contract("S[h, q, x]", "Q[h, q, d]", "K[h, x, d]")
                .map("T[h, q, x]", "s -> s / sqrt(|d|)", "S[h, q, x]")
                .call("softmax", List.of("x"), "P[h, q, x]", "T[h, q, x]")
                .contract("O[h, q, e]", "P[h, q, x]", "V[h, x, e]")
                .output("O");
    }

    private static Sketch mixed(int boxes) {
        Sketch sketch = new Sketch().axis("i", 512).axis("j", 256).input("w0[i, j]");
        for (int b = 1; b < boxes; b += 2) {
            sketch.reduce(Scalar.SUM, "r" + b + "[i]", "v -> v * v", "w" + (b - 1) + "[i, j]");
            sketch.map(
                    "w" + (b + 1) + "[i, j]",
                    "v, r -> v * rsqrt(r)",
                    "w" + (b - 1) + "[i, j]",
                    "r" + b + "[i]");
        }
        return sketch.output("w" + boxes);
    }

    private static Sketch maps(int boxes) {
        Sketch sketch = new Sketch().axis("i", 512).axis("j", 256).input("w0[i, j]");
        for (int b = 1; b <= boxes; b++) {
            sketch.map("w" + b + "[i, j]", "v -> tanh(v) + 1", "w" + (b - 1) + "[i, j]");
        }
        return sketch.output("w" + boxes);
    }

    /// Maps that mention their argument three times, of rows or of items, before the sum that they are subtracted in: written out, the last has 3^boxes mentions of the first.
    private static Sketch repeated(int boxes, String axes) {
        Sketch sketch = new Sketch().axis("i", 512).axis("j", 256).input("S[i, j]");
        String first = axes.equals("i") ? "w0[i]" : "w0[i, j]";
        if (axes.equals("i")) {
            sketch.reduce(Scalar.SUM, first, "v -> v", "S[i, j]");
        } else {
            sketch.map(first, "v -> v / 2", "S[i, j]");
        }
        for (int b = 1; b <= boxes; b++) {
            sketch.map(
                    "w" + b + "[" + axes + "]",
                    "a -> sin(a) + a * a",
                    "w" + (b - 1) + "[" + axes + "]");
        }
        return sketch.reduce(
                        Scalar.SUM,
                        "r[i]",
                        "s, a -> abs(s - a)",
                        "S[i, j]",
                        "w" + boxes + "[" + axes + "]")
                .output("r");
    }

    private static Sketch products(int boxes) {
        Sketch sketch = new Sketch().axis("i", 256).axis("j", 256).axis("k", 256).input("w0[i, j]");
        for (int b = 1; b <= boxes; b++) {
            sketch.input("A" + b + "[j, k]");
            sketch.contract("w" + b + "[i, j]", "w" + (b - 1) + "[i, k]", "A" + b + "[k, j]");
        }
        return sketch.output("w" + boxes);
    }

    /// Every product with a matrix along two axes that only its neighbours have, too.
    private static Sketch heterogeneous(int boxes, IntToLongFunction size) {
        Sketch sketch =
                new Sketch().axis("i", 512).axis("a0", size.applyAsLong(0)).input("w0[i, a0]");
        for (int b = 1; b <= boxes; b++) {
            String from = "a" + (b - 1);
            String to = "a" + b;
            sketch.axis(to, size.applyAsLong(b)).input("M" + b + "[" + from + ", " + to + "]");
            sketch.contract(
                    "w" + b + "[i, " + to + "]",
                    "w" + (b - 1) + "[i, " + from + "]",
                    "M" + b + "[" + from + ", " + to + "]");
        }
        return sketch.output("w" + boxes);
    }
}
