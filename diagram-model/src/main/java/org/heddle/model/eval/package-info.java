/// The meaning of diagrams: a reference evaluator in f64, against which every rewrite, lowering and device is judged.
///
/// ```
///  Diagram (core boxes only)              ┐            ┌─ evaluate() ──────── every output whole, interior wires too
///  Sizes                                  ├─ Evaluator ┤
///  Tensors of the inputs                  ┘            └─ element(), sample() only what the chosen elements need
///
///  on demand:   O[q=5, e=3]  ◄─ contract ─┬─ P[5, :] ◄─ softmax boxes ─ S[5, :] ◄─ contract ─┬─ Q[5, :]
///                                         └─ V[:, 3]                                         └─ K[:, :]
/// ```
///
/// A demand fixes some positions of a wire at one index and leaves the others whole. It passes from a box's output to
/// its inputs through the axis names of the ports, position by position, so that an axis that is fixed for one box and
/// reduced by another (under the same name) is not confused. A computed position is fixed where all axes that it is
/// computed from are (for a gather, its index is read first), else it is whole. What was computed is kept within a memory
/// bound.
///
/// All arithmetic is f64, and interior wires are not rounded unless `Evaluator.rounding` asks for it. Out of scope: composite
/// boxes (unfold them first). Read next: {@link org.heddle.model.eval.Evaluator},
/// {@link org.heddle.model.eval.Scalars}, {@link org.heddle.model.eval.ErrorMeasure}.
@NullMarked
package org.heddle.model.eval;

import org.jspecify.annotations.NullMarked;
