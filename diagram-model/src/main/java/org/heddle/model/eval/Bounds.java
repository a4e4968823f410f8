package org.heddle.model.eval;

import java.util.BitSet;
import org.heddle.model.data.Numbers;
import org.heddle.model.diagram.DType;

/// What is right for each element, as far as is known: `tolerance·|expected| + 4·max |rough - expected|`, and what the element's type cannot tell from 0.
final class Bounds implements ErrorMeasure.Terms {
    /// A rough operation is off by one rounding, the same for all kernels; a kernel has more operations than the formula, and a few rough runs do not show the worst.
    private static final double TIMES = 4;

    private final DType dtype;
    private final double tolerance;
    private final double[] expected;
    private final double[] moved;
    private final BitSet excused = new BitSet();

    /// Elements that are not asked about.
    private final BitSet left = new BitSet();

    /// @param dtype of the elements
    Bounds(DType dtype, double tolerance, double[] expected) {
        this.dtype = dtype;
        this.tolerance = tolerance;
        this.expected = expected;
        this.moved = new double[expected.length];
    }

    /// The same around other values, of some elements only.
    Bounds around(double[] values, BitSet asked) {
        Bounds bounds = new Bounds(dtype, tolerance, values);
        bounds.left.or(asked);
        bounds.left.flip(0, values.length);
        return bounds;
    }

    double expected(int element) {
        return expected[element];
    }

    void excuse(int element) {
        excused.set(element);
    }

    /// Excuses what is right though far off, since the type ends between the two.
    void excuseEndsOfType(double[] actual) {
        for (int i = 0; i < actual.length; i++) {
            if (actual[i] == Numbers.round(dtype, expected[i])
                    && !(Math.abs(actual[i] - expected[i]) <= allowed(i))) {
                excuse(i);
            }
        }
    }

    /// Takes in what rounding may give.
    void widen(double[] rough) {
        for (int i = 0; i < rough.length; i++) {
            double e = expected[i];
            double distance = same(rough[i], e) ? 0 : Math.abs(rough[i] - e);
            boolean isOther = !dtype.isFloating() && distance > 0;
            moved[i] =
                    Double.isNaN(distance) || isOther
                            ? Double.POSITIVE_INFINITY
                            : Math.max(moved[i], distance);
        }
    }

    boolean hasWrong(double[] actual) {
        for (int i = 0; i < actual.length; i++) {
            if (!isRight(i, actual[i])) {
                return true;
            }
        }
        return false;
    }

    /// Whether it is near enough, or excused. Where rounding makes a number of what is none or none of what is, nothing is asked.
    boolean isRight(int element, double actual) {
        double e = expected[element];
        return left.get(element)
                || isExcused(element)
                || same(actual, e)
                || (Double.isFinite(e) && Math.abs(actual - e) <= allowed(element));
    }

    private double allowed(int element) {
        return tolerance * Math.abs(expected[element]) + TIMES * moved[element] + least();
    }

    /// Devices may take f32 and bf16 below the least normal number for 0.
    private double least() {
        return switch (dtype) {
            case F64 -> Double.MIN_NORMAL;
            case F32, BF16 -> Float.MIN_NORMAL;
            case F16 -> 0x1p-24;
            case F8E4M3 -> 0x1p-9;
            case F8E5M2 -> 0x1p-16;
            case I64, I32, I8, BOOL -> 0;
        };
    }

    private static boolean same(double a, double b) {
        return a == b || (Double.isNaN(a) && Double.isNaN(b));
    }

    @Override
    public double magnitude(long position) {
        int element = (int) position;
        return tolerance == 0 ? 0 : allowed(element) / tolerance;
    }

    @Override
    public boolean isDetermined(long position) {
        int element = (int) position;
        return TIMES * moved[element] <= Math.abs(expected[element]) / 2;
    }

    @Override
    public boolean isExcused(long position) {
        return excused.get((int) position) || moved[(int) position] == Double.POSITIVE_INFINITY;
    }
}
