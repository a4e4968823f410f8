package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// Quotients, logarithms and roots of sums of exponentials, relative to the largest exponent of the sum.
///
/// ```
///   exp(u) / (1 + exp(v))   =  exp(u - M) / (exp(-M) + exp(v - M)),      M = max(0, v)
///   log(exp(u) + exp(v))    =  M + log(exp(u - M) + exp(v - M)),         M = max(u, v)
///   sqrt(1 + exp(v))        =  exp(M/2) · sqrt(exp(-M) + exp(v - M)),    M = max(0, v)      and any power between -1 and 1
///   exp(u) / max(exp(v), 1) =  exp(u - M) / max(exp(v - M), exp(-M)),    M = max(0, v)      likewise
/// ```
///
/// As written the first is inf/inf where `u` and `v` are large, and the second inf; relative to `M` the sum lies between its smallest weight and the sum of its weights.
/// Where `M` is made of items or of running values alone, 0 stands for an infinite one. A quotient without exponentials above its line stays as it is: `1 / (1 + exp(v))` goes to 0 where `exp(v)` overflows, as it should.
public final class Quotients {
    private Quotients() {}

    /// The expression with every such quotient, logarithm and root relative to its largest exponent.
    ///
    /// @param neverLarge whether an exponent is known to be at most 0: a quotient with none but such exponentials above its line stays as it is, too
    /// @param staysFinite whether 0 is to stand for a largest exponent that is infinite, so that an exponent less it is not `inf - inf`
    public static Expr scaled(Expr e, Predicate<Expr> neverLarge, Predicate<Expr> staysFinite) {
        return e.rewrite(part -> scaledHere(part, neverLarge, staysFinite));
    }

    private static Expr scaledHere(
            Expr e, Predicate<Expr> neverLarge, Predicate<Expr> staysFinite) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return e;
        }
        double root = Roots.power(e);
        Expr scaled = root == 0 ? args.getLast() : args.getFirst();
        List<Term> terms = summands(scaled).toList();
        boolean quotient =
                fun == Fun.DIV
                        && Normalizer.normalize(args.getFirst()).terms().stream()
                                .map(Term::exponent)
                                .anyMatch(
                                        exponent ->
                                                !exponent.isZero()
                                                        && !neverLarge.test(exponent.expr()));
        if (!(quotient || fun == Fun.LOG || root != 0) || !isScalable(terms)) {
            return e;
        }
        Expr found = largest(terms);
        Expr largest = staysFinite.test(found) ? Finite.finite(found) : found;
        Polynomial by = Polynomial.of(Term.exponential(Normalizer.normalize(largest).scaled(-1)));
        Expr below = times(scaled, by);
        if (root != 0) {
            Expr exponential = Term.exponential(Normalizer.normalize(largest).scaled(root)).expr();
            List<Expr> others = args.subList(1, args.size());
            List<Expr> inner = Stream.concat(Stream.of(below), others.stream()).toList();
            return Expr.call(Fun.MUL, exponential, new Call(fun, inner));
        }
        return quotient
                ? Expr.call(Fun.DIV, Normalizer.normalize(args.getFirst()).times(by).expr(), below)
                : Expr.call(Fun.ADD, largest, Expr.call(Fun.LOG, below));
    }

    /// The products of a sum, or of the sums that an extremum is of.
    private static Stream<Term> summands(Expr e) {
        return isExtremum(e)
                ? ((Call) e).args().stream().flatMap(Quotients::summands)
                : Normalizer.normalize(e).terms().stream();
    }

    /// An exponential, which is never negative, comes into an extremum.
    private static Expr times(Expr e, Polynomial exponential) {
        return e instanceof Call(Fun fun, List<Expr> args) && isExtremum(e)
                ? new Call(fun, args.stream().map(arg -> times(arg, exponential)).toList())
                : Normalizer.normalize(e).times(exponential).expr();
    }

    private static boolean isExtremum(Expr e) {
        return e instanceof Call(Fun fun, _) && (fun == Fun.MAX || fun == Fun.MIN);
    }

    /// The expression with the largest exponential of every sum that is divided by as a factor of its own, `exp(-M) · (1 / (exp(-M) + exp(v - M)))` for `1 / (1 + exp(v))`; a sigmoid is such a quotient.
    ///
    /// @param isItem whether a leaf varies from item to item; sums of others stay
    static Expr apart(Expr e, Predicate<Expr> isItem) {
        return e.rewrite(part -> apartHere(part, isItem));
    }

    private static Expr apartHere(Expr e, Predicate<Expr> isItem) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return e;
        }
        if (fun == Fun.SIGMOID) {
            Expr exponential = Expr.call(Fun.EXP, Expr.call(Fun.NEG, args.getFirst()));
            Expr sum = Expr.call(Fun.ADD, Expr.num(1), exponential);
            return apartHere(Expr.call(Fun.DIV, Expr.num(1), sum), isItem);
        }
        double power =
                switch (fun) {
                    case DIV -> -1;
                    case RSQRT -> -0.5;
                    case POW -> args.get(1) instanceof Expr.Num(double value) ? value : 0;
                    default -> 0;
                };
        int position = fun == Fun.DIV ? 1 : 0;
        if (power >= 0 || !Exponentials.has(args.get(position), isItem)) {
            return e;
        }
        return apart(e, args, position, power, isItem);
    }

    /// @param position of the argument that is a sum
    private static Expr apart(
            Expr e, List<Expr> args, int position, double power, Predicate<Expr> isItem) {
        Expr base = Finite.unlimited(args.get(position));
        Optional<Expr> condition = condition(base);
        if (condition.isPresent()) {
            return Expr.call(
                    Fun.WHERE,
                    condition.get(),
                    apartHere(decided(e, condition.get(), 1), isItem),
                    apartHere(decided(e, condition.get(), 2), isItem));
        }
        List<Term> terms = Normalizer.normalize(base).terms();
        if (terms.stream().anyMatch(term -> term.isPositive() && isInfinite(term, 1))) {
            return Expr.num(0);
        }
        Polynomial sum =
                Polynomial.of(terms.stream().filter(term -> !isInfinite(term, -1)).toList());
        if (!isScalable(sum.terms())) {
            return sum.terms().size() == terms.size() ? e : with(e, position, sum.expr());
        }
        Expr largest = largest(sum.terms());
        Polynomial by =
                Polynomial.of(
                        Term.exponential(Normalizer.normalize(Finite.finite(largest)).scaled(-1)));
        return Expr.call(
                Fun.MUL,
                with(e, position, sum.times(by).expr()),
                Term.exponential(Normalizer.normalize(largest).scaled(power)).expr());
    }

    private static Expr with(Expr e, int position, Expr argument) {
        List<Expr> args = new ArrayList<>(((Call) e).args());
        args.set(position, argument);
        return new Call(((Call) e).fun(), args);
    }

    /// Whether the exponent of a term is the infinity of a sign.
    private static boolean isInfinite(Term term, int sign) {
        return term.exponent().terms().stream()
                .anyMatch(summand -> summand.isInfinite() && summand.coefficient() * sign > 0);
    }

    /// What the first choice in an expression is by.
    private static Optional<Expr> condition(Expr e) {
        List<Expr> found = new ArrayList<>();
        e.rewrite(
                part -> {
                    if (part instanceof Call(Fun fun, List<Expr> args) && fun == Fun.WHERE) {
                        found.add(args.getFirst());
                    }
                    return part;
                });
        return found.stream().findFirst();
    }

    /// @param branch 1 where the condition holds, else 2
    private static Expr decided(Expr e, Expr condition, int branch) {
        return e.rewrite(
                part ->
                        part instanceof Call(Fun fun, List<Expr> args)
                                        && fun == Fun.WHERE
                                        && args.getFirst().equals(condition)
                                ? args.get(branch)
                                : part);
    }

    private static boolean isScalable(List<Term> sum) {
        return sum.size() > 1
                && sum.stream().anyMatch(term -> !term.exponent().isZero())
                && !sum.stream().allMatch(term -> isBounded(term.exponent()));
    }

    /// Whether an exponent is 0, or one of several less their maximum.
    private static boolean isBounded(Polynomial exponent) {
        Expr e = Finite.unlimited(exponent.expr());
        for (Term term : Normalizer.normalize(e).terms()) {
            if (term.coefficient() < 0
                    && term.onlyAtom() instanceof Call(Fun fun, List<Expr> args)
                    && fun == Fun.MAX) {
                Expr atom = new Call(fun, args);
                return Exponentials.bounds(atom, Fun.MAX, Set.of()).stream()
                        .anyMatch(
                                bound ->
                                        Normalizer.normalize(
                                                        e.rewrite(x -> x.equals(atom) ? bound : x))
                                                .isZero());
            }
        }
        return exponent.isZero();
    }

    /// The largest exponent of a sum, of the terms whose conditions hold.
    private static Expr largest(List<Term> sum) {
        Set<Expr> exponents = new LinkedHashSet<>();
        for (Term term : sum) {
            exponents.add(exponent(term));
        }
        return exponents.stream().reduce((a, b) -> Expr.call(Fun.MAX, a, b)).orElseThrow();
    }

    private static Expr exponent(Term term) {
        Expr exponent = term.exponent().expr();
        for (Expr guard : term.guards().values()) {
            exponent = Expr.call(Fun.WHERE, guard, exponent, Expr.num(Double.NEGATIVE_INFINITY));
        }
        return exponent;
    }
}
