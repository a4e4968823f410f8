/// The `simd` lowering: a tile program as OpenCL C for a CPU.
///
/// ```
///   TileProgram ──► TileLayout per tile (strides, panels, padding)
///        │          VectorExpr   one value in all lanes, or one per lane
///        └────────► FoldWriter, ComputeWriter, CopyWriter ──► SimdLowering ──► source text
/// ```
///
/// A work-group is one work-item and computes one group of the tile program; the grid is the parallel loop. Vectors are explicit, tiles live in `__local`
/// arrays (cache-resident memory of the core), folds keep a register piece of their result while the items go by. There are no barriers.
/// Global memory is touched through dereferenced vector types, so that a simulator sees every byte. Read next:
/// {@link org.heddle.backend.simd.SimdLowering}.
@NullMarked
package org.heddle.backend.simd;

import org.jspecify.annotations.NullMarked;
