package org.heddle.rules.algebra;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// The summands of an expression as its author wrote them.
///
/// ```
///   (a - l·b) · v   ─►   a·v,  -l·b·v            p · (log p - log q)   ─►   p·log p,  -p·log q
/// ```
///
/// Sums of what sees both items and state are opened, through factors, divisors, signs and conditions, as far as their summands are rounded; nothing else is: no product of two such sums, and no power. So every summand is one that the author's own
/// program computes, and rounds, before it adds it to the others.
///
/// Adding up each summand by itself, and the sums at the end, errs by a few roundings of every `|summand|`. Where the summands cancel, that is large against the result; but where each of them is rounded as it is, by
/// a division or an exponential, the items as written are wrong by as much already. One of them may be exact, as `c` of `(v - μ)/σ·g + c`, if the others are rounded item by item: where they cancel it, they are together as large. Two summands that are read exactly, as in `Σ (v - μ)`, are another case: there the difference as written keeps digits that
/// the difference of sums loses.
public final class WrittenSum {
    private final Function<Expr, Kind> kinds;

    private WrittenSum(Function<Expr, Kind> kinds) {
        this.kinds = kinds;
    }

    /// The summands; empty where there are not several, or where two of them are not rounded by themselves.
    ///
    /// @param kinds the kind of each leaf (argument, index, size)
    public static Optional<List<Expr>> of(Expr e, Function<Expr, Kind> kinds) {
        List<Summand> summands = new WrittenSum(kinds).summands(e);
        return summands.size() > 1 && areRounded(summands)
                ? Optional.of(summands.stream().map(Summand::value).toList())
                : Optional.empty();
    }

    /// @param rounded before it was added to others
    /// @param ofItems whether it differs from item to item then
    private record Summand(Expr value, boolean rounded, boolean ofItems) {
        Summand in(UnaryOperator<Expr> context) {
            return new Summand(context.apply(value), rounded, ofItems);
        }
    }

    private List<Summand> summands(Expr e) {
        List<Summand> opened =
                e instanceof Expr.Call(Fun fun, List<Expr> operands) && mixes(e)
                        ? fun == Fun.WHERE
                                ? choice(operands.get(0), operands.get(1), operands.get(2))
                                : summands(fun, operands.getFirst(), operands.getLast())
                        : List.of();
        boolean rounded = isRounded(e);
        return opened.size() > 1 && (!rounded || areRounded(opened))
                ? opened
                : List.of(new Summand(e, rounded, sees(e, Kind.ITEM)));
    }

    private static boolean areRounded(List<Summand> summands) {
        List<Summand> exact = summands.stream().filter(summand -> !summand.rounded()).toList();
        return exact.isEmpty()
                || (exact.size() == 1
                        && summands.stream().filter(Summand::rounded).allMatch(Summand::ofItems));
    }

    private List<Summand> summands(Fun fun, Expr first, Expr last) {
        return switch (fun) {
            case ADD -> joined(summands(first), summands(last));
            case SUB -> joined(summands(first), in(last, s -> Expr.call(Fun.NEG, s)));
            case NEG -> in(first, s -> Expr.call(Fun.NEG, s));
            case DIV -> in(first, s -> Expr.call(Fun.DIV, s, last));
            case MUL -> {
                List<Summand> left = in(first, s -> Expr.call(Fun.MUL, s, last));
                List<Summand> right = in(last, s -> Expr.call(Fun.MUL, first, s));
                yield left.size() == 1 ? right : right.size() == 1 ? left : List.of();
            }
            default -> List.of();
        };
    }

    /// The summands of what stands under a condition, each under it.
    private List<Summand> choice(Expr condition, Expr yes, Expr no) {
        Expr zero = Expr.num(0);
        return no.equals(zero)
                ? in(yes, s -> Expr.call(Fun.WHERE, condition, s, zero))
                : yes.equals(zero)
                        ? in(no, s -> Expr.call(Fun.WHERE, condition, zero, s))
                        : List.of();
    }

    private List<Summand> in(Expr sum, UnaryOperator<Expr> context) {
        return summands(sum).stream().map(summand -> summand.in(context)).toList();
    }

    private static List<Summand> joined(List<Summand> first, List<Summand> last) {
        return Stream.concat(first.stream(), last.stream()).toList();
    }

    private boolean mixes(Expr e) {
        return sees(e, Kind.ITEM) && sees(e, Kind.STATE);
    }

    private boolean sees(Expr e, Kind kind) {
        return e instanceof Expr.Call(_, List<Expr> operands)
                ? operands.stream().anyMatch(operand -> sees(operand, kind))
                : kinds.apply(e) == kind;
    }

    /// Whether a factor or a part of a summand is the result of a function that rounds.
    private static boolean isRounded(Expr e) {
        return e instanceof Expr.Call(Fun fun, List<Expr> operands)
                && switch (fun) {
                    case DIV, EXP, EXP2, LOG, SIN, COS, SQRT, RSQRT, TANH, SIGMOID, ERF, POW ->
                            true;
                    case MUL, NEG, ABS, ADD, SUB ->
                            operands.stream().anyMatch(WrittenSum::isRounded);
                    case WHERE -> operands.subList(1, 3).stream().anyMatch(WrittenSum::isRounded);
                    default -> false;
                };
    }
}
