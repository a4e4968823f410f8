/// Diagrams as graphs of JGraphT, and graphs as diagrams.
///
/// ```
///  Diagram ─DiagramGraph.of─► Graph<Vertex, Link> ─ algorithms, views, exporters of JGraphT
///          ◄─DiagramGraph.toDiagram─┘
/// ```
///
/// Out of scope: drawing, and laws on diagrams, which work on the diagram itself. Read next:
/// {@link org.heddle.model.graph.DiagramGraph}.
@NullMarked
package org.heddle.model.graph;

import org.jspecify.annotations.NullMarked;
