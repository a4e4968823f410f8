/// Deliberate mistakes in the files of the catalogue, and where they are to be told.
///
/// ```
///  catalogue file ─Page─► lines ─Mistakes─► Mutant(text, codes, lines) ─check─► told there, or valid for a stated reason
/// ```
///
/// Read next: {@link org.heddle.kernels.mistakes.Kind}.
@NullMarked
package org.heddle.kernels.mistakes;

import org.jspecify.annotations.NullMarked;
