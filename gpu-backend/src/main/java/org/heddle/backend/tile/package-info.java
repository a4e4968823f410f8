/// Tile programs: a scheduled kernel with every size bound, verified, independent of any target's syntax.
///
/// ```
///   Kernel (nest, layouts, block extents) + Sizes  --TileProgram.of-->  TileProgram  --TileVerifier-->  problems, or none
///                                                                          ├─► org.heddle.backend.interpret   executes and counts it
///                                                                          └─► org.heddle.backend.simd, simt  write it as source text
/// ```
///
/// Read next: {@link org.heddle.backend.tile.TileProgram}.
@NullMarked
package org.heddle.backend.tile;

import org.jspecify.annotations.NullMarked;
