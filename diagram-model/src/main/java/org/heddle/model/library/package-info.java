/// Composite boxes: the standard library of definitions and their replacement by what they mean.
///
/// ```
///  *.json resources ─Library─► Diagram (a definition, with `over`: the axes a call names)
///  Diagram with calls and blocks ─Unfold─► Diagram of core boxes only
/// ```
///
/// Out of scope: whether a call fits its definition (`org.heddle.model.check`); {@link org.heddle.model.library.Unfold}
/// takes checked diagrams. Read next: {@link org.heddle.model.library.Library}.
@NullMarked
package org.heddle.model.library;

import org.jspecify.annotations.NullMarked;
