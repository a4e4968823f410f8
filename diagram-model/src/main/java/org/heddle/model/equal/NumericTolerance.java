package org.heddle.model.equal;

/// How far two f64 results of one problem may lie apart.
///
/// ```
/// 1e-10·max(|left|, rms)  +  2^-10·|left(x·(1 ± 2^-30)) - left(x)|  +  2^-150
/// ```
///
/// The first term is what some 10^6 roundings of 2^-53 come to at worst where nothing is lost by cancellation. The second is what inputs that are
/// off by 2^-40, 2^13 roundings, do to the result: where the problem itself magnifies errors, it magnifies the tolerance. It is left
/// out for small integers, whose sums and products are exact. The third is what an f32 rounds to 0. A wrong law is off by about the size of the result.
public final class NumericTolerance {
    /// The formula, in one line.
    public static final String TOLD = "1e-10, more where the problem is ill-conditioned";

    private static final double RELATIVE = 1e-10;
    private static final double STEP = 0x1p-30;
    private static final double SHARE = 0x1p-10;
    private static final double LEAST = 0x1p-150;

    private NumericTolerance() {}

    /// @param scale `max(|left|, rms)`
    /// @param change of the result where every input is {@link #moved}; NaN where it is not finite
    static double allowed(double scale, double change) {
        double magnified = Double.isFinite(change) ? SHARE * Math.abs(change) : 0;
        return RELATIVE * scale + magnified + LEAST;
    }

    /// An input beside another.
    static double moved(double value, boolean up) {
        return value * (up ? 1 + STEP : 1 - STEP);
    }
}
