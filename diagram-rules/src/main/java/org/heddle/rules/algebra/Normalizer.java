package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.List;
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
///   c^u = exp(u·ln c), c > 0   log(c·exp(u)) = ln c + u, c > 0   log(a·exp(u)) = log(a) + u
///          exp(c·log(a)) = a^c, a > 0
///   where(c, a, b) = [c]·a + [not c]·b      where [c]·a is a if c holds and 0 otherwise, whatever a is
///   [[c]·exp(u + v)·a != 0] = [c]·[u != -inf]·[v != -inf]·[a != 0]      likewise for > and <
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

    private Normalizer() {}

    /// The normal form.
    public static Polynomial normalize(Expr e) {
        return switch (e) {
            case Num(double value) -> number(value);
            case Arg _, Index _, Extent _ -> Polynomial.of(Term.atom(e, 1));
            case Call(Fun fun, List<Expr> args) -> call(fun, args);
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

    private static Polynomial call(Fun fun, List<Expr> args) {
        return switch (fun) {
            case ADD -> normalize(args.get(0)).plus(normalize(args.get(1)));
            case SUB -> normalize(args.get(0)).plus(normalize(args.get(1)).scaled(-1));
            case NEG -> normalize(args.get(0)).scaled(-1);
            case MUL -> product(normalize(args.get(0)), normalize(args.get(1)));
            case DIV -> product(normalize(args.get(0)), power(normalize(args.get(1)), -1));
            case SQRT -> root(normalize(args.get(0)), 0.5);
            case RSQRT -> root(normalize(args.get(0)), -0.5);
            case POW -> pow(args.get(0), args.get(1));
            case EXP -> exponential(normalize(args.get(0)));
            case EXP2 -> exponential(normalize(args.get(0)).scaled(Math.log(2)));
            case LOG -> log(normalize(args.get(0)));
            case ABS -> magnitude(normalize(args.getFirst()));
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

    private static Polynomial atom(Fun fun, List<Expr> args) {
        return Polynomial.of(
                Term.atom(new Call(fun, args.stream().map(Normalizer::simplify).toList()), 1));
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

    private static Polynomial power(Polynomial base, double exponent) {
        if (exponent == 1) {
            return base;
        }
        if (base.terms().size() == 1) {
            Term term = base.terms().getFirst();
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

    private static Polynomial pow(Expr base, Expr exponent) {
        Polynomial power = normalize(exponent);
        if (power.isZero()) {
            return Polynomial.of(Term.constant(1));
        }
        if (power.terms().size() == 1 && power.terms().getFirst().isConstant()) {
            double value = power.terms().getFirst().coefficient();
            return value == 0.5 || value == -0.5
                    ? root(normalize(base), value)
                    : power(normalize(base), value);
        }
        if (base instanceof Num(double value) && value > 0) {
            return exponential(power.scaled(Math.log(value)));
        }
        return atom(Fun.POW, List.of(base, exponent));
    }

    /// By cases, where in one of them the exponent is infinite.
    private static Polynomial exponential(Polynomial exponent) {
        Optional<InfiniteCase> infinite = InfiniteCase.of(exponent);
        if (infinite.isEmpty()) {
            return ofSum(exponent);
        }
        Polynomial otherwise = exponential(infinite.get().otherwise());
        Polynomial rest = Polynomial.of(Term.guard(negation(infinite.get().condition())));
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
    private static Polynomial ofSum(Polynomial exponent) {
        List<Term> rest = new ArrayList<>();
        Polynomial powers = Polynomial.of(Term.constant(1));
        for (Term term : exponent.terms()) {
            if (term.onlyAtom() instanceof Call(Fun fun, List<Expr> args) && fun == Fun.LOG) {
                powers = product(powers, powerOfLog(args.getFirst(), term.coefficient()));
            } else {
                rest.add(term);
            }
        }
        return product(powers, Polynomial.of(Term.exponential(Polynomial.of(rest))));
    }

    private static Polynomial powerOfLog(Expr argument, double exponent) {
        Polynomial base = normalize(argument);
        if (base.terms().size() == 1 && base.terms().getFirst().isPositive()) {
            return power(base, exponent);
        }
        Expr log = Expr.call(Fun.LOG, argument);
        return Polynomial.of(
                Term.atom(
                        Expr.call(
                                Fun.EXP,
                                exponent == 1
                                        ? log
                                        : exponent == -1
                                                ? Expr.call(Fun.NEG, log)
                                                : Expr.call(Fun.MUL, Expr.num(exponent), log)),
                        1));
    }

    private static Polynomial log(Polynomial argument) {
        if (argument.terms().size() == 1) {
            Term term = argument.terms().getFirst();
            if (term.powers().isEmpty() && term.guards().isEmpty() && term.coefficient() > 0) {
                return number(Math.log(term.coefficient())).plus(term.exponent());
            }
            if (term.guards().isEmpty() && !term.exponent().isZero()) {
                Expr rest = term.withExponent(Polynomial.ZERO).expr();
                return Polynomial.of(Term.atom(Expr.call(Fun.LOG, rest), 1)).plus(term.exponent());
            }
        }
        return Polynomial.of(Term.atom(Expr.call(Fun.LOG, argument.expr()), 1));
    }

    private static Polynomial where(Expr condition, Expr yes, Expr no) {
        return under(conjunction(condition), yes).plus(under(conjunction(opposite(condition)), no));
    }

    private static Expr opposite(Expr condition) {
        return condition instanceof Call(Fun fun, List<Expr> args) && fun == Fun.NOT
                ? args.getFirst()
                : negation(condition);
    }

    private static Polynomial under(List<Expr> conditions, Expr e) {
        Polynomial guarded = normalize(given(conditions, e));
        for (Expr condition : conditions) {
            guarded = Polynomial.of(Term.guard(condition)).times(guarded);
        }
        return guarded;
    }

    /// A condition as several that must all hold. A product that is 0 by a condition of its own is neither above 0, below it nor other than 0; so is one whose exponential is 0, which no real exponent makes it.
    private static List<Expr> conjunction(Expr raw) {
        Expr condition = condition(raw);
        if (!(raw instanceof Call(Fun fun, List<Expr> sides))
                || !(fun == Fun.NE || fun == Fun.GT || fun == Fun.LT)
                || !sides.getLast().equals(Expr.num(0))) {
            return List.of(condition);
        }
        Polynomial product = normalize(sides.getFirst());
        if (product.terms().size() != 1) {
            return List.of(condition);
        }
        Term term = product.terms().getFirst();
        List<Expr> all = new ArrayList<>(term.guards().values());
        List<Term> exponent =
                term.exponent().terms().stream().filter(each -> !each.isConstant()).toList();
        for (Term summand : exponent) {
            double sign = Math.signum(summand.coefficient());
            all.add(
                    Expr.call(
                            Fun.NE,
                            summand.scaled(sign).expr(),
                            Expr.num(-sign * Double.POSITIVE_INFINITY)));
        }
        Term rest = term.withoutGuards().withExponent(Polynomial.ZERO);
        if (!rest.isPositive() || fun == Fun.LT) {
            all.add(Expr.call(fun, rest.expr(), Expr.num(0)));
        }
        return all;
    }

    /// An expression with every choice made that conditions decide.
    private static Expr given(List<Expr> conditions, Expr e) {
        return e.rewrite(
                part -> {
                    if (!(part instanceof Call(Fun fun, List<Expr> args)) || fun != Fun.WHERE) {
                        return part;
                    }
                    Expr asked = condition(args.getFirst());
                    return conditions.contains(asked)
                            ? args.get(1)
                            : conditions.contains(negation(asked)) ? args.get(2) : part;
                });
    }

    /// A condition with its sides in normal form, by which equal guards are recognised.
    static Expr condition(Expr e) {
        return e instanceof Call(Fun fun, List<Expr> args) && fun == Fun.NOT
                ? negation(condition(args.getFirst()))
                : e instanceof Call(Fun fun, List<Expr> args) ? new Call(fun, sides(fun, args)) : e;
    }

    /// The sides of a comparison. Compared with 0, a product has the sign that it has without its exponential.
    private static List<Expr> sides(Fun fun, List<Expr> args) {
        List<Polynomial> sides = args.stream().map(Normalizer::normalize).toList();
        boolean withZero =
                switch (fun) {
                    case EQ, NE, LT, LE, GT, GE -> sides.stream().anyMatch(Polynomial::isZero);
                    default -> false;
                };
        return sides.stream()
                .map(
                        side ->
                                withZero && side.terms().size() == 1
                                        ? side.terms()
                                                .getFirst()
                                                .withExponent(Polynomial.ZERO)
                                                .expr()
                                        : side.expr())
                .toList();
    }

    /// The complement, exact for NaN too: only `==` and `!=` are complements of each other.
    static Expr negation(Expr condition) {
        return switch (condition) {
            case Call(Fun fun, List<Expr> args) when fun == Fun.NOT -> args.getFirst();
            case Call(Fun fun, List<Expr> args) when fun == Fun.NE -> new Call(Fun.EQ, args);
            case Call(Fun fun, List<Expr> args) when fun == Fun.EQ -> new Call(Fun.NE, args);
            case Call _, Num _, Arg _, Index _, Extent _ -> Expr.call(Fun.NOT, condition);
        };
    }
}
