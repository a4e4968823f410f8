package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Arg;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Expr.Extent;
import org.heddle.model.expr.Expr.Index;
import org.heddle.model.expr.Expr.Num;
import org.heddle.model.expr.Fun;

/// Brings an expression to its normal form by laws that hold for all real values of its arguments.
///
/// ```
///   a·(b + c) = a·b + a·c      exp(u)·exp(v) = exp(u + v)      1/exp(u) = exp(-u)      exp2(u) = exp(u·ln 2)
///   c^u = exp(u·ln c), c > 0   log(c·exp(u)) = ln c + u, c > 0   log(a·exp(u)) = log(a) + u   log(1/a) = -log(a)
///          exp(c·log(a)) = a^c, a > 0
///   where(c, a, b) = [c]·a + [not c]·b      where [c]·a is a if c holds and 0 otherwise, whatever a is, and c may have several cases (see Conditions)
///   exp(where(c, -inf, b)) = [not c]·exp(b)      exp(a + where(c, inf, b)) = [c]·exp(a + inf) + [not c]·exp(a + b)
///   sqrt(c·exp(u)·|x|·a) = sqrt(c)·exp(u/2)·sqrt(|x|)·sqrt(a), c > 0
///   (c·exp(u)·a)^p = c^p·exp(p·u)·a^p, c > 0      abs(c·exp(u)·a) = abs(c)·exp(u)·abs(a)
/// ```
///
/// Anything else becomes an atom whose arguments are in normal form. A product that would expand to more than {@value #MAX_TERMS} terms, or to more
/// than {@value #MAX_OPERATIONS} operations, is not expanded: its factors become atoms, so that a product is never much larger than its factors together.
public final class Normalizer {
    private static final int MAX_TERMS = 64;

    private static final int MAX_OPERATIONS = 1024;

    private final Map<Expr, Polynomial> known = new HashMap<>();
    private final Conditions conditions = new Conditions(this);

    /// The normal form.
    public static Polynomial normalize(Expr e) {
        return new Normalizer().of(e);
    }

    /// The normal form, of an expression that is met again found once.
    Polynomial of(Expr e) {
        return switch (e) {
            case Num(double value) -> number(value);
            case Arg _, Index _, Extent _ -> Polynomial.of(Term.atom(e, 1));
            case Call(Fun fun, List<Expr> args) -> {
                Polynomial found = known.get(e);
                if (found == null) {
                    found = call(fun, args);
                    known.put(e, found);
                }
                yield found;
            }
        };
    }

    /// The expression rewritten through its normal form.
    public static Expr simplify(Expr e) {
        return normalize(e).expr();
    }

    private static Polynomial number(double value) {
        if (value == 0) {
            return Polynomial.ZERO;
        }
        if (Double.isFinite(value)) {
            return Polynomial.of(Term.constant(value));
        }
        Polynomial infinite = Polynomial.of(Term.atom(Expr.num(Math.abs(value)), 1));
        return value < 0 ? infinite.scaled(-1) : infinite;
    }

    private Polynomial call(Fun fun, List<Expr> args) {
        return switch (fun) {
            case ADD -> of(args.get(0)).plus(of(args.get(1)));
            case SUB -> of(args.get(0)).plus(of(args.get(1)).scaled(-1));
            case NEG -> of(args.get(0)).scaled(-1);
            case MUL -> product(of(args.get(0)), of(args.get(1)));
            case DIV -> product(of(args.get(0)), inverse(args.get(1)));
            case SQRT -> root(of(args.get(0)), 0.5);
            case RSQRT -> root(of(args.get(0)), -0.5);
            case POW -> pow(args.get(0), args.get(1));
            case EXP -> exponential(of(args.get(0)));
            case EXP2 -> exponential(of(args.get(0)).scaled(Math.log(2)));
            case LOG -> log(of(args.get(0)));
            case ABS -> magnitude(of(args.getFirst()));
            case WHERE -> where(args.get(0), args.get(1), args.get(2));
            case MIN,
                    MAX,
                    MOD,
                    SIN,
                    COS,
                    TANH,
                    SIGMOID,
                    ERF,
                    FLOOR,
                    ROUND,
                    EQ,
                    NE,
                    LT,
                    LE,
                    GT,
                    GE,
                    AND,
                    OR,
                    NOT ->
                    atom(fun, args);
        };
    }

    private Polynomial atom(Fun fun, List<Expr> args) {
        return Polynomial.of(
                Term.atom(new Call(fun, args.stream().map(arg -> of(arg).expr()).toList()), 1));
    }

    private static Polynomial product(Polynomial a, Polynomial b) {
        long terms = (long) a.terms().size() * b.terms().size();
        long operations =
                (long) a.operations() * b.terms().size() + (long) b.operations() * a.terms().size();
        if (terms <= 1 || (terms <= MAX_TERMS && operations <= MAX_OPERATIONS)) {
            return a.times(b);
        }
        return asAtom(a, 1).times(asAtom(b, 1));
    }

    private static Polynomial asAtom(Polynomial p, double power) {
        return p.terms().size() == 1 && power == 1 ? p : Polynomial.of(Term.atom(p.expr(), power));
    }

    /// Of a product factor by factor, so that no sum in it is multiplied out.
    private Polynomial inverse(Expr e) {
        return e instanceof Call(Fun fun, List<Expr> args) && fun == Fun.MUL
                ? product(inverse(args.get(0)), inverse(args.get(1)))
                : power(of(e), -1);
    }

    private static Polynomial power(Polynomial base, double exponent) {
        if (exponent == 1) {
            return base;
        }
        if (base.isZero() && exponent < 0) {
            return number(Double.POSITIVE_INFINITY);
        }
        if (base.terms().size() == 1) {
            Term term = base.terms().getFirst();
            if (exponent > 0 && !term.guards().isEmpty()) {
                return guarded(term, power(Polynomial.of(term.withoutGuards()), exponent));
            }
            double folded = Math.pow(term.coefficient(), exponent);
            if (term.isConstant() && Double.isFinite(folded)) {
                return number(folded);
            }
            if (exponent == -1 && term.guards().isEmpty()) {
                return Polynomial.of(term.inverse());
            }
            if (exponent == 2 || exponent == 3) {
                return base.times(power(base, exponent - 1));
            }
            if (!term.exponent().isZero() && term.guards().isEmpty() && term.coefficient() > 0) {
                Polynomial rest =
                        Polynomial.of(
                                term.scaled(1 / term.coefficient()).withExponent(Polynomial.ZERO));
                return Polynomial.of(
                                Term.exponential(term.exponent().scaled(exponent)).scaled(folded))
                        .times(power(rest, exponent));
            }
        }
        if (exponent == Math.rint(exponent)
                && exponent > 1
                && Math.pow(base.terms().size(), exponent) <= MAX_TERMS) {
            return base.times(power(base, exponent - 1));
        }
        return Polynomial.of(
                exponent == Math.rint(exponent)
                        ? Term.atom(base.expr(), exponent)
                        : Term.atom(Expr.call(Fun.POW, base.expr(), Expr.num(exponent)), 1));
    }

    /// Splits off what is certainly positive: a positive coefficient, the exponential, axis sizes.
    private static Polynomial root(Polynomial radicand, double exponent) {
        if (radicand.terms().size() != 1) {
            return Polynomial.of(rootAtom(radicand.expr(), exponent));
        }
        Term term = radicand.terms().getFirst();
        if (exponent > 0 && !term.guards().isEmpty()) {
            return guarded(term, root(Polynomial.of(term.withoutGuards()), exponent));
        }
        if (term.coefficient() <= 0 || !term.guards().isEmpty()) {
            return Polynomial.of(rootAtom(radicand.expr(), exponent));
        }
        Polynomial root = Polynomial.of(Term.constant(Math.pow(term.coefficient(), exponent)));
        Term rest = Term.constant(1);
        for (Term.Factor factor : term.powers().values()) {
            if (factor.atom() instanceof Extent) {
                root =
                        root.times(
                                Polynomial.of(Term.atom(factor.atom(), factor.power() * exponent)));
            } else {
                rest = rest.times(Term.atom(factor.atom(), factor.power()));
            }
        }
        if (!term.exponent().isZero()) {
            root = root.times(Polynomial.of(Term.exponential(term.exponent().scaled(exponent))));
        }
        return rest.isConstant()
                ? root
                : root.times(Polynomial.of(rootAtom(rest.expr(), exponent)));
    }

    /// A root or power of what is 0 by a condition is 0 by it.
    private static Polynomial guarded(Term term, Polynomial otherwise) {
        Polynomial product = otherwise;
        for (Expr guard : term.guards().values()) {
            product = Polynomial.of(Term.guard(guard)).times(product);
        }
        return product;
    }

    /// A root stays one: `sqrt(x)·sqrt(x)` is `x` for no negative `x`.
    private static Term rootAtom(Expr radicand, double exponent) {
        return Term.atom(Expr.call(Fun.SQRT, radicand), 2 * exponent);
    }

    /// Splits off the exponential, which is never negative.
    private static Polynomial magnitude(Polynomial p) {
        boolean splits =
                p.terms().size() == 1
                        && !p.terms().getFirst().exponent().isZero()
                        && p.terms().getFirst().guards().isEmpty();
        if (!splits) {
            return Polynomial.of(Term.atom(Expr.call(Fun.ABS, p.expr()), 1));
        }
        Term term = p.terms().getFirst();
        Term rest = term.scaled(1 / term.coefficient()).withExponent(Polynomial.ZERO);
        Polynomial exponential =
                Polynomial.of(
                        Term.exponential(term.exponent()).scaled(Math.abs(term.coefficient())));
        return rest.isConstant()
                ? exponential
                : exponential.times(Polynomial.of(Term.atom(Expr.call(Fun.ABS, rest.expr()), 1)));
    }

    private Polynomial pow(Expr base, Expr exponent) {
        Polynomial power = of(exponent);
        if (power.isZero()) {
            return Polynomial.of(Term.constant(1));
        }
        if (power.terms().size() == 1 && power.terms().getFirst().isConstant()) {
            double value = power.terms().getFirst().coefficient();
            return value == 0.5 || value == -0.5 ? root(of(base), value) : power(of(base), value);
        }
        if (base instanceof Num(double value) && value > 0) {
            return exponential(power.scaled(Math.log(value)));
        }
        return atom(Fun.POW, List.of(base, exponent));
    }

    /// By cases, where in one of them the exponent is infinite.
    private Polynomial exponential(Polynomial exponent) {
        Optional<InfiniteCase> infinite = InfiniteCase.of(exponent);
        if (infinite.isEmpty()) {
            return ofSum(exponent);
        }
        Polynomial otherwise = exponential(infinite.get().otherwise());
        Polynomial rest =
                Polynomial.of(Term.guard(Conditions.negation(infinite.get().condition())));
        Polynomial remaining = product(rest, otherwise);
        return infinite.get()
                .then()
                .map(
                        then ->
                                product(
                                                Polynomial.of(
                                                        Term.guard(infinite.get().condition())),
                                                exponential(then))
                                        .plus(remaining))
                .orElse(remaining);
    }

    /// Logarithms of what is certainly positive become powers; of anything else they stay: `exp(2·log(x))` is `x²` for no negative `x`.
    private Polynomial ofSum(Polynomial exponent) {
        List<Term> rest = new ArrayList<>();
        Polynomial powers = Polynomial.of(Term.constant(1));
        for (Term term : exponent.terms()) {
            Optional<Polynomial> base = baseOfLog(term);
            if (base.isPresent()) {
                powers = product(powers, power(base.get(), term.coefficient()));
            } else {
                rest.add(term);
            }
        }
        return product(powers, Polynomial.of(Term.exponential(Polynomial.of(rest))));
    }

    /// What a multiple of a logarithm is of, where that is certainly positive.
    private Optional<Polynomial> baseOfLog(Term term) {
        return term.onlyAtom() instanceof Call(Fun fun, List<Expr> args) && fun == Fun.LOG
                ? Optional.of(of(args.getFirst()))
                        .filter(
                                base ->
                                        base.terms().size() == 1
                                                && base.terms().getFirst().isNeverNegative())
                : Optional.empty();
    }

    private static Polynomial log(Polynomial argument) {
        if (argument.terms().size() == 1) {
            Term term = argument.terms().getFirst();
            if (term.powers().isEmpty() && term.guards().isEmpty() && term.coefficient() > 0) {
                return number(Math.log(term.coefficient())).plus(term.exponent());
            }
            if (term.guards().isEmpty() && !term.exponent().isZero()) {
                return log(Polynomial.of(term.withExponent(Polynomial.ZERO))).plus(term.exponent());
            }
            if (term.guards().isEmpty()
                    && Term.constant(1)
                            .equals(term.times(Term.atom(term.inverse().onlyAtom(), 1)))) {
                return Polynomial.of(Term.atom(Expr.call(Fun.LOG, term.inverse().onlyAtom()), 1))
                        .scaled(-1);
            }
        }
        return Polynomial.of(Term.atom(Expr.call(Fun.LOG, argument.expr()), 1));
    }

    private Polynomial where(Expr condition, Expr yes, Expr no) {
        return under(conditions.holds(condition), yes).plus(under(conditions.fails(condition), no));
    }

    private Polynomial under(List<List<Expr>> cases, Expr e) {
        Polynomial sum = Polynomial.ZERO;
        for (List<Expr> all : cases) {
            Polynomial guarded = of(conditions.given(all, e));
            for (Expr condition : all) {
                guarded = Polynomial.of(Term.guard(condition)).times(guarded);
            }
            sum = sum.plus(guarded);
        }
        return sum;
    }
}
