/// The search that chooses lengths of blocks, whatever they are blocks of.
///
/// ```
///   Lattice ── lengths to choose from, axis by axis ──► BranchAndBound ── points that bounds leave ──► Foremost: the best and the second best
///                                                            ▲
///                                  what fits, what is cost at least ({@link org.heddle.rules.search.Least})
/// ```
///
/// It knows neither kernels nor machines. {@link org.heddle.rules.schedule.Scheduler} searches the blocks of emitted kernels with it, {@link org.heddle.rules.levels.Levels} those of all levels
/// of a machine.
@NullMarked
package org.heddle.rules.search;

import org.jspecify.annotations.NullMarked;
