package org.heddle.rules.algebra;

import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// One product of the normal form: `coefficient · Π atom^power · exp(exponent)`, or 0 where a guard does not hold.
///
/// @param powers atoms (expressions that are not taken apart further) with their non-zero powers, keyed by their text
/// @param exponent argument of the exponential factor; the zero polynomial for none
/// @param guards conditions; the term is 0, whatever its factors are, unless all of them hold
record Term(
        double coefficient,
        SortedMap<String, Factor> powers,
        Polynomial exponent,
        SortedMap<String, Expr> guards) {
    /// An atom to a power.
    record Factor(Expr atom, double power) {
        Expr expr() {
            if (power == 1) {
                return atom;
            }
            if (power == 0.5) {
                return Expr.call(Fun.SQRT, atom);
            }
            return Expr.call(Fun.POW, atom, Expr.num(power));
        }
    }

    static Term constant(double value) {
        return new Term(
                value, Collections.emptySortedMap(), Polynomial.ZERO, Collections.emptySortedMap());
    }

    static Term atom(Expr atom, double power) {
        SortedMap<String, Factor> powers =
                new TreeMap<>(Map.of(atom.toString(), new Factor(atom, power)));
        return new Term(
                1,
                Collections.unmodifiableSortedMap(powers),
                Polynomial.ZERO,
                Collections.emptySortedMap());
    }

    static Term exponential(Polynomial exponent) {
        return new Term(1, Collections.emptySortedMap(), exponent, Collections.emptySortedMap());
    }

    static Term guard(Expr condition) {
        SortedMap<String, Expr> guards = new TreeMap<>(Map.of(condition.toString(), condition));
        return new Term(
                1,
                Collections.emptySortedMap(),
                Polynomial.ZERO,
                Collections.unmodifiableSortedMap(guards));
    }

    Term times(Term other) {
        SortedMap<String, Factor> product = new TreeMap<>(powers);
        other.powers.forEach(
                (key, factor) ->
                        product.merge(key, factor, (a, b) -> new Factor(a.atom(), power(a, b))));
        product.values().removeIf(factor -> factor.power() == 0);
        SortedMap<String, Expr> conditions = new TreeMap<>(guards);
        conditions.putAll(other.guards);
        return new Term(
                coefficient * other.coefficient,
                Collections.unmodifiableSortedMap(product),
                exponent.plus(other.exponent),
                Collections.unmodifiableSortedMap(conditions));
    }

    /// The power of a product; that of infinities is infinite.
    private static double power(Factor a, Factor b) {
        boolean isInfinite = a.power() > 0 && b.power() > 0 && isInfinity(a.atom());
        return isInfinite ? 1 : a.power() + b.power();
    }

    private static boolean isInfinity(Expr atom) {
        return atom instanceof Expr.Num(double value) && Double.isInfinite(value);
    }

    /// What both terms have as a factor: powers of the same atoms, and the number where both have the same, but for its sign.
    Term common(Term other) {
        SortedMap<String, Factor> shared = new TreeMap<>();
        powers.forEach(
                (key, factor) -> {
                    Factor theirs = other.powers.get(key);
                    if (theirs != null && theirs.power() * factor.power() > 0) {
                        boolean less = Math.abs(theirs.power()) < Math.abs(factor.power());
                        shared.put(key, less ? theirs : factor);
                    }
                });
        double number =
                Math.abs(coefficient) == Math.abs(other.coefficient) ? Math.abs(coefficient) : 1;
        return new Term(
                number,
                Collections.unmodifiableSortedMap(shared),
                Polynomial.ZERO,
                Collections.emptySortedMap());
    }

    Term scaled(double factor) {
        return new Term(coefficient * factor, powers, exponent, guards);
    }

    /// The reciprocal of a term without guards: one that is 0 by its guard has none.
    Term inverse() {
        if (!guards.isEmpty()) {
            throw new IllegalArgumentException("no reciprocal where " + guards.keySet() + " fails");
        }
        SortedMap<String, Factor> inverted = new TreeMap<>();
        powers.forEach(
                (key, factor) -> inverted.put(key, new Factor(factor.atom(), -factor.power())));
        return new Term(
                1 / coefficient,
                Collections.unmodifiableSortedMap(inverted),
                exponent.scaled(-1),
                guards);
    }

    /// Everything but the coefficient, as text: like terms have equal signatures.
    String signature() {
        StringBuilder text = new StringBuilder();
        powers.forEach(
                (key, factor) -> text.append(key).append('^').append(factor.power()).append(' '));
        if (!exponent.isZero()) {
            text.append("exp(").append(exponent).append(") ");
        }
        guards.keySet().forEach(guard -> text.append('[').append(guard).append(']'));
        return text.toString();
    }

    boolean isConstant() {
        return powers.isEmpty() && exponent.isZero() && guards.isEmpty();
    }

    /// The atom of a term `coefficient · atom`; the number 1 for any other term.
    Expr onlyAtom() {
        boolean plain = powers.size() == 1 && exponent.isZero() && guards.isEmpty();
        return plain && powers.firstEntry().getValue().power() == 1
                ? powers.firstEntry().getValue().atom()
                : Expr.num(1);
    }

    /// Whether a logarithm is a factor.
    boolean isOfLogarithm() {
        return powers.values().stream()
                .anyMatch(
                        factor -> factor.atom() instanceof Expr.Call(Fun fun, _) && fun == Fun.LOG);
    }

    /// The part whose atoms and guards satisfy the predicate; the coefficient and the exponential are left out.
    Term part(Predicate<Expr> keep) {
        SortedMap<String, Factor> kept = new TreeMap<>();
        powers.forEach(
                (key, factor) -> {
                    if (keep.test(factor.atom())) {
                        kept.put(key, factor);
                    }
                });
        SortedMap<String, Expr> conditions = new TreeMap<>();
        guards.forEach(
                (key, guard) -> {
                    if (keep.test(guard)) {
                        conditions.put(key, guard);
                    }
                });
        return new Term(
                1,
                Collections.unmodifiableSortedMap(kept),
                Polynomial.ZERO,
                Collections.unmodifiableSortedMap(conditions));
    }

    /// Operations of its atoms and guards, and one for each.
    int operations() {
        int sum = exponent.operations();
        for (Factor factor : powers.values()) {
            sum += 1 + factor.atom().operations();
        }
        for (Expr guard : guards.values()) {
            sum += 1 + guard.operations();
        }
        return sum;
    }

    /// Whether a condition and its opposite must hold.
    boolean isNever() {
        return guards.size() > 1
                && guards.values().stream()
                        .anyMatch(
                                guard -> guards.containsKey(Conditions.negation(guard).toString()));
    }

    /// Whether it is infinite wherever it is not 0.
    boolean isInfinite() {
        return powers.values().stream()
                .anyMatch(factor -> factor.power() > 0 && isInfinity(factor.atom()));
    }

    /// The term under one more condition.
    Term and(Expr condition) {
        return times(guard(condition));
    }

    /// The term under no condition.
    Term withoutGuards() {
        return new Term(coefficient, powers, exponent, Collections.emptySortedMap());
    }

    /// The term without a condition.
    Term given(Expr condition) {
        SortedMap<String, Expr> others = new TreeMap<>(guards);
        others.remove(condition.toString());
        return new Term(coefficient, powers, exponent, Collections.unmodifiableSortedMap(others));
    }

    Term withExponent(Polynomial other) {
        return new Term(coefficient, powers, other, guards);
    }

    /// Whether this is one of these arguments times what mentions none of them.
    boolean isLinearIn(Collection<String> arguments) {
        long mentions = leaves().stream().filter(leaf -> mentions(leaf, arguments)).count();
        return mentions == 1
                && powers.values().stream()
                        .anyMatch(
                                factor ->
                                        factor.power() == 1
                                                && factor.atom() instanceof Expr.Arg(String name)
                                                && arguments.contains(name));
    }

    /// Whether it is positive whatever its arguments are: a positive number, exponentials, axis sizes.
    boolean isPositive() {
        return coefficient > 0
                && guards.isEmpty()
                && powers.values().stream().allMatch(f -> f.atom() instanceof Expr.Extent);
    }

    /// Whether it is 0 or more whatever its arguments are: a positive number, exponentials, axis sizes, magnitudes.
    boolean isNeverNegative() {
        return coefficient > 0
                && guards.isEmpty()
                && powers.values().stream()
                        .allMatch(
                                f ->
                                        f.atom() instanceof Expr.Extent
                                                || (f.atom() instanceof Expr.Call(Fun fun, _)
                                                        && fun == Fun.ABS));
    }

    /// The argument of a linear term, and what multiplies it.
    Factorizer.Slope slope(Collection<String> arguments) {
        Term factor = part(atom -> !mentions(atom, arguments)).withExponent(exponent);
        String argument =
                part(atom -> mentions(atom, arguments))
                        .powers
                        .values()
                        .iterator()
                        .next()
                        .atom()
                        .toString();
        return new Factorizer.Slope(argument, coefficient < 0 ? -1 : 1, factor.signature());
    }

    private static boolean mentions(Expr e, Collection<String> arguments) {
        return e.arguments().stream().anyMatch(arguments::contains);
    }

    /// All atoms and guards, those of the exponent included.
    Set<Expr> leaves() {
        SortedMap<String, Expr> found = new TreeMap<>();
        powers.forEach((key, factor) -> found.put(key, factor.atom()));
        found.putAll(guards);
        exponent.terms()
                .forEach(term -> term.leaves().forEach(leaf -> found.put(leaf.toString(), leaf)));
        return Collections.unmodifiableSet(new LinkedHashSet<>(found.values()));
    }

    /// Back to an expression: a quotient of products under its guards.
    Expr expr() {
        return expr(null);
    }

    /// The term times an expression, as one quotient.
    Expr times(Expr factor) {
        return expr(factor);
    }

    private Expr expr(@org.jspecify.annotations.Nullable Expr first) {
        Expr numerator = first;
        Expr denominator = null;
        for (Factor factor : powers.values()) {
            if (factor.power() > 0) {
                numerator = times(numerator, factor.expr());
            } else if (factor.power() == -1
                    && factor.atom() instanceof Expr.Call(Fun fun, var args)
                    && fun == Fun.SQRT) {
                numerator = times(numerator, Expr.call(Fun.RSQRT, args.getFirst()));
            } else {
                denominator = times(denominator, new Factor(factor.atom(), -factor.power()).expr());
            }
        }
        if (!exponent.isZero()) {
            Expr e = Expr.call(Fun.EXP, exponent.factored());
            numerator = numerator == null ? e : Expr.call(Fun.MUL, e, numerator);
        }
        return guarded(quotient(numerator, denominator));
    }

    /// An expression where the conditions of this term hold, 0 elsewhere.
    Expr guarded(Expr e) {
        Expr product = e;
        for (Expr guard : guards.values()) {
            product =
                    guard instanceof Expr.Call(Fun fun, var args) && fun == Fun.NOT
                            ? Expr.call(Fun.WHERE, args.getFirst(), Expr.num(0), product)
                            : Expr.call(Fun.WHERE, guard, product, Expr.num(0));
        }
        return product;
    }

    private Expr quotient(
            @org.jspecify.annotations.Nullable Expr numerator,
            @org.jspecify.annotations.Nullable Expr denominator) {
        Expr top;
        if (numerator == null) {
            top = Expr.num(coefficient);
        } else if (numerator instanceof Expr.Num(double value) && Double.isInfinite(value)) {
            top = Expr.num(coefficient * value);
        } else if (coefficient == 1) {
            top = numerator;
        } else if (coefficient == -1) {
            top = Expr.call(Fun.NEG, numerator);
        } else {
            top = Expr.call(Fun.MUL, Expr.num(coefficient), numerator);
        }
        return denominator == null ? top : Expr.call(Fun.DIV, top, denominator);
    }

    private static Expr times(@org.jspecify.annotations.Nullable Expr product, Expr factor) {
        return product == null ? factor : Expr.call(Fun.MUL, product, factor);
    }
}
