package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Centering;
import org.heddle.rules.algebra.Distribution;
import org.heddle.rules.algebra.Exponentials;
import org.heddle.rules.algebra.Factorizer;
import org.heddle.rules.algebra.Finite;
import org.heddle.rules.algebra.Kind;
import org.heddle.rules.algebra.Monotone;
import org.heddle.rules.algebra.Product;
import org.heddle.rules.algebra.Sign;
import org.heddle.rules.algebra.WrittenSum;

/// Whether a reduction can be accumulated in the pass of the reductions that its items see, and how.
///
/// ```
///   sees none                       φ as it stands
///   sees what attains an extremum   Attained
///   max min and or                  Monotone   ─► PulledOut
///   prod                            Factorizer ─► PulledOut
///   sum                             Factorizer ─► Slots, one a summand; where summands may cancel  Centering ─► Slots, moments; WrittenSum ─► Slots
/// ```
final class Joining {
    private static final String MIXED =
            "is not known to split into a factor of the items and a factor of the running values";

    /// What came of it.
    sealed interface Result {}

    record Joined(StreamForm.Accumulated accumulated) implements Result {}

    /// @param offending the sub-expression that mixes items with running values
    record Refused(Expr offending, String reason) implements Result {}

    private final Region region;
    private final Map<String, StreamForm.Accumulated> accumulated;
    private final Region.Reduction reduction;

    /// The item, over maxima themselves where they are kept from `inf`.
    private final Expr value;

    private final int pass;
    private final Optional<String> unlawful;
    private final Signs signs;
    private final Rebasing rebasing;
    private final Slots slots;
    private final MovingExponents exponents;
    private final Units units;

    /// @param accumulated reductions by wire, as far as they are known
    /// @param unlawful what is wrong with a form that was found before
    Joining(
            Region region,
            Map<String, StreamForm.Accumulated> accumulated,
            Region.Reduction reduction,
            int pass,
            Optional<String> unlawful) {
        this.region = region;
        this.accumulated = accumulated;
        this.reduction = reduction;
        this.pass = pass;
        this.unlawful = unlawful;
        this.signs = new Signs(region);
        Set<String> kept = new LinkedHashSet<>();
        Expr unkept = Finite.unkept(reduction.value(), kept);
        boolean isRunning = kept.stream().allMatch(this::isState);
        this.value = signs.withoutMagnitudes(isRunning ? unkept : reduction.value());
        this.rebasing =
                new Rebasing(region, ofPass(accumulated, pass), isRunning ? kept : Set.of());
        this.slots =
                new Slots(
                        region,
                        reduction,
                        pass,
                        accumulated,
                        rebasing,
                        Weights.isGuarded(this.value, this::isState, this::isItem));
        this.exponents = new MovingExponents(slots, this::kind, Exponentials.conditions(value));
        this.units = new Units(region, accumulated, rebasing, signs, this::isState);
    }

    /// What is accumulated in earlier passes is done: it is the value of its wire.
    private static Map<String, StreamForm.Accumulated> ofPass(
            Map<String, StreamForm.Accumulated> accumulated, int pass) {
        Map<String, StreamForm.Accumulated> running = new LinkedHashMap<>(accumulated);
        running.values().removeIf(a -> a.pass() != pass);
        return running;
    }

    Result result() {
        if (value.arguments().stream().noneMatch(this::isState)) {
            return new Joined(plain(value));
        }
        if (unlawful.isPresent()) {
            return new Refused(value, unlawful.get());
        }
        for (String key : value.arguments()) {
            if (isState(key)
                    && region.read(key).axes().stream().anyMatch(reduction.reduced()::contains)) {
                return new Refused(Expr.arg(key), "is a running value for each of several items");
            }
        }
        Result result = since(attained().<Result>map(Joined::new).orElseGet(this::byMonoid));
        return result instanceof Refused ? unshifted().orElse(result) : result;
    }

    /// A reduction of the items that attain a running extremum.
    private Optional<StreamForm.Accumulated> attained() {
        return new Attained(region, rebasing, slots, units, this::isState)
                .of(reduction, pass, this::split);
    }

    /// The same where what was pulled out of extrema that the items see cancels.
    private Optional<Result> unshifted() {
        return Unshifted.of(region, accumulated, reduction, pass)
                .flatMap(
                        apart ->
                                new Joining(
                                                                apart.region(),
                                                                apart.accumulated(),
                                                                apart.reduction(),
                                                                pass,
                                                                Optional.empty())
                                                        .result()
                                                instanceof Joined(StreamForm.Accumulated joined)
                                        ? apart.meant(joined)
                                        : Optional.empty())
                .map(Joined::new);
    }

    private Result byMonoid() {
        return switch (reduction.monoid()) {
            case SUM -> sum(value);
            case PROD -> product();
            case MAX, MIN ->
                    extremum(
                            Monotone.ofNumbers(
                                    value,
                                    reduction.monoid() == Monoid.Scalar.MAX,
                                    this::kind,
                                    signs::known,
                                    rebasing::isPlainExtremum));
            case AND, OR -> extremum(Monotone.ofTruths(value, this::kind));
        };
    }

    /// With what was found out of signs and units.
    private Result since(Result result) {
        return result instanceof Joined(StreamForm.Accumulated joined)
                ? new Joined(
                        joined.since(
                                Stream.concat(signs.facts().stream(), units.facts().stream())
                                        .toList()))
                : result;
    }

    private Result extremum(Monotone.Result result) {
        return switch (result) {
            case Monotone.Mixed(Expr offending, String reason) -> new Refused(offending, reason);
            case Monotone.Found found ->
                    units.obstacleToAll(Factorizer.tail(found.finish()), found.item())
                            .<Result>map(reason -> new Refused(found.item(), reason))
                            .orElseGet(() -> new Joined(pulledOut().extremum(found)));
        };
    }

    private PulledOut pulledOut() {
        return new PulledOut(reduction, pass, rebasing, slots);
    }

    private Result product() {
        return switch (split(value)) {
            case Factorizer.Mixed(Expr offending) -> new Refused(offending, MIXED);
            case Factorizer.Split(List<Factorizer.Summand> summands) ->
                    summands.size() == 1
                            ? product(summands.getFirst())
                            : new Refused(value, "is a sum, which does not come out of a product");
        };
    }

    private Result product(Factorizer.Summand items) {
        if (!items.tail().equals(Expr.num(1))) {
            return new Refused(
                    items.tail(),
                    "is a factor of every item of a product: taken out, its rounding counts once for each item, and the product of what is left of them may overflow");
        }
        Optional<String> obstacle = exponents.obstacle(items.exponent(), items.item());
        if (obstacle.isPresent()) {
            return new Refused(items.item(), obstacle.get());
        }
        List<String> moving = slots.moving(items.exponent());
        return new Joined(
                items.exponent()
                        .map(exponent -> pulledOut().product(items.item(), exponent, moving))
                        .orElseGet(() -> plain(items.item())));
    }

    /// A sum as written, or with the logarithms of products taken apart where that divides items from running values.
    private Result sum(Expr item) {
        return switch (split(item)) {
            case Factorizer.Mixed(Expr offending) -> {
                Expr apart = Distribution.apart(item, signs::known, this::isRunning);
                yield apart.equals(item) ? new Refused(offending, MIXED) : sum(apart);
            }
            case Factorizer.Split(List<Factorizer.Summand> summands) ->
                    summands.isEmpty() ? new Joined(plain(Expr.num(0))) : sums(item, summands);
        };
    }

    private Result sums(Expr item, List<Factorizer.Summand> summands) {
        List<StreamForm.Fact> known = signs.facts();
        List<Units.Measured> joined = units.measured(summands);
        if (joined.size() == 1 || new Agreement(signs).ofSums(joined)) {
            return each(summands);
        }
        signs.forget(known);
        Optional<List<Centering.Moment>> moments = centred(item).filter(this::isStable);
        return moments.map(this::centred)
                .or(() -> asWritten(item))
                .orElseGet(
                        () ->
                                new Refused(
                                        item,
                                        "splits into "
                                                + joined.size()
                                                + " sums that are not known to be of one sign, so that they may cancel"));
    }

    private Result centred(List<Centering.Moment> moments) {
        for (Centering.Moment moment : moments) {
            Optional<String> obstacle =
                    obstacle(moment.exponent(), moment.weight())
                            .or(() -> units.obstacleToAll(moment.tail(), items(moment)));
            if (obstacle.isPresent()) {
                return new Refused(items(moment), obstacle.get());
            }
        }
        return new Joined(new Moments(slots, units).of(moments));
    }

    /// What is multiplied in an item of a moment, its centre at 0.
    private static Expr items(Centering.Moment moment) {
        Expr product = moment.weight();
        for (Centering.Deviation deviation : moment.deviations()) {
            Expr power = Product.power(deviation.item(), deviation.power());
            product = Expr.call(Fun.MUL, product, power);
        }
        return product;
    }

    /// Every summand by itself.
    private Result each(List<Factorizer.Summand> summands) {
        for (Factorizer.Summand summand : summands) {
            Optional<String> obstacle =
                    obstacle(summand.exponent(), summand.item())
                            .or(() -> units.obstacle(summand.tail(), summand.item()));
            if (obstacle.isPresent()) {
                return new Refused(summand.item(), obstacle.get());
            }
        }
        return new Joined(slots.ofSummands(units.measured(summands)));
    }

    /// The summands of a sum that the author's program rounds one by one, each of which splits as one or is centred; empty where there are none such.
    private Optional<Result> asWritten(Expr value) {
        List<Factorizer.Summand> split = new ArrayList<>();
        List<Centering.Moment> moments = new ArrayList<>();
        List<Expr> all = WrittenSum.of(value, this::kind).orElse(List.of());
        for (Expr written : all) {
            List<Factorizer.Summand> own =
                    split(written) instanceof Factorizer.Split(List<Factorizer.Summand> summands)
                            ? summands
                            : List.of();
            if (Factorizer.Summand.joined(own).size() == 1) {
                split.addAll(own);
                own.forEach(summand -> moments.add(Centering.Moment.of(summand)));
                continue;
            }
            Optional<List<Centering.Moment>> centred = centred(written).filter(this::isStable);
            if (centred.isEmpty()) {
                return Optional.empty();
            }
            moments.addAll(centred.get());
        }
        boolean isSplit = split.size() == moments.size();
        return all.isEmpty()
                ? Optional.empty()
                : Optional.of(isSplit ? each(split) : centred(moments));
    }

    /// Whether neither finite moments cancel each other nor infinite ones, and no centre divides by a running sum that may cross zero.
    private boolean isStable(List<Centering.Moment> moments) {
        Set<String> critical = new LinkedHashSet<>();
        for (Centering.Moment moment : moments) {
            moment.deviations()
                    .forEach(
                            d ->
                                    Rebasing.divisors(d.centre())
                                            .forEach(e -> critical.addAll(e.arguments())));
        }
        Predicate<Centering.Moment> infinite = Centering.Moment::isInfinite;
        return critical.stream()
                        .allMatch(
                                key ->
                                        !accumulated.containsKey(region.read(key).wire())
                                                || signs.known(Expr.arg(key)) != Sign.ANY)
                && new Agreement(signs).ofMoments(moments.stream().filter(infinite))
                && new Agreement(signs).ofMoments(moments.stream().filter(infinite.negate()));
    }

    /// A reduction whose items see no state.
    private StreamForm.Accumulated plain(Expr item) {
        StreamForm.Slot slot =
                new StreamForm.Slot(
                        reduction.wire(),
                        reduction.axes(),
                        reduction.monoid(),
                        item,
                        Optional.empty(),
                        Optional.empty());
        return new StreamForm.Accumulated(
                reduction.wire(), pass, List.of(slot), Expr.arg(reduction.wire()), List.of());
    }

    private boolean isState(String key) {
        StreamForm.Accumulated earlier = accumulated.get(region.read(key).wire());
        return earlier != null && earlier.pass() == pass;
    }

    private Factorizer.Result split(Expr e) {
        return Factorizer.split(e, this::kind, this::isNeverNegative);
    }

    private Optional<List<Centering.Moment>> centred(Expr e) {
        return Centering.of(e, this::kind, this::isNeverNegative);
    }

    private boolean isNeverNegative(Expr leaf) {
        return signs.known(leaf) == Sign.POSITIVE;
    }

    private Optional<String> obstacle(Optional<Factorizer.Exponent> exponent, Expr item) {
        return exponents
                .obstacle(exponent, item)
                .or(() -> Weights.unweighed(value, exponent, this::isItem));
    }

    private boolean isItem(String key) {
        return kind(Expr.arg(key)) == Kind.ITEM;
    }

    private boolean isRunning(Expr e) {
        return e.arguments().stream().anyMatch(this::isState)
                && e.arguments().stream().noneMatch(this::isItem)
                && e.indexAxes().stream().noneMatch(reduction.reduced()::contains);
    }

    private Kind kind(Expr leaf) {
        return switch (leaf) {
            case Expr.Arg(String key) -> {
                boolean item =
                        region.read(key).axes().stream().anyMatch(reduction.reduced()::contains);
                yield isState(key) ? Kind.STATE : item ? Kind.ITEM : Kind.INVARIANT;
            }
            case Expr.Index(String axis) ->
                    reduction.reduced().contains(axis) ? Kind.ITEM : Kind.INVARIANT;
            case Expr.Extent _, Expr.Num _, Expr.Call _ -> Kind.INVARIANT;
        };
    }
}
