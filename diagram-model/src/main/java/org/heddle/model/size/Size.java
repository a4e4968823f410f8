package org.heddle.model.size;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// An exact symbolic integer: a polynomial with integer coefficients over atoms.
///
/// ```
/// Size ::= Σ coefficient · Π atom^power
/// Atom ::= Symbol(name)                an axis size or a label such as g_q
///        | CeilDiv(Size, Size)         ⌈a / b⌉: how many tiles of b cover a
///        | Left(Size)                  left(a): what is left of a where blocks are skipped; no sizes say how much, so it is bound by its text, as a symbol is
/// ```
///
/// Normal form: like terms are collected, terms and factors are sorted, zero terms dropped; so equality is structural.
/// Evaluation throws {@link ArithmeticException} where a long overflows or a divisor is not positive.
public final class Size {
    /// What a size is a polynomial in.
    public sealed interface Atom {}

    /// A named integer, bound when sizes are.
    public record Symbol(String name) implements Atom {
        @Override
        public String toString() {
            return name;
        }
    }

    /// The quotient rounded up.
    public record CeilDiv(Size dividend, Size divisor) implements Atom {
        @Override
        public String toString() {
            return "⌈" + dividend + "/" + divisor.inProduct() + "⌉";
        }
    }

    /// What is left of a number where blocks are skipped.
    public record Left(Size all) implements Atom {
        @Override
        public String toString() {
            return "left(" + all + ")";
        }
    }

    public static final Size ZERO = new Size(Map.of());
    public static final Size ONE = of(1);

    private static final Comparator<Monomial> ORDER =
            Comparator.comparingInt(Monomial::degree).reversed().thenComparing(Monomial::text);

    private final Map<Monomial, Long> terms;

    private Size(Map<Monomial, Long> terms) {
        this.terms = terms;
    }

    public static Size of(long value) {
        return value == 0 ? new Size(Map.of()) : new Size(Map.of(Monomial.ONE, value));
    }

    public static Size symbol(String name) {
        return atom(new Symbol(name));
    }

    /// ⌈dividend / divisor⌉, simplified where both are numbers or equal, or the divisor is 1.
    public static Size ceilDiv(Size dividend, Size divisor) {
        if (divisor.equals(ONE)) {
            return dividend;
        }
        if (dividend.isConstant() && divisor.isConstant()) {
            return of(Math.ceilDiv(dividend.constant(), divisor.constant()));
        }
        return atom(new CeilDiv(dividend, divisor));
    }

    /// What is left of a number where blocks are skipped.
    public static Size left(Size all) {
        return atom(new Left(all));
    }

    /// A multiple of a product of symbols.
    public static Size multiple(long coefficient, Collection<String> symbols) {
        if (coefficient == 0) {
            return ZERO;
        }
        SortedMap<String, Integer> powers = new TreeMap<>();
        Map<String, Atom> atoms = new TreeMap<>();
        for (String name : symbols) {
            powers.merge(name, 1, Integer::sum);
            atoms.put(name, new Symbol(name));
        }
        return new Size(
                Map.of(
                        Monomial.of(
                                Collections.unmodifiableSortedMap(powers),
                                Collections.unmodifiableMap(atoms)),
                        coefficient));
    }

    private static Size atom(Atom atom) {
        String text = atom.toString();
        SortedMap<String, Integer> powers = new TreeMap<>(Map.of(text, 1));
        return new Size(
                Map.of(
                        Monomial.of(Collections.unmodifiableSortedMap(powers), Map.of(text, atom)),
                        1L));
    }

    public Size plus(Size other) {
        return sum(List.of(this, other));
    }

    /// The sum of sizes; 0 for none.
    public static Size sum(Iterable<Size> summands) {
        Map<Monomial, Long> sum = new TreeMap<>(ORDER);
        for (Size summand : summands) {
            summand.terms.forEach((m, c) -> sum.merge(m, c, Math::addExact));
        }
        sum.values().removeIf(c -> c == 0);
        return new Size(Collections.unmodifiableMap(sum));
    }

    public Size minus(Size other) {
        return plus(other.times(-1));
    }

    public Size times(long factor) {
        return times(of(factor));
    }

    public Size times(Size other) {
        Map<Monomial, Long> product = new TreeMap<>(ORDER);
        terms.forEach(
                (m, c) ->
                        other.terms.forEach(
                                (n, d) ->
                                        product.merge(
                                                m.times(n),
                                                Math.multiplyExact(c, d),
                                                Math::addExact)));
        product.values().removeIf(c -> c == 0);
        return new Size(Collections.unmodifiableMap(product));
    }

    /// The product of sizes; 1 for none.
    public static Size product(Iterable<Size> factors) {
        Size product = ONE;
        for (Size factor : factors) {
            product = product.times(factor);
        }
        return product;
    }

    public boolean isConstant() {
        return terms.isEmpty() || (terms.size() == 1 && terms.containsKey(Monomial.ONE));
    }

    /// The value of a constant size.
    ///
    /// @throws IllegalStateException where the size has symbols
    public long constant() {
        if (!isConstant()) {
            throw new IllegalStateException("not a constant: " + this);
        }
        return terms.getOrDefault(Monomial.ONE, 0L);
    }

    /// The value with every symbol bound.
    ///
    /// @throws ArithmeticException where a long overflows or a divisor is not positive
    public long at(ToLongFunction<String> binding) {
        long sum = 0;
        for (Map.Entry<Monomial, Long> term : terms.entrySet()) {
            long value = term.getValue();
            for (Map.Entry<String, Integer> power : term.getKey().powers().entrySet()) {
                long atom = valueOf(term.getKey().atoms().get(power.getKey()), binding);
                for (int i = 0; i < power.getValue(); i++) {
                    value = Math.multiplyExact(value, atom);
                }
            }
            sum = Math.addExact(sum, value);
        }
        return sum;
    }

    private static long valueOf(
            @org.jspecify.annotations.Nullable Atom atom, ToLongFunction<String> binding) {
        return switch (atom) {
            case Symbol(String name) -> binding.applyAsLong(name);
            case Left left -> binding.applyAsLong(left.toString());
            case CeilDiv(Size dividend, Size divisor) -> {
                long by = divisor.at(binding);
                if (by <= 0) {
                    throw new ArithmeticException(
                            "division of " + dividend + " by " + divisor + " = " + by);
                }
                yield Math.ceilDiv(dividend.at(binding), by);
            }
            case null -> throw new IllegalStateException("monomial without its atom");
        };
    }

    /// Replaces symbols by sizes; a symbol that the function maps to itself stays.
    public Size substitute(Function<String, Size> replacement) {
        Size sum = ZERO;
        for (Map.Entry<Monomial, Long> term : terms.entrySet()) {
            Size product = of(term.getValue());
            for (Map.Entry<String, Integer> power : term.getKey().powers().entrySet()) {
                Atom atom = term.getKey().atoms().get(power.getKey());
                Size value =
                        switch (atom) {
                            case Symbol(String name) -> replacement.apply(name);
                            case Left left -> replacement.apply(left.toString());
                            case CeilDiv(Size dividend, Size divisor) ->
                                    ceilDiv(
                                            dividend.substitute(replacement),
                                            divisor.substitute(replacement));
                            case null ->
                                    throw new IllegalStateException("monomial without its atom");
                        };
                for (int i = 0; i < power.getValue(); i++) {
                    product = product.times(value);
                }
            }
            sum = sum.plus(product);
        }
        return sum;
    }

    /// The largest number of atoms in a summand; 0 for a number.
    public int degree() {
        return terms.keySet().stream().mapToInt(Monomial::degree).max().orElse(0);
    }

    /// Names of all symbols, those inside quotients included.
    public Set<String> symbols() {
        Set<String> names = new LinkedHashSet<>();
        for (Monomial monomial : terms.keySet()) {
            for (Atom atom : monomial.atoms().values()) {
                switch (atom) {
                    case Symbol(String name) -> names.add(name);
                    case Left left -> names.add(left.toString());
                    case CeilDiv(Size dividend, Size divisor) -> {
                        names.addAll(dividend.symbols());
                        names.addAll(divisor.symbols());
                    }
                }
            }
        }
        return names;
    }

    /// The summands, each a size of one term, highest degree first; none for 0.
    public List<Size> terms() {
        List<Monomial> ordered = new ArrayList<>(terms.keySet());
        ordered.sort(ORDER);
        return ordered.stream().map(m -> new Size(Map.of(m, terms.getOrDefault(m, 0L)))).toList();
    }

    /// The factors of a single product, with their powers, in the order in which they are printed; none for a number.
    ///
    /// @throws IllegalStateException where there are several summands
    public SequencedMap<Atom, Integer> atoms() {
        if (terms.size() > 1) {
            throw new IllegalStateException("not a single product: " + this);
        }
        SequencedMap<Atom, Integer> factors = new LinkedHashMap<>();
        terms.keySet()
                .forEach(
                        monomial ->
                                monomial.atoms()
                                        .forEach(
                                                (text, atom) ->
                                                        factors.put(
                                                                atom,
                                                                monomial.powers()
                                                                        .getOrDefault(text, 0))));
        return Collections.unmodifiableSequencedMap(factors);
    }

    /// The coefficient of the first summand; 0 for 0.
    public long leading() {
        return terms.isEmpty() ? 0 : terms.getOrDefault(Collections.min(terms.keySet(), ORDER), 0L);
    }

    /// The same as an expression over `|symbol|`.
    ///
    /// @throws IllegalStateException where a quotient occurs, which expressions of sizes cannot say
    public Expr toExpr() {
        Expr sum = null;
        List<Monomial> ordered = new ArrayList<>(terms.keySet());
        ordered.sort(ORDER);
        for (Monomial monomial : ordered) {
            long coefficient = terms.getOrDefault(monomial, 0L);
            boolean subtract = sum != null && coefficient < 0;
            Expr term = product(monomial, subtract ? -coefficient : coefficient);
            sum = sum == null ? term : Expr.call(subtract ? Fun.SUB : Fun.ADD, sum, term);
        }
        return sum == null ? Expr.num(0) : sum;
    }

    private static Expr product(Monomial monomial, long coefficient) {
        Expr product =
                coefficient == 1 && !monomial.powers().isEmpty()
                        ? null
                        : Expr.num((double) coefficient);
        for (Map.Entry<String, Integer> power : monomial.powers().entrySet()) {
            if (!(monomial.atoms().get(power.getKey()) instanceof Symbol(String name))) {
                throw new IllegalStateException(power.getKey() + " is not an axis size");
            }
            for (int i = 0; i < power.getValue(); i++) {
                Expr factor = new Expr.Extent(name);
                product = product == null ? factor : Expr.call(Fun.MUL, product, factor);
            }
        }
        return product == null ? Expr.num(1) : product;
    }

    private String inProduct() {
        boolean single =
                terms.size() == 1 && (isConstant() || terms.values().iterator().next() == 1);
        return single ? toString() : "(" + this + ")";
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Size s && s.terms.equals(terms);
    }

    @Override
    public int hashCode() {
        return terms.hashCode();
    }

    /// Text such as `8·q·d + 2·⌈q/64⌉·x`.
    @Override
    public String toString() {
        if (terms.isEmpty()) {
            return "0";
        }
        List<Monomial> ordered = new ArrayList<>(terms.keySet());
        ordered.sort(ORDER);
        StringBuilder text = new StringBuilder();
        for (Monomial monomial : ordered) {
            long coefficient = terms.getOrDefault(monomial, 0L);
            text.append(
                    text.isEmpty()
                            ? (coefficient < 0 ? "-" : "")
                            : (coefficient < 0 ? " - " : " + "));
            long magnitude = Math.abs(coefficient);
            String factors = monomial.text();
            text.append(
                    factors.isEmpty()
                            ? Long.toString(magnitude)
                            : magnitude == 1 ? factors : magnitude + "·" + factors);
        }
        return text.toString();
    }
}
