/// From a diagram to a measured result.
///
/// ```
///   Diagram, Sizes, Hardware ─ Compiler ─► Compiled: derivation, tile programs, source text, launches
///   Compiled, inputs ─ Device ─► Execution: outputs, times, counted bytes
///   Diagram, Device ─ Comparer ─► Comparison: error against the evaluator, predicted against counted bytes, predicted against measured time
/// ```
///
/// Devices execute; a hardware description models. `interp` is always there; others come from `org.heddle.backend.driver`. Read next:
/// {@link org.heddle.backend.run.Compiler}, {@link org.heddle.backend.run.Devices}, {@link org.heddle.backend.run.Comparer}.
@NullMarked
package org.heddle.backend.run;

import org.jspecify.annotations.NullMarked;
