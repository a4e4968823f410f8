package org.heddle.rules.hardware;

import org.heddle.model.diagram.DType;

/// A matrix instruction `D[m, n] += A[m, k] · B[k, n]`, and with it what extents of tiles must be divisible by.
///
/// @param name the instruction as its vendor writes it
/// @param pipe the pipe that executes it
/// @param dtype of the operands; the pipe's rate is for it
/// @param accumulator of the result
/// @param k extent of the sum in one instruction
/// @param threads that issue it together and hold its fragments
public record Instruction(
        String name,
        String pipe,
        DType dtype,
        DType accumulator,
        Extent m,
        Extent n,
        int k,
        int threads,
        String source) {
    /// The extents that an axis may have: `least`, `least + step`, … up to `most`.
    public record Extent(int least, int most, int step) {
        public boolean allows(long extent) {
            return extent >= least && extent <= most && (extent - least) % step == 0;
        }
    }

    /// Whether a tile of this size is made of whole instructions: `m` and `n` in pieces of one allowed extent each, `k` in steps.
    public boolean divides(long tileM, long tileN, long tileK) {
        return pieces(m, tileM) && pieces(n, tileN) && tileK > 0 && tileK % k == 0;
    }

    private static boolean pieces(Extent extent, long tile) {
        for (int piece = extent.least(); piece <= extent.most(); piece += extent.step()) {
            if (tile > 0 && tile % piece == 0) {
                return true;
            }
        }
        return false;
    }
}
