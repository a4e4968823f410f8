package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.expr.Expr;
import org.heddle.rules.algebra.Centering;
import org.heddle.rules.algebra.Factorizer;
import org.heddle.rules.algebra.Kind;
import org.heddle.rules.algebra.Monotone;
import org.heddle.rules.algebra.Sign;

/// Derives the accumulators of a region for chosen stream axes.
///
/// Each reduction over the stream axes joins the earliest pass in which everything its items need is an item, was known before the pass, or is
/// the running value of a reduction of the same pass whose effect on the items can be corrected afterwards. Whether it can is decided by the
/// algebra of the expression alone ({@link Factorizer}). Where it cannot, the reason is kept and the reduction waits for the next pass.
public final class StreamAnalyzer {
    private static final long LAW_SEED = 1;
    private static final int LAW_TRIALS = 40;
    private static final String MIXED =
            "cannot be split into a factor of the items and a factor of the running values";

    private final Region region;
    private final List<String> stream;
    private final SequencedMap<String, StreamForm.Accumulated> accumulated = new LinkedHashMap<>();
    private final Map<String, Integer> ready = new HashMap<>();
    private final List<StreamForm.Refusal> refusals = new ArrayList<>();
    private final Signs signs;
    private final Rebasing rebasing;
    private final Set<String> unlawful;

    private StreamAnalyzer(Region region, List<String> stream, Set<String> unlawful) {
        this.region = region;
        this.stream = stream;
        this.unlawful = unlawful;
        this.signs = new Signs(region);
        this.rebasing = new Rebasing(region, accumulated);
    }

    /// The stream form; empty where a reduction runs over some of the stream axes but not over all of them, or a recurrence over another axis.
    public static Optional<StreamForm> analyze(Region region, List<String> stream) {
        return analyze(region, stream, Set.of());
    }

    /// @param unlawful reductions that wait for the next pass although the algebra finds a form
    private static Optional<StreamForm> analyze(
            Region region, List<String> stream, Set<String> unlawful) {
        for (Region.Stage stage : region.stages()) {
            boolean apart =
                    switch (stage) {
                        case Region.Reduction r ->
                                r.reduced().stream().anyMatch(stream::contains)
                                        && !r.reduced().containsAll(stream);
                        case Region.Recurrence r -> !stream.equals(r.over());
                        case Region.Mapping _ -> false;
                    };
            if (apart) {
                return Optional.empty();
            }
        }
        return Optional.of(new StreamAnalyzer(region, stream, unlawful).form());
    }

    /// The stream forms worth considering: one per set of axes that some reduction sums over, fewest passes first. What the algebra derived is checked before it is
    /// used: a reduction whose law fails on random items waits for the next pass.
    public static List<StreamForm> candidates(Region region) {
        Set<List<String>> sets = new LinkedHashSet<>();
        for (Region.Stage stage : region.stages()) {
            switch (stage) {
                case Region.Reduction r -> sets.add(r.reduced());
                case Region.Recurrence r -> sets.add(r.over());
                case Region.Mapping _ -> {}
            }
        }
        if (sets.isEmpty()) {
            sets.add(List.of());
        }
        List<StreamForm> forms = new ArrayList<>();
        sets.forEach(axes -> lawful(region, axes).ifPresent(forms::add));
        forms.sort(java.util.Comparator.comparingInt(StreamForm::passes));
        return forms;
    }

    private static Optional<StreamForm> lawful(Region region, List<String> stream) {
        Set<String> unlawful = new LinkedHashSet<>();
        Optional<StreamForm> form = analyze(region, stream);
        Optional<String> failing = form.flatMap(StreamAnalyzer::failing);
        while (failing.isPresent() && unlawful.add(failing.get())) {
            form = analyze(region, stream, unlawful);
            failing = form.flatMap(StreamAnalyzer::failing);
        }
        return failing.isPresent() ? Optional.empty() : form;
    }

    /// A reduction whose law does not hold.
    private static Optional<String> failing(StreamForm form) {
        boolean derived =
                form.accumulated().values().stream()
                        .flatMap(a -> a.slots().stream())
                        .anyMatch(slot -> slot.rebased().isPresent());
        return derived
                ? AccumulatorLaws.check(form, LAW_SEED, LAW_TRIALS)
                        .counterexample()
                        .map(AccumulatorLaws.Counterexample::wire)
                : Optional.empty();
    }

    private StreamForm form() {
        int passes = stream.isEmpty() ? 0 : 1;
        for (Region.Stage stage : region.stages()) {
            int known =
                    switch (stage) {
                        case Region.Reduction r
                                when r.reduced().containsAll(stream) && !stream.isEmpty() ->
                                accumulate(r);
                        case Region.Recurrence r -> recur(r);
                        case Region.Reduction _, Region.Mapping _ -> latest(stage.value());
                    };
            ready.put(stage.wire(), known);
            boolean item = stage.axes().stream().anyMatch(stream::contains);
            if (item && known > 0 && region.outputs().contains(stage.wire())) {
                refuseOutput(stage);
            }
            passes = Math.max(passes, item ? known + 1 : known);
        }
        return new StreamForm(region, stream, accumulated, ready, passes, refusals);
    }

    /// A state takes in items that are known: where they need a reduction of the same items, in the next pass.
    private int recur(Region.Recurrence r) {
        int pass =
                region.state(r).stream()
                        .mapToInt(number -> latest(number.value()))
                        .max()
                        .orElseThrow();
        if (pass > 0 && r.isFirst()) {
            refusals.add(
                    new StreamForm.Refusal(
                            r.wire(),
                            stream,
                            r.value(),
                            "is taken in item by item, and needs what is known only when all items have gone by"));
        }
        return r.isScan() ? pass : pass + 1;
    }

    /// An output with an element per item that needs what is known only when all items have gone by.
    private void refuseOutput(Region.Stage stage) {
        List<String> needed =
                stage.value().arguments().stream()
                        .map(key -> region.read(key).wire())
                        .filter(wire -> ready.getOrDefault(wire, 0) > 0)
                        .distinct()
                        .toList();
        refusals.add(
                new StreamForm.Refusal(
                        stage.wire(),
                        stream,
                        stage.value(),
                        "is an output with an element per item, and needs "
                                + String.join(", ", needed)
                                + ", known only when all items have gone by"));
    }

    private int latest(Expr value) {
        return value.arguments().stream()
                .mapToInt(key -> ready.getOrDefault(region.read(key).wire(), 0))
                .max()
                .orElse(0);
    }

    private int accumulate(Region.Reduction r) {
        int pass = 0;
        for (String key : r.value().arguments()) {
            StreamForm.Accumulated earlier = accumulated.get(region.read(key).wire());
            pass =
                    Math.max(
                            pass,
                            earlier != null
                                    ? earlier.pass()
                                    : ready.getOrDefault(region.read(key).wire(), 0));
        }
        Optional<StreamForm.Accumulated> joined = join(r, pass);
        if (joined.isEmpty()) {
            pass++;
            joined = join(r, pass);
        }
        accumulated.put(r.wire(), joined.orElseThrow());
        return pass + 1;
    }

    private Optional<StreamForm.Accumulated> join(Region.Reduction r, int pass) {
        if (r.value().arguments().stream().noneMatch(key -> isState(key, pass))) {
            return Optional.of(plain(r, pass, r.value()));
        }
        if (unlawful.contains(r.wire())) {
            return refuse(
                    r, r.value(), "has a form that fails its law on random items, by rounding");
        }
        for (String key : r.value().arguments()) {
            if (isState(key, pass)
                    && region.read(key).axes().stream().anyMatch(r.reduced()::contains)) {
                return refuse(r, Expr.arg(key), "is a running value for each of several items");
            }
        }
        Optional<StreamForm.Accumulated> attained =
                new Attained(region, rebasing, accumulated, key -> isState(key, pass))
                        .accumulated(r, pass);
        if (attained.isPresent()) {
            return attained;
        }
        return switch (r.monoid()) {
            case SUM -> sum(r, pass);
            case PROD -> product(r, pass);
            case MAX, MIN ->
                    extremum(
                            r,
                            pass,
                            Monotone.ofNumbers(
                                    r.value(), leaf -> kind(leaf, r, pass), signs::of));
            case AND, OR ->
                    extremum(
                            r,
                            pass,
                            Monotone.ofTruths(r.value(), leaf -> kind(leaf, r, pass)));
        };
    }

    private Optional<StreamForm.Accumulated> extremum(
            Region.Reduction r, int pass, Monotone.Result result) {
        return switch (result) {
            case Monotone.Mixed(Expr offending) ->
                    refuse(
                            r,
                            offending,
                            "does not rise or fall with the items alone while the running values stay");
            case Monotone.Found found -> Optional.of(pulledOut(r, pass).extremum(found));
        };
    }

    private Slots slots(Region.Reduction r, int pass) {
        return new Slots(region, r, pass, accumulated, rebasing);
    }

    private PulledOut pulledOut(Region.Reduction r, int pass) {
        return new PulledOut(r, pass, rebasing, slots(r, pass));
    }

    private MovingExponents exponents(Region.Reduction r, int pass) {
        return new MovingExponents(
                region, accumulated, rebasing, r.reduced(), leaf -> kind(leaf, r, pass));
    }

    private Optional<StreamForm.Accumulated> product(Region.Reduction r, int pass) {
        return switch (Factorizer.split(r.value(), leaf -> kind(leaf, r, pass))) {
            case Factorizer.Mixed(Expr offending) -> refuse(r, offending, MIXED);
            case Factorizer.Split(List<Factorizer.Summand> summands) -> {
                if (summands.size() != 1) {
                    yield refuse(r, r.value(), "is a sum, which does not come out of a product");
                }
                Factorizer.Summand only = summands.getFirst();
                if (!only.tail().equals(Expr.num(1))) {
                    yield refuse(
                            r,
                            only.tail(),
                            "is a factor of every item, without which the product of the items may overflow");
                }
                Optional<String> obstacle =
                        exponents(r, pass).obstacle(only.exponent(), only.item());
                if (obstacle.isPresent()) {
                    yield refuse(r, only.item(), obstacle.get());
                }
                yield Optional.of(
                        only.exponent()
                                .map(
                                        exponent ->
                                                pulledOut(r, pass)
                                                        .product(
                                                                only.item(),
                                                                exponent,
                                                                slots(r, pass)
                                                                        .moving(only.exponent())))
                                .orElseGet(() -> plain(r, pass, only.item())));
            }
        };
    }

    private Optional<StreamForm.Accumulated> sum(Region.Reduction r, int pass) {
        return switch (Factorizer.split(r.value(), leaf -> kind(leaf, r, pass))) {
            case Factorizer.Mixed(Expr offending) -> refuse(r, offending, MIXED);
            case Factorizer.Split(List<Factorizer.Summand> summands) ->
                    summands.isEmpty()
                            ? Optional.of(plain(r, pass, Expr.num(0)))
                            : sums(r, pass, summands);
        };
    }

    /// A reduction whose items see no state.
    private static StreamForm.Accumulated plain(Region.Reduction r, int pass, Expr item) {
        StreamForm.Slot slot =
                new StreamForm.Slot(
                        r.wire(), r.axes(), r.monoid(), item, Optional.empty(), Optional.empty());
        return new StreamForm.Accumulated(
                r.wire(), pass, List.of(slot), Expr.arg(r.wire()), List.of());
    }

    private Optional<StreamForm.Accumulated> refuse(
            Region.Reduction r, Expr offending, String reason) {
        refusals.add(new StreamForm.Refusal(r.wire(), stream, offending, reason));
        return Optional.empty();
    }

    private Optional<StreamForm.Accumulated> sums(
            Region.Reduction r, int pass, List<Factorizer.Summand> summands) {
        Slots slots = slots(r, pass);
        MovingExponents exponents = exponents(r, pass);
        List<Factorizer.Summand> joined = Factorizer.Summand.joined(summands);
        if (joined.size() == 1
                || agree(joined.stream().map(s -> signs.of(s.tail()).times(signs.of(s.item()))))) {
            for (Factorizer.Summand summand : summands) {
                Optional<String> obstacle = exponents.obstacle(summand.exponent(), summand.item());
                if (obstacle.isPresent()) {
                    return refuse(r, summand.item(), obstacle.get());
                }
            }
            return Optional.of(slots.ofSummands(joined));
        }
        Optional<List<Centering.Moment>> moments =
                Centering.of(r.value(), leaf -> kind(leaf, r, pass)).filter(this::isStable);
        if (moments.isEmpty()) {
            return refuse(
                    r,
                    r.value(),
                    "splits into "
                            + joined.size()
                            + " sums that are not known to be of one sign, so that they may cancel");
        }
        for (Centering.Moment moment : moments.get()) {
            Optional<String> obstacle = exponents.obstacle(moment.exponent(), moment.weight());
            if (obstacle.isPresent()) {
                return refuse(r, moment.weight(), obstacle.get());
            }
        }
        return Optional.of(slots.ofMoments(moments.get()));
    }

    /// Whether moments do not cancel each other, and no centre divides by a running sum that may cross zero.
    private boolean isStable(List<Centering.Moment> moments) {
        Set<String> critical = new LinkedHashSet<>();
        for (Centering.Moment moment : moments) {
            moment.deviations()
                    .forEach(
                            d ->
                                    Rebasing.divisors(d.centre())
                                            .forEach(e -> critical.addAll(e.arguments())));
        }
        return critical.stream()
                        .allMatch(
                                key ->
                                        !accumulated.containsKey(region.read(key).wire())
                                                || signs.of(Expr.arg(key)) != Sign.ANY)
                && (moments.size() == 1 || agree(moments.stream().map(this::sign)));
    }

    private Sign sign(Centering.Moment moment) {
        boolean even = moment.deviations().stream().allMatch(d -> d.power() % 2 == 0);
        return even ? signs.of(moment.tail()).times(signs.of(moment.weight())) : Sign.ANY;
    }

    /// Whether all sums have one sign, whatever the items are, so that adding them loses nothing.
    private static boolean agree(Stream<Sign> signs) {
        List<Sign> found = signs.distinct().toList();
        return found.size() == 1 && !found.contains(Sign.ANY);
    }

    private boolean isState(String key, int pass) {
        StreamForm.Accumulated earlier = accumulated.get(region.read(key).wire());
        return earlier != null && earlier.pass() == pass;
    }

    private Kind kind(Expr leaf, Region.Reduction r, int pass) {
        return switch (leaf) {
            case Expr.Arg(String key) -> {
                boolean item = region.read(key).axes().stream().anyMatch(r.reduced()::contains);
                yield isState(key, pass) ? Kind.STATE : item ? Kind.ITEM : Kind.INVARIANT;
            }
            case Expr.Index(String axis) -> r.reduced().contains(axis) ? Kind.ITEM : Kind.INVARIANT;
            case Expr.Extent _, Expr.Num _, Expr.Call _ -> Kind.INVARIANT;
        };
    }
}
