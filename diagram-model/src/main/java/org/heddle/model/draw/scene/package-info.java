/// What is seen: lines, areas, dots and writing at places in a plane, each with its role and with what it stands for.
///
/// ```
///   Scene(width, height)
///     ├─ Line     q ─────╮            Role AXIS, level 1, Tag(box, wire, axis, title)
///     ├─ Area     ▭ ▷ ⬡
///     ├─ Disc     ●
///     └─ Writing  "softmax"           width known from a table, so that labels can be kept apart
/// ```
///
/// Units are CSS pixels, y grows downwards. Nothing here knows diagrams or a file format. Read next:
/// {@link org.heddle.model.draw.scene.Shape}, {@link org.heddle.model.draw.scene.Role}.
@NullMarked
package org.heddle.model.draw.scene;

import org.jspecify.annotations.NullMarked;
