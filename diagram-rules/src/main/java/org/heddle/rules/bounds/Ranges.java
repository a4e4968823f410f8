package org.heddle.rules.bounds;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// The range of an expression of indices and known elements over a block, as expressions of the block's borders: interval arithmetic.
///
/// Every term's range is exact for a rectangular block; that of a sum of several terms over one axis may be wider than what occurs.
final class Ranges {
    /// @param least no value is below
    /// @param most no value is above
    record Range(Expr least, Expr most) {
        static Range only(Expr value) {
            return new Range(value, value);
        }

        private Range map(Function<Expr, Expr> rising) {
            return new Range(rising.apply(least), rising.apply(most));
        }

        private Range plus(Range other) {
            return new Range(Sums.plus(least, other.least), Sums.plus(most, other.most));
        }

        private Range times(double factor) {
            Expr atLeast = Sums.times(factor, factor < 0 ? most : least);
            Expr atMost = Sums.times(factor, factor < 0 ? least : most);
            return new Range(atLeast, atMost);
        }
    }

    private final Function<String, Range> indices;
    private final Predicate<String> isKnown;

    /// @param indices the indices along a loop axis in one block
    /// @param isKnown whether the elements that a read meets in a block are known before the kernel starts
    Ranges(Function<String, Range> indices, Predicate<String> isKnown) {
        this.indices = indices;
        this.isKnown = isKnown;
    }

    /// Empty where the expression has no known range.
    Optional<Range> of(Expr e) {
        return of(Terms.of(e));
    }

    Optional<Range> of(Terms terms) {
        return sum(terms.factors()).map(sum -> sum.plus(Range.only(terms.rest())));
    }

    private Optional<Range> sum(Map<Expr, Double> factors) {
        Optional<Range> sum = Optional.of(Range.only(Expr.num(0)));
        for (Map.Entry<Expr, Double> term : factors.entrySet()) {
            Optional<Range> range = term(term.getKey()).map(r -> r.times(term.getValue()));
            sum = sum.flatMap(s -> range.map(s::plus));
        }
        return sum;
    }

    private Optional<Range> term(Expr term) {
        return switch (term) {
            case Expr.Index(String axis) -> Optional.of(indices.apply(axis));
            case Expr.Arg(String read) ->
                    isKnown.test(read)
                            ? Optional.of(new Range(Border.least(read), Border.most(read)))
                            : Optional.empty();
            case Call(Fun fun, List<Expr> args) -> call(fun, args);
            case Expr.Num _, Expr.Extent _ -> Optional.empty();
        };
    }

    private Optional<Range> call(Fun fun, List<Expr> args) {
        return switch (fun) {
            case FLOOR -> of(args.getFirst()).map(r -> r.map(e -> Expr.call(Fun.FLOOR, e)));
            case DIV ->
                    args.get(1) instanceof Expr.Num(double n) && n > 0
                            ? of(args.getFirst())
                                    .map(r -> r.map(e -> Expr.call(Fun.DIV, e, args.get(1))))
                            : Optional.empty();
            case MIN, MAX ->
                    of(args.get(0))
                            .flatMap(
                                    a ->
                                            of(args.get(1))
                                                    .map(
                                                            b ->
                                                                    new Range(
                                                                            Expr.call(
                                                                                    fun, a.least(),
                                                                                    b.least()),
                                                                            Expr.call(
                                                                                    fun, a.most(),
                                                                                    b.most()))));
            case ABS -> of(args.getFirst()).map(Ranges::magnitude);
            default -> Optional.empty();
        };
    }

    private static Range magnitude(Range r) {
        Expr negative = Sums.negative(r.least());
        Expr below = Expr.call(Fun.MAX, r.least(), Sums.negative(r.most()));
        return new Range(
                Expr.call(Fun.MAX, Expr.num(0), below), Expr.call(Fun.MAX, negative, r.most()));
    }
}
