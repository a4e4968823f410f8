package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// The normal form of a scalar expression: a sum of {@link Term}s with distinct signatures, sorted.
///
/// Two expressions with equal normal forms are equal wherever both are defined; the converse does not hold (no normal
/// form decides equality with min, max and conditions).
public final class Polynomial {
    static final Polynomial ZERO = new Polynomial(List.of());

    private final List<Term> terms;

    private Polynomial(List<Term> terms) {
        this.terms = terms;
    }

    static Polynomial of(Term term) {
        return of(List.of(term));
    }

    static Polynomial of(Collection<Term> terms) {
        Map<String, Term> bySignature = new TreeMap<>();
        for (Term term : terms) {
            bySignature.merge(
                    term.signature(),
                    term,
                    (a, b) ->
                            new Term(
                                    a.coefficient() + b.coefficient(),
                                    a.powers(),
                                    a.exponent(),
                                    a.guards()));
        }
        bySignature.values().removeIf(term -> term.coefficient() == 0 || term.isNever());
        return new Polynomial(List.copyOf(bySignature.values()));
    }

    List<Term> terms() {
        return terms;
    }

    boolean isZero() {
        return terms.isEmpty();
    }

    /// How large the expression is, in operations, about.
    int operations() {
        return terms.stream().mapToInt(Term::operations).sum();
    }

    Polynomial plus(Polynomial other) {
        if (isZero() || other.isZero()) {
            return isZero() ? other : this;
        }
        List<Term> all = new ArrayList<>(terms);
        all.addAll(other.terms);
        return of(all);
    }

    Polynomial scaled(double factor) {
        return of(terms.stream().map(term -> term.scaled(factor)).toList());
    }

    Polynomial times(Polynomial other) {
        List<Term> product = new ArrayList<>(terms.size() * other.terms.size());
        for (Term a : terms) {
            for (Term b : other.terms) {
                product.add(a.times(b));
            }
        }
        return of(product);
    }

    /// The sum where conditions hold: its terms are no longer under them.
    Polynomial given(Collection<Expr> conditions) {
        return of(
                terms.stream()
                        .map(
                                term -> {
                                    Term rest = term;
                                    for (Expr condition : conditions) {
                                        rest = rest.given(condition);
                                    }
                                    return rest;
                                })
                        .toList());
    }

    /// The sum where a condition holds: without its terms under the opposite, the others no longer under it.
    Polynomial under(Expr condition) {
        String opposite = Conditions.negation(condition).toString();
        return of(
                terms.stream()
                        .filter(term -> !term.guards().containsKey(opposite))
                        .map(term -> term.given(condition))
                        .toList());
    }

    /// A condition of one of its terms.
    Optional<Expr> guard() {
        return terms.stream().flatMap(term -> term.guards().values().stream()).findFirst();
    }

    /// How many conditions its terms are under, one and its opposite counted once each.
    int guards() {
        return (int)
                terms.stream().flatMap(term -> term.guards().keySet().stream()).distinct().count();
    }

    /// Back to an expression, terms with positive coefficients first. Terms under one condition stand under it together, those under its opposite beside them: `[c]·s - [c]·m + [not c]·t` comes
    /// back as `where(c, s - m, t)`, where `s` and `m` may both be infinite where `c` does not hold.
    public Expr expr() {
        Optional<Expr> shared = sharedGuard();
        if (shared.isPresent()) {
            Expr condition = shared.get();
            Expr opposite = Conditions.negation(condition);
            Expr choice =
                    Expr.call(
                            Fun.WHERE, condition, where(condition).expr(), where(opposite).expr());
            Polynomial rest = without(condition);
            return rest.isZero() ? choice : Expr.call(Fun.ADD, choice, rest.expr());
        }
        Expr sum = null;
        for (Term term :
                terms.stream()
                        .sorted(Comparator.comparing(term -> term.coefficient() < 0))
                        .toList()) {
            if (sum == null) {
                sum = term.expr();
            } else if (term.coefficient() < 0) {
                sum = Expr.call(Fun.SUB, sum, term.scaled(-1).expr());
            } else {
                sum = Expr.call(Fun.ADD, sum, term.expr());
            }
        }
        return sum == null ? Expr.num(0) : sum;
    }

    /// The condition under which, or under whose opposite, most terms stand, if that are several.
    private Optional<Expr> sharedGuard() {
        Map<String, Expr> guards = new TreeMap<>();
        Map<String, Integer> uses = new TreeMap<>();
        for (Term term : terms) {
            for (Expr guard : term.guards().values()) {
                Expr condition = isOpposite(guard) ? Conditions.negation(guard) : guard;
                guards.put(condition.toString(), condition);
                uses.merge(condition.toString(), 1, Integer::sum);
            }
        }
        return uses.entrySet().stream()
                .filter(use -> use.getValue() > 1)
                .max(
                        Map.Entry.<String, Integer>comparingByValue()
                                .thenComparing(Map.Entry.comparingByKey(Comparator.reverseOrder())))
                .map(use -> guards.get(use.getKey()));
    }

    /// Of a condition and its opposite, one is.
    private static boolean isOpposite(Expr guard) {
        return guard instanceof Expr.Call(Fun fun, _) && (fun == Fun.NOT || fun == Fun.EQ);
    }

    /// The terms under a condition, no longer under it.
    private Polynomial where(Expr condition) {
        return of(
                terms.stream()
                        .filter(term -> term.guards().containsKey(condition.toString()))
                        .map(term -> term.given(condition))
                        .toList());
    }

    /// The terms that are neither under a condition nor under its opposite.
    private Polynomial without(Expr condition) {
        String opposite = Conditions.negation(condition).toString();
        return of(
                terms.stream()
                        .filter(
                                term ->
                                        !term.guards().containsKey(condition.toString())
                                                && !term.guards().containsKey(opposite))
                        .toList());
    }

    /// A product with this polynomial that is not multiplied out: where it is a difference, that is taken first.
    Expr times(Expr factor) {
        return terms.size() == 1
                ? terms.getFirst().times(factor)
                : Expr.call(Fun.MUL, factor, factored());
    }

    /// Back to an expression, with what all terms have in common in front of their sum: `s/t - m/t` comes back as `(s - m) / t`, which for large `s` and `m` keeps digits
    /// that the sum of quotients loses. What stands under a guard stays there: elsewhere it may have no value.
    Expr factored() {
        if (terms.size() < 2 || terms.stream().anyMatch(term -> !term.guards().isEmpty())) {
            return expr();
        }
        Term common = terms.getFirst().common(terms.getLast());
        for (Term term : terms) {
            common = common.common(term);
        }
        if (common.isConstant() && common.coefficient() == 1) {
            return expr();
        }
        Term divisor = common;
        Polynomial rest = of(terms.stream().map(term -> term.times(divisor.inverse())).toList());
        return common.times(rest.expr());
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Polynomial p && p.toString().equals(toString());
    }

    @Override
    public int hashCode() {
        return toString().hashCode();
    }

    /// The canonical text: coefficients and signatures.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (Term term : terms) {
            text.append(text.isEmpty() ? "" : " + ")
                    .append(term.coefficient())
                    .append(' ')
                    .append(term.signature());
        }
        return text.toString();
    }
}
