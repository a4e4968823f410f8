package org.heddle.model.expr;

import java.util.Locale;
import java.util.Optional;

/// The scalar functions of the expression language, each with its arity and its meaning in f64.
///
/// `/` is real division, `where` is lazy in its branches (the branch not taken is never looked at), comparisons and
/// the logical functions give 1 or 0.
public enum Fun {
    ADD("+", 2),
    SUB("-", 2),
    MUL("*", 2),
    DIV("/", 2),
    NEG("-", 1),
    MIN("min", 2),
    MAX("max", 2),
    POW("pow", 2),
    MOD("mod", 2),
    EXP("exp", 1),
    EXP2("exp2", 1),
    LOG("log", 1),
    SIN("sin", 1),
    COS("cos", 1),
    SQRT("sqrt", 1),
    RSQRT("rsqrt", 1),
    TANH("tanh", 1),
    SIGMOID("sigmoid", 1),
    ERF("erf", 1),
    ABS("abs", 1),
    FLOOR("floor", 1),
    ROUND("round", 1),
    WHERE("where", 3),
    EQ("==", 2),
    NE("!=", 2),
    LT("<", 2),
    LE("<=", 2),
    GT(">", 2),
    GE(">=", 2),
    AND("and", 2),
    OR("or", 2),
    NOT("not", 1);

    private final String symbol;
    private final int arity;

    Fun(String symbol, int arity) {
        this.symbol = symbol;
        this.arity = arity;
    }

    /// The operator sign or function name as written in an expression.
    public String symbol() {
        return symbol;
    }

    public int arity() {
        return arity;
    }

    /// Whether the result is a truth value (1 or 0).
    public boolean isPredicate() {
        return switch (this) {
            case EQ, NE, LT, LE, GT, GE, AND, OR, NOT -> true;
            case ADD,
                    SUB,
                    MUL,
                    DIV,
                    NEG,
                    MIN,
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
                    false;
        };
    }

    /// Whether integer arguments give an integer result.
    public boolean keepsIntegers() {
        return switch (this) {
            case ADD, SUB, MUL, NEG, MIN, MAX, MOD, ABS, FLOOR, ROUND -> true;
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
                    false;
        };
    }

    /// Whether a GPU computes it in its special-function unit (and a CPU by a polynomial).
    public boolean isSpecial() {
        return switch (this) {
            case DIV, POW, EXP, EXP2, LOG, SIN, COS, SQRT, RSQRT, TANH, SIGMOID, ERF -> true;
            case ADD,
                    SUB,
                    MUL,
                    NEG,
                    MIN,
                    MAX,
                    MOD,
                    ABS,
                    FLOOR,
                    ROUND,
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
                    false;
        };
    }

    /// The function written by name, as in `max(a, b)`; empty for operator signs and unknown names.
    public static Optional<Fun> named(String name) {
        for (Fun fun : values()) {
            if (fun.symbol.equals(name) && Character.isLetter(name.charAt(0))) {
                return Optional.of(fun);
            }
        }
        return Optional.empty();
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
