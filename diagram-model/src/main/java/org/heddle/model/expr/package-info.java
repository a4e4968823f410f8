/// Scalar expressions: what a `map` computes for one element, and how a derived size is written.
///
/// ```
///  "s, m -> exp(s - m)"  --ExprParser-->  Fn(params, Expr)  --Expr.evaluate / printers-->  a number, C text
/// ```
///
/// Out of scope: algebraic simplification (`org.heddle.rules.algebra`), array semantics (`org.heddle.model.eval`).
/// Read next: {@link org.heddle.model.expr.Expr}.
@NullMarked
package org.heddle.model.expr;

import org.jspecify.annotations.NullMarked;
