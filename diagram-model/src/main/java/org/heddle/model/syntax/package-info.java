/// From text to a diagram, without judging it: what is not understood is reported and left out as a hole.
///
/// ```
///  text ─JsonTree─► Json (with offsets) ─DiagramSyntax─► Draft(Diagram, holes, SourceMap)
///                                          ├ BoxSyntax, PortSyntax, WireSyntax, ExprSyntax
///                                          └ problems ─► Problems
/// ```
///
/// Out of scope: whether the diagram is well typed (`org.heddle.model.check`). Callers outside of the model want
/// `org.heddle.model.json.DiagramReader`, which reads and checks. Read next:
/// {@link org.heddle.model.syntax.DiagramSyntax}.
@NullMarked
package org.heddle.model.syntax;

import org.jspecify.annotations.NullMarked;
