/// Derivations: from a diagram to kernels, step by step, every step a law with its place and its saving.
///
/// ```
///   Diagram ─ unfold ─► ─ share, drop ─► ─ fuse boxes into blocks, by cost ─► ─ per block: copy and merge maps ─► ─ stream ─► ─ group ─► Derivation
/// ```
///
/// {@link org.heddle.rules.derive.Lineage} tells from which boxes of the first diagram those of the kernels come. The laws are in `org.heddle.rules.law`, the streaming algebra in `org.heddle.rules.stream`. Read next:
/// {@link org.heddle.rules.derive.Deriver}.
@NullMarked
package org.heddle.rules.derive;

import org.jspecify.annotations.NullMarked;
