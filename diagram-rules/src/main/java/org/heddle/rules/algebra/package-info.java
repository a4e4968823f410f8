/// The algebra of scalar expressions: a normal form in which factors can be separated.
///
/// ```
///   Expr --Normalizer--> Polynomial = Σ coefficient · Π atom^power · exp(Polynomial) · [guards]
///                            │ Factorizer, given which arguments belong to the items and which to the state
///                            ▼
///                  Σ  h(state) · φ(items, state)      or the sub-expression that mixes both
/// ```
///
/// Nothing here knows what an expression is for. Out of scope: arrays, axes, diagrams. Read next:
/// {@link org.heddle.rules.algebra.Polynomial}, {@link org.heddle.rules.algebra.Factorizer}.
@NullMarked
package org.heddle.rules.algebra;

import org.jspecify.annotations.NullMarked;
