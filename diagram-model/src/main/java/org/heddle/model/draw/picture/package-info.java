/// What a picture says, before any place is chosen: which symbols stand there and which arrays join them.
///
/// ```
///   Diagram + Notes (labels of axes inside kernels)  --PictureBuilder-->  Picture: nodes with symbols, bundles of lines
/// ```
///
/// This is where operations of diagrams become symbols; a new operation is one more case here. Read next:
/// {@link org.heddle.model.draw.picture.Symbol}, {@link org.heddle.model.draw.picture.PictureBuilder}.
@NullMarked
package org.heddle.model.draw.picture;

import org.jspecify.annotations.NullMarked;
