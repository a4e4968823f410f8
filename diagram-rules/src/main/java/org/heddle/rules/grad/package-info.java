/// Reverse derivatives: a diagram in, the diagram of its gradients out.
///
/// ```
///            f                                          Gradient of f
///   x ──[A]──●──[B]── y              x ──┬──────────────┬─────────────┐
///            └──[C]── z      ⇒           │  dy ──[B^T]──┤             │
///                                        │              [+]──[A^T]── dx
///                                        │  dz ──[C^T]──┘
/// ```
///
/// A copy becomes a sum, a broadcast a reduction, a contraction contractions, a map the derivative of its function, a scan a scan from the other end, and a read at
/// computed positions the same read turned round. {@link org.heddle.rules.grad.Gradient} walks the boxes from the outputs backwards; for each read of each box it writes the
/// cotangent that the read gets as an expression ({@link org.heddle.rules.grad.ItemCotangents}), simplifies it ({@link org.heddle.rules.grad.Simplifier}), turns the port round
/// ({@link org.heddle.rules.grad.Transposition}), and keeps what is pointwise as an expression until something needs the array.
///
/// Out of scope: forward derivatives; derivatives with respect to integers; what kernels the result takes (`org.heddle.rules.derive`). Read next:
/// {@link org.heddle.rules.grad.Gradient}, {@link org.heddle.rules.grad.Derivative}.
@NullMarked
package org.heddle.rules.grad;

import org.jspecify.annotations.NullMarked;
