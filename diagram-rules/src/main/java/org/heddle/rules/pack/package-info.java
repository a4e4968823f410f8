/// Rule packs: laws that are data, two diagrams with one interface each.
///
/// ```
///   PACK.json ─ PackReader ─► Pack of PatternRules ─ Equality: left = right? ─► used by the Deriver, or refused with a counter-example
///                                    │ Matcher: left side as a convex part of a diagram, woven over further axes
///                                    └ Replacement: the right side in its place
/// ```
///
/// A pattern is a diagram of one output, of contractions, maps and reductions, whose wires are read by their own axes. What ships with Heddle is
/// a pack as well, `standard.json`. Out of scope: laws about functions or monoids as variables; those are classes of
/// `org.heddle.rules.law`. Read next: {@link org.heddle.rules.pack.Pack}, {@link org.heddle.rules.pack.PatternRule}.
@NullMarked
package org.heddle.rules.pack;

import org.jspecify.annotations.NullMarked;
