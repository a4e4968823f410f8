/// Hardware as data: levels of memory, pipes, limits.
///
/// ```
///   h200.json, host.json, FILE  --HardwareReader, HardwareCheck-->  Hardware
///
///   global ─► l2 ─► shared ─► warpgroup ─► registers      levels: scope, count, capacity, rate, granularity
///                     ⇄ cluster        ⇄ shuffle          exchanges between siblings
///   fma, special, matrix per dtype                        pipes, and the shapes of matrix instructions
///   threads, groups, registers                            limits
/// ```
///
/// New hardware is a file, not code; every number in it names its source. Out of scope: what a schedule takes of it, in `schedule`. Read next:
/// {@link org.heddle.rules.hardware.Hardware}.
@NullMarked
package org.heddle.rules.hardware;

import org.jspecify.annotations.NullMarked;
