/// Whether a diagram is well typed, and what its sizes are.
///
/// ```
///  Diagram, SourceMap ─Checker─► diagnostics (all at once)
///                       names, wiring, ports, boxes and number kinds, sizes, definitions and calls
///  Diagram, --size    ─SizeBinder─► Sizes, or diagnostics
/// ```
///
/// Out of scope: JSON mistakes (`org.heddle.model.syntax`), data (`org.heddle.model.data`). Read next:
/// {@link org.heddle.model.check.Checker}, which states the rules.
@NullMarked
package org.heddle.model.check;

import org.jspecify.annotations.NullMarked;
