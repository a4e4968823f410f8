package org.heddle.model.check;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.AxisClasses;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.model.size.Size;

/// What the file says of sizes, as polynomials, and what follows of their signs when every size is at least 1.
///
/// ```
/// y = n - k + 1            y - 1 + k - 1 becomes n - 1: below n whatever n and k are
/// y = floor((n - k)/2) + 1   2·(y - 1) + k - 1 is at most n - 1, as 2·floor(p/2) is at most p
/// ```
///
/// Sound, not complete: what it does not prove is decided when sizes are bound.
final class SizeAlgebra {
    private static final int MAX_TERMS = 8;
    private static final int MAX_DEGREE = 8;
    private static final int MAX_FLOORS = 8;

    private final Diagram diagram;
    private final AxisClasses classes;
    private final Map<String, Size> known = new HashMap<>();
    private final Map<String, Floor> floors = new HashMap<>();

    /// A quotient rounded down, or one without remainder.
    private record Floor(Size dividend, long divisor, boolean exact) {}

    SizeAlgebra(Diagram diagram) {
        this.diagram = diagram;
        this.classes = AxisClasses.of(diagram);
    }

    /// The size of an axis: of those of one size, a number before an expression before the first one's name.
    Size of(String axis) {
        List<String> same = classes.of(axis);
        String first = same.getFirst();
        Size before = known.get(first);
        if (before != null) {
            return before;
        }
        known.put(first, Size.symbol(first));
        Size found = numbered(same).or(() -> derived(same)).orElse(Size.symbol(first));
        known.put(first, found);
        return found;
    }

    /// A size over axis names, in those terms.
    ///
    /// @throws ArithmeticException where it is too large to be written out
    Size of(Size size) {
        if (size.degree() > MAX_DEGREE / 2 || size.terms().size() > MAX_TERMS) {
            throw new ArithmeticException(size + " is too large");
        }
        return size.substitute(this::of);
    }

    private Optional<Size> numbered(List<String> axes) {
        return axes.stream()
                .flatMap(
                        axis ->
                                diagram.axis(axis).extent() instanceof Axis.Fixed(long size)
                                        ? Optional.of(Size.of(size)).stream()
                                        : Optional.<Size>empty().stream())
                .findFirst();
    }

    private Optional<Size> derived(List<String> axes) {
        return axes.stream()
                .flatMap(
                        axis ->
                                diagram.axis(axis).extent() instanceof Axis.Derived(Expr size)
                                                && !SizeDependencies.repeats(size, axes)
                                        ? polynomial(size).stream()
                                        : Optional.<Size>empty().stream())
                .findFirst();
    }

    private Optional<Size> polynomial(Expr e) {
        return switch (e) {
            case Expr.Num(double value) ->
                    value == Math.rint(value) && Math.abs(value) < 1e15
                            ? Optional.of(Size.of((long) value))
                            : Optional.empty();
            case Expr.Arg(String axis) ->
                    diagram.axes().containsKey(axis) ? Optional.of(of(axis)) : Optional.empty();
            case Expr.Index _, Expr.Extent _ -> Optional.empty();
            case Expr.Call(Fun fun, List<Expr> args) -> call(fun, args);
        };
    }

    private Optional<Size> call(Fun fun, List<Expr> args) {
        return switch (fun) {
            case NEG -> polynomial(args.getFirst()).map(a -> a.times(-1));
            case ADD -> both(args).flatMap(p -> small(p.getFirst().plus(p.getLast())));
            case SUB -> both(args).flatMap(p -> small(p.getFirst().minus(p.getLast())));
            case MUL -> both(args).flatMap(p -> small(p.getFirst().times(p.getLast())));
            case DIV -> quotient(args, true);
            case FLOOR ->
                    args.getFirst() instanceof Expr.Call(Fun inner, List<Expr> parts)
                                    && inner == Fun.DIV
                            ? quotient(parts, false)
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private Optional<List<Size>> both(List<Expr> args) {
        Optional<Size> left = polynomial(args.getFirst());
        Optional<Size> right = polynomial(args.getLast());
        return left.flatMap(l -> right.map(r -> List.of(l, r)));
    }

    private static Optional<Size> small(Size size) {
        return size.degree() <= 2 && size.terms().size() <= MAX_TERMS
                ? Optional.of(size)
                : Optional.empty();
    }

    private Optional<Size> quotient(List<Expr> args, boolean exact) {
        Optional<List<Size>> both =
                both(args).filter(p -> p.getLast().isConstant() && p.getLast().constant() > 0);
        if (both.isEmpty() || floors.size() == MAX_FLOORS) {
            return Optional.empty();
        }
        Size dividend = both.get().getFirst();
        long divisor = both.get().getLast().constant();
        String quotient = "(" + dividend + ")/" + divisor;
        String name = exact ? quotient : "⌊" + quotient + "⌋";
        floors.put(name, new Floor(dividend, divisor, exact));
        return Optional.of(Size.symbol(name));
    }

    /// Whether a size in these terms is provably 0 or more.
    boolean isNonNegative(Size size) {
        Optional<Size> bound = Optional.of(size);
        for (int i = 0; i <= MAX_FLOORS && bound.isPresent(); i++) {
            Size current = bound.get();
            Optional<String> quotient =
                    current.symbols().stream().filter(floors::containsKey).findFirst();
            if (quotient.isEmpty()) {
                return hasPositiveTerms(current);
            }
            bound = withoutQuotient(current, quotient.get());
        }
        return false;
    }

    /// A lower bound that lacks the quotient.
    private Optional<Size> withoutQuotient(Size size, String name) {
        Floor floor = floors.getOrDefault(name, new Floor(Size.ZERO, 1, true));
        Size rest = replace(size, name, Size.ZERO);
        Size factor = replace(size, name, Size.ONE).minus(rest);
        boolean linear =
                factor.isConstant() && rest.plus(factor.times(Size.symbol(name))).equals(size);
        if (!linear || factor.constant() % floor.divisor() != 0) {
            return Optional.empty();
        }
        long times = factor.constant() / floor.divisor();
        long lost = times > 0 && !floor.exact() ? floor.divisor() - 1 : 0;
        return Optional.of(rest.plus(floor.dividend().minus(Size.of(lost)).times(times)));
    }

    private static Size replace(Size size, String name, Size by) {
        return size.substitute(s -> s.equals(name) ? by : Size.symbol(s));
    }

    /// With s = 1 + t for every size s, no summand is subtracted.
    private static boolean hasPositiveTerms(Size size) {
        return size.degree() <= MAX_DEGREE
                && size.substitute(s -> Size.symbol(s).plus(Size.ONE)).terms().stream()
                        .allMatch(term -> term.leading() >= 0);
    }
}
