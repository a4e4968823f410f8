/// The shapes of each symbol, with the places of its ports.
///
/// ```
///   Node + order of lines  --Glyphs-->  Glyph: size, heights of ports, shapes
///
///        q ──────────────╮
///        d ────╮         ╰───── q        reading │ core │ stub with the names of the lines that leave
///        - - - │ - ─────────
///        d ────╯         ╭───── x
///        x ──────────────╯
/// ```
///
/// Labels stand inside the glyph that makes the lines, so that a layout which keeps nodes apart keeps labels apart. Read next:
/// {@link org.heddle.model.draw.glyph.Glyphs}, {@link org.heddle.model.draw.glyph.Sheet}.
@NullMarked
package org.heddle.model.draw.glyph;

import org.jspecify.annotations.NullMarked;
