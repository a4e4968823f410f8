package org.heddle.backend.simd;

import java.util.Arrays;
import java.util.Optional;
import org.heddle.backend.simd.Index.Binding;
import org.heddle.backend.simd.Index.Variable;
import org.heddle.backend.simd.Value.Truth;

/// Arithmetic on whole numbers: exact in `int` or `long`, or empty where the evaluator itself would round or the result is no whole number.
///
/// Sums and multiples stay linear forms; any other result is a variable of its own. There is no negative zero among whole numbers.
final class WholeNumbers {
    private final Numbers numbers;

    WholeNumbers(Numbers numbers) {
        this.numbers = numbers;
    }

    Optional<Index> plus(Index a, Index b) {
        return Optional.of(a.plus(b)).filter(Index::isExact);
    }

    Optional<Index> minus(Index a, Index b) {
        return Optional.of(a.minus(b)).filter(Index::isExact);
    }

    Optional<Index> times(Index a, Index b) {
        if (a.isConstant() || b.isConstant()) {
            Index form = a.isConstant() ? b : a;
            long factor = a.isConstant() ? a.constant() : b.constant();
            return form.isExactTimes((double) factor)
                    ? Optional.of(form.times(factor))
                    : Optional.empty();
        }
        double bound = magnitude(a) * magnitude(b);
        if (bound > 0x1p53) {
            return Optional.empty();
        }
        boolean wide = a.isWide() || b.isWide() || bound > Integer.MAX_VALUE;
        long[] corners = {
            a.min() * b.min(), a.min() * b.max(), a.max() * b.min(), a.max() * b.max()
        };
        return variable(
                left(a, wide) + " * " + operand(b, wide),
                Binding.PRODUCT,
                a,
                b,
                wide,
                Arrays.stream(corners).min().orElseThrow(),
                Arrays.stream(corners).max().orElseThrow());
    }

    Optional<Index> min(Index a, Index b) {
        return call("min", a, b, Math.min(a.min(), b.min()), Math.min(a.max(), b.max()));
    }

    Optional<Index> max(Index a, Index b) {
        return call("max", a, b, Math.max(a.min(), b.min()), Math.max(a.max(), b.max()));
    }

    Optional<Index> abs(Index a) {
        return a.min() >= 0 ? Optional.of(a) : max(a, a.times(-1));
    }

    /// The remainder with the sign of the divisor; a divisor that may be 0 gives a NaN, which is no whole number.
    Optional<Index> mod(Index a, Index b) {
        if (b.min() <= 0 && b.max() >= 0) {
            return Optional.empty();
        }
        boolean wide = a.isWide() || b.isWide() || 2 * magnitude(b) > Integer.MAX_VALUE;
        long min = b.min() > 0 ? 0 : b.min() + 1;
        long max = b.min() > 0 ? b.max() - 1 : 0;
        if (a.min() >= 0 && b.min() > 0) {
            return variable(
                    left(a, wide) + " % " + operand(b, wide),
                    Binding.PRODUCT,
                    a,
                    b,
                    wide,
                    min,
                    max);
        }
        String arguments = argument(a, wide) + ", " + argument(b, wide);
        return variable("mod_floor(" + arguments + ")", Binding.NAME, a, b, wide, min, max);
    }

    /// One of two numbers.
    Index where(Truth condition, Index yes, Index no) {
        boolean wide = yes.isWide() || no.isWide();
        long min = Math.min(yes.min(), no.min());
        long max = Math.max(yes.max(), no.max());
        boolean vector = condition.isVector() || yes.isVector() || no.isVector();
        String a = vector ? inLanes(yes, wide) : operand(yes, wide);
        String b = vector ? inLanes(no, wide) : operand(no, wide);
        return condition.isVector()
                ? Index.of(
                        new Variable(
                                "select("
                                        + b
                                        + ", "
                                        + a
                                        + ", "
                                        + numbers.wholeMask(condition, wide)
                                        + ")",
                                Binding.NAME,
                                true,
                                wide,
                                min,
                                max,
                                1))
                : Index.of(
                        new Variable(
                                condition.operand() + " ? " + a + " : " + b,
                                Binding.LOOSE,
                                vector,
                                wide,
                                min,
                                max,
                                1));
    }

    Truth compare(String sign, Index left, Index right) {
        Index b = right.plus(-left.constant());
        boolean moved = !left.terms().isEmpty() && b.isExact();
        return written(sign, moved ? left.plus(-left.constant()) : left, moved ? b : right);
    }

    private Truth written(String sign, Index a, Index b) {
        boolean wide = a.isWide() || b.isWide();
        String text = a.text(numbers.lanes(), wide) + sign + b.text(numbers.lanes(), wide);
        return a.isVector() || b.isVector()
                ? numbers.mask(text, wide)
                : new Truth(text, false, false);
    }

    private Optional<Index> call(String function, Index a, Index b, long min, long max) {
        boolean wide = a.isWide() || b.isWide();
        boolean vector = a.isVector() || b.isVector();
        String left = vector ? inLanes(a, wide) : argument(a, wide);
        String right = vector ? inLanes(b, wide) : argument(b, wide);
        return variable(
                function + "(" + left + ", " + right + ")", Binding.NAME, a, b, wide, min, max);
    }

    private static Optional<Index> variable(
            String text, Binding binding, Index a, Index b, boolean wide, long min, long max) {
        boolean vector = a.isVector() || b.isVector();
        return Optional.of(Index.of(new Variable(text, binding, vector, wide, min, max, 1)));
    }

    private String operand(Index index, boolean wide) {
        String text = index.text(numbers.lanes(), wide);
        return index.isSimple() ? text : "(" + text + ")";
    }

    /// As the left operand that gives an operation its width.
    private String left(Index index, boolean wide) {
        boolean cast = wide && !index.isWide() && !index.isVector();
        return (cast ? "(long)" : "") + operand(index, wide);
    }

    /// As an argument of a function whose arguments have one type.
    private String argument(Index index, boolean wide) {
        boolean cast = wide && !index.isWide() && !index.isVector();
        String text = index.text(numbers.lanes(), wide);
        return cast ? "(long)(" + text + ")" : text;
    }

    private String inLanes(Index index, boolean wide) {
        String text = index.text(numbers.lanes(), wide);
        return index.isVector()
                ? text
                : "(" + (wide ? "long" : "int") + numbers.lanes() + ")(" + text + ")";
    }

    private static double magnitude(Index index) {
        return Math.max(Math.abs((double) index.min()), Math.abs((double) index.max()));
    }
}
