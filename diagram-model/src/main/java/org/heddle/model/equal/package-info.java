/// Whether two diagrams mean the same: tried on numbers, and in arithmetic modulo primes, where it can be told exactly.
///
/// ```
///   left  ─┐                ┌─ Trial in f64 ──────── evaluator, random and nasty inputs ──┐
///          ├─ Interface ────┤  at random sizes                                            ├─► Verdict
///   right ─┘  matched       └─ Trial in a field ──── residues modulo p and q, exp from ───┘     equal, unequal (with a
///                              Z_q to Z_p: exact, but blind to order                              counter-example), or not comparable
/// ```
///
/// It belongs beside the evaluator, not to the rules: it knows diagrams and what they mean, and nothing of laws, so that laws,
/// packs of laws and derivations can all be judged by it. Out of scope: proofs; a verdict of equality is a statement of probability.
/// Read next: {@link org.heddle.model.equal.Equality}, {@link org.heddle.model.equal.Verdict}.
@NullMarked
package org.heddle.model.equal;

import org.jspecify.annotations.NullMarked;
