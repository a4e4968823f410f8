package org.heddle.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.Sizes;
import org.junit.jupiter.api.Test;

final class ExtentsTest {
    private static List<Long> around(long size, long extent) {
        return Extents.around(
                new Blocking(
                        new LinkedHashMap<>(Map.of("a", size)),
                        new LinkedHashMap<>(Map.of("a", extent)),
                        new Sizes(Map.of())),
                "a",
                8);
    }

    @Test
    void multiplesOfTheUnitAndEvenBlocks() {
        assertThat(around(1 << 20, 64)).contains(32L, 40L, 48L, 64L, 72L, 96L, 128L);
        assertThat(around(300, 64)).contains(100L, 75L, 60L, 50L, 80L);
        assertThat(around(1536, 128)).contains(96L, 192L, 256L);
    }

    @Test
    void withinHalfAndTwiceAndTheSize() {
        for (long size : new long[] {0, 1, 7, 60, 1000, 1L << 40}) {
            for (long extent = 1; extent <= Math.max(1, Math.min(size, 512)); extent *= 2) {
                long present = extent;
                long whole = Math.max(1, size);
                assertThat(around(size, extent))
                        .contains(extent)
                        .hasSizeLessThan(60)
                        .isSorted()
                        .doesNotHaveDuplicates()
                        .allMatch(e -> 2 * e >= present - 1 && e <= 2 * present && e <= whole);
            }
        }
    }
}
