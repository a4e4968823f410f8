/// The catalogue: named diagrams that come with Heddle.
///
/// ```
///   catalogue/*.json ─Catalogue─► SourceText ─(DiagramReader)─► Diagram
/// ```
///
/// A catalogue entry says what is computed and nothing about how: it takes the same path as any diagram of a user, and `heddle show NAME`
/// prints it as a file to start from. Read next: {@link org.heddle.kernels.Catalogue}.
@NullMarked
package org.heddle.kernels;

import org.jspecify.annotations.NullMarked;
