package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;

/// How much more than the mean the device needs that needs most, where loops skip blocks.
///
/// ```
///   keys before a query, on two devices:     queries of the first half need half of the keys, those of the second all
/// ```
public final class Busiest {
    /// Where all devices need as much.
    static final Busiest NONE = new Busiest(List.of(), List.of());

    private final List<Guarded> counts;
    private final List<String> grid;

    private Busiest(List<Guarded> counts, List<String> grid) {
        this.counts = counts;
        this.grid = grid;
    }

    private record Guarded(Count count, Blocking blocking) {}

    /// That of a nest, its blocks one element long where they are not a device's.
    public static Busiest of(Nesting nesting) {
        List<Guarded> guarded = new ArrayList<>();
        for (Count count : nesting.moved()) {
            if (!count.guarded().isEmpty()) {
                guarded.add(new Guarded(count, Unskipped.shortest(count, nesting.blocking())));
            }
        }
        return new Busiest(guarded, nesting.nest().grid());
    }

    /// Bytes above the mean.
    ///
    /// @param parts into how many equal blocks the axes of the grid are divided, by label
    double surplus(Map<String, Integer> parts) {
        int[] numbers =
                grid.stream()
                        .mapToInt(axis -> parts.getOrDefault(Count.label(grid, axis), 1))
                        .toArray();
        double[] needed = new double[Arrays.stream(numbers).reduce(1, (a, b) -> a * b)];
        counts.forEach(guarded -> add(guarded, numbers, needed));
        return Arrays.stream(needed).max().orElse(0) - Arrays.stream(needed).average().orElse(0);
    }

    private void add(Guarded guarded, int[] numbers, double[] needed) {
        Count count = guarded.count();
        Blocking blocking = guarded.blocking();
        List<String> along = new ArrayList<>();
        double bytes = count.coefficient();
        for (String axis : count.guarded()) {
            int place = grid.indexOf(axis);
            if (place >= 0) {
                long size = blocking.size(axis);
                blocking = blocking.with(axis, Math.ceilDiv(size, (long) numbers[place]));
                along.add(axis);
            }
        }
        for (String axis : count.whole()) {
            int place = grid.indexOf(axis);
            bytes *= blocking.size(axis) / (double) (place < 0 ? 1 : numbers[place]);
        }
        double[] shares = count.shares(along, blocking);
        for (int device = 0; device < needed.length; device++) {
            int own = 0;
            for (String axis : along) {
                int blocks = Math.toIntExact(blocking.blocks(axis));
                own = own * blocks + Math.min(position(device, axis, numbers), blocks - 1);
            }
            needed[device] += bytes * shares[own];
        }
    }

    /// Which block of an axis a device has, the last axis of the grid the fastest.
    private int position(int device, String axis, int[] numbers) {
        int rest = device;
        for (int place = grid.size() - 1; place > grid.indexOf(axis); place--) {
            rest /= numbers[place];
        }
        return rest % numbers[grid.indexOf(axis)];
    }
}
