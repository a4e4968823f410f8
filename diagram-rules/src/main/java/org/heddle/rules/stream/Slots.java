package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Centering;
import org.heddle.rules.algebra.Factorizer;
import org.heddle.rules.algebra.Normalizer;

/// Makes the running values of one reduction from what the algebra found of its items.
///
/// ```
///   tail · item                 one slot;  with an exponent  A ← exp(u(m') - u(m)) · A
///   tail · weight · (v - c)^k   k + 1 slots, the moments A_k … A_0 about c;
///                               A_j ← exp(u(m') - u(m)) · Σ_i  j over i · (c - c')^(j-i) · A_i
/// ```
///
/// A moment that another reduction of the pass keeps already, and the number of items seen, are not kept again.
final class Slots {
    private final Region region;
    private final Region.Reduction reduction;
    private final int pass;
    private final Map<String, StreamForm.Accumulated> accumulated;
    private final Rebasing rebasing;
    private final Weights weights;
    private final Set<String> states = new LinkedHashSet<>();
    private final SequencedMap<String, Raised> raised = new LinkedHashMap<>();
    private Optional<String> count = Optional.empty();
    private int named;
    private int symbols;

    /// @param isGuarded whether the author asks of an item and of running values whether it counts
    Slots(
            Region region,
            Region.Reduction reduction,
            int pass,
            Map<String, StreamForm.Accumulated> accumulated,
            Rebasing rebasing,
            boolean isGuarded) {
        this.region = region;
        this.reduction = reduction;
        this.pass = pass;
        this.accumulated = accumulated;
        this.rebasing = rebasing;
        this.weights = new Weights(rebasing, isGuarded);
    }

    /// One slot a summand.
    StreamForm.Accumulated ofSummands(List<Units.Measured> summands) {
        List<StreamForm.Slot> slots = new ArrayList<>();
        Expr finish = null;
        for (Units.Measured measured : summands) {
            Factorizer.Summand summand = measured.summand();
            String name = summands.size() == 1 ? reduction.wire() : fresh();
            List<String> moving = moving(summand.exponent());
            Optional<Factorizer.Exponent> exponent = summand.exponent().map(this::running);
            Motion motion = new Motion(rebasing, exponent, moving, measured.units());
            states.addAll(motion.states());
            Expr item = weights.paired(rebasing.running(summand.item()));
            Expr written = motion.written(item);
            slots.add(
                    new StreamForm.Slot(
                            name,
                            reduction.axes(),
                            reduction.monoid(),
                            weights.counted(motion.guarded(item), moving),
                            motion.applied(name, written)
                                    .map(m -> weights.kept(m, exponent, moving)),
                            motion.factor()
                                    .map(
                                            f ->
                                                    law(
                                                            written,
                                                            named(motion.states()),
                                                            Map.of(name, f)))));
            finish = plus(finish, finish(summand.finish(), moving, name));
        }
        return accumulated(slots, finish == null ? Expr.num(reduction.monoid().unit()) : finish);
    }

    /// The slots of moments, highest powers first.
    StreamForm.Accumulated ofMoments(List<Centering.Moment> moments) {
        Map<Centering.Deviation, Centre> centres = new LinkedHashMap<>();
        for (Centering.Moment moment : moments) {
            states.addAll(moving(moment.exponent()));
            moment.deviations().forEach(d -> centres.computeIfAbsent(unpowered(d), this::centre));
        }
        Expr finish = null;
        for (Centering.Moment moment : moments) {
            Powers powers = new Powers(new LinkedHashMap<>());
            moment.deviations().forEach(d -> powers.of().put(unpowered(d), d.power()));
            String name = slot(moment, powers, moments.size() == 1);
            finish = plus(finish, finish(moment.finish(), moving(moment.exponent()), name));
        }
        List<StreamForm.Slot> slots = new ArrayList<>();
        List<Raised> all = new ArrayList<>(raised.values());
        all.sort(Comparator.comparingInt(r -> -r.powers().total()));
        all.forEach(r -> slots.add(slot(r, centres)));
        count.ifPresent(name -> slots.addFirst(StreamForm.Slot.counting(name)));
        return accumulated(slots, finish == null ? Expr.num(0) : finish);
    }

    private StreamForm.Accumulated accumulated(List<StreamForm.Slot> slots, Expr finish) {
        return new StreamForm.Accumulated(
                reduction.wire(), pass, slots, finish, List.copyOf(states));
    }

    /// A moment that gets a slot.
    private record Raised(String name, Centering.Moment moment, Powers powers) {}

    private static Centering.Deviation unpowered(Centering.Deviation d) {
        return new Centering.Deviation(d.item(), d.centre(), 1);
    }

    /// A running sum that has seen `n` of `N` items counts for `N/n` of itself, so that a mean is one of the items seen; a quotient of two for itself.
    private Centre centre(Centering.Deviation deviation) {
        Expr all =
                reduction.reduced().stream()
                        .map(axis -> (Expr) new Expr.Extent(region.sizeAxis(axis)))
                        .reduce((a, b) -> Expr.call(Fun.MUL, a, b))
                        .orElseThrow();
        String counter = count.orElseGet(this::counter);
        Expr written =
                Centering.graded(
                        rebasing.running(Normalizer.simplify(deviation.centre())),
                        this::isRunningSum,
                        Expr.call(Fun.DIV, all, Expr.arg(counter)));
        if (written.arguments().contains(counter)) {
            count = Optional.of(counter);
            states.add(counter);
        }
        List<String> own = written.arguments().stream().filter(this::isSlot).toList();
        states.addAll(own);
        String symbol =
                written instanceof Expr.Arg(String name)
                        ? name
                        : symbols++ == 0 ? "c" : "c_" + symbols;
        return Centre.of(
                symbol,
                written,
                weights::itemOf,
                term ->
                        rebasing.safely(
                                term, own.stream().filter(term.arguments()::contains).toList()));
    }

    private boolean isRunningSum(String name) {
        return accumulated.values().stream()
                .filter(a -> a.pass() == pass)
                .flatMap(a -> a.slots().stream())
                .anyMatch(slot -> slot.name().equals(name) && slot.monoid() == Monoid.Scalar.SUM);
    }

    private boolean isSlot(String name) {
        return count.filter(name::equals).isPresent()
                || accumulated.values().stream()
                        .filter(a -> a.pass() == pass)
                        .flatMap(a -> a.slots().stream())
                        .anyMatch(slot -> slot.name().equals(name));
    }

    /// The name of the slot that keeps a moment, with those that it turns into.
    private String slot(Centering.Moment moment, Powers powers, boolean only) {
        String result = "";
        for (Powers lower : powers.below()) {
            String key =
                    moment.weight()
                            + " "
                            + lower.of().entrySet().stream().filter(e -> e.getValue() > 0).toList();
            String name =
                    raised.containsKey(key)
                            ? raised.get(key).name()
                            : known(moment, lower).orElse("");
            if (name.isEmpty()) {
                boolean full = lower.equals(powers);
                name = full && only ? reduction.wire() : fresh();
                raised.put(key, new Raised(name, moment, lower));
            }
            result = result.isEmpty() ? name : result;
        }
        return result;
    }

    /// A sum of weights that is kept anyway: the number of items, or another reduction of the pass.
    private Optional<String> known(Centering.Moment moment, Powers powers) {
        if (powers.total() > 0) {
            return Optional.empty();
        }
        Expr item = rebasing.running(moment.alone());
        if (item.equals(Expr.num(1))) {
            count = Optional.of(count.orElseGet(this::counter));
            states.add(count.get());
            return count;
        }
        Optional<String> found =
                accumulated.values().stream()
                        .filter(a -> a.pass() == pass)
                        .flatMap(a -> a.slots().stream())
                        .filter(
                                slot ->
                                        slot.monoid() == Monoid.Scalar.SUM
                                                && slot.axes().equals(reduction.axes()))
                        .filter(
                                slot ->
                                        Normalizer.normalize(
                                                        slot.law()
                                                                .map(StreamForm.Law::item)
                                                                .orElse(slot.item()))
                                                .equals(Normalizer.normalize(item)))
                        .map(StreamForm.Slot::name)
                        .findFirst();
        found.ifPresent(states::add);
        return found;
    }

    private StreamForm.Slot slot(Raised raised, Map<Centering.Deviation, Centre> centres) {
        Centering.Moment moment = raised.moment();
        List<String> moving = moving(moment.exponent());
        Expr weight =
                weights.paired(
                        rebasing.running(
                                raised.powers().total() == 0 ? moment.alone() : moment.weight()));
        Expr item = rebasing.guarded(weight, moving);
        Expr written = weight;
        for (Map.Entry<Centering.Deviation, Integer> power : raised.powers().of().entrySet()) {
            Centre centre = centres.get(power.getKey());
            for (int i = 0; i < power.getValue(); i++) {
                item = within(item, centre.from(power.getKey().item()));
                written =
                        within(
                                written,
                                difference(power.getKey().item(), Expr.arg(centre.symbol())));
            }
        }
        boolean isWeight = raised.powers().total() == 0;
        boolean isMasked =
                moment.exponent().isEmpty()
                        && weight instanceof Expr.Call(Fun fun, _)
                        && fun == Fun.WHERE;
        Optional<Factorizer.Exponent> exponent = moment.exponent().map(this::running);
        Optional<Expr> factor = exponent.map(e -> Rebasing.factor(e, moving));
        Optional<Expr> fromNothing = factor.map(f -> rebasing.fromNothing(f, moving));
        SequencedMap<String, Expr> row = new LinkedHashMap<>();
        Expr moved = null;
        for (Powers lower : raised.powers().below()) {
            String name = slot(moment, lower, false);
            Expr inWords =
                    shifted(
                            Expr.num(1),
                            raised.powers(),
                            lower,
                            d ->
                                    difference(
                                            Expr.arg(centres.get(d).symbol()),
                                            Expr.arg(centres.get(d).symbol() + "'")));
            row.put(name, factor.map(f -> times(f, inWords)).orElse(inWords));
            Expr kept = Expr.arg(name);
            Expr term =
                    shifted(
                            fromNothing.map(f -> times(kept, f)).orElse(kept),
                            raised.powers(),
                            lower,
                            d -> centres.get(d).shift(states));
            boolean isKept = !isMasked || lower.equals(raised.powers());
            moved = plus(moved, isKept ? term : Weights.ofAny(kept, term));
        }
        Expr sum = Objects.requireNonNull(moved);
        Optional<Expr> rebased =
                factor.isPresent()
                        ? Optional.of(
                                rebasing.unlessLeftOut(
                                        sum, List.copyOf(row.keySet()), weight, moving))
                        : raised.powers().total() > 0 ? Optional.of(sum) : Optional.empty();
        Expr phi = written;
        Map<String, Expr> moves = named(moving);
        raised.powers()
                .of()
                .keySet()
                .forEach(d -> moves.put(centres.get(d).symbol(), centres.get(d).written()));
        return new StreamForm.Slot(
                raised.name(),
                reduction.axes(),
                Monoid.Scalar.SUM,
                isWeight ? item : weights.counted(item, moving),
                rebased.map(r -> isWeight ? r : weights.kept(r, exponent, moving)),
                rebased.map(_ -> law(phi, moves, row)));
    }

    /// What a lower moment adds to a moved one: `Π j over i · (c - c')^(j-i)` of it. The moment is multiplied by one difference after the other:
    /// where a factor made it vanish, differences whose product has no finite value leave it so.
    private static Expr shifted(
            Expr moment, Powers from, Powers to, Function<Centering.Deviation, Expr> difference) {
        double number = 1;
        Expr product = moment;
        for (Centering.Deviation deviation : from.of().keySet()) {
            int j = from.at(deviation);
            int i = to.at(deviation);
            for (int n = 0; n < j - i; n++) {
                number = number * (j - n) / (n + 1);
                product = times(product, difference.apply(deviation));
            }
        }
        return times(Expr.num(number), product);
    }

    private static Expr difference(Expr before, Expr after) {
        return Expr.call(Fun.SUB, before, after);
    }

    private static StreamForm.Law law(Expr item, Map<String, Expr> moving, Map<String, Expr> row) {
        return new StreamForm.Law(item, new LinkedHashMap<>(moving), new LinkedHashMap<>(row));
    }

    private static Map<String, Expr> named(List<String> states) {
        Map<String, Expr> moving = new LinkedHashMap<>();
        states.forEach(state -> moving.put(state, Expr.arg(state)));
        return moving;
    }

    Factorizer.Exponent running(Factorizer.Exponent exponent) {
        return new Factorizer.Exponent(exponent.ofItems(), rebasing.running(exponent.ofState()));
    }

    /// The states of an exponent, by their slots' names.
    List<String> moving(Optional<Factorizer.Exponent> exponent) {
        return exponent.map(
                        e ->
                                running(e).ofState().arguments().stream()
                                        .filter(this::isSlot)
                                        .toList())
                .orElse(List.of());
    }

    /// What a slot comes to. Where items are under conditions, all may be left out, and the sum is 0 even where the factor free of items has no value.
    private Expr finish(Expr written, List<String> moving, String slot) {
        Expr finish =
                rebasing.guarded(written, moving)
                        .substitute(a -> Expr.arg(a.equals(Factorizer.REDUCED) ? slot : a));
        return new NoItems(region, reduction).guarded(finish, slot);
    }

    private static Expr plus(@org.jspecify.annotations.Nullable Expr sum, Expr part) {
        return sum == null ? part : Expr.call(Fun.ADD, sum, part);
    }

    /// A product with what may stand under guards, which stay outside: where they fail, the factor may have no value.
    private static Expr within(Expr guarded, Expr factor) {
        if (guarded instanceof Expr.Call(Fun fun, List<Expr> args) && fun == Fun.WHERE) {
            Expr zero = Expr.num(0);
            if (args.get(2).equals(zero)) {
                return Expr.call(fun, args.get(0), within(args.get(1), factor), zero);
            }
            if (args.get(1).equals(zero)) {
                return Expr.call(fun, args.get(0), zero, within(args.get(2), factor));
            }
        }
        return times(guarded, factor);
    }

    private static Expr times(Expr a, Expr b) {
        return a.equals(Expr.num(1)) ? b : b.equals(Expr.num(1)) ? a : Expr.call(Fun.MUL, a, b);
    }

    /// A name for a slot that nothing in the region has.
    String fresh() {
        named++;
        return isTaken(reduction.wire() + "_" + named) ? fresh() : reduction.wire() + "_" + named;
    }

    /// A name for the number of items seen.
    String counter() {
        String name = reduction.wire() + "_seen";
        while (isTaken(name)) {
            name += "_";
        }
        return name;
    }

    private boolean isTaken(String name) {
        return isSlot(name)
                || region.stages().stream().anyMatch(stage -> stage.wire().equals(name))
                || region.reads().containsKey(name);
    }
}
