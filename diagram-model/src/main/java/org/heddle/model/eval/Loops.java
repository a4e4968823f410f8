package org.heddle.model.eval;

import java.util.List;
import java.util.stream.IntStream;

/// The loops of a box over one region of its output, with where each input's element lies.
///
/// Loop `l` starts at `start[l]` and makes `extent[l]` steps, each of which moves input `i` by `stride[i][l]`.
final class Loops {
    /// Below this many items a second thread costs more than it saves.
    private static final long PARALLEL_FROM_ITEMS = 1 << 16;

    private static final int CHUNKS = 32;

    private final int outputRank;
    private final long[] start;
    private final long[] extent;
    private final int[] base;
    private final int[][] stride;

    Loops(BoxPlan plan, Region output, List<Slice> inputs) {
        this.outputRank = plan.outputRank();
        this.start = new long[plan.loops()];
        this.extent = new long[plan.loops()];
        for (int loop = 0; loop < plan.loops(); loop++) {
            boolean woven = loop < outputRank;
            start[loop] = woven ? output.start(loop) : 0;
            extent[loop] = woven ? output.extent(loop, plan.extent(loop)) : plan.extent(loop);
        }
        this.base = new int[inputs.size()];
        this.stride = new int[inputs.size()][plan.loops()];
        for (int input = 0; input < inputs.size(); input++) {
            place(input, inputs.get(input), plan.loopsOf(input));
        }
    }

    /// A position that the slice has fixed already has stride 0 there; a slice that is whole where the loop is fixed
    /// starts at the loop's index.
    private void place(int input, Slice slice, int[] loops) {
        for (int position = 0; position < loops.length; position++) {
            int loop = loops[position];
            int step = slice.strides()[position];
            stride[input][loop] += step;
            base[input] += (int) (start[loop] * step);
        }
    }

    /// Elements of the output.
    int outputs() {
        return (int) product(0, outputRank);
    }

    /// Items folded into each of them.
    long items() {
        return product(outputRank, extent.length);
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

    int outputRank() {
        return outputRank;
    }

    long extent(int loop) {
        return extent[loop];
    }

    int stride(int input, int loop) {
        return stride[input][loop];
    }

    /// A cursor at an output element, given by its row-major number within the region.
    Cursor at(int output) {
        Cursor cursor = new Cursor();
        int rest = output;
        for (int loop = outputRank - 1; loop >= 0; loop--) {
            cursor.move(loop, rest % extent[loop]);
            rest = (int) (rest / extent[loop]);
        }
        return cursor;
    }

    /// Work on the output elements from `from` up to, not including, `to`.
    @FunctionalInterface
    interface Chunk {
        void run(int from, int to);
    }

    /// Covers all output elements, with several threads where that pays. Every element is computed by one thread and in
    /// one order, so the result does not depend on the number of threads.
    void forChunks(Chunk chunk) {
        int outputs = outputs();
        if (outputs == 0) {
            return;
        }
        if (Math.max(items(), 1) * (double) outputs < PARALLEL_FROM_ITEMS) {
            chunk.run(0, outputs);
            return;
        }
        int chunks = Math.min(CHUNKS, outputs);
        IntStream.range(0, chunks)
                .parallel()
                .forEach(
                        i ->
                                chunk.run(
                                        (int) ((long) outputs * i / chunks),
                                        (int) ((long) outputs * (i + 1) / chunks)));
    }

    /// An index along every loop, and the matching position in every input.
    final class Cursor {
        final long[] index = start.clone();
        final int[] at = base.clone();

        private void move(int loop, long steps) {
            index[loop] += steps;
            for (int input = 0; input < at.length; input++) {
                at[input] += (int) (steps * stride[input][loop]);
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
