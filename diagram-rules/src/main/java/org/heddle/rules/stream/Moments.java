package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Centering;
import org.heddle.rules.algebra.Factorizer;
import org.heddle.rules.algebra.Normalizer;
import org.heddle.rules.algebra.Product;

/// Makes the running values of a sum of moments.
///
/// ```
///   tail · weight · (v - c)^k             k + 1 slots, the moments A_k … A_0 about c;
///                                         A_j ← exp(u(m') - u(m)) · Σ_i  j over i · (c - c')^(j-i) · A_i
///   tail · ((v - c)/√n)^k,  k > 2,        in units of the running n, which then is no factor of the tail;
///     n = Σ (v - c)²                      B_j ← Σ_i  j over i · ((c - c')/√n')^(j-i) · √(n/n')^i · B_i
/// ```
///
/// Fourth powers of what is near 10⁻¹⁰ vanish in f32, and so does what is divided by the square of their variance; in its units they do not. A moment that another reduction of the pass keeps already is not kept again.
final class Moments {
    private final Slots slots;
    private final Units units;
    private final Region region;
    private final Region.Reduction reduction;
    private final Rebasing rebasing;
    private final Weights weights;
    private final SequencedMap<String, Raised> raised = new LinkedHashMap<>();
    private final Map<Centering.Deviation, Centre> centres = new LinkedHashMap<>();
    private int symbols;

    Moments(Slots slots, Units units) {
        this.slots = slots;
        this.units = units;
        this.region = slots.region();
        this.reduction = slots.reduction();
        this.rebasing = slots.rebasing();
        this.weights = slots.weights();
    }

    /// A moment that gets a slot.
    private record Raised(String name, Units.Scaled scaled, Powers powers) {
        Centering.Moment moment() {
            return scaled.moment();
        }

        Raised named(String name) {
            return new Raised(name, scaled, powers);
        }

        /// The same for equal moments.
        String key() {
            return scaled.weight()
                    + " "
                    + scaled.units()
                    + " "
                    + powers.of().entrySet().stream().filter(e -> e.getValue() > 0).toList();
        }
    }

    /// The slots, highest powers first.
    StreamForm.Accumulated of(List<Centering.Moment> moments) {
        for (Centering.Moment moment : moments) {
            slots.read(slots.moving(moment.exponent()));
            moment.deviations().forEach(d -> centres.computeIfAbsent(d.alone(), this::centre));
        }
        Expr finish = null;
        for (Centering.Moment moment : moments) {
            Units.Scaled scaled = units.scaled(moment, this::isOfSquares);
            slots.read(scaled.units().values().stream().map(this::unit).toList());
            scaled.ofWeight().forEach(unit -> slots.read(List.of(unit(unit.extremum()))));
            Powers powers = new Powers(new LinkedHashMap<>());
            moment.deviations().forEach(d -> powers.of().put(d.alone(), d.power()));
            String result = moments.size() == 1 ? reduction.wire() : slots.fresh();
            String name = slot(scaled, powers, Optional.of(result));
            List<String> moving = slots.moving(moment.exponent());
            finish =
                    Slots.plus(
                            finish, slots.finish(scaled.finish(), moving, name, moment.weight()));
        }
        List<Raised> highest = new ArrayList<>(raised.values());
        highest.sort(Comparator.comparingInt(r -> -r.powers().total()));
        return slots.accumulated(
                highest.stream().map(this::slot).toList(), finish == null ? Expr.num(0) : finish);
    }

    /// A running sum that has seen `n` of `N` items counts for `N/n` of itself, so that a mean is one of the items seen; a quotient of two for itself.
    private Centre centre(Centering.Deviation deviation) {
        Expr all =
                reduction.reduced().stream()
                        .map(axis -> (Expr) new Expr.Extent(region.sizeAxis(axis)))
                        .reduce((a, b) -> Expr.call(Fun.MUL, a, b))
                        .orElseThrow();
        String counter = slots.counter();
        Expr written =
                Centering.graded(
                        rebasing.running(Normalizer.simplify(deviation.centre())),
                        this::isRunningSum,
                        Expr.call(Fun.DIV, all, Expr.arg(counter)));
        if (written.arguments().contains(counter)) {
            slots.count();
        }
        List<String> own = written.arguments().stream().filter(slots::isSlot).toList();
        slots.read(own);
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
        return slots.others()
                .anyMatch(slot -> slot.name().equals(name) && slot.monoid() == Monoid.Scalar.SUM);
    }

    /// The slot of a running value in whose square root a deviation is measured.
    private String unit(String key) {
        return rebasing.running(Expr.arg(key)).toString();
    }

    /// Whether a running value is the sum of the squares of a deviation, of the weight of a moment or of none.
    private boolean isOfSquares(String key, Centering.Deviation deviation, Expr weight) {
        Expr difference = centres.get(deviation).from(deviation.item());
        return Stream.of(weights.paired(rebasing.running(weight)), Expr.num(1))
                .map(w -> Slots.within(Slots.within(w, difference), difference))
                .anyMatch(
                        squares ->
                                slots.others()
                                        .anyMatch(
                                                slot ->
                                                        slot.name().equals(unit(key))
                                                                && slot.item().equals(squares)));
    }

    /// The name of the slot that keeps a moment, with those that it turns into.
    ///
    /// @param result the name of one that the sum comes to, which is kept here
    private String slot(Units.Scaled scaled, Powers powers, Optional<String> result) {
        for (Powers lower : powers.below()) {
            boolean isResult = result.isPresent() && lower.equals(powers);
            Raised moment = new Raised(isResult ? result.get() : "", scaled, lower);
            if (!raised.containsKey(moment.key()) && (isResult || known(moment).isEmpty())) {
                raised.put(moment.key(), isResult ? moment : moment.named(slots.fresh()));
            }
        }
        return name(new Raised("", scaled, powers));
    }

    private String name(Raised moment) {
        Raised own = raised.get(moment.key());
        return own == null ? known(moment).orElseThrow() : own.name();
    }

    /// A moment that is kept anyway: the number of items, or that of another reduction of the pass.
    private Optional<String> known(Raised moment) {
        if (moment.powers().total() > 0) {
            Expr item = item(moment);
            return known(slot -> slot.item().equals(item));
        }
        Expr item = rebasing.running(moment.scaled().alone());
        return item.equals(Expr.num(1))
                ? Optional.of(slots.count())
                : known(
                        slot ->
                                Normalizer.normalize(slot.meant())
                                        .equals(Normalizer.normalize(item)));
    }

    private Optional<String> known(Predicate<StreamForm.Slot> isSuch) {
        Optional<String> found =
                slots.others()
                        .filter(
                                slot ->
                                        slot.monoid() == Monoid.Scalar.SUM
                                                && slot.axes().equals(reduction.axes()))
                        .filter(isSuch)
                        .map(StreamForm.Slot::name)
                        .findFirst();
        found.ifPresent(name -> slots.read(List.of(name)));
        return found;
    }

    /// The weight of a moment, over slot names.
    private Expr weight(Raised raised) {
        Expr weight =
                raised.powers().total() == 0 ? raised.scaled().alone() : raised.scaled().weight();
        return weights.paired(rebasing.running(weight));
    }

    /// How the weight moves.
    private Motion motion(Raised raised) {
        Optional<Factorizer.Exponent> exponent = raised.moment().exponent();
        return new Motion(
                rebasing,
                exponent.map(slots::running),
                slots.moving(exponent),
                raised.scaled().ofWeight());
    }

    /// φ as it is computed.
    private Expr item(Raised raised) {
        return times(
                motion(raised).guarded(weight(raised)),
                raised,
                d -> inUnit(raised, d, centres.get(d).from(d.item()), ""));
    }

    /// φ as the law has it.
    private Expr written(Raised raised) {
        return times(
                motion(raised).written(weight(raised)),
                raised,
                d -> over(raised, d, difference(d.item(), symbol(d, "")), ""));
    }

    private static Expr times(
            Expr weight, Raised raised, Function<Centering.Deviation, Expr> difference) {
        Expr item = weight;
        for (Map.Entry<Centering.Deviation, Integer> power : raised.powers().of().entrySet()) {
            for (int i = 0; i < power.getValue(); i++) {
                item = Slots.within(item, difference.apply(power.getKey()));
            }
        }
        return item;
    }

    private Expr symbol(Centering.Deviation deviation, String after) {
        return Expr.arg(centres.get(deviation).symbol() + after);
    }

    /// A difference in units of the running value before the block, or after it (`'`); 1 stands for one that is 0.
    private Expr inUnit(
            Raised raised, Centering.Deviation deviation, Expr difference, String after) {
        return unit(raised, deviation)
                .map(unit -> root(difference, rebasing.divisor(unit + after)))
                .orElse(difference);
    }

    /// The same in words.
    private Expr over(Raised raised, Centering.Deviation deviation, Expr difference, String after) {
        return unit(raised, deviation)
                .map(unit -> root(difference, Expr.arg(unit + after)))
                .orElse(difference);
    }

    private Optional<String> unit(Raised raised, Centering.Deviation deviation) {
        return Optional.ofNullable(raised.scaled().units().get(deviation)).map(this::unit);
    }

    private static Expr root(Expr e, Expr unit) {
        return Expr.call(Fun.DIV, e, Expr.call(Fun.SQRT, unit));
    }

    /// What a moment is multiplied by when its units grow: `√(n/n')` for each power.
    private Expr grown(Raised raised, Powers powers, Function<String, Expr> after) {
        Expr product = Expr.num(1);
        for (Map.Entry<Centering.Deviation, Integer> power : powers.of().entrySet()) {
            Optional<String> unit = unit(raised, power.getKey());
            int times = power.getValue();
            if (unit.isPresent() && times > 0) {
                Expr ratio = Expr.call(Fun.DIV, Expr.arg(unit.get()), after.apply(unit.get()));
                Expr odd = times % 2 == 0 ? Expr.num(1) : Expr.call(Fun.SQRT, ratio);
                Expr even = times < 2 ? Expr.num(1) : Product.power(ratio, Math.floorDiv(times, 2));
                product = Slots.times(product, Slots.times(even, odd));
            }
        }
        return product;
    }

    private StreamForm.Slot slot(Raised raised) {
        Centering.Moment moment = raised.moment();
        List<String> moving = slots.moving(moment.exponent());
        Motion motion = motion(raised);
        Expr weight = motion.written(weight(raised));
        Expr item = item(raised);
        boolean isWeight = raised.powers().total() == 0;
        boolean isMasked =
                moment.exponent().isEmpty()
                        && weight instanceof Expr.Call(Fun fun, _)
                        && fun == Fun.WHERE;
        Optional<Factorizer.Exponent> exponent = moment.exponent().map(slots::running);
        Optional<Expr> factor = motion.factor();
        Optional<Expr> computed = motion.computed();
        SequencedMap<String, Expr> row = new LinkedHashMap<>();
        Expr moved = null;
        for (Powers lower : raised.powers().below()) {
            String name = slot(raised.scaled(), lower, Optional.empty());
            Expr inWords =
                    shifted(
                            grown(raised, lower, unit -> Expr.arg(unit + "'")),
                            raised.powers(),
                            lower,
                            d -> over(raised, d, difference(symbol(d, ""), symbol(d, "'")), "'"));
            row.put(name, factor.map(f -> Slots.times(f, inWords)).orElse(inWords));
            Expr kept =
                    Slots.times(
                            Expr.arg(name),
                            grown(raised, lower, unit -> rebasing.divisor(unit + "'")));
            Expr term =
                    shifted(
                            computed.map(f -> Slots.times(kept, f)).orElse(kept),
                            raised.powers(),
                            lower,
                            d -> inUnit(raised, d, moved(d, isMasked), "'"));
            boolean isKept = !isMasked || lower.equals(raised.powers());
            moved = Slots.plus(moved, isKept ? term : Weights.ofAny(Expr.arg(name), term));
        }
        Expr sum = Objects.requireNonNull(moved);
        Optional<Expr> rebased =
                factor.isPresent()
                        ? Optional.of(
                                rebasing.unlessLeftOut(
                                        sum, List.copyOf(row.keySet()), weight, motion.states()))
                        : raised.powers().total() > 0 ? Optional.of(sum) : Optional.empty();
        Map<String, Expr> moves = Slots.named(motion.states());
        for (Centering.Deviation d : raised.powers().of().keySet()) {
            moves.put(centres.get(d).symbol(), centres.get(d).written());
            unit(raised, d).ifPresent(unit -> moves.put(unit, Expr.arg(unit)));
        }
        return new StreamForm.Slot(
                raised.name(),
                reduction.axes(),
                Monoid.Scalar.SUM,
                isWeight ? item : weights.counted(item, moving),
                rebased.map(r -> isWeight ? r : weights.kept(r, exponent, moving)),
                rebased.map(_ -> Slots.law(written(raised), moves, row)));
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
                product = Slots.times(product, difference.apply(deviation));
            }
        }
        return Slots.times(Expr.num(number), product);
    }

    /// How far a centre has moved. Items that a mask leaves out may keep it at an infinity.
    private Expr moved(Centering.Deviation deviation, boolean isMasked) {
        Centre centre = centres.get(deviation);
        return isMasked ? centre.shiftOfAny(slots.states()) : centre.shift(slots.states());
    }

    private static Expr difference(Expr before, Expr after) {
        return Expr.call(Fun.SUB, before, after);
    }
}
