/// Layout by the Eclipse Layout Kernel, an optional dependency: who calls this package has it on the class path.
///
/// ```
///   Graph ── ElkNode with ports at fixed places ── ELK layered, orthogonal routing ── Placement
/// ```
///
/// Read next: {@link org.heddle.model.draw.elk.ElkLayout}.
@NullMarked
package org.heddle.model.draw.elk;

import org.jspecify.annotations.NullMarked;
