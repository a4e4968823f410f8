package org.heddle.backend.run;

import java.util.List;
import org.heddle.model.diagram.DType;

/// How far a kernel's result may be from the f64 evaluator's, relative as in {@link org.heddle.model.eval.ErrorMeasure}.
///
/// A sum of n products in f32 errs by about √n · 2⁻²⁴ relative to the root mean square of its terms; with n up to 10⁴ and a few special functions at 4 ulp each this stays
/// below 10⁻⁵. A value stored in f16 is rounded to 11 bits: half a unit in the last place is 2⁻¹¹ ≈ 5·10⁻⁴ of the value. Both the kernel's and the evaluator's
/// value are rounded, in different directions at worst, so the bound is two such units and as much again for what a further use makes of them. The same
/// holds for a wire between kernels: its type is permission to round there. f64 and integers are held to 10⁻¹², which is exact for integers up to 10¹².
public final class Tolerances {
    private Tolerances() {}

    /// The tolerance for an output of a type computed in another, where nothing in between is rounded to less.
    ///
    /// @param stored element type of the output
    /// @param computed F32 or F64
    public static double relative(DType stored, DType computed) {
        return relative(stored, computed, List.of());
    }

    /// The tolerance for an output.
    ///
    /// @param stored element type of the output
    /// @param computed F32 or F64
    /// @param between element types of the wires between kernels
    public static double relative(DType stored, DType computed, List<DType> between) {
        double tolerance = computing(stored, computed);
        for (DType wire : between) {
            tolerance = Math.max(tolerance, rounding(wire));
        }
        return Math.max(tolerance, rounding(stored));
    }

    private static double computing(DType stored, DType computed) {
        return switch (stored) {
            case I64, I32, I8, BOOL -> 1e-12;
            case F64 -> computed == DType.F64 ? 1e-12 : 1e-5;
            case F32, F16, BF16, F8E4M3, F8E5M2 -> 1e-5;
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
