/// Loop nests over tiles: what a kernel does, in which loops, before any size or target is chosen.
///
/// ```
///   StreamForm + which axes are cut  --NestBuilder-->  Nest
///
///   grid q                                   one group per block of the parallel axes
///     Q  ← load                              loads sit in the outermost loop that fixes their block
///     fill m, z, O
///     for x                                  one block of the stream axis after the other
///       K, V ← load
///       S ⊕= Q·K                             folds: reductions of items over tiles
///       C ← exp(m_before - m)  …             computes: pointwise
///     O → store
/// ```
///
/// {@link org.heddle.rules.nest.Served} tells for which wires each step works. The same nest is what the cost model walks (`org.heddle.rules.schedule`) and what a tile program executes. Read next:
/// {@link org.heddle.rules.nest.Node}, {@link org.heddle.rules.nest.NestBuilder}.
@NullMarked
package org.heddle.rules.nest;

import org.jspecify.annotations.NullMarked;
