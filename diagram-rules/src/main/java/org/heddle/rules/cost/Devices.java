package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.ToLongFunction;
import org.heddle.model.size.Size;
import org.heddle.rules.hardware.Exchange;
import org.heddle.rules.hardware.Hardware;

/// A kernel on several devices whose memories exchange, over NVLink or a network: the first level of a machine as a cross-transfer level (arXiv 2412.03317, §4.5).
///
/// ```
///   every device computes a block of the grid and holds an N-th part of every array
///   it receives what its block needs of the other parts:    Σ once · (Π size/label - 1) / N,    Π labels ≤ Π sizes / N
/// ```
///
/// What is moved once is where it is used. Where loops skip blocks, the device counts that needs most ({@link Busiest}). Grids only are divided, into as many equal blocks as there are devices: a reduction that is divided needs another kernel that merges.
///
/// @param devices N
/// @param bytesPerSecond that each receives
/// @param blocks extents of the block of one device, of the axes that are divided, by label
/// @param received bytes, by the device that receives most
/// @param seconds that it takes
public record Devices(
        int devices,
        double bytesPerSecond,
        SequencedMap<String, Long> blocks,
        double received,
        double seconds) {
    public Devices {
        blocks = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(blocks));
    }

    /// For 2, 4, 8, … devices, to as many as the widest exchange of the first level has; each number over the fastest exchange that reaches so many. None where there are fewer results
    /// than devices.
    ///
    /// @param transfers for all lengths of blocks
    /// @param busiest what one device needs more than others
    /// @param grid labels of the axes that are divided: of results that are computed apart, with nothing computed twice
    public static List<Devices> of(
            List<Transfers> transfers,
            Busiest busiest,
            List<String> grid,
            Hardware hardware,
            ToLongFunction<String> sizes) {
        List<Exchange> links =
                hardware.exchanges().stream()
                        .filter(e -> e.level().equals(hardware.global().name()))
                        .toList();
        int most = links.stream().mapToInt(Exchange::units).max().orElse(1);
        List<Devices> all = new ArrayList<>();
        for (int devices = 2; devices <= most; devices *= 2) {
            int number = devices;
            double rate =
                    links.stream()
                            .filter(link -> link.units() >= number)
                            .mapToDouble(Exchange::bytesPerSecond)
                            .max()
                            .orElseThrow();
            Search search = new Search(transfers, busiest, grid, sizes, number);
            search.divide(0, number);
            search.best.ifPresent(
                    blocks ->
                            all.add(
                                    new Devices(
                                            number,
                                            rate,
                                            blocks,
                                            search.least,
                                            search.least / rate)));
        }
        return all;
    }

    /// All ways to write a number as a product of parts of axes.
    private static final class Search {
        private final List<Transfers> transfers;
        private final Busiest busiest;
        private final List<String> grid;
        private final ToLongFunction<String> sizes;
        private final int devices;
        private final SequencedMap<String, Integer> parts = new LinkedHashMap<>();
        private double least = Double.POSITIVE_INFINITY;
        private Optional<SequencedMap<String, Long>> best = Optional.empty();

        Search(
                List<Transfers> transfers,
                Busiest busiest,
                List<String> grid,
                ToLongFunction<String> sizes,
                int devices) {
            this.transfers = transfers;
            this.busiest = busiest;
            this.grid = grid;
            this.sizes = sizes;
            this.devices = devices;
        }

        private long size(String label) {
            return transfers.getFirst().sizes().getOrDefault(label, Size.ONE).at(sizes);
        }

        void divide(int axis, int left) {
            if (axis == grid.size()) {
                if (left == 1) {
                    take();
                }
                return;
            }
            String label = grid.get(axis);
            for (int number = 1; number <= left && number <= size(label); number++) {
                if (left % number == 0) {
                    parts.put(label, number);
                    divide(axis + 1, left / number);
                }
            }
        }

        private void take() {
            double received = received();
            if (received < least) {
                least = received;
                SequencedMap<String, Long> blocks = new LinkedHashMap<>();
                parts.forEach(
                        (label, number) -> {
                            if (number > 1) {
                                blocks.put(label, Math.ceilDiv(size(label), (long) number));
                            }
                        });
                best = Optional.of(blocks);
            }
        }

        private double moved(Map<String, Double> blocks) {
            return transfers.stream()
                    .filter(each -> each.areOf(blocks))
                    .mapToDouble(each -> each.moved(blocks, sizes))
                    .findFirst()
                    .orElseThrow();
        }

        private double received() {
            Map<String, Double> whole = new LinkedHashMap<>();
            for (String label : transfers.getFirst().sizes().keySet()) {
                whole.put(label, (double) size(label));
            }
            Map<String, Double> blocks = new LinkedHashMap<>(whole);
            parts.forEach((label, number) -> blocks.put(label, (double) size(label) / number));
            double again = moved(blocks) - moved(whole);
            return Math.max(0, again) / devices + busiest.surplus(parts);
        }
    }
}
