/// Random files for the reader and checker: whatever they hold, the answer is a diagram or located problems.
///
/// ```
///  catalogue, bad files ─ByteMutations─┐
///  nothing ─RandomFiles────────────────┴► text ─Survival─► read, check, print, write, unfold, bind: no exception, bounded time
/// ```
///
/// Read next: {@link org.heddle.kernels.fuzz.FuzzTest}.
@NullMarked
package org.heddle.kernels.fuzz;

import org.jspecify.annotations.NullMarked;
