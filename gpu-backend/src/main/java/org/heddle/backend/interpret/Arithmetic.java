package org.heddle.backend.interpret;

import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Fun;

/// The functions of the expression language on numbers, one at a time so that each result can be rounded; they mean what {@link Scalars} says.
final class Arithmetic {
    private Arithmetic() {}

    static DoubleUnaryOperator unary(Fun fun) {
        return switch (fun) {
            case NEG -> a -> -a;
            case EXP -> Math::exp;
            case EXP2 -> a -> Math.pow(2, a);
            case LOG -> Math::log;
            case SIN -> Math::sin;
            case COS -> Math::cos;
            case SQRT -> Math::sqrt;
            case RSQRT -> a -> 1 / Math.sqrt(a);
            case TANH -> Math::tanh;
            case SIGMOID, ERF -> a -> Scalars.apply(fun, a);
            case ABS -> Math::abs;
            case FLOOR -> Math::floor;
            case ROUND -> Math::rint;
            case NOT -> a -> truth(a == 0);
            case ADD, SUB, MUL, DIV, MIN, MAX, POW, MOD, WHERE, EQ, NE, LT, LE, GT, GE, AND, OR ->
                    throw new IllegalArgumentException(
                            fun + " takes " + fun.arity() + " arguments");
        };
    }

    static DoubleBinaryOperator binary(Fun fun) {
        return switch (fun) {
            case ADD -> Double::sum;
            case SUB -> (a, b) -> a - b;
            case MUL -> (a, b) -> a * b;
            case DIV -> (a, b) -> a / b;
            case MIN -> Math::min;
            case MAX -> Math::max;
            case POW -> Math::pow;
            case MOD -> (a, b) -> Scalars.apply(fun, a, b);
            case EQ -> (a, b) -> truth(a == b);
            case NE -> (a, b) -> truth(a != b);
            case LT -> (a, b) -> truth(a < b);
            case LE -> (a, b) -> truth(a <= b);
            case GT -> (a, b) -> truth(a > b);
            case GE -> (a, b) -> truth(a >= b);
            case AND -> (a, b) -> truth(a != 0 && b != 0);
            case OR -> (a, b) -> truth(a != 0 || b != 0);
            case NEG,
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
                    NOT,
                    WHERE ->
                    throw new IllegalArgumentException(
                            fun + " takes " + fun.arity() + " arguments");
        };
    }

    private static double truth(boolean holds) {
        return holds ? 1 : 0;
    }
}
