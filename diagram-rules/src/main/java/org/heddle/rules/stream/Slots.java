package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Factorizer;

/// Makes the running values of one reduction from what the algebra found of its items.
///
/// ```
///   tail · item                 one slot;  with an exponent  A ← exp(u(m') - u(m)) · A
///   tail · weight · (v - c)^k   moments, see Moments
/// ```
///
/// Knows the names that are free, the states that are read, and what other reductions of the pass keep already: that is not kept again.
final class Slots {
    private final Region region;
    private final Region.Reduction reduction;
    private final int pass;
    private final Map<String, StreamForm.Accumulated> accumulated;
    private final Rebasing rebasing;
    private final Weights weights;
    private final Set<String> states = new LinkedHashSet<>();
    private Optional<String> own = Optional.empty();
    private int named;

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

    Region region() {
        return region;
    }

    Region.Reduction reduction() {
        return reduction;
    }

    Rebasing rebasing() {
        return rebasing;
    }

    Weights weights() {
        return weights;
    }

    Set<String> states() {
        return states;
    }

    void read(Collection<String> slots) {
        states.addAll(slots);
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
            read(motion.states());
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
            finish = plus(finish, finish(summand.finish(), moving, name, summand.item()));
        }
        return accumulated(slots, finish == null ? Expr.num(reduction.monoid().unit()) : finish);
    }

    /// What is accumulated, the number of items first where it is counted here.
    StreamForm.Accumulated accumulated(List<StreamForm.Slot> slots, Expr finish) {
        List<StreamForm.Slot> all = new ArrayList<>(slots);
        own.ifPresent(name -> all.addFirst(StreamForm.Slot.counting(name)));
        return new StreamForm.Accumulated(reduction.wire(), pass, all, finish, List.copyOf(states));
    }

    /// The slots of the pass that other reductions over the same axes keep.
    Stream<StreamForm.Slot> others() {
        return accumulated.values().stream()
                .filter(a -> a.pass() == pass)
                .filter(a -> isAlong(region.stage(a.wire())))
                .flatMap(a -> a.slots().stream());
    }

    private boolean isAlong(Region.Stage stage) {
        return stage instanceof Region.Reduction other
                && other.reduced().equals(reduction.reduced());
    }

    boolean isSlot(String name) {
        return own.filter(name::equals).isPresent() || known().anyMatch(name::equals);
    }

    /// The names of the slots that the pass has so far, in order.
    Stream<String> known() {
        return accumulated.values().stream()
                .filter(a -> a.pass() == pass)
                .flatMap(a -> a.slots().stream())
                .map(StreamForm.Slot::name);
    }

    static StreamForm.Law law(Expr item, Map<String, Expr> moving, Map<String, Expr> row) {
        return new StreamForm.Law(item, new LinkedHashMap<>(moving), new LinkedHashMap<>(row));
    }

    static Map<String, Expr> named(List<String> states) {
        Map<String, Expr> moving = new LinkedHashMap<>();
        states.forEach(state -> moving.put(state, Expr.arg(state)));
        return moving;
    }

    Factorizer.Exponent running(Factorizer.Exponent exponent) {
        return rebasing.running(exponent);
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
    ///
    /// @param item of the slot
    Expr finish(Expr written, List<String> moving, String slot, Expr item) {
        Expr finish =
                rebasing.guarded(written, moving)
                        .substitute(a -> Expr.arg(a.equals(Factorizer.REDUCED) ? slot : a));
        return new NoItems(region, reduction).guarded(finish, slot, item);
    }

    static Expr plus(@org.jspecify.annotations.Nullable Expr sum, Expr part) {
        return sum == null ? part : Expr.call(Fun.ADD, sum, part);
    }

    /// A product with what may stand under guards, which stay outside: where they fail, the factor may have no value.
    static Expr within(Expr guarded, Expr factor) {
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

    static Expr times(Expr a, Expr b) {
        return a.equals(Expr.num(1)) ? b : b.equals(Expr.num(1)) ? a : Expr.call(Fun.MUL, a, b);
    }

    /// A name for a slot that nothing in the region has.
    String fresh() {
        named++;
        return isTaken(reduction.wire() + "_" + named) ? fresh() : reduction.wire() + "_" + named;
    }

    /// The name of the number of items seen, which is kept once a pass; it is kept here from its first {@link #count} on.
    String counter() {
        return others().filter(StreamForm.Slot::isCounting)
                .findFirst()
                .map(StreamForm.Slot::name)
                .orElseGet(this::ownCounter);
    }

    private String ownCounter() {
        String name = reduction.wire() + "_seen";
        while (isTaken(name) && !own.equals(Optional.of(name))) {
            name += "_";
        }
        return name;
    }

    /// Reads the number of items seen.
    String count() {
        String name = counter();
        states.add(name);
        if (!isSlot(name)) {
            own = Optional.of(name);
        }
        return name;
    }

    private boolean isTaken(String name) {
        return isSlot(name)
                || region.stages().stream().anyMatch(stage -> stage.wire().equals(name))
                || region.reads().containsKey(name);
    }
}
