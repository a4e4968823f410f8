package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
/// What is moved once is where it is used. Grids only are divided: a reduction that is divided needs another kernel that merges.
///
/// @param devices N
/// @param bytesPerSecond that each receives
/// @param labels of the block of one device
/// @param received bytes, by each
/// @param seconds that it takes
public record Devices(
        int devices, double bytesPerSecond, BestLabels labels, double received, double seconds) {

    /// For 2, 4, 8, … devices, to as many as the widest exchange of the first level has; each number over the fastest exchange that reaches so many. None where there are fewer elements
    /// of results than devices.
    ///
    /// @param grid labels of the axes that are divided: of results that are computed apart, with nothing computed twice
    public static List<Devices> of(
            Transfers transfers,
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
            Transfers divided = divided(transfers, grid);
            double elements = 1;
            for (Size size : divided.sizes().values()) {
                elements *= size.at(sizes);
            }
            BestLabels.of(divided, elements / devices, sizes)
                    .ifPresent(labels -> all.add(of(number, rate, divided, labels, sizes)));
        }
        return all;
    }

    private static Devices of(
            int devices,
            double rate,
            Transfers transfers,
            BestLabels labels,
            ToLongFunction<String> sizes) {
        Map<String, Double> whole = new LinkedHashMap<>();
        transfers.sizes().forEach((label, size) -> whole.put(label, (double) size.at(sizes)));
        double again = labels.bytes() - transfers.moved(whole, sizes);
        double received = Math.max(0, again) / devices;
        return new Devices(devices, rate, labels, received, received / rate);
    }

    /// The same with nothing but the grid cut, and the elements of a block of it for what is held.
    private static Transfers divided(Transfers transfers, List<String> grid) {
        List<String> others =
                transfers.sizes().keySet().stream().filter(l -> !grid.contains(l)).toList();
        Transfers whole = transfers.whole(others);
        SequencedMap<String, Size> sizes = new LinkedHashMap<>(whole.sizes());
        return new Transfers(
                whole.moved(), List.of(new Transfers.Held(Size.ONE, sizes.keySet())), sizes);
    }
}
