package org.heddle.backend.simd;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.heddle.backend.simd.Value.Real;
import org.heddle.backend.simd.Value.Truth;
import org.heddle.backend.simd.Value.Whole;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Writes a scalar expression as OpenCL C, over values that are the same in all lanes or one per lane.
///
/// Indices, sizes and whole numbers stay whole under `+ - * min max mod abs floor round where`, and are compared as such. What is constant in the kernel is a
/// literal. Both branches of `where` are computed and one is selected: no operation traps, so the other leaves no trace.
final class VectorExpr {
    private final Numbers numbers;
    private final WholeNumbers wholes;
    private final Function<String, Value> arguments;
    private final Function<String, Index> indices;
    private final ToLongFunction<String> sizes;
    private final Set<Expr> known;

    /// @param arguments the value of a tile's element
    /// @param indices the value of `#axis`
    /// @param sizes the value of `|axis|`
    /// @param known conditions that hold
    VectorExpr(
            Numbers numbers,
            Function<String, Value> arguments,
            Function<String, Index> indices,
            ToLongFunction<String> sizes,
            Set<Expr> known) {
        this.numbers = numbers;
        this.wholes = new WholeNumbers(numbers);
        this.arguments = arguments;
        this.indices = indices;
        this.sizes = sizes;
        this.known = known;
    }

    Real real(Expr e) {
        return numbers.toReal(write(e));
    }

    /// A whole number's text; one that is computed in reals is rounded down.
    String whole(Expr e) {
        return switch (write(e)) {
            case Whole(Index index) -> index.text(numbers.lanes());
            case Real real -> "(int)floor(" + real.text() + ")";
            case Truth truth -> truth.text();
        };
    }

    /// A condition's text.
    String truth(Expr e) {
        return numbers.toTruth(write(e)).text();
    }

    Value write(Expr e) {
        return switch (e) {
            case Expr.Num(double value) -> literal(value);
            case Expr.Arg(String name) -> arguments.apply(name);
            case Expr.Index(String axis) -> new Whole(indices.apply(axis));
            case Expr.Extent(String axis) -> literal((double) sizes.applyAsLong(axis));
            case Expr.Call(Fun fun, List<Expr> args) ->
                    Constants.isConstant(e) ? literal(Constants.value(e, sizes)) : call(fun, args);
        };
    }

    private Value literal(double value) {
        boolean whole =
                value == Math.rint(value)
                        && Math.abs(value) <= 0x1p53
                        && !(value == 0 && 1 / value < 0);
        return whole ? new Whole(Index.of((long) value)) : numbers.number(value);
    }

    private Value call(Fun fun, List<Expr> args) {
        if (fun == Fun.WHERE && known.contains(args.getFirst())) {
            return write(args.get(1));
        }
        if (fun == Fun.WHERE && Constants.isConstant(args.getFirst())) {
            return write(Constants.value(args.getFirst(), sizes) != 0 ? args.get(1) : args.get(2));
        }
        if (fun == Fun.DIV && Constants.isConstant(args.get(1))) {
            return quotient(real(args.getFirst()), Constants.value(args.get(1), sizes));
        }
        if (fun == Fun.POW
                && Constants.isConstant(args.get(1))
                && Constants.value(args.get(1), sizes) == 2) {
            return square(real(args.getFirst()));
        }
        return apply(fun, args.stream().map(this::write).toList());
    }

    private Value apply(Fun fun, List<Value> args) {
        Value a = args.getFirst();
        Value b = args.get(args.size() > 1 ? 1 : 0);
        return switch (fun) {
            case ADD -> whole(a, b, wholes::plus).orElseGet(() -> operation(" + ", a, b));
            case SUB -> whole(a, b, wholes::minus).orElseGet(() -> operation(" - ", a, b));
            case MUL -> whole(a, b, wholes::times).orElseGet(() -> operation(" * ", a, b));
            case DIV -> operation(" / ", a, b);
            case NEG ->
                    whole(Index.ZERO, a, wholes::minus)
                            .orElseGet(() -> negative(numbers.toReal(a)));
            case MIN -> whole(a, b, wholes::min).orElseGet(() -> call("min_nan", args));
            case MAX -> whole(a, b, wholes::max).orElseGet(() -> call("max_nan", args));
            case MOD -> whole(a, b, wholes::mod).orElseGet(() -> call("mod_real", args));
            case ABS ->
                    whole(Index.ZERO, a, (_, i) -> wholes.abs(i))
                            .orElseGet(() -> call("fabs", args));
            case FLOOR -> a instanceof Whole ? a : call("floor", args);
            case ROUND -> a instanceof Whole ? a : call("rint", args);
            case POW -> call(numbers.power(), args);
            case EXP -> call("exp", args);
            case EXP2 -> call("exp2", args);
            case LOG -> call("log", args);
            case SIN -> call(numbers.sine(), args);
            case COS -> call(numbers.cosine(), args);
            case SQRT -> call("sqrt", args);
            case RSQRT -> operation(" / ", numbers.number(1), call("sqrt", args));
            case TANH -> call("tanh", args);
            case ERF -> call("erf", args);
            case SIGMOID -> call("sigmoid", args);
            case WHERE -> where(numbers.toTruth(a), b, args.get(2));
            case EQ -> comparison(" == ", a, b);
            case NE -> comparison(" != ", a, b);
            case LT -> comparison(" < ", a, b);
            case LE -> comparison(" <= ", a, b);
            case GT -> comparison(" > ", a, b);
            case GE -> comparison(" >= ", a, b);
            case AND -> truth(" & ", numbers.toTruth(a), numbers.toTruth(b));
            case OR -> truth(" | ", numbers.toTruth(a), numbers.toTruth(b));
            case NOT -> not(numbers.toTruth(a));
        };
    }

    /// An operation on whole numbers.
    @FunctionalInterface
    private interface OnWholes {
        Optional<Index> apply(Index a, Index b);
    }

    private static Optional<Value> whole(Value a, Value b, OnWholes operation) {
        return a instanceof Whole(Index i) && b instanceof Whole(Index j)
                ? operation.apply(i, j).map(Whole::new)
                : Optional.empty();
    }

    private static Optional<Value> whole(Index a, Value b, OnWholes operation) {
        return whole(new Whole(a), b, operation);
    }

    private Real operation(String sign, Value first, Value second) {
        Real a = numbers.toReal(first);
        Real b = numbers.toReal(second);
        return Real.compound(a.operand() + sign + b.operand(), a.isVector() || b.isVector());
    }

    private static Real negative(Real a) {
        return Real.compound("-" + a.operand(), a.isVector());
    }

    /// Division by a constant is multiplication where the reciprocal is exact, and where the divisor is no whole number, so that no quotient is
    /// expected to be exact; `floor(n / 41)` at 41 has to be 1.
    private Real quotient(Real dividend, double divisor) {
        double reciprocal = 1 / divisor;
        double magnitude = Math.abs(reciprocal);
        boolean normal = magnitude >= 0x1p-126 && magnitude <= 0x1p126;
        boolean power = Math.scalb(1.0, Math.getExponent(divisor)) == Math.abs(divisor);
        return normal && (power || divisor != Math.rint(divisor))
                ? operation(" * ", dividend, numbers.number(reciprocal))
                : operation(" / ", dividend, numbers.number(divisor));
    }

    private static Real square(Real base) {
        return base.simple()
                ? Real.compound(base.text() + " * " + base.text(), base.isVector())
                : Real.simple("square(" + base.text() + ")", base.isVector());
    }

    private Real call(String function, List<Value> args) {
        List<Real> reals = args.stream().map(numbers::toReal).toList();
        boolean vector = reals.stream().anyMatch(Real::isVector);
        List<String> texts =
                reals.stream().map(v -> vector ? numbers.inLanes(v) : v.text()).toList();
        return Real.simple(function + "(" + String.join(", ", texts) + ")", vector);
    }

    private Truth comparison(String sign, Value a, Value b) {
        if (a instanceof Whole(Index i) && b instanceof Whole(Index j)) {
            return wholes.compare(sign, i, j);
        }
        Real compared = operation(sign, a, b);
        return new Truth(compared.text(), false, compared.isVector());
    }

    private Truth truth(String sign, Truth a, Truth b) {
        boolean vector = a.isVector() || b.isVector();
        String left = (vector ? numbers.inLanes(a) : a).operand();
        String right = (vector ? numbers.inLanes(b) : b).operand();
        return new Truth(left + sign + right, false, vector);
    }

    private static Truth not(Truth a) {
        return new Truth((a.isVector() ? "~" : "!") + a.operand(), false, a.isVector());
    }

    private Value where(Truth condition, Value yes, Value no) {
        if (yes instanceof Whole(Index i) && no instanceof Whole(Index j)) {
            return new Whole(wholes.where(condition, i, j));
        }
        Real a = numbers.toReal(yes);
        Real b = numbers.toReal(no);
        if (condition.isVector()) {
            return Real.simple(
                    "select("
                            + numbers.inLanes(b)
                            + ", "
                            + numbers.inLanes(a)
                            + ", "
                            + condition.text()
                            + ")",
                    true);
        }
        boolean vector = a.isVector() || b.isVector();
        String text =
                vector
                        ? condition.operand()
                                + " ? "
                                + numbers.inLanes(a)
                                + " : "
                                + numbers.inLanes(b)
                        : condition.operand() + " ? " + a.operand() + " : " + b.operand();
        return Real.compound(text, vector);
    }
}
