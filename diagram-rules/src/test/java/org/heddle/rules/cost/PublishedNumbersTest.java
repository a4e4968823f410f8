package org.heddle.rules.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

/// The numbers that Abbott and Zardini give (arXiv 2412.03317v2), from the machines that they give them for. Values of two bytes; H100: 989 TFLOP/s of
/// f16, 3.35 TB/s of global memory, 12 TB/s between shared memory and the matrix units.
final class PublishedNumbersTest {
    private static final double FLOPS = 989e12;
    private static final double GLOBAL = 3.35e12;
    private static final double SHARED = 12e12;

    /// So much larger than any block that what is moved once does not count.
    private static final long LARGE = 1L << 20;

    /// Operations per value that a memory must feed.
    private static double perValue(double bandwidth) {
        return FLOPS / (bandwidth / 2);
    }

    private static double flops(double b) {
        return 2 * Math.pow((double) LARGE, 2) * b;
    }

    /// A product of matrices keeps the matrix units busy from a common axis of 295 on, whatever the memory: half of what it moves once for every value of the result.
    @Test
    void leastCommonAxisOfMatmul() {
        assertThat(perValue(GLOBAL) / 2).isCloseTo(295.2, within(0.05));
        assertThat(leastAxis(GLOBAL, Double.POSITIVE_INFINITY)).isCloseTo(295.2, within(0.05));
        assertThat(leastAxis(SHARED, Double.POSITIVE_INFINITY)).isCloseTo(82.4, within(0.05));
        assertThat(leastAxis(SHARED, 256 * 1024 / 2)).isCloseTo(151.3, within(0.05));
    }

    /// `M^(-1/2) + 1/(2b)` transfers an operation are as many as the memory feeds.
    private static double leastAxis(double bandwidth, double memory) {
        double least = 1;
        double most = 1e6;
        ClosedForm form = ClosedForm.of(Programs.matmul(1)).orElseThrow();
        while (most - least > 1e-6) {
            double b = (least + most) / 2;
            double varying = form.terms().getLast().alpha().at(_ -> LARGE) / LARGE;
            double once = form.terms().getFirst().alpha().at(_ -> LARGE);
            double moved = once + varying * b / Math.sqrt(memory);
            if (moved * perValue(bandwidth) > flops(b)) {
                least = b;
            } else {
                most = b;
            }
        }
        return most;
    }

    /// 681 KiB of second-level cache keep up with the matrix units.
    @Test
    void leastMemoryOfMatmul() {
        ClosedForm form = ClosedForm.of(Programs.matmul(1)).orElseThrow();
        ToLongFunction<String> endless = axis -> axis.equals("b") ? 1L << 50 : 1 << 10;
        double flops = 2.0 * Math.pow(2, 20) * Math.pow(2, 50);
        double values = form.memory(flops / perValue(GLOBAL), endless).orElseThrow();
        assertThat(values * 2 / 1024).isCloseTo(681, within(0.5));
    }

    /// Neighbours of an H800 that exchange what one of them has loaded (rates of arXiv 2402.13499): a cluster of two is best where one operand is cut, of four where two are.
    @Test
    void clustersSaveTransfers() {
        ClosedForm streamed = ClosedForm.of(Programs.streamed(1)).orElseThrow();
        ClosedForm matmul = ClosedForm.of(Programs.matmul(1)).orElseThrow();
        assertThat(saved(streamed, 2, 3.27e12)).isCloseTo(0.188, within(5e-4));
        assertThat(saved(streamed, 4, 2.65e12)).isCloseTo(0.173, within(5e-4));
        assertThat(saved(matmul, 2, 3.27e12)).isCloseTo(0.110, within(5e-4));
        assertThat(saved(matmul, 4, 2.65e12)).isCloseTo(0.115, within(5e-4));
    }

    private static double saved(ClosedForm form, int neighbours, double rate) {
        return Memories.saved(form, 113_000, neighbours, 2.04e12, rate, _ -> LARGE);
    }
}
