package org.heddle.model.equal;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// The numbers that diagrams mention: where a function treats some number apart, it is likely to be one of them, or to lie beside one, or half way between whole numbers.
///
/// ```
///   where(a == 0.3, 0, a)       differs from a at 0.3 only
///   where(2·a + 3 == 77, 0, a)  differs from a at 37 only, see Thresholds
///   where(|x| > 40, 1, a)       differs from a where x has more than 40 elements
///   round(a)                    differs from floor(a + 0.5) at 0.5, 2.5, …
/// ```
final class Mentioned {
    /// Smaller ones are tried anyway.
    private static final double LEAST_SIZE = 7;

    private static final double LARGEST_SIZE = 4096;
    private static final int MOST_SIZES = 8;
    private static final double LARGEST_EXPONENT = 64;
    private static final double BESIDE = 0x1p-30;

    private static final Set<Fun> PERIODIC =
            EnumSet.of(Fun.SIN, Fun.COS, Fun.MOD, Fun.FLOOR, Fun.ROUND);

    /// Magnitudes between these are met by other draws.
    private static final double NEAR_ONE_FROM = 0.25;

    private static final double NEAR_ONE_TO = 2;

    /// What an f32 holds.
    private static final double SMALLEST = 0x1p-126;

    private static final double LARGEST = 0x1p127;

    /// Beyond it, functions that repeat themselves or step lose too many digits.
    private static final double LARGEST_PERIODIC = 1e6;

    private static final int MOST_NUMBERS = 6;
    private static final int MOST_DERIVED = 10;

    private final Set<Double> numbers = new TreeSet<>();
    private boolean periodic;

    /// @param expanded without composite boxes
    Mentioned(Diagram... expanded) {
        for (Diagram diagram : expanded) {
            diagram.boxes().forEach(box -> visit(box.op()));
        }
    }

    private void visit(Op op) {
        switch (op) {
            case Op.Map(var fn) -> fn.results().forEach(this::whole);
            case Op.Constant(Expr value) -> whole(value);
            case Op.Reduce(Monoid monoid, var item) -> {
                visit(monoid);
                item.results().forEach(this::whole);
            }
            case Op.Scan(Monoid monoid, var item, _, _, _) -> {
                visit(monoid);
                item.results().forEach(this::whole);
            }
            case Op.Contract _, Op.Reindex _, Op.Call _, Op.Block _ -> {}
        }
    }

    private void visit(Monoid monoid) {
        if (monoid instanceof Monoid.User(_, List<Monoid.Component> state)) {
            state.forEach(component -> whole(component.merge()));
        }
    }

    private void whole(Expr e) {
        visit(e);
        numbers.addAll(Thresholds.of(e));
    }

    private void visit(Expr e) {
        switch (e) {
            case Expr.Num(double value) when Double.isFinite(value) -> numbers.add(value);
            case Expr.Num _, Expr.Arg _, Expr.Index _, Expr.Extent _ -> {}
            case Expr.Call(Fun fun, List<Expr> args) -> {
                periodic |= PERIODIC.contains(fun);
                args.forEach(this::visit);
            }
        }
    }

    /// A number that is mentioned, its opposite, or one beside it; or half an odd number. None of which an exponential overflows.
    double next(SplittableRandom random) {
        return next(random, numbers.stream().filter(n -> Math.abs(n) <= LARGEST_EXPONENT).toList());
    }

    /// The same as an integer, of any magnitude.
    double whole(SplittableRandom random) {
        return Math.rint(next(random, List.copyOf(numbers)));
    }

    private static double next(SplittableRandom random, List<Double> numbers) {
        if (numbers.isEmpty() || random.nextInt(3) == 0) {
            return random.nextInt(-4, 4) + 0.5;
        }
        double number = numbers.get(random.nextInt(numbers.size()));
        return switch (random.nextInt(8)) {
            case 0 -> -number;
            case 1 -> number * (1 + BESIDE);
            case 2 -> number * (1 - BESIDE);
            case 3 -> number + random.nextInt(-1, 2);
            default -> number;
        };
    }

    /// Sizes at and beyond whole numbers that are mentioned, the smallest first: an index is beyond one where the size is so by two.
    List<Long> sizes() {
        List<Long> sizes = new ArrayList<>();
        numbers.stream()
                .map(Math::abs)
                .filter(n -> n == Math.rint(n) && n >= LEAST_SIZE && n <= LARGEST_SIZE)
                .sorted()
                .limit(MOST_SIZES)
                .forEach(
                        n ->
                                LongStream.rangeClosed(0, 2)
                                        .forEach(more -> sizes.add(n.longValue() + more)));
        return sizes.stream().distinct().toList();
    }

    /// Whole inputs about the numbers that are mentioned, and about those whose squares, products, exponentials or inverses they are: all inputs at once, of one sign and of
    /// opposite ones; one alone, where there are several; each about another number.
    List<Around> around(int inputs) {
        List<Double> magnitudes = magnitudes();
        List<Around> draws = new ArrayList<>();
        for (double m : magnitudes) {
            for (Around.Mode mode : List.of(Around.Mode.ABOVE, Around.Mode.FAR)) {
                draws.add(all(inputs, m, m, mode));
                draws.add(all(inputs, -m, -m, mode));
                if (inputs > 1) {
                    draws.add(all(inputs, m, -m, mode));
                    draws.add(all(inputs, -m, m, mode));
                }
            }
            draws.add(all(inputs, m, m, Around.Mode.SPREAD));
            draws.add(all(inputs, m, m, Around.Mode.EXACT));
        }
        for (double m : derived(magnitudes)) {
            draws.add(all(inputs, m, m, Around.Mode.ABOVE));
            draws.add(all(inputs, -m, -m, Around.Mode.ABOVE));
            draws.add(all(inputs, m, m, Around.Mode.SPREAD));
        }
        for (int input = 0; input < inputs && inputs > 1; input++) {
            for (double m : magnitudes) {
                draws.add(alone(inputs, input, m, Around.Mode.ABOVE));
                draws.add(alone(inputs, input, -m, Around.Mode.ABOVE));
                draws.add(alone(inputs, input, m, Around.Mode.SPREAD));
            }
        }
        for (int turn = 1; turn < magnitudes.size() && inputs > 1; turn++) {
            List<Around.Place> places = new ArrayList<>();
            for (int input = 0; input < inputs; input++) {
                double m = magnitudes.get((input + turn) % magnitudes.size());
                places.add(new Around.Place(m, Around.Mode.FAR));
            }
            draws.add(new Around(places));
        }
        return draws;
    }

    private static Around all(int inputs, double even, double odd, Around.Mode mode) {
        List<Around.Place> places = new ArrayList<>();
        for (int input = 0; input < inputs; input++) {
            places.add(new Around.Place(input % 2 == 0 ? even : odd, mode));
        }
        return new Around(places);
    }

    private static Around alone(int inputs, int about, double number, Around.Mode mode) {
        List<Around.Place> places = new ArrayList<>();
        for (int input = 0; input < inputs; input++) {
            places.add(new Around.Place(number, input == about ? mode : Around.Mode.ELSEWHERE));
        }
        return new Around(places);
    }

    private List<Double> magnitudes() {
        return numbers.stream()
                .map(Math::abs)
                .filter(this::isApart)
                .distinct()
                .limit(MOST_NUMBERS)
                .toList();
    }

    private boolean isApart(double m) {
        return m >= SMALLEST
                && m <= (periodic ? LARGEST_PERIODIC : LARGEST)
                && (m < NEAR_ONE_FROM || m > NEAR_ONE_TO);
    }

    /// No smaller ones than squares are of: beside the number itself, f64 loses them.
    private List<Double> derived(List<Double> magnitudes) {
        Set<Double> derived = new LinkedHashSet<>();
        for (double m : magnitudes) {
            DoubleStream.of(Math.sqrt(m), Math.abs(Math.log(m)), m > 1 ? m * m : 1 / m)
                    .filter(this::isApart)
                    .forEach(derived::add);
        }
        return derived.stream().filter(m -> !magnitudes.contains(m)).limit(MOST_DERIVED).toList();
    }
}
