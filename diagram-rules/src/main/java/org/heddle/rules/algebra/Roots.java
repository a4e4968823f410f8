package org.heddle.rules.algebra;

import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Expr.Num;
import org.heddle.model.expr.Fun;

/// The root of an expression with exponentials among its factors, as a product with exponentials of a part of their exponents.
///
/// ```
///   sqrt(where(c, 0, exp(u)) / a)  =  where(c, 0, exp(u/2)) / sqrt(a)        for a >= 0
/// ```
public final class Roots {
    private final double power;
    private final Predicate<Expr> isPositive;

    private Roots(double power, Predicate<Expr> isPositive) {
        this.power = power;
        this.isPositive = isPositive;
    }

    /// The power that a root raises to, between -1 and 1; 0 for anything else.
    public static double power(Expr e) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return 0;
        }
        double power =
                switch (fun) {
                    case SQRT -> 0.5;
                    case RSQRT -> -0.5;
                    case POW -> args.get(1) instanceof Num(double value) ? value : 0;
                    default -> 0;
                };
        return Math.abs(power) < 1 ? power : 0;
    }

    /// A power of an expression without the exponentials that are factors of it; empty where there is none, and beside a factor that may be negative.
    ///
    /// @param isPositive whether an expression is known to be 0 or more
    public static Optional<Expr> of(Expr e, double power, Predicate<Expr> isPositive) {
        return new Roots(power, isPositive).of(e);
    }

    private Optional<Expr> of(Expr e) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return Optional.empty();
        }
        return switch (fun) {
            case EXP, EXP2 ->
                    Optional.of(
                            Expr.call(fun, Expr.call(Fun.MUL, Expr.num(power), args.getFirst())));
            case WHERE -> both(args.get(1), args.get(2)).map(b -> put(fun, args.getFirst(), b));
            case MUL, DIV ->
                    args.stream().allMatch(isPositive)
                            ? both(args.get(0), args.get(1)).map(b -> new Call(fun, b))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Expr put(Fun choice, Expr condition, List<Expr> branches) {
        return Expr.call(choice, condition, branches.get(0), branches.get(1));
    }

    private Optional<List<Expr>> both(Expr a, Expr b) {
        return Apart.both(a, b, this::of, this::raised);
    }

    private Expr raised(Expr e) {
        return e instanceof Num(double value)
                ? Expr.num(Math.pow(value, power))
                : power == 0.5 ? Expr.call(Fun.SQRT, e) : Expr.call(Fun.POW, e, Expr.num(power));
    }
}
