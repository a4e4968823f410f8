package org.heddle.rules.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;
import org.heddle.rules.hardware.Exchange;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;

/// What devices receive of each other, against what they lack counted by hand.
final class DevicesTest {
    private static final int SIZE = 64;
    private static final Hardware H100 = HardwareReader.shipped("h100").orElseThrow();

    private static List<Devices> matmul(Hardware hardware) {
        return Devices.of(
                List.of(Programs.matmul(1)),
                Busiest.NONE,
                List.of("g_a", "g_c"),
                hardware,
                _ -> SIZE);
    }

    /// Four devices in a square hold a quarter of every array, and each needs half of both operands: a quarter of each it has to get.
    @Test
    void fourDevicesNeedHalfOfBothOperands() {
        Devices four = matmul(H100).get(1);
        assertThat(four.devices()).isEqualTo(4);
        assertThat(four.blocks()).containsEntry("g_a", 32L).containsEntry("g_c", 32L);
        long need = 2L * 32 * SIZE;
        long have = 2L * SIZE * SIZE / 4;
        assertThat(four.received()).isCloseTo((double) need - have, within(1e-6));
        assertThat(four.seconds()).isCloseTo((need - have) / 4.5e11, within(1e-15));
    }

    /// Two devices are no square: one operand is divided, the other half of the other one is to be got.
    @Test
    void twoDevicesDivideOneOperand() {
        Devices two = matmul(H100).getFirst();
        assertThat(two.blocks()).hasSize(1).containsValue(32L);
        assertThat(two.received()).isCloseTo(SIZE * SIZE / 2.0, within(1e-6));
    }

    /// More devices than results are of no use.
    @Test
    void moreDevicesThanResultsAreNotShown() {
        ToLongFunction<String> small = axis -> axis.equals("b") ? SIZE : 2;
        assertThat(
                        Devices.of(
                                List.of(Programs.matmul(1)),
                                Busiest.NONE,
                                List.of("g_a", "g_c"),
                                H100,
                                small))
                .extracting(Devices::devices)
                .containsExactly(2, 4);
    }

    /// Rows that stay are divided by any number; all others have to be got by all.
    @Test
    void rowsThatStayAreDivided() {
        for (Devices devices :
                Devices.of(
                        List.of(Programs.streamed(1)),
                        Busiest.NONE,
                        List.of("g_q"),
                        H100,
                        _ -> SIZE)) {
            int n = devices.devices();
            assertThat(devices.blocks()).containsEntry("g_q", (long) SIZE / n);
            assertThat(devices.received()).isCloseTo(2.0 * SIZE * SIZE * (n - 1) / n, within(1e-6));
        }
    }

    /// What no array lacks is divided for nothing.
    @Test
    void independentResultsNeedNothing() {
        Transfers batch =
                new Transfers(
                        List.of(Programs.moved(1, "h q", "")),
                        List.of(Programs.held(1, "", "g_h")),
                        Programs.sizes("g_h h"));
        assertThat(Devices.of(List.of(batch), Busiest.NONE, List.of("g_h"), H100, _ -> SIZE))
                .hasSize(3)
                .allSatisfy(devices -> assertThat(devices.received()).isZero());
    }

    /// Beyond the machines that a fast link joins there is the network.
    @Test
    void moreDevicesTakeTheSlowerLink() {
        List<Exchange> links = new ArrayList<>(H100.exchanges());
        links.add(new Exchange("global", 16, 5e10, "assumed: 400 Gbit/s for each device"));
        Hardware cluster =
                org.heddle.rules.hardware.HardwareBuilder.of(H100).exchanges(links).build();
        List<Devices> all = matmul(cluster);
        assertThat(all.stream().map(Devices::devices)).containsExactly(2, 4, 8, 16);
        assertThat(all.stream().map(Devices::bytesPerSecond))
                .containsExactly(4.5e11, 4.5e11, 4.5e11, 5e10);
        assertThat(all.get(3).received()).isLessThan(all.get(2).received());
        assertThat(all.get(3).seconds()).isGreaterThan(all.get(2).seconds());
    }
}
