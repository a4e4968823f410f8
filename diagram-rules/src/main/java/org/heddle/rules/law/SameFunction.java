package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// Whether two operations compute the same, whatever their parameters are called.
///
/// ```
///   (s, m) -> exp(s - m)   =   (a, b) -> exp(a - b)          v -> v * 2   =   w -> 2 * w
/// ```
public final class SameFunction {
    private SameFunction() {}

    /// Whether two operations are one, up to the names of parameters and the order of what commutes.
    public static boolean same(Op a, Op b) {
        return canonical(a).equals(canonical(b));
    }

    private static Op canonical(Op op) {
        return switch (op) {
            case Op.Map(Fn fn) -> new Op.Map(canonical(fn));
            case Op.Reduce(var monoid, Fn item) -> new Op.Reduce(monoid, canonical(item));
            case Op.Contract _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> op;
        };
    }

    private static Fn canonical(Fn fn) {
        Map<String, Expr> numbered = new HashMap<>();
        List<String> parameters = new ArrayList<>();
        for (String parameter : fn.parameters()) {
            String name = "a" + parameters.size();
            parameters.add(name);
            numbered.put(parameter, Expr.arg(name));
        }
        return new Fn(
                parameters,
                fn.results().stream()
                        .map(
                                e ->
                                        e.substitute(n -> numbered.getOrDefault(n, Expr.arg(n)))
                                                .rewrite(SameFunction::ordered))
                        .toList());
    }

    /// Operands of what commutes in one order, those of nested sums and products too.
    private static Expr ordered(Expr e) {
        if (!(e instanceof Expr.Call(Fun fun, List<Expr> _)) || !commutes(fun)) {
            return e;
        }
        List<Expr> operands = new ArrayList<>(operands(e));
        operands.sort(Comparator.comparing(Expr::toString));
        Expr result = operands.getFirst();
        for (Expr operand : operands.subList(1, operands.size())) {
            result = Expr.call(fun, result, operand);
        }
        return result;
    }

    /// What a sum, a product, an extremum is of, nested ones taken apart; an expression that is none of these by itself.
    public static List<Expr> operands(Expr e) {
        return e instanceof Expr.Call(Fun fun, List<Expr> _) && commutes(fun)
                ? operands(e, fun).toList()
                : List.of(e);
    }

    private static Stream<Expr> operands(Expr e, Fun fun) {
        return e instanceof Expr.Call(Fun inner, List<Expr> args) && inner == fun
                ? args.stream().flatMap(arg -> operands(arg, fun))
                : Stream.of(e);
    }

    /// Whether the order of operands does not matter, nor how they are nested.
    public static boolean commutes(Fun fun) {
        return switch (fun) {
            case ADD, MUL, MIN, MAX, AND, OR -> true;
            case SUB,
                    DIV,
                    NEG,
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
                    WHERE,
                    EQ,
                    NE,
                    LT,
                    LE,
                    GT,
                    GE,
                    NOT ->
                    false;
        };
    }
}
