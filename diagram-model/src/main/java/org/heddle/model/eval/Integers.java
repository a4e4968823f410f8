package org.heddle.model.eval;

import java.math.BigDecimal;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.DType;

/// Integers as f64: exact below 2^53 in magnitude. At 2^53 one can no longer tell the number from its neighbours, rounded.
final class Integers {
    private Integers() {}

    /// Whether the number is one that f64 holds exactly, or an infinity, such as the maximum of nothing.
    static boolean isExact(double value) {
        return Math.abs(value) < DType.EXACT_INTEGERS
                || Double.isInfinite(value)
                || Double.isNaN(value);
    }

    /// @param what has the value, such as `a partial result of wire 'n'`
    static ElementException beyond(String what, double value) {
        return new ElementException(
                Code.E610,
                what
                        + " is "
                        + new BigDecimal(value).toPlainString()
                        + "; integers are exact below 2^53 = 9007199254740992 in magnitude");
    }

    /// The same fold, which refuses items and states that are no longer exact.
    static Fold exact(Fold fold, String wire) {
        return new Fold(
                fold.unit(),
                (state, item, position) -> {
                    check(item, "an item", wire);
                    fold.step().add(state, item, position);
                    check(state, "a partial result", wire);
                },
                fold.first(),
                fold.width());
    }

    private static void check(double[] numbers, String what, String wire) {
        for (double number : numbers) {
            if (!isExact(number)) {
                throw beyond(what + " of wire '" + wire + "'", number);
            }
        }
    }

    /// Whether sums of that many products, one factor from each array, are exact whatever their signs are.
    static boolean hold(double[] a, double[] b, long items) {
        return largest(a) * largest(b) * items < DType.EXACT_INTEGERS;
    }

    private static double largest(double[] numbers) {
        double largest = 0;
        for (double number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }
}
