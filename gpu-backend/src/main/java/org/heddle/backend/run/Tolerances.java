package org.heddle.backend.run;

import org.heddle.model.diagram.DType;

/// How far a kernel's result may be from the f64 evaluator's, relative as in {@link org.heddle.model.eval.ErrorMeasure}.
///
/// A sum of n products in f32 errs by about √n · 2⁻²⁴ relative to the root mean square of its terms; with n up to 10⁴ and a few special functions at 4 ulp each this stays
/// below 10⁻⁵. An output stored in f16 is rounded to 11 bits: half a unit in the last place is 2⁻¹¹ ≈ 5·10⁻⁴ of the value, and
/// the bound leaves room for elements that round at a binade's end. f64 and integers are held to 10⁻¹².
public final class Tolerances {
    private Tolerances() {}

    /// The tolerance for an output of a type computed in another.
    ///
    /// @param stored element type of the output
    /// @param computed F32 or F64
    public static double relative(DType stored, DType computed) {
        double rounding =
                switch (stored) {
                    case F64, F32, I64, I32, I8, BOOL -> 0;
                    case F16 -> 2e-3;
                    case BF16 -> 1.6e-2;
                    case F8E4M3 -> 0.13;
                    case F8E5M2 -> 0.26;
                };
        return Math.max(rounding, computed == DType.F64 && stored != DType.F32 ? 1e-12 : 1e-5);
    }
}
