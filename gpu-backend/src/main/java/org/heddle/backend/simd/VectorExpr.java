package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.heddle.backend.simd.Value.Kind;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Writes a scalar expression as OpenCL C, over values that are the same in all lanes or one per lane.
///
/// Indices, sizes and whole numbers stay integers under `+ - * min max mod`, and are compared as integers. What is constant in the kernel is a literal.
final class VectorExpr {
    private final Numbers numbers;
    private final Function<String, Value> arguments;
    private final Function<String, Value> indices;
    private final ToLongFunction<String> sizes;

    /// @param arguments the value of a tile's element
    /// @param indices the value of `#axis`
    /// @param sizes the value of `|axis|`
    VectorExpr(
            Numbers numbers,
            Function<String, Value> arguments,
            Function<String, Value> indices,
            ToLongFunction<String> sizes) {
        this.numbers = numbers;
        this.arguments = arguments;
        this.indices = indices;
        this.sizes = sizes;
    }

    Value write(Expr e) {
        return switch (e) {
            case Expr.Num(double value) -> literal(value);
            case Expr.Arg(String name) -> arguments.apply(name);
            case Expr.Index(String axis) -> indices.apply(axis);
            case Expr.Extent(String axis) -> literal((double) sizes.applyAsLong(axis));
            case Expr.Call(Fun fun, List<Expr> args) ->
                    Constants.isConstant(e) ? literal(Constants.value(e, sizes)) : call(fun, args);
        };
    }

    /// The expression as a real value, in all lanes where `vector`.
    Value real(Expr e, boolean vector) {
        Value value = numbers.toReal(write(e));
        return vector && !value.vector() ? Value.real(numbers.broadcast(value), true) : value;
    }

    private Value literal(double value) {
        boolean whole = value == Math.rint(value) && Math.abs(value) < Integer.MAX_VALUE;
        return whole
                ? new Value(Long.toString((long) value), Kind.INTEGER, false)
                : Value.real(numbers.literal(value), false);
    }

    private Value call(Fun fun, List<Expr> exprs) {
        if (fun == Fun.DIV && Constants.isConstant(exprs.get(1))) {
            double divisor = Constants.value(exprs.get(1), sizes);
            Value dividend = numbers.toReal(write(exprs.get(0)));
            return Value.real(
                    dividend.operand() + " * " + numbers.literal(1 / divisor), dividend.vector());
        }
        List<Value> args = new ArrayList<>();
        exprs.forEach(e -> args.add(write(e)));
        return switch (fun) {
            case ADD -> arithmetic(" + ", args);
            case SUB -> arithmetic(" - ", args);
            case MUL -> arithmetic(" * ", args);
            case NEG ->
                    new Value(
                            "-" + numbers.number(args.getFirst()).operand(),
                            numbers.number(args.getFirst()).kind(),
                            args.getFirst().vector());
            case MIN ->
                    integers(args) ? call("min", args, Kind.INTEGER) : realCall("min_nan", args);
            case MAX ->
                    integers(args) ? call("max", args, Kind.INTEGER) : realCall("max_nan", args);
            case MOD ->
                    integers(args)
                            ? call("mod_floor", args, Kind.INTEGER)
                            : realCall("mod_floor_real", args);
            case ABS ->
                    integers(args)
                            ? new Value(
                                    "convert_int"
                                            + (args.getFirst().vector() ? numbers.lanes() : "")
                                            + "(abs("
                                            + args.getFirst().text()
                                            + "))",
                                    Kind.INTEGER,
                                    args.getFirst().vector())
                            : realCall("fabs", args);
            case FLOOR -> integers(args) ? args.getFirst() : realCall("floor", args);
            case ROUND -> integers(args) ? args.getFirst() : realCall("rint", args);
            case DIV -> {
                List<Value> reals = args.stream().map(numbers::toReal).toList();
                yield arithmetic(" / ", reals);
            }
            case POW -> pow(exprs, args);
            case EXP -> realCall("exp", args);
            case EXP2 -> realCall("exp2", args);
            case LOG -> realCall("log", args);
            case SIN -> realCall("sin", args);
            case COS -> realCall("cos", args);
            case SQRT -> realCall("sqrt", args);
            case RSQRT -> {
                Value root = realCall("sqrt", args);
                yield Value.real(numbers.one() + " / " + root.text(), root.vector());
            }
            case TANH -> realCall("tanh", args);
            case ERF -> realCall("erf", args);
            case SIGMOID -> {
                Value x = numbers.toReal(args.getFirst());
                yield Value.real(
                        numbers.one() + " / (" + numbers.one() + " + exp(-" + x.operand() + "))",
                        x.vector());
            }
            case WHERE -> where(args);
            case EQ -> comparison(" == ", args);
            case NE -> comparison(" != ", args);
            case LT -> comparison(" < ", args);
            case LE -> comparison(" <= ", args);
            case GT -> comparison(" > ", args);
            case GE -> comparison(" >= ", args);
            case AND -> truth(" & ", args);
            case OR -> truth(" | ", args);
            case NOT -> {
                Value a = numbers.toTruth(args.getFirst());
                yield new Value((a.vector() ? "~" : "!") + a.operand(), Kind.TRUTH, a.vector());
            }
        };
    }

    private static boolean integers(List<Value> args) {
        return args.stream().allMatch(v -> v.kind() == Kind.INTEGER);
    }

    private static boolean anyVector(List<Value> args) {
        return args.stream().anyMatch(Value::vector);
    }

    private Value arithmetic(String sign, List<Value> args) {
        List<Value> own = integers(args) ? args : args.stream().map(numbers::toReal).toList();
        Value a = own.get(0);
        Value b = own.get(1);
        return new Value(a.operand() + sign + b.operand(), a.kind(), anyVector(args));
    }

    private Value call(String function, List<Value> args, Kind kind) {
        boolean vector = anyVector(args);
        List<String> texts =
                args.stream()
                        .map(v -> vector && !v.vector() ? numbers.broadcast(v) : v.text())
                        .toList();
        return new Value(function + "(" + String.join(", ", texts) + ")", kind, vector);
    }

    private Value realCall(String function, List<Value> args) {
        return call(function, args.stream().map(numbers::toReal).toList(), Kind.REAL);
    }

    private Value pow(List<Expr> exprs, List<Value> args) {
        boolean square =
                Constants.isConstant(exprs.get(1)) && Constants.value(exprs.get(1), sizes) == 2;
        Value base = numbers.toReal(args.getFirst());
        return square && base.operand().equals(base.text())
                ? Value.real(base.text() + " * " + base.text(), base.vector())
                : realCall("pow", args);
    }

    private Value comparison(String sign, List<Value> args) {
        List<Value> own = integers(args) ? args : args.stream().map(numbers::toReal).toList();
        boolean vector = anyVector(own);
        String text = own.get(0).operand() + sign + own.get(1).operand();
        return new Value(vector && integers(args) ? numbers.mask(text) : text, Kind.TRUTH, vector);
    }

    private Value truth(String sign, List<Value> args) {
        List<Value> truths = args.stream().map(numbers::toTruth).toList();
        boolean vector = anyVector(truths);
        List<String> texts =
                truths.stream()
                        .map(v -> vector && !v.vector() ? numbers.broadcast(v) : v.operand())
                        .toList();
        return new Value(texts.get(0) + sign + texts.get(1), Kind.TRUTH, vector);
    }

    private Value where(List<Value> args) {
        Value condition = numbers.toTruth(args.get(0));
        boolean whole = integers(args.subList(1, 3));
        Value yes = whole ? args.get(1) : numbers.toReal(args.get(1));
        Value no = whole ? args.get(2) : numbers.toReal(args.get(2));
        Kind kind = whole ? Kind.INTEGER : Kind.REAL;
        boolean vector = anyVector(List.of(condition, yes, no));
        if (!vector) {
            return new Value(
                    condition.operand() + " ? " + yes.operand() + " : " + no.operand(),
                    kind,
                    false);
        }
        String a = yes.vector() ? yes.text() : numbers.broadcast(yes);
        String b = no.vector() ? no.text() : numbers.broadcast(no);
        if (!condition.vector()) {
            return new Value(condition.operand() + " ? " + a + " : " + b, kind, true);
        }
        String mask =
                whole
                        ? "convert_int" + numbers.lanes() + "(" + condition.text() + ")"
                        : condition.text();
        return new Value("select(" + b + ", " + a + ", " + mask + ")", kind, true);
    }
}
