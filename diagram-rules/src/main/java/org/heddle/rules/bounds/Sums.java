package org.heddle.rules.bounds;

import java.util.Optional;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Expr.Num;
import org.heddle.model.expr.Fun;

/// Sums and conditions, written without what goes without saying: they are put together here, not decided to be equal, so that no normal form is made of them.
final class Sums {
    static final Expr TRUE = Expr.num(1);
    static final Expr FALSE = Expr.num(0);

    private Sums() {}

    static Expr plus(Expr a, Expr b) {
        if (a instanceof Num(double x) && b instanceof Num(double y)) {
            return Expr.num(x + y);
        }
        if (a instanceof Num(double x)) {
            return x == 0 ? b : plus(b, a);
        }
        if (b instanceof Num(double y)) {
            if (a instanceof Call(Fun fun, var args) && args.getLast() instanceof Num(double x)) {
                if (fun == Fun.ADD) {
                    return plus(args.getFirst(), Expr.num(x + y));
                }
                if (fun == Fun.SUB) {
                    return plus(args.getFirst(), Expr.num(y - x));
                }
            }
            if (y <= 0) {
                return y == 0 ? a : Expr.call(Fun.SUB, a, Expr.num(-y));
            }
        }
        if (a instanceof Call(Fun fun, var args) && fun == Fun.NEG) {
            return minus(b, args.getFirst());
        }
        if (b instanceof Call(Fun fun, var args)) {
            switch (fun) {
                case NEG -> {
                    return minus(a, args.getFirst());
                }
                case ADD -> {
                    return plus(plus(a, args.get(0)), args.get(1));
                }
                case SUB -> {
                    return minus(plus(a, args.get(0)), args.get(1));
                }
                default -> {}
            }
        }
        return Expr.call(Fun.ADD, a, b);
    }

    static Expr minus(Expr a, Expr b) {
        if (a.equals(b)) {
            return Expr.num(0);
        }
        if (b instanceof Num(double y)) {
            return plus(a, Expr.num(0 - y));
        }
        return a instanceof Num(double x) && x == 0 ? negative(b) : Expr.call(Fun.SUB, a, b);
    }

    /// What is left of a sum without one of its summands; empty where it is not one of them.
    static Optional<Expr> without(Expr sum, Expr summand) {
        if (sum.equals(summand)) {
            return Optional.of(Expr.num(0));
        }
        if (sum instanceof Call(Fun fun, var args)) {
            switch (fun) {
                case ADD -> {
                    return without(args.get(0), summand)
                            .map(rest -> plus(rest, args.get(1)))
                            .or(
                                    () ->
                                            without(args.get(1), summand)
                                                    .map(rest -> plus(args.get(0), rest)));
                }
                case SUB -> {
                    return without(args.get(0), summand)
                            .map(rest -> plus(rest, negative(args.get(1))));
                }
                default -> {}
            }
        }
        return Optional.empty();
    }

    static Expr times(double factor, Expr e) {
        if (e instanceof Num(double x)) {
            return Expr.num(factor * x);
        }
        if (factor == 0) {
            return Expr.num(0);
        }
        if (factor == -1) {
            return negative(e);
        }
        return factor == 1 ? e : Expr.call(Fun.MUL, Expr.num(factor), e);
    }

    static Expr negative(Expr e) {
        if (e instanceof Num(double x)) {
            return Expr.num(0 - x);
        }
        if (e instanceof Call(Fun fun, var args)) {
            if (fun == Fun.NEG) {
                return args.getFirst();
            }
            if (fun == Fun.SUB) {
                return minus(args.get(1), args.get(0));
            }
            if (fun == Fun.ADD) {
                return plus(negative(args.get(0)), negative(args.get(1)));
            }
        }
        return Expr.call(Fun.NEG, e);
    }

    static Expr and(Expr a, Expr b) {
        if (a.equals(FALSE) || b.equals(TRUE) || a.equals(b)) {
            return a;
        }
        return a.equals(TRUE) || b.equals(FALSE) ? b : Expr.call(Fun.AND, a, b);
    }

    static Expr or(Expr a, Expr b) {
        if (a.equals(TRUE) || b.equals(FALSE) || a.equals(b)) {
            return a;
        }
        return a.equals(FALSE) || b.equals(TRUE) ? b : Expr.call(Fun.OR, a, b);
    }
}
