package org.heddle.backend.run;

import java.util.List;
import org.heddle.model.diagram.DType;

/// How far an element of a kernel's result may be from the f64 evaluator's, relative to it, where nothing cancels.
///
/// **Accumulating.** A sum of n terms kept in one register errs by at most about n·u·Σ|terms|, with u = 2⁻²⁴ in f32 and 2⁻⁵³ in f64 (Higham, *Accuracy and Stability of
/// Numerical Algorithms*, 2nd ed., 2002, eq. 4.4), and for rounding errors of mean zero by about λ·√n·u with a λ of a few (Higham and Mary, *A new approach to probabilistic
/// rounding error analysis*, SIAM J. Sci. Comput. 41(5), 2019, theorem 2.4). Blocks of length b shorten the chain to b + n/b; kernels add their blocks to one running
/// sum, whose chain is what a register saw in between, so n is taken whole. The bound here is 4·√n·u: at n = 10⁷ in f32, 7.5·10⁻⁴. It is no proof: a sum whose roundings
/// all go one way, such as that of equal terms, may err by more, and then is reported.
///
/// **Special functions** err by a few units in the last place of arguments that themselves are rounded: never less than 10⁻⁵ in f32 and 10⁻¹² in f64.
///
/// **Storing.** A value stored in f16 is rounded to 11 bits: half a unit in the last place is 2⁻¹¹ ≈ 5·10⁻⁴ of the value. The bound is two such units and as much again for
/// what a further use makes of them. The same holds for an array that one kernel leaves for another, whether it is an output or not: its type is permission to round there.
///
/// **Condition.** Some diagrams, and some inputs, make rounding worse than that: what cancels in a sum errs by the terms, exp(s) errs by |s|·u. A {@link org.heddle.model.eval.Judge} measures it
/// for each element where a result is beyond the above, and allows it.
///
/// **Integers** are exact.
public final class Tolerances {
    private static final double LAMBDA = 4;

    private Tolerances() {}

    /// The tolerance for an output.
    ///
    /// @param stored element type of the output
    /// @param computed the least precise type of a value that the output is made of: F32 or F64
    /// @param between element types of the arrays between kernels that the output is made of
    /// @param terms of the longest sum
    public static double relative(DType stored, DType computed, List<DType> between, double terms) {
        return switch (stored) {
            case I64, I32, I8, BOOL -> 0;
            case F64, F32, F16, BF16, F8E4M3, F8E5M2 -> {
                boolean wide = stored == DType.F64 && computed == DType.F64;
                double unit = wide ? 0x1p-53 : 0x1p-24;
                double tolerance = Math.max(wide ? 1e-12 : 1e-5, LAMBDA * Math.sqrt(terms) * unit);
                for (DType wire : between) {
                    tolerance = Math.max(tolerance, rounding(wire));
                }
                yield Math.max(tolerance, rounding(stored));
            }
        };
    }

    private static double rounding(DType dtype) {
        return switch (dtype) {
            case F64, F32, I64, I32, I8, BOOL -> 0;
            case F16 -> 2e-3;
            case BF16 -> 1.6e-2;
            case F8E4M3 -> 0.13;
            case F8E5M2 -> 0.26;
        };
    }
}
