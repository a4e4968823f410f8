package org.heddle.model.expr;

import org.heddle.model.expr.Expr.Arg;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Expr.Extent;
import org.heddle.model.expr.Expr.Index;
import org.heddle.model.expr.Expr.Num;

/// Prints an expression with as few parentheses as its meaning needs.
final class ExprPrinter {
    private static final int OR = 1;
    private static final int AND = 2;
    private static final int NOT = 3;
    private static final int COMPARISON = 4;
    private static final int SUM = 5;
    private static final int PRODUCT = 6;
    private static final int SIGN = 7;
    private static final int ATOM = 8;

    private ExprPrinter() {}

    static String print(Expr e) {
        StringBuilder out = new StringBuilder();
        print(e, 0, out);
        return out.toString();
    }

    private static void print(Expr e, int context, StringBuilder out) {
        int own = precedence(e);
        if (own < context) {
            out.append('(');
        }
        switch (e) {
            case Num(double value) -> out.append(number(value));
            case Arg(String name) -> out.append(name);
            case Index(String axis) -> out.append('#').append(axis);
            case Extent(String axis) -> out.append('|').append(axis).append('|');
            case Call call -> printCall(call, own, out);
        }
        if (own < context) {
            out.append(')');
        }
    }

    private static void printCall(Call call, int own, StringBuilder out) {
        if (own == ATOM) {
            out.append(call.fun().symbol()).append('(');
            for (int i = 0; i < call.args().size(); i++) {
                out.append(i == 0 ? "" : ", ");
                print(call.arg(i), 0, out);
            }
            out.append(')');
        } else if (call.args().size() == 1) {
            boolean minus = call.fun() == Fun.NEG;
            out.append(minus ? "-" : "not ");
            print(call.arg(0), !minus ? own : call.arg(0) instanceof Num ? ATOM + 1 : ATOM, out);
        } else {
            boolean comparison = own == COMPARISON;
            print(call.arg(0), comparison ? own + 1 : own, out);
            out.append(' ').append(call.fun().symbol()).append(' ');
            print(call.arg(1), own + 1, out);
        }
    }

    private static int precedence(Expr e) {
        return switch (e) {
            case Num(double value) -> value < 0 || (value == 0 && 1 / value < 0) ? SIGN : ATOM;
            case Arg _, Index _, Extent _ -> ATOM;
            case Call(Fun fun, _) ->
                    switch (fun) {
                        case OR -> OR;
                        case AND -> AND;
                        case NOT -> NOT;
                        case EQ, NE, LT, LE, GT, GE -> COMPARISON;
                        case ADD, SUB -> SUM;
                        case MUL, DIV -> PRODUCT;
                        case NEG -> SIGN;
                        case MIN,
                                MAX,
                                POW,
                                MOD,
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
                                ABS,
                                FLOOR,
                                ROUND,
                                WHERE ->
                                ATOM;
                    };
        };
    }

    static String number(double value) {
        if (Double.isInfinite(value)) {
            return value > 0 ? "inf" : "-inf";
        }
        if (Double.isNaN(value)) {
            return "nan";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            return (value == 0 && 1 / value < 0) ? "-0.0" : Long.toString((long) value);
        }
        return Double.toString(value);
    }
}
