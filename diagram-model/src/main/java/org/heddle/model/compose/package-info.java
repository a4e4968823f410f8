/// The ways to build bigger diagrams from smaller ones, and when two diagrams are one.
///
/// ```
///            f ; g                       f ⊗ g                 copy        discard     swap
///  A ──[f]── B ──[g]── C         A ──[f]── B           A ─●── A      A ──●       A ─╲╱─ B
///                                C ──[g]── D              └── A                  B ─╱╲─ A
/// ```
///
/// Diagrams are arrows between lists of typed arrays: a symmetric monoidal category in which every array can be copied
/// and discarded (Fong and Spivak, "An invitation to applied category theory", 2019, chapters 2 and 4). Its laws hold as
/// equalities of {@link org.heddle.model.compose.CanonicalForm}s where they only rename, and of meanings where they move
/// boxes. Substitution of a box by a diagram is {@link org.heddle.model.library.Unfold}. Read next:
/// {@link org.heddle.model.compose.Compose}.
@NullMarked
package org.heddle.model.compose;

import org.jspecify.annotations.NullMarked;
