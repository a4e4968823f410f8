package org.heddle.model.check;

import java.util.List;
import java.util.function.Function;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// What kind of numbers an expression gives, in ascending order: each is contained in the next.
enum NumberKind {
    TRUTH("truth values"),
    INTEGER("integers"),
    FLOATING("floating-point numbers");

    private final String text;

    NumberKind(String text) {
        this.text = text;
    }

    static NumberKind of(DType dtype) {
        return switch (dtype) {
            case BOOL -> TRUTH;
            case I64, I32, I8 -> INTEGER;
            case F64, F32, F16, BF16, F8E4M3, F8E5M2 -> FLOATING;
        };
    }

    /// The lowest kind that holds a literal.
    static NumberKind ofLiteral(Expr number) {
        boolean truth = number.equals(Expr.num(0)) || number.equals(Expr.num(1));
        return truth ? TRUTH : of(number, _ -> TRUTH);
    }

    /// The kind of an expression whose arguments have the given kinds.
    static NumberKind of(Expr e, Function<String, NumberKind> kindOfArgument) {
        return switch (e) {
            case Expr.Num(double value) ->
                    value == Math.rint(value) && !Double.isInfinite(value) ? INTEGER : FLOATING;
            case Expr.Arg(String name) -> kindOfArgument.apply(name);
            case Expr.Index _, Expr.Extent _ -> INTEGER;
            case Expr.Call(Fun fun, List<Expr> args) -> {
                List<NumberKind> kinds = args.stream().map(a -> of(a, kindOfArgument)).toList();
                yield of(fun, kinds);
            }
        };
    }

    private static NumberKind of(Fun fun, List<NumberKind> args) {
        if (fun.isPredicate()) {
            return TRUTH;
        }
        return switch (fun) {
            case WHERE -> args.get(1).or(args.get(2));
            case MIN, MAX -> args.get(0).or(args.get(1));
            case FLOOR, ROUND -> INTEGER;
            default ->
                    fun.keepsIntegers() ? args.stream().reduce(INTEGER, NumberKind::or) : FLOATING;
        };
    }

    /// The larger of two kinds.
    NumberKind or(NumberKind other) {
        return compareTo(other) >= 0 ? this : other;
    }

    /// The kind of a reduction of items of this kind.
    NumberKind reducedBy(Monoid monoid) {
        return switch (monoid) {
            case Monoid.Scalar scalar ->
                    switch (scalar) {
                        case AND, OR -> TRUTH;
                        case MAX, MIN -> this;
                        case SUM, PROD -> or(INTEGER);
                    };
            case Monoid.Extremum _ -> INTEGER;
            case Monoid.TopK _ -> this;
            case Monoid.LogAddExp _, Monoid.User _ -> FLOATING;
        };
    }

    /// The kind of a contraction of inputs whose maximum this is.
    NumberKind contractedBy(Semiring semiring) {
        NumberKind product = semiring.product().isPredicate() ? TRUTH : or(INTEGER);
        return product.reducedBy(semiring.sum());
    }

    /// Whether numbers of this kind may be written into the other without being cut.
    boolean fits(NumberKind other) {
        return compareTo(other) <= 0;
    }

    @Override
    public String toString() {
        return text;
    }
}
