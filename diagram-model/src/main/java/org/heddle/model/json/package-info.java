/// Diagram files: reading with every problem located, and writing in one canonical form.
///
/// ```
///  SourceText ─DiagramReader─► ReadResult(Diagram, diagnostics, SourceMap)      (syntax, then check)
///  Diagram    ─DiagramWriter─► canonical text;   read(write(d)) = d
/// ```
///
/// Out of scope: the text notation. Read next: {@link org.heddle.model.json.DiagramReader}.
@NullMarked
package org.heddle.model.json;

import org.jspecify.annotations.NullMarked;
