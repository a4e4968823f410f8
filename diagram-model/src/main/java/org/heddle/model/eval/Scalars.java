package org.heddle.model.eval;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.DoubleBinaryOperator;
import java.util.function.ToLongFunction;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// The meaning of scalar expressions in f64, as a tree of closures.
///
/// Arithmetic is IEEE 754 binary64; integers are exact up to 2^53. Where that leaves a choice:
///
/// * `min`, `max`: NaN if either is NaN; -0 is below 0.
/// * `mod`: the result has the sign of the divisor, as in Python; NaN for a divisor 0.
/// * `round`: to the nearest integer, ties to even. `floor`: towards minus infinity.
/// * a truth value is true where it is not 0, so NaN is true; comparisons, `and`, `or`, `not` give 1 or 0.
/// * `where(c, a, b)` computes only the branch that it takes.
/// * `pow` is {@link Math#pow}, `exp2(x)` is `pow(2, x)`, `rsqrt(x)` is `1 / sqrt(x)`; `erf` errs by at most 1e-15.
public final class Scalars {
    private static final long[] NO_INDEX = {};

    /// Every function of the arguments in their order.
    private static final Map<Fun, Scalar> APPLIED = applied();

    private static final Scalar ONE = (_, _) -> 1;
    private static final Pole NO_POLE = (_, _) -> false;

    /// Where an operation on finite numbers is infinite exactly.
    @FunctionalInterface
    interface Pole {
        boolean isAt(double a, double b);
    }

    private Scalars() {}

    /// Compiles a function whose arguments come in the order of its parameters.
    ///
    /// @param axes the axes that the index given to {@link Scalar#at} runs along, in its order
    /// @param sizeOf the sizes of the axes that `|axis|` mentions
    /// @throws IllegalArgumentException where the body mentions an unknown argument or axis
    public static Scalar compile(Fn fn, List<String> axes, ToLongFunction<String> sizeOf) {
        return compile(fn.body(), fn.parameters(), axes, sizeOf);
    }

    /// Compiles an expression.
    ///
    /// @see #compile(Fn, List, ToLongFunction)
    public static Scalar compile(
            Expr expression,
            List<String> parameters,
            List<String> axes,
            ToLongFunction<String> sizeOf) {
        return compile(expression, parameters, axes, sizeOf, Arithmetic.F64);
    }

    static Scalar compile(
            Expr expression,
            List<String> parameters,
            List<String> axes,
            ToLongFunction<String> sizeOf,
            Arithmetic arithmetic) {
        return switch (expression) {
            case Expr.Num(double value) -> {
                double rough = arithmetic.rough(value, 1);
                yield (_, _) -> rough;
            }
            case Expr.Extent(String axis) -> {
                double size = sizeOf.applyAsLong(axis);
                yield (_, _) -> size;
            }
            case Expr.Arg(String name) -> {
                int position = position(name, parameters, "argument");
                yield (arguments, _) -> arguments[position];
            }
            case Expr.Index(String axis) -> {
                int position = position(axis, axes, "axis");
                yield (_, index) -> index[position];
            }
            case Expr.Call(Fun fun, List<Expr> arguments) ->
                    call(
                            fun,
                            arguments.stream()
                                    .map(
                                            argument ->
                                                    compile(
                                                            argument,
                                                            parameters,
                                                            axes,
                                                            sizeOf,
                                                            arithmetic))
                                    .toList(),
                            arithmetic);
        };
    }

    /// The value of a function for numbers.
    ///
    /// @throws IllegalArgumentException where their number is not the function's arity
    public static double apply(Fun fun, double... arguments) {
        if (arguments.length != fun.arity()) {
            throw new IllegalArgumentException(
                    fun + " takes " + fun.arity() + " arguments, not " + arguments.length);
        }
        return Objects.requireNonNull(APPLIED.get(fun)).at(arguments, NO_INDEX);
    }

    private static Map<Fun, Scalar> applied() {
        List<Scalar> inOrder = List.of((x, _) -> x[0], (x, _) -> x[1], (x, _) -> x[2]);
        Map<Fun, Scalar> applied = new EnumMap<>(Fun.class);
        for (Fun fun : Fun.values()) {
            applied.put(fun, call(fun, inOrder.subList(0, fun.arity())));
        }
        return applied;
    }

    private static int position(String name, List<String> names, String what) {
        int position = names.indexOf(name);
        if (position < 0) {
            throw new IllegalArgumentException(
                    "unknown " + what + " '" + name + "', known are " + names);
        }
        return position;
    }

    private static Scalar call(Fun fun, List<Scalar> arguments, Arithmetic arithmetic) {
        return switch (arithmetic.overflow()) {
            case INFINITE ->
                    arithmetic.isPlain()
                            ? call(fun, arguments)
                            : finite(fun, arguments, arithmetic);
            case MARKED -> Marks.overflow(fun, arguments, arithmetic);
            case WITHOUT_UNDERFLOW -> Marks.withoutUnderflow(fun, arguments);
            case MARKED_WITH_UNDERFLOW -> Marks.overflowAndUnderflow(fun, arguments, arithmetic);
            case REFUSED -> refusing(fun, arguments);
        };
    }

    /// Integers are exact or refused, those inside of an expression, too.
    private static Scalar refusing(Fun fun, List<Scalar> arguments) {
        Scalar plain = call(fun, arguments);
        return switch (fun) {
            case ADD, SUB, MUL -> {
                Scalar a = arguments.get(0);
                Scalar b = arguments.get(1);
                yield (values, index) -> {
                    double result = plain.at(values, index);
                    if (!Integers.isExact(result)
                            && isWhole(a.at(values, index))
                            && isWhole(b.at(values, index))) {
                        throw Integers.beyond("a value of the expression", result);
                    }
                    return result;
                };
            }
            default -> plain;
        };
    }

    private static boolean isWhole(double value) {
        return value == Math.rint(value);
    }

    /// With results that are off by a rounding, or beyond the largest number.
    static Scalar finite(Fun fun, List<Scalar> arguments, Arithmetic arithmetic) {
        return switch (fun) {
            case ADD, SUB -> {
                Scalar a = arguments.getFirst();
                Scalar b = arguments.getLast();
                double sign = fun == Fun.ADD ? 1 : -1;
                yield (x, i) -> arithmetic.sum(a.at(x, i), sign * b.at(x, i));
            }
            case MUL -> limited(arguments, (a, b) -> a * b, NO_POLE, 1, arithmetic);
            case DIV ->
                    limited(
                            arguments,
                            (a, b) -> a / b,
                            (_, b) -> b == 0,
                            Arithmetic.FUNCTION,
                            arithmetic);
            case POW ->
                    limited(
                            arguments,
                            Math::pow,
                            (a, _) -> a == 0,
                            Arithmetic.FUNCTION,
                            arithmetic);
            case EXP2, SQRT, RSQRT -> {
                Scalar exact = call(fun, List.of((values, _) -> values[0]));
                yield limited(
                        List.of(arguments.getFirst(), ONE),
                        (a, _) -> exact.at(new double[] {a}, NO_INDEX),
                        (a, _) -> a == 0,
                        Arithmetic.FUNCTION,
                        arithmetic);
            }
            case EXP, LOG, SIN, COS, TANH, SIGMOID, ERF ->
                    transcendental(fun, arguments.getFirst(), arithmetic);
            case EQ, NE, LT, LE, GT, GE ->
                    arithmetic.least() == 0
                            ? call(fun, arguments)
                            : call(
                                    fun,
                                    arguments.stream().map(a -> compared(a, arithmetic)).toList());
            case NEG, MIN, MAX, MOD, ABS, FLOOR, ROUND, WHERE, AND, OR, NOT -> call(fun, arguments);
        };
    }

    /// Its results are no numbers of finitely many digits, but for one argument each (Lindemann and Weierstrass): a sigmoid of 1 was rounded.
    private static Scalar transcendental(Fun fun, Scalar argument, Arithmetic arithmetic) {
        Scalar exact = call(fun, List.of((values, _) -> values[0]));
        double known = fun == Fun.LOG ? 1 : 0;
        return (x, i) -> {
            double a = argument.at(x, i);
            double result = exact.at(new double[] {a}, NO_INDEX);
            return a == known || a == 0 || Double.isInfinite(a)
                    ? result
                    : arithmetic.ranged(arithmetic.inexact(result, Arithmetic.FUNCTION), a, 1);
        };
    }

    private static Scalar compared(Scalar argument, Arithmetic arithmetic) {
        return (x, i) -> arithmetic.compared(argument.at(x, i));
    }

    static Scalar limited(
            List<Scalar> arguments,
            DoubleBinaryOperator operation,
            Pole pole,
            double units,
            Arithmetic arithmetic) {
        Scalar first = arguments.getFirst();
        Scalar second = arguments.getLast();
        return (x, i) -> {
            double a = first.at(x, i);
            double b = second.at(x, i);
            double result = operation.applyAsDouble(a, b);
            return pole.isAt(a, b)
                    ? result
                    : arithmetic.ranged(arithmetic.rough(result, units), a, b);
        };
    }

    static Scalar call(Fun fun, List<Scalar> arguments) {
        Scalar a = arguments.getFirst();
        Scalar b = arguments.get(arguments.size() > 1 ? 1 : 0);
        return switch (fun) {
            case ADD -> (x, i) -> a.at(x, i) + b.at(x, i);
            case SUB -> (x, i) -> a.at(x, i) - b.at(x, i);
            case MUL -> (x, i) -> a.at(x, i) * b.at(x, i);
            case DIV -> (x, i) -> a.at(x, i) / b.at(x, i);
            case NEG -> (x, i) -> -a.at(x, i);
            case MIN -> (x, i) -> Math.min(a.at(x, i), b.at(x, i));
            case MAX -> (x, i) -> Math.max(a.at(x, i), b.at(x, i));
            case POW -> (x, i) -> Math.pow(a.at(x, i), b.at(x, i));
            case MOD -> (x, i) -> mod(a.at(x, i), b.at(x, i));
            case EXP -> (x, i) -> Math.exp(a.at(x, i));
            case EXP2 -> (x, i) -> Math.pow(2, a.at(x, i));
            case LOG -> (x, i) -> Math.log(a.at(x, i));
            case SIN -> (x, i) -> Math.sin(a.at(x, i));
            case COS -> (x, i) -> Math.cos(a.at(x, i));
            case SQRT -> (x, i) -> Math.sqrt(a.at(x, i));
            case RSQRT -> (x, i) -> 1 / Math.sqrt(a.at(x, i));
            case TANH -> (x, i) -> Math.tanh(a.at(x, i));
            case SIGMOID -> (x, i) -> sigmoid(a.at(x, i));
            case ERF -> (x, i) -> Erf.of(a.at(x, i));
            case ABS -> (x, i) -> Math.abs(a.at(x, i));
            case FLOOR -> (x, i) -> Math.floor(a.at(x, i));
            case ROUND -> (x, i) -> Math.rint(a.at(x, i));
            case WHERE -> {
                Scalar otherwise = arguments.get(2);
                yield (x, i) -> a.at(x, i) != 0 ? b.at(x, i) : otherwise.at(x, i);
            }
            case EQ -> (x, i) -> truth(a.at(x, i) == b.at(x, i));
            case NE -> (x, i) -> truth(a.at(x, i) != b.at(x, i));
            case LT -> (x, i) -> truth(a.at(x, i) < b.at(x, i));
            case LE -> (x, i) -> truth(a.at(x, i) <= b.at(x, i));
            case GT -> (x, i) -> truth(a.at(x, i) > b.at(x, i));
            case GE -> (x, i) -> truth(a.at(x, i) >= b.at(x, i));
            case AND -> (x, i) -> truth(a.at(x, i) != 0 && b.at(x, i) != 0);
            case OR -> (x, i) -> truth(a.at(x, i) != 0 || b.at(x, i) != 0);
            case NOT -> (x, i) -> truth(a.at(x, i) == 0);
        };
    }

    static double truth(boolean value) {
        return value ? 1 : 0;
    }

    /// `%` is exact and has the sign of the dividend; a remainder of the other sign moves by one divisor.
    private static double mod(double dividend, double divisor) {
        double remainder = dividend % divisor;
        if (remainder == 0) {
            return Math.copySign(0, divisor);
        }
        return (remainder < 0) == (divisor < 0) ? remainder : remainder + divisor;
    }

    /// The exponential of a number that is not positive cannot overflow.
    private static double sigmoid(double x) {
        if (x >= 0) {
            return 1 / (1 + Math.exp(-x));
        }
        double e = Math.exp(x);
        return e / (1 + e);
    }
}
