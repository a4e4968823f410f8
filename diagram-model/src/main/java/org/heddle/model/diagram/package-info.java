/// Diagrams: open hypergraphs whose wires carry typed arrays and whose boxes are operations.
///
/// ```
///   Q ──┐
///       [contract]──S──[map]──T──[call softmax]──P──┐
///   K ──┘                                           [contract]── O
///   V ──────────────────────────────────────────────┘
/// ```
///
/// Values here are well-formed by construction only as far as their constructors say; whether a diagram is well typed
/// is decided by `org.heddle.model.check`, what it means by `org.heddle.model.eval`, how it is written by
/// `org.heddle.model.json`. Read next: {@link org.heddle.model.diagram.Diagram}, {@link org.heddle.model.diagram.Op}.
@NullMarked
package org.heddle.model.diagram;

import org.jspecify.annotations.NullMarked;
