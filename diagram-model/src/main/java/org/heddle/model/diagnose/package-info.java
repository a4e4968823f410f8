/// Errors as values: what is wrong, where, and what to do about it.
///
/// ```
///  reader, checker, binder ─► Problems ─► List<Diagnostic> ─► DiagnosticPrinter ─► text with carets, or JSON
///                                │
///                             SourceMap (JSON pointer ─► line and column)
/// ```
///
/// Every diagnostic of every layer has its code in {@link org.heddle.model.diagnose.Code}. Out of scope: deciding what
/// is wrong. Read next: {@link org.heddle.model.diagnose.Diagnostic}.
@NullMarked
package org.heddle.model.diagnose;

import org.jspecify.annotations.NullMarked;
