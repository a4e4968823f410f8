package org.heddle.rules.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.nest.NestBuilder;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.schedule.Scheduler;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The least does not depend on which axes the scheduled nest walks.
final class NestingTest {
    private static final String PRODUCT =
            "f(A: f32[i, k], B: f32[k, j]) -> C; C[i, j] : f32 = A[i, k] * B[k, j]";
    private static final String MIXED =
            "f(A: f16[i, k], B: f64[k, j]) -> C; C[i, j] : f64 = A[i, k] * B[k, j]";
    private static final String THREE =
            "f(A: f32[i, j], B: f32[j, k], C: f32[i, k]) -> S; S[i, j, k] = A[i, j] * B[j, k] * C[i, k]";
    private static final String WEIGHTED =
            """
            f(Q: f32[q, d], K: f32[x, d], V: f32[x, e]) -> O
            S[q, x] = Q[q, d] * K[x, d]
            M[q] = max[x](S[q, x])
            W[q, x] = exp(S[q, x] - M[q])
            O[q, e] = sum[x](W[q, x] * V[x, e]) / sum[x](W[q, x])
            """;
    private static final String CUBE =
            "f(T: f32[i, k, l], B: f32[k, r], C: f32[l, r]) -> D; D[i, r] = T[i, k, l] * B[k, r] * C[l, r]";

    private static final String SIX =
            """
            f(X: f32[n, a, b, c, d, e, f, m]) -> Y
            s[n, m] = sum[a, b, c, d, e, f](X[n, a, b, c, d, e, f, m] * X[n, a, b, c, d, e, f, m])
            Y[n, a, b, c, d, e, f, m] = X[n, a, b, c, d, e, f, m] * rsqrt(s[n, m])
            """;

    /// Where a condition of q and x holds, else nothing.
    private static final String MASKED =
            """
            f(Q: f32[q, d], K: f32[x, d], V: f32[x, e]) -> O
            S[q, x] = where(CONDITION, Q[q, d] * K[x, d], -inf)
            M[q] = max[x](S[q, x])
            W[q, x] = exp(S[q, x] - M[q])
            O[q, e] = sum[x](W[q, x] * V[x, e]) / sum[x](W[q, x])
            """;

    private static Schedule schedule(String text, Map<String, Long> sizes, Hardware hardware)
            throws Exception {
        Diagram diagram = TextReader.read(new SourceText("f.hd", text)).orThrow();
        return Deriver.derive(diagram, new Sizes(sizes), hardware).kernels().getFirst().schedule();
    }

    private static Hardware h200() {
        return HardwareReader.shipped("h200").orElseThrow();
    }

    /// `4·i·j + 16·i·j·k·M^(-1/2)`, also where the fastest blocks hold k whole.
    @ParameterizedTest
    @ValueSource(longs = {300, 400, 512, 600, 700, 1024})
    void productsOfAnySizeMoveWhatTheirFormulaSays(long n) throws Exception {
        Map<String, Long> sizes = Map.of("i", n, "j", n, "k", n);
        double memory = 1 << 18;
        double least =
                LeastTransfers.of(schedule(PRODUCT, sizes, h200()))
                        .ofGroup(memory, sizes::get)
                        .orElseThrow()
                        .bytes();
        double formula = 4.0 * n * n + 16.0 * n * n * n / Math.sqrt(memory);
        assertThat(least).isCloseTo(formula, within(0.01 * formula));
    }

    /// A cube of which blocks along one axis go by is moved once.
    @Test
    void whatCanBeMovedOnceIs() throws Exception {
        Map<String, Long> sizes = Map.of("i", 128L, "k", 128L, "l", 128L, "r", 10L);
        LeastTransfers.Found least =
                LeastTransfers.of(schedule(CUBE, sizes, h200()))
                        .ofGroup(232448, sizes::get)
                        .orElseThrow();
        assertThat(least.bytes()).isCloseTo(4.0 * (128 * 128 * 128 + 3 * 128 * 10), within(1e-3));
    }

    /// No schedule of the form that fits moves less, whichever axes it walks.
    @ParameterizedTest
    @CsvSource({
        "PRODUCT,  i=200;j=300;k=150",
        "PRODUCT,  i=33;j=700;k=64",
        "WEIGHTED, q=300;x=50;d=40;e=24",
        "WEIGHTED, q=64;x=700;d=16;e=80",
        "WEIGHTED, q=64;x=80;d=300;e=16",
        "CUBE,     i=40;k=30;l=50;r=6",
        "SIX,      n=30;a=2;b=3;c=5;d=7;e=4;f=6;m=11"
    })
    void noBlocksMoveLess(String which, String bound) throws Exception {
        Map<String, String> texts =
                Map.of("PRODUCT", PRODUCT, "WEIGHTED", WEIGHTED, "CUBE", CUBE, "SIX", SIX);
        noBlocksMoveLess(texts.get(which), sizes(bound), 400);
    }

    /// Nor of masks whose rows end evenly, in steps, and in some rows only.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "floor(#x / 32) == floor(#q / 32)",
                "floor(#x / 48) <= floor(#q / 48)",
                "#x <= #q and #x >= floor(#q / 64) * 64",
                "#x <= #q or #x < 150",
                "#x < 40 or #q < 40",
                "abs(#q - #x) <= 20",
                "#x <= #q and #q - #x < 70 or #x < 4",
                "floor(#x / 16) == floor(#q / 40)",
                "#x + #x <= #q"
            })
    void noBlocksOfMasksMoveLess(String mask) throws Exception {
        for (String bound : List.of("q=320;x=320;d=24;e=16", "q=301;x=290;d=16;e=40")) {
            noBlocksMoveLess(MASKED.replace("CONDITION", mask), sizes(bound), 150);
        }
    }

    private static Map<String, Long> sizes(String bound) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        for (String each : bound.split(";", -1)) {
            sizes.put(each.split("=", -1)[0], Long.parseLong(each.split("=", -1)[1]));
        }
        return sizes;
    }

    private static void noBlocksMoveLess(String text, Map<String, Long> sizes, int blockings)
            throws Exception {
        Schedule schedule = schedule(text, sizes, h200());
        LeastTransfers least = LeastTransfers.of(schedule);
        Random random = new Random(text.hashCode() + sizes.hashCode());
        double closest = Double.POSITIVE_INFINITY;
        for (int i = 0; i < blockings; i++) {
            Schedule other =
                    Scheduler.fixed(schedule.nest().form(), blocking(schedule, random), h200());
            double memory = (double) other.cost().localMemoryBytes();
            double bytes = least.ofGroup(memory, sizes::get).orElseThrow().bytes();
            double moved = (double) other.cost().globalBytes();
            assertThat(moved).as(other.labels()).isGreaterThanOrEqualTo((1 - 1e-6) * bytes);
            closest = Math.min(closest, moved / bytes);
        }
        assertThat(closest).isLessThan(1.1);
    }

    /// Of each axis that may be cut, whole or of any magnitude; often so many as divide it.
    private static Blocking blocking(Schedule schedule, Random random) {
        Blocking blocking = schedule.blocking();
        List<String> parallel = schedule.region().parallelAxes();
        for (String axis : schedule.region().axes().keySet()) {
            boolean mayBeCut =
                    parallel.contains(axis)
                            || NestBuilder.cuttable(schedule.nest().form()).contains(axis);
            double share = random.nextInt(3) == 0 ? 1 : random.nextDouble();
            long length = Math.round(Math.pow((double) blocking.size(axis), share));
            long step = random.nextBoolean() ? 1 : Math.min(16, blocking.size(axis));
            blocking =
                    blocking.with(
                            axis,
                            mayBeCut ? Math.ceilDiv(length, step) * step : blocking.size(axis));
        }
        return blocking;
    }

    /// Of six axes not all orders are tried: each array is moved once then, and no order moves less.
    @Test
    void manyAxesHaveABound() throws Exception {
        String six =
                "f(A: f32[a, b, c], B: f32[d, e, g]) -> C; C[a, b, c, d, e, g] : f32 = A[a, b, c] * B[d, e, g]";
        Map<String, Long> sizes = new LinkedHashMap<>();
        List.of("a", "b", "c", "d", "e", "g").forEach(axis -> sizes.put(axis, 40L));
        double once = 4.0 * (2 * 64_000 + 64_000.0 * 64_000);
        LeastTransfers least = LeastTransfers.of(schedule(six, sizes, h200()));
        double memory = 1 << 18;
        assertThat(least.ofCache(true, memory, 1e12, sizes::get).orElseThrow().bytes())
                .isCloseTo(once, within(1e-6 * once));
        assertThat(least.ofCache(false, memory, 1e12, sizes::get).orElseThrow().bytes())
                .isGreaterThan(once);
    }

    /// A cache that there is one of holds two operands whole, and its results pass through; blocks that stay are not moved again.
    @ParameterizedTest
    @CsvSource({"MIXED, 175177728", "THREE, 67208740864"})
    void cachesHoldWhatIsLoaded(String which, double compulsory) throws Exception {
        Map<String, Long> sizes = Map.of("i", 4096L, "j", 4096L, "k", 1000L);
        Schedule schedule = schedule(which.equals("MIXED") ? MIXED : THREE, sizes, h200());
        Memories.Fed l2 =
                Memories.of(LeastTransfers.of(schedule), h200(), sizes::get).stream()
                        .filter(fed -> fed.level().equals("l2"))
                        .findFirst()
                        .orElseThrow();
        assertThat(l2.bytes()).isCloseTo(compulsory, within(1e-6 * compulsory));
    }
}
