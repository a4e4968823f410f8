package org.heddle.rules.algebra;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// Splits `f(items; state)` into a sum of products whose first factor does not see the items.
///
/// ```
///   f  =  Σ_k  h_k(state) · φ_k(items; state)
///   φ_k(items; r') / φ_k(items; r)  =  C_k(r, r')  =  exp(u_k(r') - u_k(r))      free of the items
/// ```
///
/// Powers and guards go to one side or the other. An exponential whose argument is a sum `v(items) + u(state)` could be split too, into
/// `exp(v)·exp(u)`; it is kept whole in φ, because `v` alone may overflow where `v + u` is bounded. Instead `u` is reported, and with it the
/// factor `C` by which an accumulated sum of φ is corrected when the state moves. Where the whole is one summand, φ comes back as its author wrote it ({@link Wording}). A guard `t != -inf` of an exponential whose argument contains
/// `+t` is dropped where nothing else in the term sees what `t` is made of: the exponential is 0 there by itself, provided the state in it is
/// finite, which the caller must see to. (`exp(t - m)·t` keeps its guard: 0 · -inf is not 0.)
public final class Factorizer {
    /// One summand `tail · item`.
    ///
    /// @param tail free of items
    /// @param item sees the state only through the exponent
    /// @param exponent the parts of the item's exponent; empty where the item is free of the state
    /// @param finish what the summand comes to, from {@link #REDUCED} in place of the reduced items: in the words of the author where they say it, since
    ///     `(hi - lo)·sum` keeps digits that `hi·sum - lo·sum` loses
    public record Summand(Expr tail, Expr item, Optional<Exponent> exponent, Expr finish) {
        /// The summand `u(state)` of the exponent.
        public Optional<Expr> stateExponent() {
            return exponent.map(Exponent::ofState);
        }

        /// One summand for each product of its tail.
        public List<Summand> apart() {
            List<Term> tails = Normalizer.normalize(tail).terms();
            return tails.size() < 2
                    ? List.of(this)
                    : tails.stream()
                            .map(
                                    term ->
                                            new Summand(
                                                    term.expr(),
                                                    item,
                                                    exponent,
                                                    term.times(Expr.arg(REDUCED))))
                            .toList();
        }

        /// The same summand, divided otherwise.
        ///
        /// @param conditions under which it is not 0, free of items
        public Summand divided(Expr otherTail, List<Expr> conditions, Expr otherItem) {
            return new Summand(
                    under(conditions, otherTail),
                    otherItem,
                    exponent,
                    under(conditions, times(otherTail, Expr.arg(REDUCED))));
        }

        private static Expr times(Expr factor, Expr by) {
            Expr one = Expr.num(1);
            if (factor instanceof Expr.Call(Fun fun, List<Expr> args)
                    && fun == Fun.DIV
                    && args.getFirst().equals(one)) {
                return Expr.call(fun, by, args.getLast());
            }
            return factor.equals(one) ? by : Expr.call(Fun.MUL, factor, by);
        }

        private static Expr under(List<Expr> conditions, Expr e) {
            return conditions.stream()
                    .reduce(e, (inner, c) -> Expr.call(Fun.WHERE, c, inner, Expr.num(0)));
        }

        /// Summands with one tail but for a number, whose exponents move together: their items are added before they are reduced.
        ///
        /// ```
        ///   exp(2·s - m)·v·h + 3·exp(s - m)·v·h   =   h · (exp(2·s - m)·v + 3·exp(s - m)·v)
        /// ```
        public static List<Summand> joined(List<Summand> summands) {
            Map<List<Polynomial>, List<Summand>> byMotion = new LinkedHashMap<>();
            for (Summand summand : summands) {
                List<Polynomial> motion =
                        Stream.concat(
                                        Stream.of(summand.monicTail()),
                                        summand.stateExponent().stream().map(Normalizer::normalize))
                                .toList();
                byMotion.computeIfAbsent(motion, _ -> new ArrayList<>()).add(summand);
            }
            return byMotion.values().stream().map(Summand::sum).toList();
        }

        private static Summand sum(List<Summand> summands) {
            Summand first = summands.getFirst();
            if (summands.size() == 1) {
                return first;
            }
            Expr items =
                    summands.stream()
                            .map(Summand::numberedItem)
                            .reduce((a, b) -> Expr.call(Fun.ADD, a, b))
                            .orElseThrow();
            Polynomial tail = first.monicTail();
            return new Summand(
                    tail.expr(),
                    items,
                    first.exponent(),
                    first.number() == 1 ? first.finish() : tail.times(Expr.arg(REDUCED)));
        }

        private double number() {
            return Normalizer.normalize(tail).terms().getFirst().coefficient();
        }

        private Polynomial monicTail() {
            return Normalizer.normalize(tail).scaled(1 / number());
        }

        private Expr numberedItem() {
            return number() == 1 ? item : Expr.call(Fun.MUL, Expr.num(number()), item);
        }
    }

    /// The argument that stands for reduced items; no wire has such a name.
    public static final String REDUCED = "‹reduced›";

    /// What {@link #REDUCED} is multiplied by, where an expression is a sum with products of it; 0 where it is in none.
    public static Expr tail(Expr finish) {
        Expr reduced = Expr.arg(REDUCED);
        return Polynomial.of(
                        Normalizer.normalize(finish).terms().stream()
                                .map(term -> term.times(Term.atom(reduced, -1)))
                                .filter(term -> !term.expr().arguments().contains(REDUCED))
                                .toList())
                .expr();
    }

    /// An exponent `v(items) + u(state)`, and what depends on neither.
    public record Exponent(Expr ofItems, Expr ofState) {
        /// Whether `u` is linear in these arguments: a sum of products of one of them with what mentions none. Then it moves one way when one of them does.
        public boolean isLinearIn(Collection<String> arguments) {
            return Normalizer.normalize(ofState).terms().stream()
                    .allMatch(term -> term.isLinearIn(arguments));
        }

        /// What each argument is multiplied by in a linear `u`, without the number, with its sign: `-m/t` gives `m: -1 · 1/t`.
        public List<Slope> slopes(Collection<String> arguments) {
            return Normalizer.normalize(ofState).terms().stream()
                    .map(term -> term.slope(arguments))
                    .toList();
        }
    }

    /// A summand `sign · |number| · factor · argument`.
    ///
    /// @param factor the text of what multiplies the argument, apart from a number
    public record Slope(String argument, int sign, String factor) {}

    /// What came of a split.
    public sealed interface Result {}

    /// The expression is the sum of these summands; summands with the same item are collected.
    public record Split(List<Summand> summands) implements Result {
        public Split {
            summands = List.copyOf(summands);
        }
    }

    /// No split was found: the sub-expression mixes items and state.
    public record Mixed(Expr offending) implements Result {}

    private final Separation separation;

    private Factorizer(Abstraction abstraction) {
        this.separation = new Separation(abstraction);
    }

    /// Splits a summand of a floating-point sum.
    ///
    /// @param kinds the kind of each leaf (argument, index, size)
    /// @param isNeverNegative whether a leaf is known to be 0 or more
    public static Result split(
            Expr f, Function<Expr, Kind> kinds, Predicate<Expr> isNeverNegative) {
        Abstraction abstraction = new Abstraction(kinds, isNeverNegative);
        Expr hidden = abstraction.hide(f);
        return possible(reveal(new Factorizer(abstraction).split(hidden), abstraction));
    }

    /// Without summands that are 0 by conditions that contradict each other: those of what was hidden are seen once it is revealed.
    private static Result possible(Result result) {
        return switch (result) {
            case Mixed mixed -> mixed;
            case Split(List<Summand> summands) ->
                    new Split(
                            summands.stream()
                                    .filter(s -> !Normalizer.normalize(s.tail()).isZero())
                                    .toList());
        };
    }

    private static Result reveal(Result result, Abstraction abstraction) {
        return switch (result) {
            case Mixed(Expr offending) -> new Mixed(abstraction.reveal(offending));
            case Split(List<Summand> summands) ->
                    new Split(
                            summands.stream()
                                    .map(
                                            s ->
                                                    new Summand(
                                                            abstraction.reveal(s.tail()),
                                                            cancelled(abstraction.reveal(s.item())),
                                                            s.exponent()
                                                                    .map(
                                                                            e ->
                                                                                    new Exponent(
                                                                                            abstraction
                                                                                                    .reveal(
                                                                                                            e
                                                                                                                    .ofItems()),
                                                                                            abstraction
                                                                                                    .reveal(
                                                                                                            e
                                                                                                                    .ofState()))),
                                                            abstraction.reveal(s.finish())))
                                    .toList());
        };
    }

    /// With the normal form of exponents that have fewer summands in it: what was hidden in one may cancel with what was not.
    private static Expr cancelled(Expr item) {
        return item.rewrite(
                e -> {
                    if (!(e instanceof Expr.Call(Fun fun, List<Expr> args))
                            || (fun != Fun.EXP && fun != Fun.EXP2)) {
                        return e;
                    }
                    Polynomial normal = Normalizer.normalize(args.getFirst());
                    return normal.terms().size() < summands(args.getFirst())
                            ? new Expr.Call(fun, List.of(normal.factored()))
                            : e;
                });
    }

    private static int summands(Expr e) {
        return e instanceof Expr.Call(Fun fun, List<Expr> args)
                        && (fun == Fun.ADD || fun == Fun.SUB || fun == Fun.NEG)
                ? args.stream().mapToInt(Factorizer::summands).sum()
                : 1;
    }

    /// `u(r') - u(r)`, summand by summand, so that differences are taken before what multiplies them: `(m' - m) / t`.
    ///
    /// @param moved the name of an argument after the state moved
    public static Expr difference(Expr ofState, UnaryOperator<String> moved) {
        Expr sum = null;
        for (Term term : Normalizer.normalize(ofState).terms()) {
            Expr after = term.expr().substitute(name -> Expr.arg(moved.apply(name)));
            Expr change = Normalizer.normalize(Expr.call(Fun.SUB, after, term.expr())).factored();
            sum = sum == null ? change : Expr.call(Fun.ADD, sum, change);
        }
        return sum == null ? Expr.num(0) : sum;
    }

    /// Splits an argument of a max or min: `f = item + tail`.
    public static Result splitShift(Expr f, Function<Expr, Kind> kinds) {
        Abstraction abstraction = new Abstraction(kinds, _ -> false);
        Expr hidden = abstraction.hide(f);
        return reveal(new Factorizer(abstraction).shift(hidden), abstraction);
    }

    private Result shift(Expr f) {
        List<Term> items = new ArrayList<>();
        List<Term> tails = new ArrayList<>();
        for (Term term : Normalizer.normalize(f).terms()) {
            Optional<Expr> mixed = separation.mixed(term);
            if (mixed.isPresent()) {
                return new Mixed(mixed.get());
            }
            boolean state = term.leaves().stream().anyMatch(separation::hasState);
            boolean item = term.leaves().stream().anyMatch(separation::hasItem);
            if (state && item) {
                return new Mixed(term.expr());
            }
            (state ? tails : items).add(term);
        }
        Polynomial item = Polynomial.of(items);
        Polynomial tail = Polynomial.of(tails);
        Expr finish =
                inWords(
                                f,
                                item,
                                tail.plus(Polynomial.of(Term.atom(Expr.arg(REDUCED), 1))),
                                separation::hasItem)
                        .orElse(
                                tail.isZero()
                                        ? Expr.arg(REDUCED)
                                        : Expr.call(Fun.ADD, Expr.arg(REDUCED), tail.expr()));
        return new Split(List.of(new Summand(tail.expr(), item.expr(), Optional.empty(), finish)));
    }

    /// The expression as written, with the reduced items in place of the items; empty where that is not what the normal form says it should be.
    private static Optional<Expr> inWords(
            Expr f, Polynomial item, Polynomial expected, Predicate<Expr> hasItem) {
        if (item.terms().size() != 1
                || !item.terms()
                        .getFirst()
                        .equals(Term.atom(item.terms().getFirst().onlyAtom(), 1))) {
            return Optional.empty();
        }
        Expr atom = item.terms().getFirst().onlyAtom();
        Expr replaced = f.rewrite(e -> e.equals(atom) ? Expr.arg(REDUCED) : e);
        return !hasItem.test(f.rewrite(e -> e.equals(atom) ? Expr.num(0) : e))
                        && Normalizer.normalize(replaced).equals(expected)
                ? Optional.of(replaced)
                : Optional.empty();
    }

    private Result split(Expr f) {
        Map<String, Collected> byItem = new LinkedHashMap<>();
        List<Separation.Parts> all = new ArrayList<>();
        Set<Expr> around = Separation.around(f);
        for (Term term : Normalizer.normalize(f).terms()) {
            Optional<Expr> mixed = separation.mixed(term);
            if (mixed.isPresent()) {
                return new Mixed(mixed.get());
            }
            all.add(separation.parts(term));
        }
        for (Separation.Parts parts : separation.withInfiniteBeside(all)) {
            Term item = separation.withoutNeedlessGuards(parts.item(), around);
            byItem.computeIfAbsent(
                            item.signature(),
                            _ ->
                                    new Collected(
                                            new ArrayList<>(), Polynomial.ZERO, parts.exponent()))
                    .add(item, parts.free());
        }
        boolean single = byItem.size() == 1;
        return new Split(
                byItem.values().stream()
                        .map(
                                collected ->
                                        collected.summand(
                                                single ? Optional.of(f) : Optional.empty(),
                                                separation::hasItem))
                        .toList());
    }

    /// The tails of one item, summed.
    private static final class Collected {
        private final List<Term> items;
        private final Optional<Exponent> exponent;
        private Polynomial tail;

        Collected(List<Term> items, Polynomial tail, Optional<Exponent> exponent) {
            this.items = items;
            this.tail = tail;
            this.exponent = exponent;
        }

        void add(Term item, Term free) {
            if (items.isEmpty()) {
                items.add(item);
            }
            tail = tail.plus(Polynomial.of(free));
        }

        /// @param written the expression whose only summand this is
        Summand summand(Optional<Expr> written, Predicate<Expr> hasItem) {
            Term item = items.getFirst();
            Optional<Expr> wording =
                    exponent.isPresent()
                            ? written.flatMap(f -> Wording.find(f, item, hasItem))
                            : Optional.empty();
            Term reduced = Term.atom(Expr.arg(REDUCED), 1);
            Expr finish =
                    written.filter(_ -> exponent.isEmpty())
                            .flatMap(
                                    f ->
                                            inWords(
                                                    f,
                                                    Polynomial.of(item),
                                                    tail.times(Polynomial.of(reduced)),
                                                    hasItem))
                            .orElseGet(() -> tail.times(reduced.expr()));
            return new Summand(tail.expr(), wording.orElseGet(item::expr), exponent, finish);
        }
    }
}
