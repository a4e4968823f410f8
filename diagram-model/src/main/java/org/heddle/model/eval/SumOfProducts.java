package org.heddle.model.eval;

import java.util.Arrays;

/// The contraction of two inputs by sums of products, the loops where an evaluation spends its time.
///
/// Both are strided, and the output's elements lie in the order of the woven loops.
///
/// Every element is summed in the order of the reduced axes, from 0, whichever way the loops run:
///
/// ```
/// rows   for each reduced index: output row += a * (row of b)      where a row of an input lies contiguously
/// dots   four neighbouring outputs at a time, each its own sum     otherwise
/// ```
final class SumOfProducts {
    private static final int SHORTEST_ROW = 8;

    private final Loops loops;
    private final double[] a;
    private final double[] b;
    private final double[] output;
    private final int rank;
    private final int rowLength;
    private final int aRow;
    private final int bRow;

    SumOfProducts(Loops loops, double[] output) {
        this(loops, loops.values(0), loops.values(1), output);
    }

    private SumOfProducts(Loops loops, double[] a, double[] b, double[] output) {
        this.loops = loops;
        this.a = a;
        this.b = b;
        this.output = output;
        this.rank = loops.woven();
        this.rowLength = rank == 0 ? 1 : (int) loops.extent(rank - 1);
        this.aRow = rank == 0 ? 0 : loops.stride(0, rank - 1);
        this.bRow = rank == 0 ? 0 : loops.stride(1, rank - 1);
    }

    /// The sums of the products' magnitudes.
    static double[] magnitudes(Loops loops, Magnitudes a, Magnitudes b, int length) {
        double[] magnitudes = new double[length];
        new SumOfProducts(loops, a.values(), b.values(), magnitudes).run();
        return magnitudes;
    }

    void run() {
        boolean contiguous = aRow + bRow >= 1 && aRow <= 1 && bRow <= 1;
        boolean byRows = contiguous && rowLength >= SHORTEST_ROW;
        loops.forChunks(
                (from, to) -> {
                    for (int o = from; o < to; ) {
                        int length = Math.min(to - o, rowLength - o % rowLength);
                        if (byRows) {
                            row(o, length);
                        } else {
                            dots(o, length);
                        }
                        o += length;
                    }
                });
    }

    private void row(int from, int length) {
        long items = loops.items();
        Loops.Cursor cursor = loops.at(from);
        Arrays.fill(output, from, from + length, 0);
        for (long i = 0; i < items; i++) {
            int inA = cursor.at[0];
            int inB = cursor.at[1];
            if (aRow == 0) {
                addScaled(output, from, a[inA], b, inB, length);
            } else if (bRow == 0) {
                addScaled(output, from, b[inB], a, inA, length);
            } else {
                addProducts(from, inA, inB, length);
            }
            cursor.step(rank, loops.loops());
        }
    }

    private static void addScaled(
            double[] sums, int to, double scale, double[] row, int from, int length) {
        for (int j = 0; j < length; j++) {
            sums[to + j] += scale * row[from + j];
        }
    }

    private void addProducts(int to, int inA, int inB, int length) {
        for (int j = 0; j < length; j++) {
            output[to + j] += a[inA + j] * b[inB + j];
        }
    }

    private void dots(int from, int length) {
        int to = from + length;
        int o = from;
        for (; o + 4 <= to; o += 4) {
            fourDots(o);
        }
        for (; o < to; o++) {
            output[o] = dot(loops.at(o));
        }
    }

    /// The innermost reduced loop runs without a cursor; with nothing reduced it has one step.
    private int innerLength() {
        return loops.loops() > rank ? (int) loops.extent(loops.loops() - 1) : 1;
    }

    private int innerStride(int input) {
        return loops.loops() > rank ? loops.stride(input, loops.loops() - 1) : 0;
    }

    private void fourDots(int o) {
        int length = innerLength();
        long outer = length == 0 ? 0 : loops.items() / length;
        int aStep = innerStride(0);
        int bStep = innerStride(1);
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        Loops.Cursor cursor = loops.at(o);
        for (long i = 0; i < outer; i++) {
            int inA = cursor.at[0];
            int inB = cursor.at[1];
            for (int k = 0; k < length; k++) {
                sum0 += a[inA] * b[inB];
                sum1 += a[inA + aRow] * b[inB + bRow];
                sum2 += a[inA + 2 * aRow] * b[inB + 2 * bRow];
                sum3 += a[inA + 3 * aRow] * b[inB + 3 * bRow];
                inA += aStep;
                inB += bStep;
            }
            cursor.step(rank, loops.loops() - 1);
        }
        output[o] = sum0;
        output[o + 1] = sum1;
        output[o + 2] = sum2;
        output[o + 3] = sum3;
    }

    private double dot(Loops.Cursor cursor) {
        int length = innerLength();
        long outer = length == 0 ? 0 : loops.items() / length;
        int aStep = innerStride(0);
        int bStep = innerStride(1);
        double sum = 0;
        for (long i = 0; i < outer; i++) {
            int inA = cursor.at[0];
            int inB = cursor.at[1];
            for (int k = 0; k < length; k++) {
                sum += a[inA] * b[inB];
                inA += aStep;
                inB += bStep;
            }
            cursor.step(rank, loops.loops() - 1);
        }
        return sum;
    }
}
