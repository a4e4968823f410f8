package org.heddle.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.heddle.rules.schedule.LatticePoints.HalfPlane;
import org.junit.jupiter.api.Test;

final class LatticePointsTest {
    /// What is summed along lines is what is found point by point.
    @Test
    void areThoseFoundOneByOne() {
        SplittableRandom random = new SplittableRandom(5);
        int some = 0;
        for (int trial = 0; trial < 20_000; trial++) {
            List<HalfPlane> planes = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                planes.add(
                        new HalfPlane(
                                random.nextInt(-7, 8),
                                random.nextInt(-7, 8),
                                random.nextInt(-30, 60)));
            }
            long width = random.nextInt(14);
            long height = random.nextInt(14);
            long expected = oneByOne(planes, width, height);
            some += expected > 0 && expected < width * height ? 1 : 0;
            assertThat(LatticePoints.count(planes, width, height))
                    .as("%s in %d × %d", planes, width, height)
                    .isEqualTo(expected);
        }
        assertThat(some).isGreaterThan(5000);
    }

    private static long oneByOne(List<HalfPlane> planes, long width, long height) {
        long count = 0;
        for (long x = 0; x < width; x++) {
            for (long y = 0; y < height; y++) {
                long a = x;
                long b = y;
                boolean in =
                        planes.stream().allMatch(p -> p.dx() * a + p.dy() * b + p.constant() >= 0);
                count += in ? 1 : 0;
            }
        }
        return count;
    }

    /// Below the diagonal of a square of 2³⁰ points a side.
    @Test
    void doNotDependOnTheSides() {
        long side = 1L << 30;
        assertThat(LatticePoints.count(List.of(new HalfPlane(1, -1, 0)), side, side))
                .isEqualTo(side * (side + 1) / 2);
    }
}
