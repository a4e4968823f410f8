package org.heddle.backend.driver.opencl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.backend.driver.DriverTesting.floats;
import static org.heddle.backend.driver.DriverTesting.oneKernel;
import static org.heddle.backend.driver.DriverTesting.openOrSkip;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.heddle.backend.driver.Dim3;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.RunOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Java threads that trap while programs are built: in a process of its own, which used to end with SIGSEGV and no message within the first builds.
final class JvmSignalsTest {
    private static final int BUILDS = 20;

    @Test
    void theJvmKeepsItsHandlers(@TempDir Path cache)
            throws DriverException, IOException, InterruptedException {
        openOrSkip(() -> OpenClDriver.open("pocl")).close();
        ProcessBuilder builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "--enable-native-access=ALL-UNNAMED",
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Storm.class.getName());
        builder.environment().put("POCL_CACHE_DIR", cache.toString());
        builder.redirectErrorStream(true);
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        assertThat(output).contains("survived", "handlers unchanged");
    }

    /// Every collection of garbage stops the spinning threads, each by a trap of its own, at the same time.
    static final class Storm {
        private static final int THREADS = 2;

        private static volatile boolean stop;
        private static final long[] SINK = new long[THREADS];

        private Storm() {}

        public static void main(String[] args) throws DriverException {
            for (int i = 0; i < THREADS; i++) {
                int own = i;
                Thread.ofPlatform().daemon().start(() -> SINK[own] = spin());
            }
            List<Long> before = JvmSignals.handlers();
            try (OpenClDriver driver = OpenClDriver.open("pocl")) {
                for (int i = 0; i < BUILDS; i++) {
                    String source =
                            "kernel void k(global float *a, global float *b) { b[0] = " + i + "; }";
                    var result =
                            driver.run(
                                    oneKernel("k", source, 1, 1, Dim3.of(1), Dim3.of(1)),
                                    Map.of("a", floats(1, _ -> 0)),
                                    RunOptions.ONCE);
                    assertThat(floats(result.output("b"))).containsExactly((float) i);
                    System.gc();
                }
            }
            stop = true;
            System.out.println("survived");
            System.out.println(
                    JvmSignals.handlers().equals(before)
                            ? "handlers unchanged"
                            : "handlers changed: " + before + " to " + JvmSignals.handlers());
        }

        private static long spin() {
            long sum = 0;
            while (!stop) {
                for (long i = 0; i < 1_000_000_000L && sum != Long.MIN_VALUE; i++) {
                    sum += i ^ sum;
                }
            }
            return sum;
        }
    }
}
