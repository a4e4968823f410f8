package org.heddle.backend.simt;

import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.heddle.backend.code.Reciprocals;
import org.heddle.backend.simt.Text.Kind;
import org.heddle.backend.simt.Text.Range;
import org.heddle.model.diagram.DType;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Writes an expression as C.
///
/// Indices, sizes and whole numbers stay integers under `+ - * min max mod abs`, in `int` where every value fits and in `long` otherwise, and are
/// compared as integers. Everything else is computed in one real type; a sub-expression without tiles and indices is computed in f64 now and
/// becomes a literal. Dividing by a constant power of two is written as the product that it is. Minimum and maximum pass a NaN on as the evaluator does: two comparisons and a select instead of one instruction.
final class ExprText {
    private final DType real;
    private final Dialect dialect;
    private final Helpers helpers;
    private final Function<String, Text> arguments;
    private final Function<String, Text> indices;
    private final ToLongFunction<String> sizes;
    private final Set<Expr> known;

    /// @param real F32 or F64
    /// @param arguments the element of a tile
    /// @param indices the value of `#axis`
    /// @param sizes the value of `|axis|`
    /// @param known conditions that hold
    ExprText(
            DType real,
            Dialect dialect,
            Helpers helpers,
            Function<String, Text> arguments,
            Function<String, Text> indices,
            ToLongFunction<String> sizes,
            Set<Expr> known) {
        this.real = real;
        this.dialect = dialect;
        this.helpers = helpers;
        this.arguments = arguments;
        this.indices = indices;
        this.sizes = sizes;
        this.known = known;
    }

    Text write(Expr e) {
        return switch (e) {
            case Expr.Arg(String name) -> arguments.apply(name);
            case Expr.Index(String axis) -> indices.apply(axis);
            case Expr.Num _, Expr.Extent _ -> Literals.number(value(e), real);
            case Call call ->
                    isConstant(call)
                            ? Literals.number(value(call), real)
                            : call(call.fun(), call.args());
        };
    }

    /// The expression as a real number.
    Text real(Expr e) {
        return toReal(write(e));
    }

    private static boolean isConstant(Expr e) {
        return e.arguments().isEmpty() && e.indexAxes().isEmpty();
    }

    private double value(Expr e) {
        return Scalars.compile(e, List.of(), List.of(), sizes).at(new double[0], new long[0]);
    }

    private Text call(Fun fun, List<Expr> exprs) {
        if (fun == Fun.WHERE && known.contains(exprs.getFirst())) {
            return write(exprs.get(1));
        }
        if (fun == Fun.WHERE && isConstant(exprs.getFirst())) {
            return write(exprs.get(value(exprs.getFirst()) != 0 ? 1 : 2));
        }
        List<Text> args = exprs.stream().map(this::write).toList();
        boolean integers = fun.keepsIntegers() && args.stream().allMatch(Text::isInteger);
        if (integers && (fun != Fun.MOD || args.get(1).range().least() > 0)) {
            return integer(fun, args);
        }
        return switch (fun) {
            case ADD -> binary(" + ", args, Text.SUM);
            case SUB -> binary(" - ", args, Text.SUM);
            case MUL -> binary(" * ", args, Text.PRODUCT);
            case DIV -> quotient(exprs.get(1), args);
            case NEG -> Text.real("-" + toReal(args.getFirst()).in(Text.ATOM), Text.UNARY);
            case MIN -> helper(Helpers.Helper.MIN, args);
            case MAX -> helper(Helpers.Helper.MAX, args);
            case MOD -> helper(Helpers.Helper.MOD, args);
            case SIGMOID -> helper(Helpers.Helper.SIGMOID, args);
            case POW -> power(exprs, args);
            case EXP, EXP2, LOG, SIN, COS, SQRT, RSQRT, TANH, ERF, ABS, FLOOR, ROUND ->
                    library(fun, args);
            case WHERE -> where(args);
            case EQ -> comparison(" == ", args, Text.EQUALITY);
            case NE -> comparison(" != ", args, Text.EQUALITY);
            case LT -> comparison(" < ", args, Text.COMPARISON);
            case LE -> comparison(" <= ", args, Text.COMPARISON);
            case GT -> comparison(" > ", args, Text.COMPARISON);
            case GE -> comparison(" >= ", args, Text.COMPARISON);
            case AND -> logical(" && ", args, Text.AND);
            case OR -> logical(" || ", args, Text.OR);
            case NOT -> Text.truth("!" + toTruth(args.getFirst()).in(Text.ATOM), Text.UNARY);
        };
    }

    private Text integer(Fun fun, List<Text> args) {
        Text a = args.getFirst();
        Text b = args.getLast();
        return switch (fun) {
            case ADD -> integer(" + ", a, b, Text.SUM, a.range().plus(b.range()));
            case SUB -> integer(" - ", a, b, Text.SUM, a.range().plus(b.range().negated()));
            case MUL -> integer(" * ", a, b, Text.PRODUCT, a.range().times(b.range()));
            case NEG -> integer(" - ", Literals.whole(0), a, Text.SUM, a.range().negated());
            case MIN -> extremum("min", a, b, a.range().min(b.range()));
            case MAX -> extremum("max", a, b, a.range().max(b.range()));
            case MOD -> remainder(a, b);
            case ABS ->
                    extremum("max", a, integer(Fun.NEG, args), a.range().max(a.range().negated()));
            case FLOOR, ROUND -> a;
            case DIV,
                    POW,
                    EXP,
                    EXP2,
                    LOG,
                    SIN,
                    COS,
                    SQRT,
                    RSQRT,
                    TANH,
                    SIGMOID,
                    ERF,
                    WHERE,
                    EQ,
                    NE,
                    LT,
                    LE,
                    GT,
                    GE,
                    AND,
                    OR,
                    NOT ->
                    throw new IllegalArgumentException(fun + " does not keep integers");
        };
    }

    /// C computes in the wider of the two operands' types, so one of them must be wide enough for the result.
    private static Text integer(String sign, Text a, Text b, int precedence, Range range) {
        boolean widen = !range.fitsInt() && a.range().fitsInt() && b.range().fitsInt();
        String left = widen ? "(long) " + a.in(Text.UNARY) : a.in(precedence);
        return Text.integer(left + sign + b.in(precedence + 1), precedence, range);
    }

    private static Text extremum(String function, Text a, Text b, Range range) {
        boolean mixed = a.range().fitsInt() != b.range().fitsInt();
        String left = mixed && a.range().fitsInt() ? "(long) " + a.in(Text.UNARY) : a.text();
        String right = mixed && b.range().fitsInt() ? "(long) " + b.in(Text.UNARY) : b.text();
        boolean stillWide = mixed && range.fitsInt();
        String call = function + "(" + left + ", " + right + ")";
        return stillWide
                ? Text.integer("(int) " + call, Text.UNARY, range)
                : Text.integer(call, Text.ATOM, range);
    }

    /// The remainder of a positive divisor; `%` alone where the dividend cannot be negative.
    private static Text remainder(Text a, Text b) {
        Range range = new Range(0, b.range().most() - 1);
        String plain = a.in(Text.PRODUCT) + " % " + b.in(Text.UNARY);
        if (a.range().least() >= 0) {
            return narrowed(plain, a, b, range);
        }
        return narrowed(
                "(" + plain + " + " + b.in(Text.PRODUCT) + ") % " + b.in(Text.UNARY), a, b, range);
    }

    private static Text narrowed(String text, Text a, Text b, Range range) {
        boolean wide = !a.range().fitsInt() || !b.range().fitsInt();
        return wide && range.fitsInt()
                ? Text.integer("(int) (" + text + ")", Text.UNARY, range)
                : Text.integer(text, Text.PRODUCT, range);
    }

    private Text binary(String sign, List<Text> args, int precedence) {
        Text a = toReal(args.get(0));
        Text b = toReal(args.get(1));
        return Text.real(a.in(precedence) + sign + b.in(precedence + 1), precedence);
    }

    /// A division; a product where the divisor is known and that is exactly the same.
    private Text quotient(Expr divisor, List<Text> args) {
        OptionalDouble factor =
                isConstant(divisor)
                        ? Reciprocals.exact(value(divisor), real)
                        : OptionalDouble.empty();
        return factor.isPresent()
                ? binary(
                        " * ",
                        List.of(
                                args.getFirst(),
                                Text.real(Literals.real(factor.getAsDouble(), real), Text.UNARY)),
                        Text.PRODUCT)
                : binary(" / ", args, Text.PRODUCT);
    }

    private Text helper(Helpers.Helper helper, List<Text> args) {
        return function(helpers.use(helper, real), args);
    }

    private Text library(Fun fun, List<Text> args) {
        return function(dialect.function(Dialect.plainName(fun), real), args);
    }

    private Text function(String name, List<Text> args) {
        List<String> texts = args.stream().map(arg -> toReal(arg).text()).toList();
        return Text.real(name + "(" + String.join(", ", texts) + ")", Text.ATOM);
    }

    private Text power(List<Expr> exprs, List<Text> args) {
        boolean square = isConstant(exprs.get(1)) && value(exprs.get(1)) == 2;
        return square ? helper(Helpers.Helper.SQUARE, args.subList(0, 1)) : library(Fun.POW, args);
    }

    private Text where(List<Text> args) {
        String condition = toTruth(args.get(0)).in(Text.OR);
        String branches =
                toReal(args.get(1)).in(Text.OR) + " : " + toReal(args.get(2)).in(Text.TERNARY);
        return Text.real(condition + " ? " + branches, Text.TERNARY);
    }

    private Text comparison(String sign, List<Text> args, int precedence) {
        boolean integers = args.stream().allMatch(Text::isInteger);
        Text a = integers ? args.get(0) : toReal(args.get(0));
        Text b = integers ? args.get(1) : toReal(args.get(1));
        return Text.truth(a.in(precedence + 1) + sign + b.in(precedence + 1), precedence);
    }

    private Text logical(String sign, List<Text> args, int precedence) {
        // && inside || is right without parentheses, but compilers warn
        int context = precedence == Text.OR ? Text.EQUALITY : precedence;
        return Text.truth(
                toTruth(args.get(0)).in(context) + sign + toTruth(args.get(1)).in(context),
                precedence);
    }

    Text toReal(Text text) {
        return switch (text.kind()) {
            case REAL -> text;
            case INTEGER ->
                    Literals.isWhole(text)
                            ? Text.real(Literals.real(text.range().least(), real), Text.ATOM)
                            : Text.real(
                                    "(" + Dialect.type(real) + ") " + text.in(Text.UNARY),
                                    Text.UNARY);
            case TRUTH ->
                    Text.real(
                            text.in(Text.OR)
                                    + " ? "
                                    + Literals.real(1, real)
                                    + " : "
                                    + Literals.real(0, real),
                            Text.TERNARY);
        };
    }

    Text toTruth(Text text) {
        return switch (text.kind()) {
            case TRUTH -> text;
            case INTEGER -> Text.truth(text.in(Text.COMPARISON) + " != 0", Text.EQUALITY);
            case REAL ->
                    Text.truth(
                            text.in(Text.COMPARISON) + " != " + Literals.real(0, real),
                            Text.EQUALITY);
        };
    }

    /// The text as a number of a tile's type.
    Text as(DType dtype, Text text) {
        if (dtype != DType.I64) {
            return toReal(text);
        }
        return switch (text.kind()) {
            case INTEGER -> text;
            case TRUTH ->
                    Text.integer(text.in(Text.OR) + " ? 1 : 0", Text.TERNARY, new Range(0, 1));
            case REAL ->
                    Text.integer(
                            "(long) " + dialect.function("rint", real) + "(" + text.text() + ")",
                            Text.UNARY,
                            Range.ANY);
        };
    }

    boolean isReal(Expr e) {
        return write(e).kind() == Kind.REAL;
    }
}
