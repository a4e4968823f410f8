/// Laws of diagrams as rewrites, and the derivation that applies them.
///
/// ```
///   Diagram --Rule at a box--> Rewrite(after, where, why)      every rule is one equation  lhs = rhs
/// ```
///
/// A rule only proposes; the engine (`org.heddle.rules.derive`) re-checks types and order and records the step. All rules stand in one
/// table, {@link org.heddle.rules.law.Rules}.
@NullMarked
package org.heddle.rules.law;

import org.jspecify.annotations.NullMarked;
