/// Where the parts of a picture go: an interface, so that who does not draw needs no layout library.
///
/// ```
///   Graph: nodes (size, ports at heights), edges (thickness)  --Layout-->  Placement: corners of nodes, bends of edges
/// ```
///
/// Read next: {@link org.heddle.model.draw.layout.Layout}.
@NullMarked
package org.heddle.model.draw.layout;

import org.jspecify.annotations.NullMarked;
