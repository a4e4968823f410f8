package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Expr.Num;
import org.heddle.model.expr.Fun;

/// Divides a product between what sees the items and what does not.
///
/// ```
///   3 · v · r · exp(s - m) · [t != -inf]   =   (3 · r)  ·  (v · exp(s - m) · [t != -inf])
///                                               free         item, with the exponent s - m
/// ```
final class Separation {
    private static final Expr MINUS_INFINITY = Expr.num(Double.NEGATIVE_INFINITY);

    private final Abstraction abstraction;

    Separation(Abstraction abstraction) {
        this.abstraction = abstraction;
    }

    /// The parts of a product `free · item`.
    ///
    /// @param exponent that of the item, where it sees the state
    record Parts(Term item, Term free, Optional<Factorizer.Exponent> exponent) {}

    /// @param term a product for which {@link #mixed} finds nothing
    Parts parts(Term term) {
        Polynomial ofItems = exponentPart(term, this::hasItem);
        Polynomial ofState = exponentPart(term, e -> hasState(e) && !isLogarithm(e));
        Polynomial ofNeither = exponentPart(term, e -> !hasItem(e) && !hasState(e));
        Term free =
                term.part(atom -> !hasItem(atom)).scaled(term.coefficient()).times(powers(term));
        Term item = term.part(this::hasItem);
        if (ofItems.isZero()) {
            return new Parts(item, free.withExponent(ofState.plus(ofNeither)), Optional.empty());
        }
        return new Parts(
                item.withExponent(ofItems.plus(ofState).plus(ofNeither)),
                free,
                ofState.isZero()
                        ? Optional.empty()
                        : Optional.of(new Factorizer.Exponent(ofItems.expr(), ofState.expr())));
    }

    /// The exponentials of logarithms of running values, which are powers of them if those are positive: factors free of items, whatever the exponents are that they stand in.
    private Term powers(Term term) {
        Term powers = Term.constant(1);
        for (Term summand : term.exponent().terms()) {
            if (!summand.leaves().isEmpty()
                    && hasState(summand.expr())
                    && isLogarithm(summand.expr())) {
                powers = powers.times(Term.atom(Expr.call(Fun.EXP, summand.expr()), 1));
            }
        }
        return powers;
    }

    /// Whether a summand is a multiple of a logarithm of what no item has a part in.
    private boolean isLogarithm(Expr e) {
        List<Term> terms = Normalizer.normalize(e).terms();
        return !hasItem(e)
                && terms.size() == 1
                && terms.getFirst().onlyAtom() instanceof Call(Fun fun, _)
                && fun == Fun.LOG;
    }

    /// The parts with those whose exponent is infinite over the items of others, where these differ in what the exponent has of the state: then no sum of infinite items is needed.
    ///
    /// ```
    ///   [z == 0] · exp(s + inf)   =   [z == 0] · exp(inf + m) · exp(s - m)
    /// ```
    List<Parts> withInfiniteBeside(List<Parts> all) {
        return all.stream()
                .map(
                        parts ->
                                InfiniteCase.isInfinite(parts.item().exponent())
                                        ? all.stream()
                                                .filter(other -> isBeside(parts, other))
                                                .findFirst()
                                                .map(other -> over(other, parts))
                                                .orElse(parts)
                                        : parts)
                .toList();
    }

    private boolean isBeside(Parts infinite, Parts other) {
        return other.exponent().isPresent()
                && !InfiniteCase.isInfinite(other.item().exponent())
                && bare(infinite).equals(bare(other));
    }

    /// What an item is but for what its exponent has of others.
    private Term bare(Parts parts) {
        Term item = withoutNeedlessGuards(parts.item());
        return item.withExponent(exponentPart(item, this::hasItem));
    }

    private static Parts over(Parts other, Parts infinite) {
        Polynomial difference = infinite.item().exponent().plus(other.item().exponent().scaled(-1));
        return new Parts(
                other.item(),
                infinite.free().withExponent(infinite.free().exponent().plus(difference)),
                other.exponent());
    }

    /// The summands of a sum without those that infinite ones beside them make needless.
    ///
    /// ```
    ///   [v != -inf]·(v - r) + [v == -inf]·(-inf)   =   v - r                               for a finite r, which the caller must see to
    ///   a + b - [c]·inf                            =   [not c]·a + [not c]·b - [c]·inf
    /// ```
    static List<Term> besideInfinities(List<Term> summands) {
        List<Term> all = summands;
        for (Term infinite : summands) {
            if (infinite.isInfinite()) {
                all = withoutMask(all, infinite);
            }
        }
        List<Term> infinities = all.stream().filter(Term::isInfinite).toList();
        List<Term> found = new ArrayList<>(infinities);
        for (Term term : all) {
            Optional<Term> rest = Optional.of(term).filter(t -> !t.isInfinite());
            for (Term infinite : infinities) {
                rest = rest.flatMap(t -> beside(t, infinite));
            }
            rest.ifPresent(found::add);
        }
        return found;
    }

    /// With an infinite summand taken for what an item is where a mask fails: `v` is -inf there by itself.
    private static List<Term> withoutMask(List<Term> all, Term infinite) {
        for (Expr guard : infinite.guards().values()) {
            if (!(guard instanceof Call(Fun fun, List<Expr> sides))
                    || fun != Fun.EQ
                    || !sides.getLast().equals(MINUS_INFINITY)) {
                continue;
            }
            Expr kept = Conditions.negation(guard);
            List<Term> masked =
                    all.stream().filter(t -> t.guards().containsKey(kept.toString())).toList();
            long failing =
                    all.stream().filter(t -> t.guards().containsKey(guard.toString())).count();
            Term item = Term.atom(sides.getFirst(), 1);
            boolean isItself =
                    masked.stream()
                            .map(t -> t.given(kept))
                            .filter(t -> t.leaves().contains(sides.getFirst()))
                            .map(t -> t.times(item.inverse()))
                            .toList()
                            .equals(List.of(unmasked(infinite, guard)));
            if (failing == 1 && isItself) {
                List<Term> rest = new ArrayList<>(all);
                rest.remove(infinite);
                rest.replaceAll(t -> t.given(kept));
                return rest;
            }
        }
        return all;
    }

    /// What -inf is multiplied by in an infinite summand, under its other conditions.
    private static Term unmasked(Term infinite, Expr guard) {
        return infinite.given(guard)
                .times(Term.atom(Expr.num(Double.POSITIVE_INFINITY), -1))
                .scaled(-1);
    }

    /// What a summand is where an infinite one is 0; empty where that is nowhere.
    private static Optional<Term> beside(Term term, Term infinite) {
        boolean excluded = term.times(infinite).isNever();
        List<Expr> missing =
                infinite.guards().values().stream()
                        .filter(guard -> !term.guards().containsValue(guard))
                        .toList();
        if (excluded || !term.exponent().equals(infinite.exponent()) || missing.size() > 1) {
            return Optional.of(term);
        }
        return missing.stream().findFirst().map(guard -> term.and(Conditions.negation(guard)));
    }

    /// The item without the guards that its exponential makes needless.
    Term withoutNeedlessGuards(Term item) {
        return withoutNeedlessGuards(item, Set.of());
    }

    /// The same with the guards that all of a summand is under as it is written, if there is more in it than an exponential: `where(s != -inf, exp(s - m)·v, 0)` is 0 beside an infinite `v`, which `exp(s - m)·v` is not.
    ///
    /// @param around {@link #around}
    Term withoutNeedlessGuards(Term item, Set<Expr> around) {
        if (item.exponent().terms().stream().map(Term::expr).anyMatch(this::isFreeOfBoth)) {
            return item;
        }
        Set<Expr> kept = item.powers().isEmpty() ? Set.of() : around;
        SortedMap<String, Expr> needed = new TreeMap<>(item.guards());
        needed.values()
                .removeIf(
                        guard ->
                                !kept.contains(guard)
                                        && item.exponent().terms().stream()
                                                .filter(
                                                        t ->
                                                                t.guards().isEmpty()
                                                                        && isOnlyIn(t, item))
                                                .anyMatch(t -> keepsFrom(guard, t)));
        return new Term(item.coefficient(), item.powers(), item.exponent(), needed);
    }

    /// Whether a summand is made of arguments that neither items nor the state have a part in: it may be infinite, and `-inf` less it has no value.
    private boolean isFreeOfBoth(Expr summand) {
        return !hasItem(summand) && !hasState(summand) && !summand.arguments().isEmpty();
    }

    /// The conditions that all of an expression is under as it is written.
    static Set<Expr> around(Expr e) {
        Set<Expr> found = new LinkedHashSet<>();
        Expr rest = e;
        while (rest instanceof Call(Fun fun, List<Expr> cases)
                && fun == Fun.WHERE
                && cases.contains(Expr.num(0))) {
            boolean isOtherwise = cases.get(1).equals(Expr.num(0));
            Expr condition = Conditions.normal(cases.get(0));
            found.add(isOtherwise ? Conditions.negation(condition) : condition);
            rest = cases.get(isOtherwise ? 2 : 1);
        }
        return found;
    }

    /// Whether a guard says that a summand is not -inf, in so many words or of what it is a multiple of.
    private static boolean keepsFrom(Expr guard, Term summand) {
        double size = summand.coefficient();
        Expr infinity = size > 0 ? MINUS_INFINITY : Expr.num(Double.POSITIVE_INFINITY);
        return guard.equals(Expr.call(Fun.NE, summand.expr(), MINUS_INFINITY))
                || guard.equals(Expr.call(Fun.NE, summand.scaled(1 / size).expr(), infinity));
    }

    /// Whether the arguments of a summand of the exponent occur in no other factor of the term and in no other summand.
    private boolean isOnlyIn(Term summand, Term term) {
        Set<String> own = abstraction.reveal(summand.expr()).arguments();
        return Stream.concat(
                        term.powers().values().stream().map(Term.Factor::atom),
                        term.exponent().terms().stream()
                                .filter(t -> !t.equals(summand))
                                .map(Term::expr))
                .noneMatch(e -> abstraction.reveal(e).arguments().stream().anyMatch(own::contains));
    }

    private static Polynomial exponentPart(Term term, Predicate<Expr> keep) {
        return Polynomial.of(
                term.exponent().terms().stream()
                        .filter(
                                t ->
                                        t.leaves().isEmpty()
                                                ? keep.test(Expr.num(1))
                                                : keep.test(t.expr()))
                        .toList());
    }

    /// A sub-expression that cannot be divided between items and state: of an exponent or a factor, else of a condition, which is there because of one of them as a rule.
    Optional<Expr> mixed(Term term) {
        List<Expr> exponents =
                term.exponent().terms().stream()
                        .map(summand -> Expr.call(Fun.EXP, summand.expr()))
                        .toList();
        Set<Expr> leaves = term.part(_ -> true).leaves();
        return Stream.of(
                        exponents.stream(),
                        leaves.stream().filter(leaf -> !isCondition(leaf)),
                        leaves.stream().filter(Separation::isCondition))
                .flatMap(parts -> parts)
                .filter(part -> hasItem(part) && hasState(part))
                .findFirst();
    }

    private static boolean isCondition(Expr e) {
        return e instanceof Call(Fun fun, _) && fun.isPredicate();
    }

    boolean hasItem(Expr e) {
        return has(e, Kind.ITEM);
    }

    boolean hasState(Expr e) {
        return has(e, Kind.STATE);
    }

    private boolean has(Expr e, Kind kind) {
        return switch (e) {
            case Call(_, List<Expr> args) -> args.stream().anyMatch(arg -> has(arg, kind));
            case Num _ -> false;
            case Expr.Arg _, Expr.Index _, Expr.Extent _ -> abstraction.kind(e) == kind;
        };
    }
}
