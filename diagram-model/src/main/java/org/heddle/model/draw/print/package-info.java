/// Scenes as files: SVG for screens, TikZ for papers.
///
/// ```
///   Scene --SvgPrinter--> <svg>…      roles are classes of one style sheet, with light and dark colours
///         --TikzPrinter-> \begin{tikzpicture}…   roles are TikZ styles
/// ```
///
/// Read next: {@link org.heddle.model.draw.print.SvgPrinter}.
@NullMarked
package org.heddle.model.draw.print;

import org.jspecify.annotations.NullMarked;
