package org.heddle.model.eval;

import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Slices computed so far, within a bound on their bytes. What was not used for longest goes first; slices that a
/// computation in progress holds are kept.
final class SliceCache {
    private static final float LOAD_FACTOR = 0.75f;

    private record Key(String wire, Region region) {}

    private final long maxBytes;
    private final Map<Key, Slice> slices = new LinkedHashMap<>(16, LOAD_FACTOR, true);
    private final IdentityHashMap<Slice, Integer> holds = new IdentityHashMap<>();
    private long bytes;

    SliceCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    long maxBytes() {
        return maxBytes;
    }

    /// A slice that contains the region.
    Optional<Slice> find(String wire, Region region) {
        for (Region wider : region.containing()) {
            Optional<Slice> found = Optional.ofNullable(slices.get(new Key(wire, wider)));
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// Makes room for that many bytes.
    ///
    /// @throws EvaluationException where they do not fit beside what is held
    void reserve(String wire, Region region, long needed) throws EvaluationException {
        Iterator<Slice> oldest = slices.values().iterator();
        while (needed > maxBytes - bytes && oldest.hasNext()) {
            Slice slice = oldest.next();
            if (!holds.containsKey(slice)) {
                oldest.remove();
                bytes -= slice.bytes();
            }
        }
        if (needed > maxBytes - bytes) {
            throw EvaluationException.memory(
                    "wire '"
                            + wire
                            + region
                            + "' needs "
                            + needed
                            + " bytes beside "
                            + bytes
                            + " bytes in use, "
                            + maxBytes
                            + " bytes are allowed");
        }
    }

    void put(String wire, Slice slice) {
        slices.put(new Key(wire, slice.region()), slice);
        bytes += slice.bytes();
    }

    void hold(Slice slice) {
        holds.merge(slice, 1, Integer::sum);
    }

    void release(List<Slice> held) {
        for (Slice slice : held) {
            holds.compute(slice, (_, count) -> count == null || count == 1 ? null : count - 1);
        }
    }
}
