package org.heddle.rules.bounds;

import java.util.List;
import java.util.Set;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// What a value is known to be where some conditions are known: abstract interpretation over numbers, "anything", and "anything but -inf".
///
/// An item that a condition excludes is taken not to exist: `0 · v` is 0 and `-inf + v` is -inf, whatever v is. (The plain diagram gives NaN where such a v is infinite; see
/// the language reference on what a derived form may make finite.)
final class Idle {
    /// A value.
    sealed interface Known {}

    record Exactly(double value) implements Known {}

    /// @param aboveBottom whether it is never -inf
    record Anything(boolean aboveBottom) implements Known {}

    private static final Known ANYTHING = new Anything(false);
    private static final double BOTTOM = Double.NEGATIVE_INFINITY;

    private final Set<Expr> no;
    private final Set<Expr> yes;

    /// @param no conditions that do not hold
    /// @param yes conditions that hold
    Idle(Set<Expr> no, Set<Expr> yes) {
        this.no = no;
        this.yes = yes;
    }

    /// Whether the value is this number.
    boolean is(Expr e, double value) {
        return of(e, Set.of()) instanceof Exactly(double known) && known == value;
    }

    /// @param above what is known not to be -inf
    private Known of(Expr e, Set<Expr> above) {
        if (no.contains(e)) {
            return new Exactly(0);
        }
        if (yes.contains(e)) {
            return new Exactly(1);
        }
        return switch (e) {
            case Expr.Num(double value) -> new Exactly(value);
            case Expr.Extent _, Expr.Index _ -> new Anything(true);
            case Expr.Arg _ -> new Anything(above.contains(e));
            case Call(Fun fun, List<Expr> args) when fun == Fun.WHERE -> where(args, above);
            case Call(Fun fun, List<Expr> args) ->
                    call(fun, args.stream().map(arg -> of(arg, above)).toList());
        };
    }

    private Known where(List<Expr> args, Set<Expr> above) {
        if (of(args.getFirst(), above) instanceof Exactly(double condition)) {
            return of(args.get(condition != 0 ? 1 : 2), above);
        }
        Known yes = of(args.get(1), above);
        Known no = of(args.get(2), excluded(args.getFirst(), above));
        if (yes.equals(no)) {
            return yes;
        }
        return new Anything(isAbove(yes) && isAbove(no));
    }

    /// What is also not -inf where `e == -inf` does not hold.
    private static Set<Expr> excluded(Expr condition, Set<Expr> above) {
        if (condition instanceof Call(Fun fun, List<Expr> args)
                && fun == Fun.EQ
                && args.get(1).equals(Expr.num(BOTTOM))) {
            Set<Expr> more = new java.util.LinkedHashSet<>(above);
            more.add(args.getFirst());
            return more;
        }
        return above;
    }

    private static boolean isAbove(Known known) {
        return switch (known) {
            case Exactly(double value) -> value != BOTTOM;
            case Anything(boolean aboveBottom) -> aboveBottom;
        };
    }

    private static boolean isExactly(Known known, double value) {
        return known instanceof Exactly(double n) && n == value;
    }

    private static Known call(Fun fun, List<Known> args) {
        if (args.stream().allMatch(Exactly.class::isInstance)) {
            return new Exactly(value(fun, args));
        }
        Known a = args.getFirst();
        Known b = args.getLast();
        return switch (fun) {
            case ADD ->
                    isExactly(a, BOTTOM) || isExactly(b, BOTTOM) ? new Exactly(BOTTOM) : ANYTHING;
            case SUB -> isExactly(a, BOTTOM) && isAbove(b) ? new Exactly(BOTTOM) : ANYTHING;
            case MUL, AND -> isExactly(a, 0) || isExactly(b, 0) ? new Exactly(0) : ANYTHING;
            case OR -> isExactly(a, 1) || isExactly(b, 1) ? new Exactly(1) : ANYTHING;
            case EXP, EXP2, SIGMOID, ABS -> new Anything(true);
            default -> ANYTHING;
        };
    }

    private static double value(Fun fun, List<Known> args) {
        List<Expr> numbers =
                args.stream()
                        .map(
                                arg ->
                                        switch (arg) {
                                            case Exactly(double value) -> Expr.num(value);
                                            case Anything _ -> throw new IllegalStateException();
                                        })
                        .toList();
        return Scalars.compile(
                        new Call(fun, numbers),
                        List.of(),
                        List.of(),
                        axis -> {
                            throw new IllegalStateException("no size of " + axis + " is asked");
                        })
                .at(new double[0], new long[0]);
    }
}
