package org.heddle.rules.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.ToLongFunction;
import org.heddle.model.diagram.DType;
import org.heddle.rules.codesign.Resource;
import org.heddle.rules.hardware.Exchange;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;

/// The numbers that Abbott and Zardini give (arXiv 2412.03317v2), values of two bytes, from the descriptions of the machines that they give them for. What they assume beside is said where it is.
final class PublishedNumbersTest {
    private static final Hardware H100 = machine("h100");

    /// So much larger than any block that what is moved once does not count.
    private static final long LARGE = 1L << 20;

    /// Extents are in these parts of one.
    private static final double PART = 1e-3;

    private static Hardware machine(String name) {
        return HardwareReader.shipped(name).orElseThrow();
    }

    private static double flops() {
        return H100.rate("matrix", DType.F16);
    }

    /// A product of matrices keeps the matrix units busy from a common axis of 295 on, whatever the memory: half of what it moves once for every value of the result.
    @Test
    void leastCommonAxisOfMatmul() {
        double global = H100.global().bytesPerSecond();
        assertThat(flops() / global).isCloseTo(295.2, within(0.05));
        assertThat(leastAxis(global, Double.POSITIVE_INFINITY)).isCloseTo(295.2, within(0.05));
    }

    /// Between shared memory and the matrix units 12 TB/s are assumed, a third of what the description has, and 256 KiB, all of which no group may have.
    @Test
    void leastCommonAxisOfMatmulFromSharedMemory() {
        Hardware assumed = Resource.SMEM_RATE.with(H100, 12e12);
        double rate = assumed.local().bytesPerSecond();
        assertThat(leastAxis(rate, Double.POSITIVE_INFINITY)).isCloseTo(82.4, within(0.05));
        assertThat(leastAxis(rate, 256 * 1024)).isCloseTo(151.3, within(0.05));
    }

    /// At the 227 KiB that a group may have it is more.
    @Test
    void leastCommonAxisOfMatmulInTheMemoryThatThereIs() {
        assertThat(leastAxis(12e12, (double) H100.local().capacityBytes()))
                .isCloseTo(159.6, within(0.05));
    }

    private static double leastAxis(double bandwidth, double memory) {
        ClosedForm form = ClosedForm.of(Programs.matmul(2)).orElseThrow();
        double area = Math.pow((double) LARGE, 2);
        ToLongFunction<String> unit = axis -> axis.equals("b") ? 1 : LARGE;
        double once = form.terms().getFirst().at(memory, unit);
        double perUnit = form.terms().getLast().at(memory, unit);
        long extent =
                Enough.extent(
                                b -> 2 * area * PART * b / flops(),
                                b -> (once + perUnit * PART * b) / bandwidth)
                        .orElseThrow();
        return PART * extent;
    }

    /// 681 KiB of second-level cache keep up with the matrix units.
    @Test
    void leastMemoryOfMatmul() {
        ClosedForm form = ClosedForm.of(Programs.matmul(2)).orElseThrow();
        ToLongFunction<String> endless = axis -> axis.equals("b") ? 1L << 50 : 1 << 10;
        double seconds = 2.0 * Math.pow(2, 20) * Math.pow(2, 50) / flops();
        double bytes = form.memory(seconds * H100.global().bytesPerSecond(), endless).orElseThrow();
        assertThat(bytes / 1024).isCloseTo(681, within(0.5));
    }

    /// Neighbours of an H800 that exchange what one of them has loaded from global memory: a cluster of two is best where one operand is cut, of four where two are.
    @Test
    void clustersSaveTransfers() {
        ClosedForm streamed = ClosedForm.of(Programs.streamed(1)).orElseThrow();
        ClosedForm matmul = ClosedForm.of(Programs.matmul(1)).orElseThrow();
        assertThat(saved(streamed, 2)).isCloseTo(0.188, within(5e-4));
        assertThat(saved(streamed, 4)).isCloseTo(0.173, within(5e-4));
        assertThat(saved(matmul, 2)).isCloseTo(0.110, within(5e-4));
        assertThat(saved(matmul, 4)).isCloseTo(0.115, within(5e-4));
    }

    private static double saved(ClosedForm form, int neighbours) {
        Hardware h800 = machine("h800");
        double exchange =
                h800.exchanges().stream()
                        .filter(e -> e.level().equals(h800.local().name()))
                        .filter(e -> e.units() == neighbours)
                        .mapToDouble(Exchange::bytesPerSecond)
                        .findFirst()
                        .orElseThrow();
        return Memories.saved(
                form,
                (double) h800.local().capacityBytes(),
                neighbours,
                h800.global().bytesPerSecond(),
                exchange,
                _ -> LARGE);
    }
}
