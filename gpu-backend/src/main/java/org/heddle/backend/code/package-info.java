/// What lowerings share when they write source text.
///
/// ```
///   statements         --CodeWriter-->   indented text, Traced: each line with the Origin that it is there for
///   names of a diagram --Identifiers-->  distinct names of C
///   x / 8              --Reciprocals-->  x * 0.125, where that is the same number
/// ```
///
/// Types and expressions belong to each lowering. Read next: {@link org.heddle.backend.code.CodeWriter}.
@NullMarked
package org.heddle.backend.code;

import org.jspecify.annotations.NullMarked;
