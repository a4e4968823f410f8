package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.rules.cost.Busiest;
import org.heddle.rules.cost.Devices;
import org.heddle.rules.cost.LeastTransfers;
import org.heddle.rules.cost.NestTransfers;
import org.heddle.rules.cost.Nesting;
import org.heddle.rules.cost.Transfers;
import org.heddle.rules.derive.Derivation;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Counts;
import org.heddle.rules.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// The formulas of transfers against the counts of the schedules that they come from, also where loops skip blocks and where axes are divided into parts.
final class LeastTransfersTest {
    private static final String MACHINE = "h200";
    private static final Hardware GPU = HardwareReader.shipped(MACHINE).orElseThrow();

    private static List<String> diagrams() {
        return Catalogue.names();
    }

    /// At blocks of one element and at whole axes a formula is the exact count; between them it is never more; and the least is never more than what is scheduled.
    @ParameterizedTest
    @MethodSource("diagrams")
    void formulasAreCountsAtBothEnds(String name) throws Exception {
        for (Kernel kernel : Derived.of(name, MACHINE).kernels()) {
            agrees(kernel);
        }
    }

    /// Keys and values of a decode step are moved once, however many parts they are in; of a mask along the diagonal rows that are cut move half of them, and rows that are not, all.
    @ParameterizedTest
    @CsvSource({
        "attention,        h=8;q=1;x=65536;d=128;e=128,       536879104,   0.999",
        "causal-attention, h=2;q=64;x=64;d=16;e=16,           32767,       0.999",
        "causal-attention, h=1;q=16384;x=16384;d=128;e=128,   33554432,    0.4",
        "syprd,            ,                                  4198400,     0.9"
    })
    void nothingIsLeftOut(String name, String sizes, long compulsory, double tightness)
            throws Exception {
        Map<String, Long> bound = new LinkedHashMap<>();
        for (String each : Optional.ofNullable(sizes).orElse("").split(";", -1)) {
            if (!each.isEmpty()) {
                String[] sides = each.split("=", -1);
                bound.put(sides[0], Long.parseLong(sides[1]));
            }
        }
        Derivation derivation = Derived.of(name, MACHINE, bound);
        Kernel kernel = derivation.kernels().getFirst();
        agrees(kernel);
        double least =
                LeastTransfers.of(kernel.schedule())
                        .ofGroup(1e12, derivation.sizes()::of)
                        .orElseThrow()
                        .bytes();
        assertThat(least).isGreaterThanOrEqualTo((double) compulsory);
        assertThat(compulsory / least).isGreaterThanOrEqualTo(tightness);
    }

    /// Of keys before a query the device with the last queries needs all, and holds an N-th.
    @Test
    void theDeviceWithTheLastRowsReceivesMost() throws Exception {
        Map<String, Long> sizes = Map.of("h", 1L, "q", 4096L, "x", 4096L, "d", 64L, "e", 64L);
        Derivation derivation = Derived.of("causal-attention", MACHINE, sizes);
        Schedule schedule = derivation.kernels().getFirst().schedule();
        List<Devices> all =
                Devices.of(
                        NestTransfers.of(Nesting.of(schedule)),
                        Busiest.of(Nesting.of(schedule)),
                        List.of("g_q"),
                        GPU,
                        derivation.sizes()::of);
        double keysAndValues = 4.0 * 4096 * (64 + 64);
        assertThat(all).extracting(Devices::devices).containsExactly(2, 4, 8);
        for (Devices devices : all) {
            double lacked = keysAndValues * (1 - 1.0 / devices.devices());
            assertThat(devices.received()).isCloseTo(lacked, within(1e-3 * lacked));
        }
    }

    private static void agrees(Kernel kernel) {
        Schedule schedule = kernel.schedule();
        List<Transfers> transfers = NestTransfers.of(Nesting.of(schedule));
        List<Count> counts = new ArrayList<>(schedule.counts().globalRead());
        counts.addAll(schedule.counts().globalWrite());
        Blocking single = schedule.blocking();
        for (String axis : schedule.nest().cut()) {
            single = single.with(axis, 1);
        }
        Blocking cut = single;
        Blocking whole = single;
        for (String axis : schedule.nest().grid()) {
            cut = cut.with(axis, 1);
            whole = whole.with(axis, single.size(axis));
        }
        double asCut = Counts.total(counts, cut);
        double asWhole = Counts.total(counts, whole);
        double asScheduled = Counts.total(counts, schedule.blocking());
        assertThat(moved(transfers, cut, schedule))
                .as("%s, cut", kernel.block())
                .isCloseTo(asCut, within(1e-6 * asCut));
        assertThat(moved(transfers, whole, schedule))
                .as("%s, whole", kernel.block())
                .isCloseTo(asWhole, within(1e-6 * asWhole));
        assertThat(moved(transfers, schedule.blocking(), schedule))
                .as("%s, as scheduled", kernel.block())
                .isLessThanOrEqualTo((1 + 1e-6) * asScheduled);
        LeastTransfers.of(schedule)
                .ofGroup((double) GPU.local().capacityBytes(), schedule.blocking().diagram()::of)
                .ifPresent(
                        best ->
                                assertThat(best.bytes())
                                        .isLessThanOrEqualTo((1 + 1e-6) * asScheduled));
    }

    private static double moved(List<Transfers> transfers, Blocking blocking, Schedule schedule) {
        Map<String, Double> labels = new LinkedHashMap<>();
        blocking.extents()
                .forEach(
                        (axis, extent) ->
                                labels.put(
                                        Count.label(schedule.nest().grid(), axis),
                                        (double) extent));
        return transfers.stream()
                .filter(each -> each.areOf(labels))
                .mapToDouble(each -> each.moved(labels, blocking.diagram()::of))
                .findFirst()
                .orElseThrow();
    }
}
