package org.heddle.model.eval;

import java.util.List;
import org.heddle.model.expr.Fun;

/// Operations that tell where a range of numbers ends: what is NaN by an overflow stays NaN, and exponentials that vanish are told from 0.
///
/// ```
///   exp(1000)                     NaN, and so is all that depends on it
///   where(exp(1000) > 0, a, b)    NaN where a and b differ
///   exp(-800)                     NaN, or a small number in the place of 0
/// ```
final class Marks {
    /// Stands for an exponential that vanishes.
    private static final double LEAST = 1e-100;

    /// What is below this may be made of such.
    private static final double TRACE = 1e-90;

    private Marks() {}

    /// With the overflow of an operation marked, and what is decided by a comparison with what is marked; those that cannot overflow are as ever. A pole is no overflow. Roots and logarithms of negative numbers are those
    /// of their magnitude, so that a NaN which is due to such a number alone is not marked: nothing licenses another value there.
    static Scalar overflow(Fun fun, List<Scalar> arguments, Arithmetic arithmetic) {
        return switch (fun) {
            case POW ->
                    Scalars.limited(
                            arguments, Marks::powWithinDomain, (a, _) -> a == 0, 1, arithmetic);
            case LOG, SQRT, RSQRT -> Scalars.call(fun, List.of(magnitude(arguments.getFirst())));
            case EXP, EXP2 ->
                    arithmetic.isOfF64()
                            ? Scalars.finite(fun, arguments, arithmetic)
                            : atMostOne(Scalars.call(fun, arguments));
            case EQ, NE, LT, LE, GT, GE -> comparison(fun, arguments);
            case WHERE, AND, OR, NOT -> decided(fun, arguments);
            case ADD,
                    SUB,
                    MUL,
                    DIV,
                    NEG,
                    MIN,
                    MAX,
                    MOD,
                    SIN,
                    COS,
                    TANH,
                    SIGMOID,
                    ERF,
                    ABS,
                    FLOOR,
                    ROUND ->
                    Scalars.finite(fun, arguments, arithmetic);
        };
    }

    /// The same, and NaN also where an exponential of a finite number vanishes.
    static Scalar overflowAndUnderflow(Fun fun, List<Scalar> arguments, Arithmetic arithmetic) {
        Scalar marked = overflow(fun, arguments, arithmetic);
        return fun == Fun.EXP || fun == Fun.EXP2
                ? unlessItVanishes(marked, arguments.getFirst())
                : marked;
    }

    /// With a small number in the place of an exponential of a finite number that vanishes, and NaN where a comparison asks whether it does.
    static Scalar withoutUnderflow(Fun fun, List<Scalar> arguments) {
        return switch (fun) {
            case EXP, EXP2, SIGMOID -> lifted(Scalars.call(fun, arguments), arguments.getFirst());
            case EQ, NE, LT, LE, GT, GE -> {
                Scalar plain = Scalars.call(fun, arguments);
                Scalar without =
                        Scalars.call(fun, arguments.stream().map(Marks::withoutTraces).toList());
                yield (x, i) -> {
                    double truth = plain.at(x, i);
                    return truth == without.at(x, i) ? truth : Double.NaN;
                };
            }
            default -> decided(fun, arguments);
        };
    }

    private static Scalar withoutTraces(Scalar argument) {
        return (x, i) -> {
            double value = argument.at(x, i);
            return Math.abs(value) < TRACE ? 0 : value;
        };
    }

    /// A comparison with what is marked is neither true nor false.
    private static Scalar comparison(Fun fun, List<Scalar> arguments) {
        Scalar a = arguments.getFirst();
        Scalar b = arguments.getLast();
        Scalar plain = Scalars.call(fun, arguments);
        return (x, i) ->
                Double.isNaN(a.at(x, i)) || Double.isNaN(b.at(x, i)) ? Double.NaN : plain.at(x, i);
    }

    /// Conditions that may be neither true nor false, NaN: the result is, unless both give the same.
    private static Scalar decided(Fun fun, List<Scalar> arguments) {
        Scalar plain = Scalars.call(fun, arguments);
        Scalar a = arguments.getFirst();
        Scalar b = arguments.get(arguments.size() > 1 ? 1 : 0);
        return switch (fun) {
            case WHERE -> {
                Scalar otherwise = arguments.get(2);
                yield (x, i) -> {
                    if (!Double.isNaN(a.at(x, i))) {
                        return plain.at(x, i);
                    }
                    double yes = b.at(x, i);
                    return yes == otherwise.at(x, i) ? yes : Double.NaN;
                };
            }
            case AND, OR, NOT -> {
                double decisive = fun == Fun.AND ? 0 : 1;
                yield (x, i) -> {
                    double first = a.at(x, i);
                    double second = b.at(x, i);
                    boolean isOpen = Double.isNaN(first) || Double.isNaN(second);
                    return !isOpen || isTruth(first, decisive) || isTruth(second, decisive)
                            ? plain.at(x, i)
                            : Double.NaN;
                };
            }
            default -> plain;
        };
    }

    private static boolean isTruth(double value, double truth) {
        return !Double.isNaN(value) && Scalars.truth(value != 0) == truth;
    }

    private static Scalar unlessItVanishes(Scalar exponential, Scalar argument) {
        return (x, i) -> {
            double result = exponential.at(x, i);
            return result < Double.MIN_NORMAL && Double.isFinite(argument.at(x, i))
                    ? Double.NaN
                    : result;
        };
    }

    private static Scalar lifted(Scalar exponential, Scalar argument) {
        return (x, i) -> {
            double result = exponential.at(x, i);
            return Double.isFinite(argument.at(x, i)) ? Math.max(result, LEAST) : result;
        };
    }

    private static Scalar atMostOne(Scalar exponential) {
        return (x, i) -> Math.min(exponential.at(x, i), 1);
    }

    private static Scalar magnitude(Scalar argument) {
        return (x, i) -> Math.abs(argument.at(x, i));
    }

    private static double powWithinDomain(double base, double exponent) {
        double power = Math.pow(base, exponent);
        return Double.isNaN(power) ? Math.pow(Math.abs(base), exponent) : power;
    }
}
