package org.heddle.rules.algebra;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Expr.Num;
import org.heddle.model.expr.Fun;

/// The logarithm of an expression with exponentials among its factors, as a sum with their exponents.
///
/// ```
///   log(exp(u)·a / exp(v))  =  u - v + log(a)
///   log(where(c, exp(u), a) / b)  =  where(c, u, log a) - log b        for a >= 0, b >= 0
///   log(exp(where(c, u, v)))      =  where(c, u, v)
///   log(a / (1 + exp(v)))         =  log(a) - log(1 + exp(v))          likewise
///   log(sigmoid(v))               =  -log(1 + exp(-v))
/// ```
///
/// In the author's words: what is an exponent stays as it was written, and exponents are added to one another before a logarithm is added to them.
public final class Logarithms {
    private static final Expr MINUS_INFINITY = Expr.num(Double.NEGATIVE_INFINITY);

    private final Predicate<Expr> isPositive;
    private final Predicate<Expr> isScale;

    private Logarithms(Predicate<Expr> isPositive, Predicate<Expr> isScale) {
        this.isPositive = isPositive;
        this.isScale = isScale;
    }

    /// `log(e)` without the exponentials that are factors of `e`; empty where there is none, and beside a factor that may be negative, unless the exponential is a scale.
    ///
    /// @param isPositive whether an expression is known to be 0 or more
    /// @param isScale whether an exponent is that of a factor that others were divided by, and is `-inf` where its exponential is 0
    public static Optional<Expr> of(Expr e, Predicate<Expr> isPositive, Predicate<Expr> isScale) {
        return new Logarithms(isPositive, isScale).of(e);
    }

    private Optional<Expr> of(Expr e) {
        if (!Exponentials.areIn(e)) {
            return Optional.empty();
        }
        Optional<Expr> rest = Exponentials.unconditional(e);
        if (rest.isPresent()) {
            Map<Expr, Double> exponents = new LinkedHashMap<>();
            collect(e, 1, exponents);
            Expr sum = Expr.num(0);
            for (Map.Entry<Expr, Double> each : exponents.entrySet()) {
                sum = plus(sum, each.getValue(), each.getKey());
            }
            return sum(sum, rest.get());
        }
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return Optional.empty();
        }
        return switch (fun) {
            case EXP -> Optional.of(args.getFirst());
            case EXP2 -> Optional.of(times(Math.log(2), args.getFirst()));
            case SIGMOID -> Optional.of(ofSigmoid(args.getFirst()));
            case WHERE ->
                    both(args.get(1), args.get(2))
                            .map(both -> Expr.call(fun, args.get(0), both.get(0), both.get(1)));
            case MUL ->
                    args.stream().allMatch(isPositive)
                            ? both(args.get(0), args.get(1)).map(both -> new Call(Fun.ADD, both))
                            : Optional.empty();
            case DIV -> quotient(args.get(0), args.get(1));
            case SQRT -> of(args.getFirst()).map(log -> Expr.call(Fun.DIV, log, Expr.num(2)));
            case RSQRT -> of(args.getFirst()).map(log -> Expr.call(Fun.DIV, log, Expr.num(-2)));
            case POW ->
                    isPositive.test(args.getFirst())
                            ? of(args.getFirst())
                                    .map(log -> Expr.call(Fun.MUL, args.getLast(), log))
                            : Optional.empty();
            default -> Optional.empty();
        };
    }

    private static Expr ofSigmoid(Expr e) {
        Expr exponential = Expr.call(Fun.EXP, Expr.call(Fun.NEG, e));
        return Expr.call(Fun.NEG, log(Expr.call(Fun.ADD, Expr.num(1), exponential)));
    }

    /// Also of a quotient by a sum of exponentials: it is 0 where that overflows, and its logarithm is not.
    private Optional<Expr> quotient(Expr a, Expr b) {
        if (!isPositive.test(a) || !isPositive.test(b)) {
            return Optional.empty();
        }
        return both(a, b)
                .or(
                        () ->
                                Exponentials.areIn(b)
                                        ? Optional.of(List.of(log(a), log(b)))
                                        : Optional.empty())
                .map(
                        logs ->
                                logs.getFirst().equals(Expr.num(0))
                                        ? Expr.call(Fun.NEG, logs.getLast())
                                        : new Call(Fun.SUB, logs));
    }

    private Optional<List<Expr>> both(Expr a, Expr b) {
        return Apart.both(a, b, this::of, Logarithms::log);
    }

    private static Expr log(Expr e) {
        return e instanceof Num(double value) ? Expr.num(Math.log(value)) : Expr.call(Fun.LOG, e);
    }

    /// The exponents of a product, each as often as it counts.
    private static void collect(Expr e, double times, Map<Expr, Double> exponents) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return;
        }
        Expr first = args.getFirst();
        switch (fun) {
            case EXP -> add(first, times, exponents);
            case EXP2 -> add(first, times * Math.log(2), exponents);
            case MUL -> args.forEach(arg -> collect(arg, times, exponents));
            case DIV -> {
                collect(first, times, exponents);
                collect(args.getLast(), -times, exponents);
            }
            case SQRT -> collect(first, times / 2, exponents);
            case RSQRT -> collect(first, -times / 2, exponents);
            case ABS -> collect(first, times, exponents);
            case POW -> {
                if (first instanceof Num(double base) && base > 0) {
                    add(args.getLast(), times * Math.log(base), exponents);
                } else if (args.getLast() instanceof Num(double power)) {
                    collect(first, times * power, exponents);
                }
            }
            default -> {}
        }
    }

    /// Halves of one exponent are one.
    private static void add(Expr exponent, double times, Map<Expr, Double> exponents) {
        if (exponent instanceof Call(Fun fun, List<Expr> args)
                && fun == Fun.DIV
                && args.getLast() instanceof Num(double divisor)) {
            add(args.getFirst(), times / divisor, exponents);
        } else {
            exponents.merge(exponent, times, Double::sum);
        }
    }

    /// An exponent, and the logarithm of what is left of the product.
    private Optional<Expr> sum(Expr exponent, Expr rest) {
        if (!isPositive.test(rest)) {
            return isScale.test(exponent)
                    ? Optional.of(
                            plus(
                                    exponent,
                                    1,
                                    log(Expr.call(Fun.MAX, rest, leastWhereZero(exponent)))))
                    : Optional.empty();
        }
        boolean below =
                rest instanceof Call(Fun fun, List<Expr> args)
                        && fun == Fun.DIV
                        && args.getFirst().equals(Expr.num(1));
        return Optional.of(
                below
                        ? plus(exponent, -1, log(((Call) rest).arg(1)))
                        : plus(exponent, 1, log(rest)));
    }

    private static Expr plus(Expr sum, double times, Expr e) {
        if (times == 0 || e.equals(Expr.num(0))) {
            return sum;
        }
        boolean isFirst = sum.equals(Expr.num(0));
        if (times < 0 && !isFirst) {
            return Expr.call(Fun.SUB, sum, times(-times, e));
        }
        return isFirst ? times(times, e) : Expr.call(Fun.ADD, sum, times(times, e));
    }

    private static Expr times(double times, Expr e) {
        Expr product = Expr.call(Fun.MUL, Expr.num(times), e);
        return times == 1
                ? e
                : Normalizer.normalize(product).terms().size() == 1
                        ? Normalizer.simplify(product)
                        : product;
    }

    /// For the logarithm of what may be negative: the product is 0 where its exponential is, and the logarithm `-inf`.
    private static Expr leastWhereZero(Expr exponent) {
        return Expr.call(
                Fun.WHERE,
                Expr.call(Fun.NE, exponent, MINUS_INFINITY),
                MINUS_INFINITY,
                Expr.num(0));
    }

    /// An exponent of an extremum of items and running values. What is of the size of the items comes first, where it may cancel; logarithms, which are small beside it, are added to what that leaves.
    public static Expr added(Expr extremum, Expr running) {
        Map<Boolean, List<Term>> terms =
                Normalizer.normalize(running).terms().stream()
                        .collect(Collectors.partitioningBy(Term::isOfLogarithm));
        if (terms.get(true).isEmpty() || terms.get(false).isEmpty()) {
            return Expr.call(Fun.ADD, extremum, running);
        }
        return Stream.of(false, true)
                .map(ofLogarithms -> Polynomial.of(terms.get(ofLogarithms)).factored())
                .reduce(extremum, (sum, part) -> Expr.call(Fun.ADD, sum, part));
    }
}
