package org.heddle.model.eval;

import java.util.Locale;
import java.util.function.LongUnaryOperator;
import org.heddle.model.data.Tensor;

/// How far actual values are from expected ones.
///
/// The relative error is `|actual - expected| / max(|expected|, magnitude)`. Where a {@link Judge} measures, the magnitude is that of what the element is made of: summing `n` terms in whatever order
/// errs by up to `n u Σ|terms|`, which is no multiple of the sum (Higham, *Accuracy and Stability of Numerical Algorithms*, 2nd ed., 2002, section 4.2). A comparison of two
/// arrays alone knows nothing of terms: there the magnitude is `rms`, the root mean square of the finite expected values. Where the denominator is 0 the error is 0 for an exact 0 and infinite otherwise.
///
/// Only pairs of finite values enter the errors. Equal infinities agree, and so do two NaNs; every other pair with a
/// NaN or an infinity is a mismatch.
///
/// @param count pairs compared
/// @param determined pairs of finite values of which rounding leaves at least the leading digit, so that they could be found wrong
/// @param maxAbsolute largest `|actual - expected|`
/// @param maxRelative largest relative error as defined above
/// @param maxRelativeToPeak `maxAbsolute / max |expected|`; 0 where both are 0
/// @param rms root mean square of the finite expected values
/// @param worstIndex where the first mismatch is that nothing excuses, else `maxRelative`, else the first mismatch; -1 where everything is equal
/// @param expectedAtWorst NaN where there is no worst index
/// @param actualAtWorst NaN where there is no worst index
/// @param nanMismatches pairs of which exactly one is NaN
/// @param infinityMismatches unequal pairs without NaN of which at least one is infinite
/// @param licensed those of the mismatches that a judge excuses
/// @param excused pairs that a judge asks nothing of, the licensed mismatches among them
public record ErrorMeasure(
        long count,
        long determined,
        double maxAbsolute,
        double maxRelative,
        double maxRelativeToPeak,
        double rms,
        long worstIndex,
        double expectedAtWorst,
        double actualAtWorst,
        long nanMismatches,
        long infinityMismatches,
        long licensed,
        long excused) {

    /// The value at a position.
    @FunctionalInterface
    interface Values {
        double at(long position);
    }

    /// What is known of expected values beside them.
    interface Terms {
        /// That of what the value is made of.
        double magnitude(long position);

        /// Whether rounding leaves the leading digit.
        boolean isDetermined(long position);

        /// Whether nothing is asked.
        boolean isExcused(long position);
    }

    /// Compares element by element.
    ///
    /// @throws IllegalArgumentException where the lengths differ
    public static ErrorMeasure compare(double[] expected, double[] actual) {
        if (expected.length != actual.length) {
            throw new IllegalArgumentException(
                    expected.length + " values expected, " + actual.length + " found");
        }
        return compare(expected.length, i -> expected[(int) i], i -> actual[(int) i], i -> i);
    }

    /// Compares element by element; the types may differ.
    ///
    /// @throws IllegalArgumentException where the shapes differ
    public static ErrorMeasure compare(Tensor expected, Tensor actual) {
        if (!expected.shape().equals(actual.shape())) {
            throw new IllegalArgumentException(
                    "shape " + expected.shape() + " expected, found " + actual.shape());
        }
        return compare(expected.elements(), expected::get, actual::get, i -> i);
    }

    static ErrorMeasure compare(
            long count, Values expected, Values actual, LongUnaryOperator indexOf) {
        double rms = Scale.of(count, expected).rms;
        Terms terms =
                new Terms() {
                    @Override
                    public double magnitude(long position) {
                        return rms;
                    }

                    @Override
                    public boolean isDetermined(long position) {
                        return true;
                    }

                    @Override
                    public boolean isExcused(long position) {
                        return false;
                    }
                };
        return compare(count, expected, terms, actual, indexOf);
    }

    static ErrorMeasure compare(
            long count, Values expected, Terms terms, Values actual, LongUnaryOperator indexOf) {
        Scale scale = Scale.of(count, expected);
        long determined = 0;
        long excused = 0;
        double maxAbsolute = 0;
        double maxRelative = 0;
        long worst = -1;
        long firstMismatch = -1;
        long firstLicensed = -1;
        long nanMismatches = 0;
        long infinityMismatches = 0;
        long licensed = 0;
        for (long i = 0; i < count; i++) {
            double e = expected.at(i);
            double a = actual.at(i);
            boolean isExcused = terms.isExcused(i);
            excused += isExcused ? 1 : 0;
            if (Double.isFinite(e) && Double.isFinite(a)) {
                double error = isExcused ? 0 : Math.abs(a - e);
                double relative = ratio(error, Math.max(Math.abs(e), terms.magnitude(i)));
                determined += !isExcused && terms.isDetermined(i) ? 1 : 0;
                maxAbsolute = Math.max(maxAbsolute, error);
                worst = relative > maxRelative ? i : worst;
                maxRelative = Math.max(maxRelative, relative);
            } else if (a != e && !(Double.isNaN(a) && Double.isNaN(e))) {
                if (isExcused) {
                    firstLicensed = firstLicensed < 0 ? i : firstLicensed;
                } else {
                    firstMismatch = firstMismatch < 0 ? i : firstMismatch;
                }
                boolean nan = Double.isNaN(a) || Double.isNaN(e);
                nanMismatches += nan ? 1 : 0;
                infinityMismatches += nan ? 0 : 1;
                licensed += isExcused ? 1 : 0;
            }
        }
        long shown = firstMismatch >= 0 ? firstMismatch : worst >= 0 ? worst : firstLicensed;
        return new ErrorMeasure(
                count,
                determined,
                maxAbsolute,
                maxRelative,
                ratio(maxAbsolute, scale.peak),
                scale.rms,
                shown < 0 ? -1 : indexOf.applyAsLong(shown),
                shown < 0 ? Double.NaN : expected.at(shown),
                shown < 0 ? Double.NaN : actual.at(shown),
                nanMismatches,
                infinityMismatches,
                licensed,
                excused);
    }

    private static double ratio(double error, double size) {
        return error == 0 ? 0 : error / size;
    }

    /// The size of the finite values.
    private record Scale(double peak, double rms) {
        /// Squares are taken relative to the peak, so that they neither overflow nor vanish.
        static Scale of(long count, Values values) {
            double peak = 0;
            for (long i = 0; i < count; i++) {
                double magnitude = Math.abs(values.at(i));
                peak = Double.isFinite(magnitude) ? Math.max(peak, magnitude) : peak;
            }
            double squares = 0;
            long finite = 0;
            for (long i = 0; i < count && peak > 0; i++) {
                double relative = values.at(i) / peak;
                squares += Double.isFinite(relative) ? relative * relative : 0;
                finite += Double.isFinite(relative) ? 1 : 0;
            }
            return new Scale(peak, finite == 0 ? 0 : peak * Math.sqrt(squares / finite));
        }
    }

    /// All pairs that disagree by a NaN or an infinity.
    public long mismatches() {
        return nanMismatches + infinityMismatches;
    }

    /// Whether every relative error is at most the tolerance and NaN and infinities agree.
    public boolean within(double tolerance) {
        return mismatches() == 0 && maxRelative <= tolerance;
    }

    /// As {@link #within}, but accepting the licensed mismatches.
    public boolean withinWhereFinite(double tolerance) {
        return mismatches() == licensed && maxRelative <= tolerance;
    }

    @Override
    public String toString() {
        String errors =
                String.format(
                        Locale.ROOT,
                        "max error %.3g relative, %.3g absolute over %d elements",
                        maxRelative,
                        maxAbsolute,
                        count);
        String where =
                worstIndex < 0
                        ? ""
                        : String.format(
                                Locale.ROOT,
                                ", worst at %d: %s, expected %s",
                                worstIndex,
                                actualAtWorst,
                                expectedAtWorst);
        String mismatches =
                mismatches() == 0
                        ? ""
                        : ", "
                                + nanMismatches
                                + " NaN and "
                                + infinityMismatches
                                + " infinity mismatches";
        return errors + mismatches + where;
    }
}
