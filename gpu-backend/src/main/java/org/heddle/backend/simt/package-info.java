/// The `simt` lowering: one tile program becomes one kernel whose groups are made of threads.
///
/// ```
///   TileProgram ─ Steps ──► Fill folded into the fold that follows it
///               ─ Deal ───► which thread computes which element of each fold: a register piece, or a team per element
///               ─ Widths ─► how many neighbours a thread copies at once
///               ─ Plan ───► where each tile lives: shared memory (rows padded, or swizzled), or registers of the thread that owns the elements
///               ─ Hazards ► a barrier where a thread would see, or overwrite, what another one has
///               ─ KernelWriter, CopyWriter, PointWriter, FoldWriter ──► text ──► SimtKernel
///                                     ▲ Dialect: CudaDialect, OpenClDialect
/// ```
///
/// Both dialects come from the same lowering, so that the OpenCL text which CI executes, race-checks and counts stands for the
/// CUDA text which CI can only compile. Out of scope: matrix units, asynchronous copies, more than one stage of loads in flight.
///
/// Read next: {@link org.heddle.backend.simt.SimtLowering}, {@link org.heddle.backend.simt.Mapping},
/// {@link org.heddle.backend.simt.Hazards}.
@NullMarked
package org.heddle.backend.simt;

import org.jspecify.annotations.NullMarked;
