/// What the lowerings share when they write source text: indentation, types, expressions.
///
/// ```
///   Expr over tiles  --Typed--> text with a type: real, integer or truth value, the same in all lanes or one per lane
///   statements       --CodeWriter--> indented text
/// ```
///
/// Read next: {@link org.heddle.backend.code.CodeWriter}.
@NullMarked
package org.heddle.backend.code;

import org.jspecify.annotations.NullMarked;
