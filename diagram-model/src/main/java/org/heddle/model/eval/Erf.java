package org.heddle.model.eval;

/// The error function `2/√π ∫₀ˣ exp(-t²) dt`, from two textbook expansions whose terms all have one sign, so that
/// nothing cancels.
///
/// ```
/// |x| < 2   erf x = 2/√π · exp(-x²) · x · Σ (2x²)ⁿ / (1·3·5 ··· (2n+1))                    DLMF 7.6.2
/// |x| ≥ 2   1 - erf x = exp(-x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ···))))      DLMF 7.9.1
/// ```
///
/// NIST Digital Library of Mathematical Functions, <https://dlmf.nist.gov/7>.
final class Erf {
    private static final double SPLIT = 2;

    /// From here on 1 - erf x is below half an ulp of 1.
    private static final double ONE_FROM = 6;

    /// Enough for 1e-16 of erf at the split, where the fraction converges most slowly.
    private static final int FRACTION_DEPTH = 60;

    private static final double SQRT_PI = Math.sqrt(Math.PI);

    private Erf() {}

    static double of(double x) {
        double magnitude = Math.abs(x);
        if (magnitude < SPLIT) {
            return series(x);
        }
        if (magnitude < ONE_FROM) {
            return Math.copySign(1 - complement(magnitude), x);
        }
        return Double.isNaN(x) ? x : Math.copySign(1, x);
    }

    private static double series(double x) {
        double twiceSquare = 2 * x * x;
        double term = 1;
        double sum = 1;
        for (int odd = 3; term > 1e-17 * sum; odd += 2) {
            term *= twiceSquare / odd;
            sum += term;
        }
        return 2 / SQRT_PI * x * (expMinusSquare(x) * sum);
    }

    private static double complement(double x) {
        double denominator = x;
        for (int n = FRACTION_DEPTH; n > 0; n--) {
            denominator = x + n / 2.0 / denominator;
        }
        return expMinusSquare(x) / (SQRT_PI * denominator);
    }

    /// exp(-x²) corrected for what rounding took from x².
    private static double expMinusSquare(double x) {
        double square = x * x;
        double lost = Math.fma(x, x, -square);
        return Math.exp(-square) * (1 - lost);
    }
}
