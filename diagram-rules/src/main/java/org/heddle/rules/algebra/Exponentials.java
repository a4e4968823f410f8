package org.heddle.rules.algebra;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Expr.Num;
import org.heddle.model.expr.Fun;

/// The exponentials of a summand: how large they may be, and the same summand relative to a shift.
///
/// ```
///   Σ f  =  exp(m) · Σ f·exp(-m)          f = Σ_k w_k · exp(v_k),      m = max over items and k of v_k
/// ```
///
/// Each is read off the normal form, however it is written: `exp2(v)`, `3^v`, `1/exp(-v)`, `exp(a)·exp(b)`, the largest of a sum divided by ({@link Quotients#apart}).
public final class Exponentials {
    private static final Expr MINUS_INFINITY = Expr.num(Double.NEGATIVE_INFINITY);

    private final Expr written;
    private final Polynomial normal;
    private final Predicate<Expr> isItem;
    private final List<Term> finite;
    private final List<Part> parts;

    private Exponentials(
            Expr written,
            Polynomial normal,
            Predicate<Expr> isItem,
            List<Term> finite,
            List<Part> parts) {
        this.written = written;
        this.normal = normal;
        this.isItem = isItem;
        this.finite = finite;
        this.parts = parts;
    }

    /// The exponent of one product of the normal form.
    ///
    /// @param exponent 0 for a product without an exponential
    /// @param counted the exponent where the product is not 0 by conditions on items, `-inf` where it is
    /// @param bare whether the product is the exponential alone, times a positive number, under conditions
    /// @param conditions under which the product is not 0
    public record Part(Expr exponent, Expr counted, boolean bare, Set<Expr> conditions) {
        public Part {
            conditions = Collections.unmodifiableSet(new LinkedHashSet<>(conditions));
        }

        /// Whether the product is 0 by what its exponent has no part in, for items for which its exponential is not.
        ///
        /// @param isItem whether a leaf varies from item to item
        public boolean leavesOut(Predicate<Expr> isItem) {
            return has(exponent, isItem)
                    && !isInfinite(exponent)
                    && conditions.stream().anyMatch(c -> isOfOthers(c, isItem) && !isImplied(c));
        }

        private boolean isOfOthers(Expr condition, Predicate<Expr> isItem) {
            return (!condition.indexAxes().isEmpty() && has(condition, isItem))
                    || condition.arguments().stream()
                            .filter(name -> isItem.test(Expr.arg(name)))
                            .anyMatch(name -> !exponent.arguments().contains(name));
        }

        /// Whether a condition says no more than that the exponent is not -inf.
        private boolean isImplied(Expr condition) {
            if (!(condition instanceof Call(Fun fun, List<Expr> sides))
                    || fun != Fun.NE
                    || !(sides.getLast() instanceof Num(double bound))
                    || !Double.isInfinite(bound)) {
                return false;
            }
            List<Term> own = Normalizer.normalize(exponent).terms();
            return Normalizer.normalize(sides.getFirst()).terms().stream()
                    .allMatch(
                            term ->
                                    own.stream()
                                            .filter(e -> e.signature().equals(term.signature()))
                                            .anyMatch(
                                                    e ->
                                                            e.coefficient()
                                                                            / term.coefficient()
                                                                            * bound
                                                                    < 0));
        }
    }

    /// The exponentials of a summand.
    ///
    /// @param isItem whether a leaf (argument, index) varies from item to item
    public static Exponentials of(Expr summand, Predicate<Expr> isItem) {
        Polynomial normal =
                Polynomial.of(
                        Normalizer.normalize(Quotients.apart(summand, isItem)).terms().stream()
                                .map(term -> term.isInfinite() ? ofNoExponential(term) : term)
                                .toList());
        List<Term> finite = normal.terms().stream().filter(term -> !term.isInfinite()).toList();
        List<Part> parts = finite.stream().map(term -> part(term, summand, isItem)).toList();
        return new Exponentials(summand, normal, isItem, finite, parts);
    }

    public List<Part> parts() {
        return parts;
    }

    /// Whether a product is infinite wherever it is not 0, as a quotient by 0 is: what its exponential is makes no difference.
    public boolean hasInfinite() {
        return finite.size() < normal.terms().size();
    }

    private static Term ofNoExponential(Term infinite) {
        return infinite.withExponent(Polynomial.ZERO);
    }

    /// Whether some exponential sees an argument that varies from item to item.
    public boolean seesItems() {
        return parts.stream()
                .anyMatch(
                        part ->
                                part.exponent().arguments().stream()
                                        .anyMatch(name -> isItem.test(Expr.arg(name))));
    }

    /// The largest exponent of an item, `-inf` for one that is 0 by its conditions. What is infinite by a condition is left out: no shift makes it less.
    public Expr largest() {
        return parts.stream()
                .filter(part -> !isInfinite(part.exponent()))
                .map(Part::counted)
                .distinct()
                .reduce((a, b) -> Expr.call(Fun.MAX, a, b))
                .orElse(MINUS_INFINITY);
    }

    /// What the exponents of all products have in common that no item has a part in, and that mentions one of these; 0 where that differs.
    ///
    /// @param isRunning whether an argument is such a value
    public Expr common(Predicate<String> isRunning) {
        List<Polynomial> free =
                finite.stream().map(term -> free(term, isRunning)).distinct().toList();
        return free.size() == 1 ? free.getFirst().factored() : Expr.num(0);
    }

    /// Whether this is one product, whose exponent adds no several things of an item.
    public boolean isOfOne() {
        return finite.size() == 1
                && finite.getFirst().exponent().terms().stream()
                                .filter(summand -> hasItem(summand.expr()))
                                .count()
                        <= 1;
    }

    private Polynomial free(Term term, Predicate<String> isRunning) {
        return Polynomial.of(
                term.exponent().terms().stream()
                        .filter(summand -> !hasItem(summand.expr()))
                        .filter(summand -> summand.expr().arguments().stream().anyMatch(isRunning))
                        .toList());
    }

    /// The summand times the exponential of the negative of what all exponents have in common.
    public Exponentials without(Expr common) {
        Polynomial rest =
                normal.times(
                        Polynomial.of(Term.exponential(Normalizer.normalize(common).scaled(-1))));
        return of(rest.expr(), isItem);
    }

    /// Whether no exponent is ever above 0.
    ///
    /// @param signs the sign of each argument
    /// @param isBounded whether a part has such an exponent, as far as extrema say
    public boolean neverPositive(Function<String, Sign> signs, Predicate<Part> isBounded) {
        return IntStream.range(0, finite.size())
                .allMatch(
                        i -> isBounded.test(parts.get(i)) || isNeverPositive(finite.get(i), signs));
    }

    private boolean isNeverPositive(Term term, Function<String, Sign> signs) {
        return term.exponent().terms().stream()
                .allMatch(
                        summand ->
                                Sign.of(summand.expr(), signs) == Sign.NEGATIVE
                                        || term.guards().values().stream()
                                                .anyMatch(guard -> keepsBelowZero(guard, summand)));
    }

    /// Whether a condition says that a summand is not above 0: `not s > 0`, `s <= 0`, `s < 0`.
    private static boolean keepsBelowZero(Expr guard, Term summand) {
        Expr atom = summand.onlyAtom();
        if (summand.coefficient() < 0 || atom instanceof Num) {
            return false;
        }
        return guard.equals(Expr.call(Fun.NOT, Expr.call(Fun.GT, atom, Expr.num(0))))
                || guard.equals(Expr.call(Fun.NOT, Expr.call(Fun.GE, atom, Expr.num(0))))
                || guard.equals(Expr.call(Fun.LE, atom, Expr.num(0)))
                || guard.equals(Expr.call(Fun.LT, atom, Expr.num(0)));
    }

    /// The summand times `exp(-shift)`, 0 for an item whose exponent is `-inf`.
    public Expr relativeTo(Expr shift) {
        return new RelativeExponentials(written, normal, isItem).to(shift);
    }

    /// What an item is where it is not infinite by a condition.
    public static Expr unmasked(Expr item) {
        return isMasked(item) && item instanceof Call(Fun fun, List<Expr> cases) && fun == Fun.WHERE
                ? unmasked(cases.get(Distribution.isInfinite(cases.get(1)) ? 2 : 1))
                : item;
    }

    /// Whether an item is infinite by a condition, or a maximum of such.
    public static boolean isMasked(Expr item) {
        return item instanceof Call(Fun fun, List<Expr> args)
                && (fun == Fun.MAX
                        ? args.stream().allMatch(Exponentials::isMasked)
                        : fun == Fun.WHERE
                                && args.stream().skip(1).anyMatch(Distribution::isInfinite));
    }

    /// What an item of a maximum is at least (of a minimum, at most), under conditions: every argument of its own maxima, and of a choice the branch that the
    /// conditions decide for.
    ///
    /// @param extremum `max` or `min`
    public static List<Expr> bounds(Expr item, Fun extremum, Set<Expr> conditions) {
        if (item instanceof Call(Fun fun, List<Expr> args)) {
            if (fun == extremum) {
                return args.stream()
                        .flatMap(arg -> bounds(arg, extremum, conditions).stream())
                        .toList();
            }
            Expr chosen = chosen(item, conditions);
            if (!chosen.equals(item)) {
                return bounds(chosen, extremum, conditions);
            }
        }
        return List.of(item);
    }

    /// An expression with the branch of each choice that conditions decide for.
    public static Expr chosen(Expr e, Set<Expr> conditions) {
        return new Conditions(new Normalizer()).given(List.copyOf(conditions), e);
    }

    /// Whether an exponent is infinite whatever its finite arguments are, so that no shift makes it less.
    public static boolean isInfinite(Expr exponent) {
        return InfiniteCase.isInfinite(Normalizer.normalize(exponent));
    }

    /// The conditions that every product of an expression is under: where one fails, the expression is 0.
    public static Set<Expr> conditions(Expr e) {
        return Normalizer.normalize(e).terms().stream()
                .<Set<Expr>>map(term -> new LinkedHashSet<>(term.guards().values()))
                .reduce(
                        (a, b) -> {
                            a.retainAll(b);
                            return a;
                        })
                .map(Set::copyOf)
                .orElse(Set.of());
    }

    /// Whether an exponential is evaluated, or a sigmoid, which is made of one.
    public static boolean areIn(Expr e) {
        return e.hasPart(Exponentials::isTaken);
    }

    /// Whether the function applied last is an exponential, or a sigmoid.
    public static boolean isTaken(Expr e) {
        return isExponential(e) || (e instanceof Call(Fun fun, _) && fun == Fun.SIGMOID);
    }

    /// Whether the function applied last is an exponential: of base e, of base 2, of a number.
    public static boolean isExponential(Expr e) {
        return e instanceof Call(Fun fun, List<Expr> args)
                && (fun == Fun.EXP
                        || fun == Fun.EXP2
                        || (fun == Fun.POW
                                && args.getFirst() instanceof Num
                                && !(args.getLast() instanceof Num)));
    }

    /// A product with an exponential.
    ///
    /// @param rest the product without the exponential
    public record Factors(Expr exponent, Expr rest) {}

    /// An expression that is one product as its exponential and the rest; empty for a sum, and where there is no exponential.
    public static Optional<Factors> product(Expr e) {
        return factored(e)
                .map(
                        term ->
                                new Factors(
                                        term.exponent().expr(),
                                        term.withExponent(Polynomial.ZERO).expr()));
    }

    private static Optional<Term> factored(Expr e) {
        List<Term> terms = Normalizer.normalize(e).terms();
        return terms.size() == 1 && !terms.getFirst().exponent().isZero()
                ? Optional.of(terms.getFirst())
                : Optional.empty();
    }

    /// What is left without its exponentials of one product under no conditions; empty for anything else.
    static Optional<Expr> unconditional(Expr e) {
        return factored(e)
                .filter(term -> term.guards().isEmpty())
                .map(term -> term.withExponent(Polynomial.ZERO).expr());
    }

    private static Part part(Term term, Expr written, Predicate<Expr> isItem) {
        Expr exponent = term.exponent().expr();
        Expr counted = WrittenExponent.of(term, written);
        for (Expr guard : term.guards().values()) {
            if (has(guard, isItem)) {
                counted = Expr.call(Fun.WHERE, guard, counted, MINUS_INFINITY);
            }
        }
        boolean bare =
                term.coefficient() > 0
                        && term.powers().values().stream()
                                .allMatch(f -> f.atom() instanceof Expr.Extent);
        return new Part(exponent, counted, bare, new LinkedHashSet<>(term.guards().values()));
    }

    private boolean hasItem(Expr e) {
        return has(e, isItem);
    }

    static boolean has(Expr e, Predicate<Expr> isItem) {
        return switch (e) {
            case Call(_, List<Expr> args) -> args.stream().anyMatch(arg -> has(arg, isItem));
            case Expr.Arg _, Expr.Index _ -> isItem.test(e);
            case Num _, Expr.Extent _ -> false;
        };
    }
}
