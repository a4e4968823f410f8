package org.heddle.model.eval;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The loops of a box over one region, with where the element of each input lies.
///
/// The first loops weave (every index has a result of its own), the others fold. Loop `l` starts at `start[l]` and makes
/// `extent[l]` steps, each of which moves a strided input `i` by `stride[i][l]`.
final class Loops {
    /// Below this many items a second thread costs more than it saves.
    private static final long PARALLEL_FROM_ITEMS = 1 << 16;

    private static final int CHUNKS = 32;

    private final int woven;
    private final long[] start;
    private final long[] extent;
    private final Source[] inputs;

    /// @param region of the loops
    /// @param slices what the box reads, by number of the read
    Loops(BoxPlan plan, Region region, List<Slice> slices) {
        this.woven = plan.woven();
        this.start = new long[plan.loops()];
        this.extent = new long[plan.loops()];
        for (int loop = 0; loop < plan.loops(); loop++) {
            start[loop] = region.start(loop);
            extent[loop] = region.extent(loop, plan.extent(loop));
        }
        List<Source> sources = plan.sources(slices, start, extent);
        this.inputs = Arrays.stream(plan.inputs()).mapToObj(sources::get).toArray(Source[]::new);
    }

    /// Indices of the woven loops.
    int cells() {
        return (int) product(0, woven);
    }

    /// Items folded at each of them.
    long items() {
        return product(woven, extent.length);
    }

    private long product(int from, int to) {
        long product = 1;
        for (int loop = from; loop < to; loop++) {
            product = extent[loop] == 0 ? 0 : Math.multiplyExact(product, extent[loop]);
        }
        return product;
    }

    int loops() {
        return extent.length;
    }

    /// Number of the loops that weave; they are the first.
    int woven() {
        return woven;
    }

    long extent(int loop) {
        return extent[loop];
    }

    int stride(int input, int loop) {
        return inputs[input].stride(loop);
    }

    /// Whether every input is where its strides lead.
    boolean isStrided() {
        return Arrays.stream(inputs).allMatch(Source::isStrided);
    }

    double[] values(int input) {
        return inputs[input].values();
    }

    /// A cursor at the start of the folding loops, for an index of the woven ones given by its row-major number within
    /// the region.
    Cursor at(int cell) {
        Cursor cursor = new Cursor();
        int rest = cell;
        for (int loop = woven - 1; loop >= 0; loop--) {
            cursor.move(loop, rest % extent[loop]);
            rest = (int) (rest / extent[loop]);
        }
        return cursor;
    }

    /// Work on the cells from `from` up to, not including, `to`.
    @FunctionalInterface
    interface Chunk {
        void run(int from, int to);
    }

    /// Covers all cells, with several threads where that pays. Every cell is computed by one thread and in one order,
    /// so the result does not depend on the number of threads.
    ///
    /// @throws ElementException of the first cell that has one
    void forChunks(Chunk chunk) {
        int cells = cells();
        if (cells == 0) {
            return;
        }
        if (Math.max(items(), 1) * (double) cells < PARALLEL_FROM_ITEMS) {
            chunk.run(0, cells);
            return;
        }
        int chunks = Math.min(CHUNKS, cells);
        List<Optional<ElementException>> problems =
                IntStream.range(0, chunks)
                        .parallel()
                        .mapToObj(
                                i ->
                                        problem(
                                                chunk,
                                                (int) ((long) cells * i / chunks),
                                                (int) ((long) cells * (i + 1) / chunks)))
                        .toList();
        problems.stream()
                .flatMap(Optional::stream)
                .findFirst()
                .ifPresent(
                        problem -> {
                            throw problem;
                        });
    }

    private static Optional<ElementException> problem(Chunk chunk, int from, int to) {
        try {
            chunk.run(from, to);
            return Optional.empty();
        } catch (ElementException e) {
            return Optional.of(e);
        }
    }

    /// An index along every loop, and the matching position in every strided input.
    final class Cursor {
        final long[] index = start.clone();
        final int[] at = Arrays.stream(inputs).mapToInt(Source::base).toArray();

        /// Steps along one loop, forwards or backwards.
        void move(int loop, long steps) {
            index[loop] += steps;
            for (int input = 0; input < at.length; input++) {
                at[input] += (int) (steps * inputs[input].stride(loop));
            }
        }

        /// The element of every input.
        void load(double[] arguments) {
            for (int input = 0; input < arguments.length; input++) {
                Source source = inputs[input];
                arguments[input] =
                        source.isStrided() ? source.values()[at[input]] : source.at(index);
            }
        }

        /// One step of the innermost of the loops from `first` to `last` (exclusive), carrying outwards; after the last
        /// step all of them are back at their start.
        void step(int first, int last) {
            for (int loop = last - 1; loop >= first; loop--) {
                move(loop, 1);
                if (index[loop] < start[loop] + extent[loop]) {
                    return;
                }
                move(loop, -extent[loop]);
            }
        }
    }
}
