package org.heddle.rules.cost;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.Set;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What an intermediate memory takes in that only passes on, element by element, against `H*(N · M)`: {@link Memories#passing}.
final class IntermediateMemoryTest {
    private static final int SIZE = 48;

    /// Values that came into the intermediate memory, and into its children.
    private record Taken(long intermediate, long children) {}

    /// The children of one memory hold blocks of `rows × columns` of the result, `down × across` of them; pairs of a column and a row go by, and each child asks for the elements that it needs.
    private static Taken product(int size, int rows, int columns, int down, int across) {
        long intermediate = 0;
        long children = 0;
        for (int i = 0; i < size; i += rows * down) {
            for (int j = 0; j < size; j += columns * across) {
                for (int k = 0; k < size; k++) {
                    Set<String> here = new HashSet<>();
                    for (int child = 0; child < down * across; child++) {
                        int top = i + child / across * rows;
                        int left = j + child % across * columns;
                        int height = Math.max(0, Math.min(size, top + rows) - top);
                        int width = Math.max(0, Math.min(size, left + columns) - left);
                        if (height == 0 || width == 0) {
                            continue;
                        }
                        for (int y = top; y < top + height; y++) {
                            here.add("a" + y + "," + k);
                        }
                        for (int x = left; x < left + width; x++) {
                            here.add("b" + k + "," + x);
                        }
                        children += height + width;
                    }
                    intermediate += here.size();
                }
            }
        }
        long results = (long) size * size;
        return new Taken(intermediate + results, children + results);
    }

    private static double least(int size, double memory) {
        ToLongFunction<String> sizes = _ -> size;
        return BestLabels.of(Programs.matmul(1), memory, sizes).orElseThrow().bytes();
    }

    /// No blocks that fit the children move less.
    @ParameterizedTest
    @CsvSource({"2, 35", "2, 80", "3, 48", "4, 24", "4, 63", "6, 35"})
    void nothingMovesLess(int children, int memory) {
        double bound = least(SIZE, (double) children * memory);
        double least = Double.POSITIVE_INFINITY;
        for (int rows = 1; rows <= memory; rows++) {
            for (int columns = 1; rows * columns + rows + columns <= memory; columns++) {
                for (int down = 1; down <= children; down++) {
                    if (children % down == 0) {
                        Taken taken = product(SIZE, rows, columns, down, children / down);
                        least = Math.min(least, (double) taken.intermediate());
                    }
                }
            }
        }
        assertThat(least).isGreaterThanOrEqualTo(bound * 0.999999);
        assertThat(least).isLessThan(bound * 1.35);
    }

    /// Four children attain it with the blocks that are best for themselves, up to the items that go by, of which each holds its own.
    @ParameterizedTest
    @CsvSource({"2", "4", "8", "12"})
    void fourChildrenAttainIt(int side) {
        int memory = side * side + 2 * side;
        Taken taken = product(SIZE, side, side, 2, 2);
        double bound = least(SIZE, 4.0 * memory);
        assertThat(taken.intermediate() / bound).isBetween(0.999999, 1 + 1.0 / side);
        assertThat((double) taken.children())
                .isCloseTo(
                        least(SIZE, memory), org.assertj.core.data.Percentage.withPercentage(0.01));
    }

    /// Two do not: square blocks beside each other are no square. The bounds of both levels are attained one at a time, 6 % apart.
    @Test
    void twoChildrenAttainOneOfTwo() {
        int side = 12;
        double memory = side * side + 2 * side;
        double own = least(144, memory);
        double bound = least(144, 2 * memory);
        Taken square = product(144, 12, 12, 1, 2);
        assertThat(square.children() / own).isBetween(0.999, 1.001);
        double product = (double) square.intermediate() - 144 * 144;
        assertThat(product / (2.0 * Math.pow(144, 3) / Math.sqrt(2 * 144)))
                .isBetween(1.0606, 1.0608);
        assertThat((double) square.intermediate()).isGreaterThan(bound * 1.06);
        Taken oblong = product(144, 18, 8, 1, 2);
        assertThat((double) oblong.intermediate()).isLessThan((double) square.intermediate());
        assertThat((double) oblong.children()).isGreaterThan(own * 1.03);
    }

    /// Along one axis any number does: rows stay, others go by for all children at once.
    @ParameterizedTest
    @CsvSource({"2", "3", "4"})
    void oneAxisIsDividedByAny(int children) {
        int depth = 4;
        int rows = 4;
        double memory = 2.0 * depth * rows + 2.0 * depth;
        long taken = 2L * SIZE * depth;
        for (int q = 0; q < SIZE; q += rows * children) {
            for (int x = 0; x < SIZE; x++) {
                Set<String> here = new HashSet<>();
                for (int child = 0; child < children && q + child * rows < SIZE; child++) {
                    for (int d = 0; d < depth; d++) {
                        here.add("k" + x + "," + d);
                        here.add("v" + x + "," + d);
                    }
                }
                taken += here.size();
            }
        }
        ToLongFunction<String> sizes = axis -> axis.equals("d") ? depth : SIZE;
        double bound =
                BestLabels.of(Programs.streamed(1), children * memory, sizes).orElseThrow().bytes();
        assertThat(taken / bound).isBetween(0.999999, 1.2);
    }
}
