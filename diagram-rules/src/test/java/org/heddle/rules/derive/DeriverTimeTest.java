package org.heddle.rules.derive;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid.Scalar;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.Sketch;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Deriving long chains stays quick. The bound is loose: it is there to catch an explosion, not a slow machine.
final class DeriverTimeTest {
    private static final Hardware CPU = HardwareReader.shipped("cpu").orElseThrow();

    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void chains() throws Deriver.NoScheduleException {
        derive(mixed(4));
        report("maps and sums", 16, derive(mixed(16)));
        derive(products(50));
        for (int boxes : new int[] {50, 100, 200}) {
            report("products", boxes, derive(products(boxes)));
            report("maps", boxes, derive(maps(boxes)));
        }
    }

    private static void report(String what, int boxes, Duration time) {
        System.out.printf("derive: chain of %d %s in %d ms%n", boxes, what, time.toMillis());
        assertThat(time).isLessThan(Duration.ofSeconds(20));
    }

    private static Duration derive(Sketch sketch) throws Deriver.NoScheduleException {
        Diagram diagram = sketch.diagram();
        Sizes sizes = sketch.sizes();
        long start = System.nanoTime();
        assertThat(Deriver.derive(diagram, sizes, CPU).kernels()).isNotEmpty();
        return Duration.ofNanos(System.nanoTime() - start);
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

    private static Sketch products(int boxes) {
        Sketch sketch = new Sketch().axis("i", 256).axis("j", 256).axis("k", 256).input("w0[i, j]");
        for (int b = 1; b <= boxes; b++) {
            sketch.input("A" + b + "[j, k]");
            sketch.contract("w" + b + "[i, j]", "w" + (b - 1) + "[i, k]", "A" + b + "[k, j]");
        }
        return sketch.output("w" + boxes);
    }
}
