package org.heddle.backend.simd;

import java.util.List;
import java.util.Map;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// A value and how far a kernel may be from it: running error analysis in one unit of rounding.
///
/// Each function adds what OpenCL C 1.2 §7.4 allows it (half-ulp operations 1 unit, division 3, exp, exp2, log, sin, cos 8, tanh 10, pow and erf 32) to what its
/// arguments' errors make of its value. Where an error could change a branch, a step or a comparison, or run into an overflow, nothing is known.
///
/// @param error NaN where nothing is known
record ErrorBound(double value, double error) {
    private static final ErrorBound UNKNOWN = new ErrorBound(Double.NaN, Double.NaN);

    boolean isKnown() {
        return !Double.isNaN(error);
    }

    /// What a kernel's numbers are.
    ///
    /// @param unit half the distance from 1 to the next number
    /// @param smallest the smallest normal number
    /// @param largest the largest number
    record Format(double unit, double smallest, double largest) {
        static final Format F32 = new Format(0x1p-24, 0x1p-126, Float.MAX_VALUE);
        static final Format F64 = new Format(0x1p-53, 0x1p-1022, Double.MAX_VALUE);

        double round(double value) {
            return equals(F32) ? (float) value : value;
        }
    }

    /// Bounds an expression.
    ///
    /// @param arguments exact in the format
    static ErrorBound of(
            Expr e,
            Map<String, Double> arguments,
            Map<String, Long> index,
            Map<String, Long> sizes,
            Format f) {
        return switch (e) {
            case Expr.Num(double v) -> new ErrorBound(v, Math.abs(v - f.round(v)));
            case Expr.Arg(String name) ->
                    new ErrorBound(arguments.getOrDefault(name, Double.NaN), 0);
            case Expr.Index(String axis) -> new ErrorBound(index.getOrDefault(axis, 0L), 0);
            case Expr.Extent(String axis) -> new ErrorBound(sizes.getOrDefault(axis, 0L), 0);
            case Expr.Call(Fun fun, List<Expr> args) -> {
                if (fun == Fun.WHERE) {
                    ErrorBound condition = of(args.getFirst(), arguments, index, sizes, f);
                    yield condition.isStep()
                            ? of(args.get(condition.value != 0 ? 1 : 2), arguments, index, sizes, f)
                            : UNKNOWN;
                }
                List<ErrorBound> bounds =
                        args.stream().map(arg -> of(arg, arguments, index, sizes, f)).toList();
                yield bounds.stream().allMatch(ErrorBound::isKnown)
                        ? apply(fun, bounds, f)
                        : UNKNOWN;
            }
        };
    }

    /// Whether the truth of the value is certain.
    private boolean isStep() {
        return isKnown() && (error == 0 || Math.abs(value) > error);
    }

    private static ErrorBound apply(Fun fun, List<ErrorBound> args, Format f) {
        double value = Scalars.apply(fun, args.stream().mapToDouble(ErrorBound::value).toArray());
        boolean exact = args.stream().allMatch(arg -> arg.error == 0);
        if (!Double.isFinite(value)) {
            return exact && fun != Fun.DIV && fun != Fun.POW && fun != Fun.RSQRT
                    ? new ErrorBound(value, 0)
                    : UNKNOWN;
        }
        boolean small = exact && value == Math.rint(value) && Math.abs(value) < 0x1p24;
        double spread = spread(fun, args, value);
        double own =
                small && keepsWholes(fun, args)
                        ? 0
                        : units(fun) * f.unit() * Math.abs(value) + f.smallest();
        double error = spread + own;
        boolean safe = Math.abs(value) + error < f.largest() / 4;
        return safe ? new ErrorBound(value, error) : UNKNOWN;
    }

    private static boolean keepsWholes(Fun fun, List<ErrorBound> args) {
        boolean wholes =
                args.stream()
                        .allMatch(a -> a.value == Math.rint(a.value) && Math.abs(a.value) < 0x1p24);
        return fun.isPredicate()
                || fun == Fun.FLOOR
                || fun == Fun.ROUND
                || (fun.keepsIntegers() && wholes);
    }

    private static double units(Fun fun) {
        return switch (fun) {
            case NEG, ABS, MIN, MAX, FLOOR, ROUND, WHERE, EQ, NE, LT, LE, GT, GE, AND, OR, NOT -> 0;
            case ADD, SUB, MUL, SQRT -> 1;
            case DIV, MOD -> 3;
            case RSQRT -> 6;
            case EXP, EXP2, LOG, SIN, COS -> 8;
            case TANH -> 10;
            case SIGMOID -> 12;
            case POW, ERF -> 32;
        };
    }

    /// The largest change of the value when the arguments move by their errors; NaN where that is not small.
    private static double spread(Fun fun, List<ErrorBound> args, double value) {
        ErrorBound a = args.getFirst();
        ErrorBound b = args.get(args.size() > 1 ? 1 : 0);
        return switch (fun) {
            case NEG,
                    ABS,
                    ROUND,
                    FLOOR,
                    NOT,
                    EXP,
                    EXP2,
                    LOG,
                    SIN,
                    COS,
                    SQRT,
                    RSQRT,
                    TANH,
                    SIGMOID,
                    ERF ->
                    worst(
                            value,
                            unary(fun, a.value - a.error),
                            unary(fun, a.value + a.error),
                            isSteep(fun, a),
                            a.error);
            case ADD, SUB -> a.error + b.error;
            case MIN, MAX -> Math.max(a.error, b.error);
            case MUL ->
                    Math.abs(a.value) * b.error + Math.abs(b.value) * a.error + a.error * b.error;
            case DIV ->
                    (a.error + Math.abs(value) * b.error) / positive(Math.abs(b.value) - b.error);
            case POW ->
                    a.error == 0 && b.error == 0
                            ? 0
                            : 2
                                    * Math.abs(value)
                                    * (Math.abs(b.value) * a.error / positive(a.value - a.error)
                                            + Math.abs(Math.log(a.value)) * b.error);
            case MOD, EQ, NE, LT, LE, GT, GE, AND, OR ->
                    (a.error == 0 && b.error == 0) || isSettled(fun, a, b) ? 0 : Double.NaN;
            case WHERE -> throw new IllegalArgumentException("where is lazy");
        };
    }

    private static boolean isSettled(Fun fun, ErrorBound a, ErrorBound b) {
        return switch (fun) {
            case EQ, NE, LT, LE, GT, GE -> Math.abs(a.value - b.value) > a.error + b.error;
            case AND, OR -> a.isStep() && b.isStep();
            default -> false;
        };
    }

    private static double unary(Fun fun, double x) {
        return Scalars.apply(fun, x);
    }

    /// Whether the extremes of a function lie inside of the interval, so that its ends say nothing.
    private static boolean isSteep(Fun fun, ErrorBound a) {
        return switch (fun) {
            case SIN, COS -> true;
            case ROUND, FLOOR, NOT ->
                    a.error > 0 && unary(fun, a.value - a.error) != unary(fun, a.value + a.error);
            default -> false;
        };
    }

    private static double worst(
            double value, double low, double high, boolean steep, double error) {
        double change = Math.max(Math.abs(low - value), Math.abs(high - value));
        if (steep) {
            return change == 0 || change <= error ? error : Double.NaN;
        }
        return change;
    }

    private static double positive(double value) {
        return value > 0 ? value : Double.NaN;
    }
}
