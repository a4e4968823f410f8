package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import org.heddle.model.expr.Expr;

/// Writes a sum of products as moments: products of powers of deviations `item - centre`, each with a factor free of items in front.
///
/// ```
///   v·v - 2·v·r + r·r                 =  (v - r)²                       centre r
///   exp(s - m)·(s/z - m/z - log(z)/z) =  1/z · exp(s - m)·(s - c)       centre c = m + log(z)
///   u·v - u·r - q·v + q·r             =  (u - q)·(v - r)                centres q and r
/// ```
///
/// Separated, the summands `Σ v·v` and `Σ v` lose what they have in common: with a mean of 10⁴ and a deviation of 1, eight digits. Moments about a centre that is
/// near the items do not, and they can be moved to another centre: `v - r' = (v - r) + (r - r')`, so that the binomial theorem gives each moment about
/// `r'` as a combination of those of no higher powers about `r`.
///
/// Conditions free of items that all coefficients are under stay with them; where they are under conditions of which no two hold together, the centre is a choice by them.
///
/// The centre of an atom `v` is the one that takes `v^(k-1)` out of `a·v^k + b·v^(k-1) + …` (Tschirnhaus): `-b / (k·a)`.
public final class Centering {
    private static final int HIGHEST = 4;

    private final Separation separation;
    private final Abstraction abstraction;

    private Centering(Abstraction abstraction) {
        this.abstraction = abstraction;
        this.separation = new Separation(abstraction);
    }

    /// A power of a deviation.
    ///
    /// @param item free of the state
    /// @param centre free of the items
    /// @param power at least 1
    public record Deviation(Expr item, Expr centre, int power) {
        /// The deviation itself.
        public Deviation alone() {
            return new Deviation(item, centre, 1);
        }
    }

    /// One summand: `tail · weight · Π (item - centre)^power`.
    ///
    /// @param tail free of the items
    /// @param finish what the summand comes to, from {@link Factorizer#REDUCED} in place of the reduced weights and deviations
    /// @param weight sees the state only through its exponent
    /// @param alone the weight where no deviation stands beside it: guards that it then does not need are left out
    /// @param exponent that of the weight, where it sees the state
    public record Moment(
            Expr tail,
            Expr finish,
            Expr weight,
            Expr alone,
            Optional<Factorizer.Exponent> exponent,
            List<Deviation> deviations) {
        public Moment {
            deviations = List.copyOf(deviations);
        }

        /// A summand as one that has no deviations.
        public static Moment of(Factorizer.Summand summand) {
            return new Moment(
                    summand.tail(),
                    summand.finish(),
                    summand.item(),
                    summand.item(),
                    summand.exponent(),
                    List.of());
        }

        /// Whether all there is of it is infinite, or 0: then adding it to others loses nothing.
        public boolean isInfinite() {
            return Normalizer.normalize(tail).terms().stream().allMatch(Term::isInfinite);
        }
    }

    /// The moments of a summand of a sum; empty where items and state are mixed or no centre is found.
    ///
    /// @param kinds the kind of each leaf (argument, index, size)
    /// @param isNeverNegative whether a leaf is known to be 0 or more
    public static Optional<List<Moment>> of(
            Expr f, Function<Expr, Kind> kinds, Predicate<Expr> isNeverNegative) {
        Abstraction abstraction = new Abstraction(kinds, isNeverNegative);
        return new Centering(abstraction).moments(abstraction.hide(f));
    }

    /// Multiplies each summand by a power of a factor: the degree of the summand in some arguments.
    ///
    /// @param e such as `s / |x|`
    /// @param graded the arguments whose powers count, such as `s`
    /// @param factor such as `|x| / n`; the result is then `s / n`
    public static Expr graded(Expr e, Predicate<String> graded, Expr factor) {
        Polynomial by = Normalizer.normalize(factor);
        Polynomial sum = Polynomial.ZERO;
        for (Term term : Normalizer.normalize(e).terms()) {
            double degree =
                    term.powers().values().stream()
                            .filter(
                                    p ->
                                            p.atom() instanceof Expr.Arg(String name)
                                                    && graded.test(name))
                            .mapToDouble(Term.Factor::power)
                            .sum();
            Polynomial scaled = Polynomial.of(term);
            if (degree == Math.rint(degree)
                    && Math.abs(degree) <= HIGHEST
                    && by.terms().size() == 1) {
                Polynomial each = degree < 0 ? Polynomial.of(by.terms().getFirst().inverse()) : by;
                for (int i = 0; i < Math.abs(degree); i++) {
                    scaled = scaled.times(each);
                }
            }
            sum = sum.plus(scaled);
        }
        return sum.expr();
    }

    /// Products of the same weight: a polynomial in item atoms whose coefficients are free of items.
    ///
    /// @param weight exponential and guards
    /// @param coefficients by the text of the atoms' powers
    private record Group(
            Term weight,
            Optional<Factorizer.Exponent> exponent,
            Map<String, Monomial> coefficients) {
        /// With the items of one coefficient, but for a number, as one item: what they are measured from is the centre of their sum, and where they cancel, nothing is lost.
        ///
        /// ```
        ///   a·s - a·t - a·(m - n)   =   a·((s - t) - (m - n))
        /// ```
        Group joined() {
            Map<Polynomial, List<Monomial>> alike = new LinkedHashMap<>();
            for (Monomial monomial : coefficients.values()) {
                alike.computeIfAbsent(monomial.monic(), _ -> new ArrayList<>()).add(monomial);
            }
            boolean isJoint =
                    coefficients.values().stream().allMatch(Monomial::isLinear)
                            && alike.values().stream().anyMatch(m -> m.size() > 1);
            if (!isJoint) {
                return this;
            }
            Map<String, Monomial> joint = new TreeMap<>();
            for (List<Monomial> monomials : alike.values()) {
                Monomial one =
                        monomials.size() == 1 ? monomials.getFirst() : Monomial.sum(monomials);
                joint.put(one.powers().signature(), one);
            }
            return new Group(weight, exponent, joint);
        }
    }

    /// @param powers of item atoms, without exponential and guards
    private record Monomial(Term powers, Polynomial coefficient) {
        boolean isLinear() {
            return powers.isConstant() || !powers.onlyAtom().equals(Expr.num(1));
        }

        private double number() {
            return coefficient.terms().getFirst().coefficient();
        }

        /// The coefficient but for a number; of what has no items, the whole.
        Polynomial monic() {
            return powers.isConstant() ? coefficient : coefficient.scaled(1 / number());
        }

        /// One item of several.
        static Monomial sum(List<Monomial> monomials) {
            Polynomial item =
                    Polynomial.of(
                            monomials.stream().map(m -> m.powers().scaled(m.number())).toList());
            double number = item.terms().getFirst().coefficient();
            return new Monomial(
                    Term.atom(item.scaled(1 / number).expr(), 1),
                    monomials.getFirst().monic().scaled(number));
        }
    }

    private Optional<List<Moment>> moments(Expr hidden) {
        List<Separation.Parts> all = new ArrayList<>();
        for (Term term : Separation.besideInfinities(Normalizer.normalize(hidden).terms())) {
            if (separation.mixed(term).isPresent()) {
                return Optional.empty();
            }
            all.add(separation.parts(term));
        }
        Map<String, Group> groups = new LinkedHashMap<>();
        separation.withInfiniteBeside(all).forEach(parts -> collect(parts, groups));
        List<Moment> moments = new ArrayList<>();
        boolean centred = false;
        for (Group separate : groups.values()) {
            separate.coefficients().values().removeIf(m -> m.coefficient().isZero());
            Group group = separate.joined();
            SortedMap<String, Centre> centres = centres(group);
            centred |= !centres.isEmpty();
            moments.addAll(about(centres, group));
        }
        return centred ? Optional.of(moments) : Optional.empty();
    }

    private static void collect(Separation.Parts parts, Map<String, Group> groups) {
        Term one = Term.constant(1);
        Term weight = new Term(1, one.powers(), parts.item().exponent(), parts.item().guards());
        Term powers = new Term(1, parts.item().powers(), Polynomial.ZERO, one.guards());
        groups.computeIfAbsent(
                        weight.signature(),
                        _ -> new Group(weight, parts.exponent(), new TreeMap<>()))
                .coefficients()
                .merge(
                        powers.signature(),
                        new Monomial(powers, Polynomial.of(parts.free())),
                        (a, b) -> new Monomial(powers, a.coefficient().plus(b.coefficient())));
    }

    /// The centres of a group's atoms that have one, by the atoms' text.
    private SortedMap<String, Centre> centres(Group group) {
        SortedMap<String, Centre> found = new TreeMap<>();
        for (Monomial leading : group.coefficients().values()) {
            for (Map.Entry<String, Term.Factor> power : leading.powers().powers().entrySet()) {
                Optional<Centre> centre = centre(group, leading, power.getValue());
                centre.ifPresent(
                        c ->
                                found.merge(
                                        power.getKey(),
                                        c,
                                        (a, b) -> a.degree() >= b.degree() ? a : b));
            }
        }
        return found;
    }

    /// @param degree of the product that it was found in, all atoms counted
    private record Centre(Expr atom, Polynomial value, double degree) {}

    private Optional<Centre> centre(Group group, Monomial leading, Term.Factor atom) {
        double k = atom.power();
        Monomial next =
                group.coefficients()
                        .get(leading.powers().times(Term.atom(atom.atom(), -1)).signature());
        if (k != Math.rint(k) || k < 1 || k > HIGHEST || next == null) {
            return Optional.empty();
        }
        List<Term> cases = leading.coefficient().terms();
        boolean isCovered =
                next.coefficient().terms().stream()
                        .filter(t -> !t.isInfinite())
                        .allMatch(t -> cases.stream().anyMatch(c -> isUnder(c, t)));
        if (!isCovered || !exclude(cases)) {
            return Optional.empty();
        }
        Polynomial value = Polynomial.ZERO;
        for (Term one : cases) {
            Polynomial own =
                    Polynomial.of(
                                    next.coefficient().terms().stream()
                                            .filter(t -> t.isInfinite() == one.isInfinite())
                                            .filter(t -> isUnder(one, t))
                                            .toList())
                            .given(one.guards().values())
                            .times(Polynomial.of(one.withoutGuards().scaled(-k).inverse()));
            value = value.plus(cases.size() == 1 ? own : own.times(guards(one)));
        }
        boolean moves =
                value.terms().stream()
                        .flatMap(t -> t.leaves().stream())
                        .anyMatch(separation::hasState);
        double degree =
                leading.powers().powers().values().stream().mapToDouble(Term.Factor::power).sum();
        return moves ? Optional.of(new Centre(atom.atom(), value, degree)) : Optional.empty();
    }

    private static boolean isUnder(Term one, Term other) {
        return other.guards().keySet().containsAll(one.guards().keySet());
    }

    private static boolean exclude(List<Term> cases) {
        for (int i = 0; i < cases.size(); i++) {
            Term one = cases.get(i);
            if (!cases.subList(0, i).stream().allMatch(other -> one.times(other).isNever())) {
                return false;
            }
        }
        return true;
    }

    private static Polynomial guards(Term term) {
        Polynomial product = Polynomial.of(Term.constant(1));
        for (Expr guard : term.guards().values()) {
            product = product.times(Polynomial.of(Term.guard(guard)));
        }
        return product;
    }

    /// The products of a group with `atom = deviation + centre` put in, as moments.
    private List<Moment> about(SortedMap<String, Centre> centres, Group group) {
        Map<String, Monomial> shifted = new LinkedHashMap<>();
        for (Monomial monomial : group.coefficients().values()) {
            List<Monomial> parts = List.of(monomial);
            for (Map.Entry<String, Centre> centre : centres.entrySet()) {
                parts =
                        parts.stream()
                                .flatMap(
                                        part ->
                                                shifted(part, centre.getKey(), centre.getValue())
                                                        .stream())
                                .toList();
            }
            parts.forEach(
                    part ->
                            shifted.merge(
                                    part.powers().signature(),
                                    part,
                                    (a, b) ->
                                            new Monomial(
                                                    a.powers(),
                                                    a.coefficient().plus(b.coefficient()))));
        }
        shifted.values().removeIf(m -> m.coefficient().isZero());
        return shifted.values().stream().map(m -> moment(m, centres, group)).toList();
    }

    /// The binomial theorem: `v^k = Σ_j k over j · c^(k-j) · (v - c)^j`, the deviation under the atom's name.
    private static List<Monomial> shifted(Monomial monomial, String atom, Centre centre) {
        Term.Factor factor = monomial.powers().powers().get(atom);
        if (factor == null || factor.power() < 1 || factor.power() != Math.rint(factor.power())) {
            return List.of(monomial);
        }
        int k = (int) factor.power();
        List<Monomial> parts = new ArrayList<>();
        Polynomial coefficient = monomial.coefficient();
        double binomial = 1;
        for (int j = k; j >= 0; j--) {
            parts.add(
                    new Monomial(
                            monomial.powers().times(Term.atom(factor.atom(), j - k)),
                            coefficient.scaled(binomial)));
            coefficient = coefficient.times(centre.value());
            binomial = binomial * j / (k - j + 1);
        }
        return parts;
    }

    private Moment moment(Monomial monomial, SortedMap<String, Centre> centres, Group group) {
        List<Deviation> deviations = new ArrayList<>();
        Term rest = monomial.powers();
        for (Map.Entry<String, Centre> entry : centres.entrySet()) {
            Term.Factor factor = rest.powers().get(entry.getKey());
            if (factor != null
                    && factor.power() >= 1
                    && factor.power() == Math.rint(factor.power())) {
                Centre centre = entry.getValue();
                rest = rest.times(Term.atom(factor.atom(), -factor.power()));
                deviations.add(
                        new Deviation(
                                abstraction.reveal(factor.atom()),
                                abstraction.reveal(centre.value().expr()),
                                (int) factor.power()));
            }
        }
        Term weight = group.weight().times(rest);
        return new Moment(
                abstraction.reveal(monomial.coefficient().expr()),
                abstraction.reveal(monomial.coefficient().times(Expr.arg(Factorizer.REDUCED))),
                abstraction.reveal(weight.expr()),
                abstraction.reveal(separation.withoutNeedlessGuards(weight).expr()),
                group.exponent()
                        .map(
                                e ->
                                        new Factorizer.Exponent(
                                                abstraction.reveal(e.ofItems()),
                                                abstraction.reveal(e.ofState()))),
                deviations);
    }
}
