/// Plain text for terminals: aligned tables, wrapped paragraphs, numbers with units.
///
/// ```
///   cells ─Table─► lines of at most 100 columns       bytes, seconds ─Quantity─► "13.1 MB", "4.03 ms"
/// ```
///
/// Knows nothing of diagrams. Read next: {@link org.heddle.cli.text.Table}.
@NullMarked
package org.heddle.cli.text;

import org.jspecify.annotations.NullMarked;
