/// How long a kernel takes: its groups as tasks, which units take as they get free.
///
/// ```
///   counts of a schedule ──► Work of each group ──► Task: equal groups in launch order, how many
///                                                     │ Simulation: units, groups resident on each, shared bandwidth
///   Hardware: rates, TimeConstants ──► Pace ──────────┴──► seconds
///                                        └── seconds(all work, groups): the same in closed form where all groups are equal
///   timed runs of a training set ── Fit ──► TimeConstants
/// ```
///
/// Nothing here knows diagrams, loops or tiles: what a schedule counts becomes work in `schedule`. Out of scope: caches of one unit, clocks under load, bank conflicts. Read next:
/// {@link org.heddle.rules.time.Pace}, {@link org.heddle.rules.time.Simulation}.
@NullMarked
package org.heddle.rules.time;

import org.jspecify.annotations.NullMarked;
