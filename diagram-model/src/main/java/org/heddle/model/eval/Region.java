package org.heddle.model.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// The part of a wire that is asked for: by position, either one index or the whole axis.
///
/// ```
/// S[q, x]   Region(5, whole)  is row 5;   Region(whole, whole)  is all of S
/// ```
final class Region {
    private static final long WHOLE = -1;

    private final long[] fixed;

    private Region(long[] fixed) {
        this.fixed = fixed;
    }

    static Region whole(int rank) {
        long[] fixed = new long[rank];
        Arrays.fill(fixed, WHOLE);
        return new Region(fixed);
    }

    static Region element(long[] index) {
        return new Region(index.clone());
    }

    /// The region whose position `i` is this region's position `positions[i]`, or whole where that is beyond its rank.
    Region select(int[] positions) {
        long[] selected = new long[positions.length];
        for (int i = 0; i < positions.length; i++) {
            selected[i] = positions[i] < fixed.length ? fixed[positions[i]] : WHOLE;
        }
        return new Region(selected);
    }

    /// The part of this region that has one index at a position.
    Region fix(int position, long index) {
        long[] narrower = fixed.clone();
        narrower[position] = index;
        return new Region(narrower);
    }

    int rank() {
        return fixed.length;
    }

    boolean isFixed(int position) {
        return fixed[position] != WHOLE;
    }

    /// The index at a fixed position; 0, where the range begins, at a whole one.
    long start(int position) {
        return Math.max(fixed[position], 0);
    }

    /// Number of indices at a position, in a wire of that size there.
    long extent(int position, long size) {
        return isFixed(position) ? 1 : size;
    }

    /// This region and all that contain it, smallest first: every choice of fixed positions made whole.
    List<Region> containing() {
        List<Region> regions = new ArrayList<>(List.of(this));
        for (int position = 0; position < fixed.length; position++) {
            if (isFixed(position)) {
                for (Region region : List.copyOf(regions)) {
                    long[] wider = region.fixed.clone();
                    wider[position] = WHOLE;
                    regions.add(new Region(wider));
                }
            }
        }
        return regions;
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Region region && Arrays.equals(fixed, region.fixed);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(fixed);
    }

    @Override
    public String toString() {
        List<String> parts = new ArrayList<>();
        for (long index : fixed) {
            parts.add(index == WHOLE ? ":" : Long.toString(index));
        }
        return "[" + String.join(", ", parts) + "]";
    }
}
