package org.heddle.model.equal;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;

/// The numbers that diagrams mention: where a function treats some number apart, it is likely to be one of them, or to lie beside one, or half way between whole numbers.
///
/// ```
///   where(a == 0.3, 0, a)       differs from a at 0.3 only
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

    private final Set<Double> numbers = new LinkedHashSet<>();

    /// @param expanded without composite boxes
    Mentioned(Diagram... expanded) {
        for (Diagram diagram : expanded) {
            diagram.boxes().forEach(box -> visit(box.op()));
        }
    }

    private void visit(Op op) {
        switch (op) {
            case Op.Map(var fn) -> fn.results().forEach(this::visit);
            case Op.Constant(Expr value) -> visit(value);
            case Op.Reduce(Monoid monoid, var item) -> {
                visit(monoid);
                item.results().forEach(this::visit);
            }
            case Op.Scan(Monoid monoid, var item, _, _, _) -> {
                visit(monoid);
                item.results().forEach(this::visit);
            }
            case Op.Contract _, Op.Reindex _, Op.Call _, Op.Block _ -> {}
        }
    }

    private void visit(Monoid monoid) {
        if (monoid instanceof Monoid.User(_, List<Monoid.Component> state)) {
            state.forEach(component -> visit(component.merge()));
        }
    }

    private void visit(Expr e) {
        switch (e) {
            case Expr.Num(double value) when Double.isFinite(value) -> numbers.add(value);
            case Expr.Num _, Expr.Arg _, Expr.Index _, Expr.Extent _ -> {}
            case Expr.Call(_, List<Expr> args) -> args.forEach(this::visit);
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

    /// Sizes at and beyond whole numbers that are mentioned, the smallest first.
    List<Long> sizes() {
        List<Long> sizes = new ArrayList<>();
        numbers.stream()
                .map(Math::abs)
                .filter(n -> n == Math.rint(n) && n >= LEAST_SIZE && n <= LARGEST_SIZE)
                .sorted()
                .limit(MOST_SIZES)
                .forEach(n -> sizes.addAll(List.of(n.longValue(), n.longValue() + 1)));
        return sizes.stream().distinct().toList();
    }
}
