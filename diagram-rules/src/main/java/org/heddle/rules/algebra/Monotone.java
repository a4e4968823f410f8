package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Takes what sees the state out of an extremum.
///
/// ```
///   max over items of g(item, state)  =  g(max of items, state)                          where g rises with the item
///                                     =  g(min of items, state)                          where it falls
///                                     =  max(g(max of items, state), g(min of items, state))     where it does one of both, or falls and then rises, as a magnitude does
/// ```
///
/// `g` is read off the expression from outside, one function after the other: `log(s / n)` rises with `s / n`, which rises or falls with `s`, as the sign of `n` says. Rounding keeps
/// the order, so that the result is the same number. Items are not added up before what is taken from one of them: where that is a running extremum, it stays with them, `(s - m) + v`, and the largest of them moves with it. A NaN among the items is one in the result, either way; so comparisons, which make numbers of it, are no case, and logarithms and
/// roots only where no item is negative.
public final class Monotone {
    /// How a value moves with another.
    public enum Direction {
        RISING,
        FALLING,
        /// One of both: which, depends on the state.
        EITHER,
        /// Down and then up: the largest value is at one end.
        VALLEY,
        /// Up and then down: the smallest value is at one end.
        HILL;

        /// Empty where that is none of these.
        Optional<Direction> then(Direction outer) {
            boolean turns = this == VALLEY || this == HILL;
            return switch (outer) {
                case RISING -> Optional.of(this);
                case FALLING -> Optional.of(negated());
                case EITHER -> turns ? Optional.empty() : Optional.of(EITHER);
                case VALLEY, HILL -> turns ? Optional.empty() : Optional.of(outer);
            };
        }

        private Direction negated() {
            return switch (this) {
                case RISING -> FALLING;
                case FALLING -> RISING;
                case EITHER -> EITHER;
                case VALLEY -> HILL;
                case HILL -> VALLEY;
            };
        }

        private static Direction of(Sign factor) {
            return switch (factor) {
                case POSITIVE -> RISING;
                case NEGATIVE -> FALLING;
                case ANY -> EITHER;
            };
        }
    }

    /// What came of it.
    public sealed interface Result {}

    /// The extremum of the expression is `finish` of that of the item.
    ///
    /// @param item free of the state, but for running extrema that are taken from one of several items
    /// @param finish over {@link Factorizer#REDUCED} and the state
    public record Found(Expr item, Expr finish, Direction direction) implements Result {}

    /// Items and state meet in a sub-expression that does not move one way with the items, or would be rounded otherwise.
    public record Mixed(Expr offending, String reason) implements Result {
        Mixed(Expr offending) {
            this(
                    offending,
                    "does not rise or fall with the items alone while the running values stay");
        }
    }

    private final Function<Expr, Kind> kinds;
    private final Function<Expr, Sign> signs;
    private final Predicate<String> isExtremum;
    private final boolean logical;

    private Monotone(
            Function<Expr, Kind> kinds,
            Function<Expr, Sign> signs,
            Predicate<String> isExtremum,
            boolean logical) {
        this.kinds = kinds;
        this.signs = signs;
        this.isExtremum = isExtremum;
        this.logical = logical;
    }

    /// For a maximum or minimum of numbers.
    ///
    /// @param isMaximum of both
    /// @param kinds the kind of each leaf (argument, index, size)
    /// @param signs the sign of an expression
    /// @param isExtremum whether an argument is a running extremum
    public static Result ofNumbers(
            Expr f,
            boolean isMaximum,
            Function<Expr, Kind> kinds,
            Function<Expr, Sign> signs,
            Predicate<String> isExtremum) {
        Direction unknown = isMaximum ? Direction.HILL : Direction.VALLEY;
        return new Monotone(kinds, signs, isExtremum, false).walk(f) instanceof Found found
                        && found.direction() != unknown
                ? found
                : new Mixed(f);
    }

    /// What is added to all items of an extremum, in the words of the author; empty where nothing is, or more is done with them.
    ///
    /// @param kinds the kind of each leaf
    public static Optional<Found> shift(Expr f, Function<Expr, Kind> kinds) {
        return new Monotone(kinds, _ -> Sign.ANY, _ -> false, false).walk(f) instanceof Found found
                        && found.direction() == Direction.RISING
                        && !found.finish().equals(Expr.arg(Factorizer.REDUCED))
                        && Factorizer.tail(found.finish()).equals(Expr.num(1))
                ? Optional.of(found)
                : Optional.empty();
    }

    /// For the maximum or minimum of truth values: whether any, or all, are true.
    ///
    /// @param kinds the kind of each leaf
    public static Result ofTruths(Expr f, Function<Expr, Kind> kinds) {
        return new Monotone(kinds, _ -> Sign.POSITIVE, _ -> false, true).walk(f);
    }

    private Result walk(Expr e) {
        if (!has(e, Kind.STATE)) {
            return new Found(e, Expr.arg(Factorizer.REDUCED), Direction.RISING);
        }
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return new Mixed(e);
        }
        List<Integer> withItems =
                IntStream.range(0, args.size())
                        .filter(i -> has(args.get(i), Kind.ITEM))
                        .boxed()
                        .toList();
        boolean isSquare = fun == Fun.MUL && args.get(0).equals(args.get(1));
        if (withItems.size() != 1 && !(isSquare && !logical)) {
            return logical
                    ? mixedTruth(e, fun)
                    : fromBelow(fun, args).or(() -> leftOut(fun, args)).orElseGet(() -> ofSum(e));
        }
        int position = withItems.getFirst();
        Optional<Direction> outer = logical ? ofLogic(fun) : direction(fun, position, args);
        if (outer.isEmpty()) {
            return logical ? mixedTruth(e, fun) : new Mixed(e);
        }
        return switch (walk(args.get(position))) {
            case Mixed mixed -> mixed;
            case Found(Expr item, Expr finish, Direction direction) -> {
                List<Expr> finished = new ArrayList<>(args);
                finished.replaceAll(arg -> arg.equals(args.get(position)) ? finish : arg);
                yield direction
                        .then(outer.get())
                        .<Result>map(d -> new Found(item, new Call(fun, finished), d))
                        .orElseGet(() -> new Mixed(e));
            }
        };
    }

    /// An item of `-inf` under a guard whose value is nowhere above what the others are made of: `where(s == -inf, 0, exp(s - m))` rises with `s`.
    private Optional<Result> fromBelow(Fun fun, List<Expr> args) {
        if (fun != Fun.WHERE
                || !(args.getFirst() instanceof Call(Fun asked, List<Expr> sides))
                || !(asked == Fun.EQ || asked == Fun.NE)
                || !sides.getLast().equals(Expr.num(Double.NEGATIVE_INFINITY))) {
            return Optional.empty();
        }
        Expr least = args.get(asked == Fun.EQ ? 1 : 2);
        Expr others = args.get(asked == Fun.EQ ? 2 : 1);
        boolean isLeast =
                least.equals(Expr.num(Double.NEGATIVE_INFINITY))
                        || (least.equals(Expr.num(0)) && signs.apply(others) == Sign.POSITIVE);
        if (!isLeast
                || !(walk(others) instanceof Found(Expr item, Expr finish, Direction direction))
                || direction != Direction.RISING
                || !item.equals(sides.getFirst())) {
            return Optional.empty();
        }
        Expr none = Expr.call(Fun.EQ, Expr.arg(Factorizer.REDUCED), sides.getLast());
        return Optional.of(new Found(item, Expr.call(Fun.WHERE, none, least, finish), direction));
    }

    /// Items that an infinity stands for under a condition of their own, which stays one where something is added to the others: `where(w > 0, s, -inf) - m`.
    private Optional<Result> leftOut(Fun fun, List<Expr> args) {
        if (fun != Fun.WHERE || has(args.getFirst(), Kind.STATE)) {
            return Optional.empty();
        }
        boolean isFirst = Distribution.isInfinite(args.get(1));
        Expr infinity = args.get(isFirst ? 1 : 2);
        if (!Distribution.isInfinite(infinity)
                || !(walk(args.get(isFirst ? 2 : 1))
                        instanceof Found(Expr item, Expr finish, Direction direction))
                || direction != Direction.RISING
                || !isShift(finish)) {
            return Optional.empty();
        }
        List<Expr> chosen = new ArrayList<>(args);
        chosen.set(isFirst ? 2 : 1, item);
        Expr reduced = Expr.arg(Factorizer.REDUCED);
        Expr finished =
                finish.equals(reduced)
                        ? finish
                        : Expr.call(fun, Expr.call(Fun.EQ, reduced, infinity), infinity, finish);
        return Optional.of(new Found(new Call(fun, chosen), finished, direction));
    }

    /// Whether something is added to what is reduced, unless that is infinite.
    private static boolean isShift(Expr finish) {
        return Factorizer.tail(Exponentials.unmasked(finish)).equals(Expr.num(1));
    }

    /// A sum whose infinite summands under conditions are those of the whole.
    private Result ofSum(Expr e) {
        Expr raised = Distribution.infiniteApart(e);
        return raised.equals(e) ? throughNormalForm(e) : walk(raised);
    }

    /// Items that stand in several places: `item + tail`, or `tail · item + rest`.
    private Result throughNormalForm(Expr e) {
        Abstraction summands = new Abstraction(kinds, _ -> false);
        Expr hidden = summands.hideSummands(e);
        Shift shift = new Shift(summands::kind);
        Optional<Factorizer.Summand> shifted =
                shift.of(hidden).or(() -> shift.beside(hidden, isExtremum));
        if (shifted.isPresent()) {
            return new Found(
                    summands.reveal(shifted.get().item()),
                    summands.reveal(shifted.get().finish()),
                    Direction.RISING);
        }
        if (shift.isOneByOne(hidden)) {
            return new Mixed(
                    e,
                    "adds items of which running values are taken one by one; the items added first would be rounded at their own size, and lose what they differ by");
        }
        if (!(Factorizer.split(e, kinds, leaf -> signs.apply(leaf) == Sign.POSITIVE)
                        instanceof Factorizer.Split(List<Factorizer.Summand> all))
                || all.stream().anyMatch(s -> s.exponent().isPresent())) {
            return new Mixed(e);
        }
        List<Factorizer.Summand> rest =
                all.stream().filter(s -> !has(s.item(), Kind.ITEM)).toList();
        List<Factorizer.Summand> scaled =
                Factorizer.Summand.joined(
                        all.stream().filter(s -> has(s.item(), Kind.ITEM)).toList());
        if (scaled.size() != 1) {
            return new Mixed(e);
        }
        Factorizer.Summand only = scaled.getFirst();
        Expr finish = only.finish();
        for (Factorizer.Summand summand : rest) {
            finish = Expr.call(Fun.ADD, finish, Expr.call(Fun.MUL, summand.tail(), summand.item()));
        }
        return new Found(only.item(), finish, Direction.of(signs.apply(only.tail())));
    }

    private static Mixed mixedTruth(Expr e, Fun fun) {
        return switch (fun) {
            case EQ, NE, LT, LE, GT, GE ->
                    new Mixed(
                            e,
                            "compares items with running values one by one; the extremum of the items, compared once, would answer for all if one is NaN");
            default -> new Mixed(e);
        };
    }

    private static Optional<Direction> ofLogic(Fun fun) {
        return switch (fun) {
            case AND, OR -> Optional.of(Direction.RISING);
            case NOT -> Optional.of(Direction.FALLING);
            default -> Optional.empty();
        };
    }

    /// How a function moves with one of its arguments, the others being free of items.
    private Optional<Direction> direction(Fun fun, int position, List<Expr> args) {
        Expr argument = args.get(position);
        return switch (fun) {
            case ADD, EXP, EXP2, TANH, SIGMOID, ERF, FLOOR, ROUND, MIN, MAX ->
                    Optional.of(Direction.RISING);
            case NEG -> Optional.of(Direction.FALLING);
            case SUB -> Optional.of(position == 0 ? Direction.RISING : Direction.FALLING);
            case MUL ->
                    Optional.of(
                            args.get(0).equals(args.get(1))
                                    ? Direction.VALLEY
                                    : Direction.of(signs.apply(args.get(1 - position))));
            case ABS -> Optional.of(Direction.VALLEY);
            case DIV ->
                    position == 0
                            ? Optional.of(Direction.of(signs.apply(args.get(1))))
                            : Optional.empty();
            case LOG, SQRT -> ofPositive(argument, Direction.RISING);
            case RSQRT -> ofPositive(argument, Direction.FALLING);
            case POW -> position == 0 ? ofPower(argument, args.get(1)) : ofExponent(args.get(0));
            case WHERE -> position == 0 ? Optional.empty() : Optional.of(Direction.RISING);
            case MOD, SIN, COS, EQ, NE, LT, LE, GT, GE, AND, OR, NOT -> Optional.empty();
        };
    }

    private Optional<Direction> ofPositive(Expr argument, Direction direction) {
        return Optional.of(direction).filter(_ -> signs.apply(argument) == Sign.POSITIVE);
    }

    private Optional<Direction> ofPower(Expr base, Expr exponent) {
        return exponent instanceof Expr.Num(double value)
                ? ofPositive(base, value >= 0 ? Direction.RISING : Direction.FALLING)
                        .or(
                                () ->
                                        Optional.of(Direction.VALLEY)
                                                .filter(_ -> value > 0 && value % 2 == 0))
                : Optional.empty();
    }

    private static Optional<Direction> ofExponent(Expr base) {
        return base instanceof Expr.Num(double value) && value > 0
                ? Optional.of(value >= 1 ? Direction.RISING : Direction.FALLING)
                : Optional.empty();
    }

    private boolean has(Expr e, Kind kind) {
        return Shift.has(e, kind, kinds);
    }
}
