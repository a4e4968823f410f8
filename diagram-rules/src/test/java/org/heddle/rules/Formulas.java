package org.heddle.rules;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.ExprParser;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// Scalar expressions for tests: parsed, evaluated, drawn at random.
public final class Formulas {
    /// What `|a|` is in {@link #value}.
    private static final long EXTENT = 16;

    private Formulas() {}

    public static Expr parse(String text) {
        try {
            return ExprParser.parse(text);
        } catch (ExprParser.SyntaxException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    public static double value(Expr e, Map<String, Double> arguments) {
        List<String> names = new ArrayList<>(arguments.keySet());
        double[] values = names.stream().mapToDouble(arguments::get).toArray();
        return Scalars.compile(new Fn(names, e), List.of("x"), _ -> EXTENT)
                .at(values, new long[] {3});
    }

    /// A random expression of at most the given depth.
    public static Expr random(SplittableRandom random, List<String> names, int depth) {
        if (depth == 0 || random.nextInt(8) == 0) {
            return switch (random.nextInt(8)) {
                case 0 -> Expr.num(random.nextInt(-3, 4));
                case 1 -> Expr.num(random.nextInt(1, 8) / 4.0);
                case 2 -> new Expr.Extent("x");
                default -> Expr.arg(names.get(random.nextInt(names.size())));
            };
        }
        Fun fun = FUNCTIONS.get(random.nextInt(FUNCTIONS.size()));
        if (fun == Fun.WHERE) {
            Fun comparison = COMPARISONS.get(random.nextInt(COMPARISONS.size()));
            Expr condition =
                    Expr.call(
                            comparison,
                            random(random, names, depth - 1),
                            Expr.num(random.nextInt(-1, 2)));
            return Expr.call(
                    Fun.WHERE,
                    random.nextInt(4) == 0 ? Expr.call(Fun.NOT, condition) : condition,
                    random(random, names, depth - 1),
                    random(random, names, depth - 1));
        }
        if (fun == Fun.POW) {
            return random.nextBoolean()
                    ? Expr.call(
                            Fun.POW,
                            random(random, names, depth - 1),
                            Expr.num(random.nextInt(-2, 5)))
                    : Expr.call(
                            Fun.POW,
                            Expr.num(random.nextInt(1, 4)),
                            random(random, names, depth - 1));
        }
        List<Expr> args = new ArrayList<>();
        for (int i = 0; i < fun.arity(); i++) {
            args.add(random(random, names, depth - 1));
        }
        return new Expr.Call(fun, args);
    }

    private static final List<Fun> COMPARISONS = List.of(Fun.EQ, Fun.NE, Fun.LT, Fun.GE);

    private static final List<Fun> FUNCTIONS =
            List.of(
                    Fun.ADD, Fun.ADD, Fun.SUB, Fun.SUB, Fun.MUL, Fun.MUL, Fun.MUL, Fun.DIV, Fun.DIV,
                    Fun.NEG, Fun.EXP, Fun.EXP, Fun.EXP2, Fun.LOG, Fun.SQRT, Fun.RSQRT, Fun.POW,
                    Fun.WHERE, Fun.WHERE, Fun.TANH, Fun.MAX, Fun.ABS);
}
