package org.heddle.rules.stream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.stream.StreamForm.Accumulated;
import org.heddle.rules.stream.StreamForm.Slot;

/// Checks the laws of derived accumulators on random and adversarial items, in f64.
///
/// ```
///   merge(f(x), f(y)) = f(x ++ y)                      the accumulator is a homomorphism
///   merge(a, merge(b, c)) = merge(merge(a, b), c)      merging is associative
///   finish(f(x)) = the reductions as written           and what it computes is what the diagram says
/// ```
///
/// One result element is simulated: every read that varies along the stream is an independent random sequence, every other a random number, of the sign that the region gives it. Sequences hold ordinary values,
/// ties, zeros, large magnitudes, infinities, NaN, and runs of the values that leave the states untouched (`-inf` where a mask says so), also whole blocks of them; blocks may be empty.
/// Where accumulators of parts are merged, they are those of random items. Where the reductions as written are not finite, the accumulator may do better and is not compared; nor is what it makes of no items at all, since a kernel
/// gives the unit there without asking it. Rounding is judged against the terms of the sums as written, `a - b` counting as much as `a + b`.
public final class AccumulatorLaws {
    private static final double TOLERANCE = 1e-9;

    /// What axes that do not go by are taken to be long.
    private static final double OTHER_SIZE = 16;

    /// Items of a block, at most.
    private static final int MOST_ITEMS = 5;

    /// Under this name, which no wire can have, an item keeps how it is drawn.
    private static final String MODE = "‹mode›";

    private final StreamForm form;
    private final Region region;
    private final List<Accumulated> pass;
    private final SplittableRandom random;
    private final Map<String, Double> invariants;
    private final Signs signs;

    /// Of the form whose accumulators are merged, whose items go on from part to part.
    private final Optional<AccumulatorLaws> part;

    private int position;
    private double worst;
    private int items;

    /// The index along every axis that does not go by.
    private int row;

    private AccumulatorLaws(
            StreamForm form, int pass, SplittableRandom random, Map<String, Double> invariants) {
        this.form = form;
        this.region = form.region();
        this.pass = form.accumulated().values().stream().filter(a -> a.pass() == pass).toList();
        this.random = random;
        this.invariants = invariants;
        this.signs = new Signs(region);
        this.part = form.merged().map(m -> new AccumulatorLaws(m.form(), pass, random, invariants));
    }

    /// What a check found.
    ///
    /// @param trials random splits that were tried
    /// @param worst largest relative deviation
    /// @param counterexample the first split on which a law fails
    public record Report(
            boolean holds, int trials, double worst, Optional<Counterexample> counterexample) {}

    /// A split on which a law fails.
    ///
    /// @param wire the reduction whose law it is
    /// @param isRounded whether both sides are numbers
    /// @param text what the sides of the law are, and the items
    public record Counterexample(String wire, boolean isRounded, String text) {
        @Override
        public String toString() {
            return text;
        }
    }

    /// Checks every pass of a form, then every state that takes in items one after the other.
    ///
    /// @param trials random splits per pass, and per state
    public static Report check(StreamForm form, long seed, int trials) {
        Report report = ofReductions(form, seed, trials);
        for (Region.Recurrence first : RecurrenceLaws.states(form.region())) {
            if (!report.holds()) {
                return report;
            }
            RecurrenceLaws laws = RecurrenceLaws.of(form, first, seed);
            Optional<Counterexample> counterexample =
                    laws.counterexample(trials)
                            .map(text -> new Counterexample(first.wire(), true, text));
            report =
                    new Report(
                            counterexample.isEmpty(),
                            report.trials() + trials,
                            Math.max(report.worst(), laws.worst()),
                            counterexample);
        }
        return report;
    }

    static Report ofReductions(StreamForm form, long seed, int trials) {
        SplittableRandom random = new SplittableRandom(seed);
        double worst = 0;
        int done = 0;
        for (int p = 0; p < form.passes(); p++) {
            for (int trial = 0; trial < trials; trial++) {
                AccumulatorLaws laws = new AccumulatorLaws(form, p, random, new HashMap<>());
                if (laws.pass.isEmpty()) {
                    break;
                }
                done++;
                Optional<Counterexample> counterexample = laws.trial(trial);
                worst = Math.max(worst, laws.worst);
                if (counterexample.isPresent()) {
                    return new Report(false, done, worst, counterexample);
                }
            }
        }
        return new Report(true, done, worst, Optional.empty());
    }

    /// One item: a value for every read that varies along the stream, and its position along every stream axis.
    private record Item(Map<String, Double> values, int position) {
        @Override
        public String toString() {
            return values.entrySet().stream()
                    .filter(value -> !value.getKey().equals(MODE))
                    .map(value -> value.getKey() + " = " + value.getValue())
                    .collect(Collectors.joining(", ", "(", ")"));
        }
    }

    /// The state: a value per slot.
    private record State(Map<String, Double> slots) {}

    private Optional<Counterexample> trial(int number) {
        row = number % 2 == 0 ? 7 : 0;
        part.ifPresent(own -> own.row = row);
        List<List<Item>> blocks = new ArrayList<>();
        for (int b = 0; b < 3; b++) {
            blocks.add(empty(number % 7 == 0 ? random.nextInt(2) : random.nextInt(MOST_ITEMS + 1)));
        }
        items = position;
        blocks.forEach(block -> block.forEach(this::draw));
        State a = inject(blocks.get(0));
        State b = inject(blocks.get(1));
        State c = inject(blocks.get(2));
        List<Item> all = new ArrayList<>();
        blocks.forEach(all::addAll);
        State left = merge(merge(a, b), c);
        State right = merge(a, merge(b, c));
        State whole = inject(all);
        Map<String, Double> direct = direct(all);
        Map<String, Double> finished = finish(left);
        for (Accumulated r : pass) {
            double expected = direct.getOrDefault(r.wire(), Double.NaN);
            if (Double.isFinite(expected)
                    && !all.isEmpty()
                    && differs(
                            finished.getOrDefault(r.wire(), Double.NaN),
                            expected,
                            scale(region.stage(r.wire()).value(), all, direct))) {
                double actual = finished.getOrDefault(r.wire(), Double.NaN);
                return Optional.of(counterexample(r, r.wire(), actual, expected, "written", all));
            }
        }
        return lawsBetween(left, right, whole, all, direct);
    }

    private Optional<Counterexample> lawsBetween(
            State left, State right, State whole, List<Item> all, Map<String, Double> direct) {
        for (Accumulated r : pass) {
            if (Double.isNaN(direct.getOrDefault(r.wire(), Double.NaN))) {
                continue;
            }
            for (Slot slot : r.slots()) {
                double expected = whole.slots().getOrDefault(slot.name(), Double.NaN);
                if (Double.isFinite(expected)) {
                    double scale = scale(slot.item(), all, whole.slots());
                    for (State other : List.of(left, right)) {
                        double actual = other.slots().getOrDefault(slot.name(), Double.NaN);
                        if (differs(actual, expected, scale)) {
                            return Optional.of(
                                    counterexample(
                                            r, slot.name(), actual, expected, "one block", all));
                        }
                    }
                }
            }
        }
        return Optional.empty();
    }

    private static Counterexample counterexample(
            Accumulated of,
            String name,
            double actual,
            double expected,
            String how,
            List<Item> items) {
        return new Counterexample(
                of.wire(),
                Double.isFinite(actual),
                "%s is %s merged, %s as %s, for the items %s"
                        .formatted(name, actual, expected, how, items));
    }

    /// The magnitude against which a sum's rounding is judged: that of its own terms. A running value may be finite where the reduction that it is kept for is not.
    private double scale(Expr term, List<Item> items, Map<String, Double> known) {
        double scale = 1e-300;
        for (Item item : items) {
            double value = new Uncancelled(e -> value(e, item, known, known)).of(term);
            if (Double.isFinite(value)) {
                scale += value;
            }
        }
        return scale;
    }

    private boolean differs(double actual, double expected, double scale) {
        double error = Math.abs(actual - expected) / Math.max(Math.abs(expected), scale);
        worst = Math.max(worst, Double.isNaN(error) ? Double.POSITIVE_INFINITY : error);
        return !(error <= TOLERANCE);
    }

    /// Items that are to be drawn in one way.
    private List<Item> empty(int length) {
        double mode = random.nextInt(Draws.MODES);
        List<Item> block = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            block.add(new Item(new LinkedHashMap<>(Map.of(MODE, mode)), position++));
        }
        return block;
    }

    /// Values for what is read along the stream: accumulators of a part, where they are merged.
    private void draw(Item item) {
        part.ifPresent(own -> own.part(form.merged().orElseThrow(), item.values()));
        int mode = item.values().getOrDefault(MODE, 0.0).intValue();
        region.reads()
                .forEach(
                        (key, read) -> {
                            if (form.isItem(read.axes())) {
                                item.values()
                                        .computeIfAbsent(
                                                key,
                                                _ -> signs.signed(key, Draws.item(mode, random)));
                            }
                        });
    }

    private void part(StreamForm.Merged merged, Map<String, Double> values) {
        List<Item> block = empty(random.nextInt(MOST_ITEMS + 1));
        items = 3 * MOST_ITEMS * MOST_ITEMS;
        block.forEach(this::draw);
        inject(block)
                .slots()
                .forEach(
                        (slot, value) ->
                                values.put(merged.arrays().getOrDefault(slot, slot), value));
    }

    private State inject(List<Item> items) {
        Map<String, Double> slots = new LinkedHashMap<>();
        for (Accumulated r : pass) {
            for (Slot slot : r.slots()) {
                double value = slot.monoid().unit();
                for (Item item : items) {
                    value = slot.monoid().apply(value, value(slot.item(), item, slots, slots));
                }
                slots.put(slot.name(), value);
            }
        }
        return new State(slots);
    }

    private State merge(State a, State b) {
        Map<String, Double> slots = new LinkedHashMap<>();
        for (Accumulated r : pass) {
            for (Slot slot : r.slots()) {
                double left = corrected(slot, a, slots);
                double right = corrected(slot, b, slots);
                slots.put(slot.name(), slot.monoid().apply(left, right));
            }
        }
        return new State(slots);
    }

    private double corrected(Slot slot, State old, Map<String, Double> now) {
        double value = old.slots().getOrDefault(slot.name(), Double.NaN);
        if (slot.rebased().isEmpty()) {
            return value;
        }
        return evaluate(
                slot.rebased().get(),
                name ->
                        name.endsWith("'")
                                ? now.getOrDefault(name.substring(0, name.length() - 1), Double.NaN)
                                : lookup(name, old.slots()),
                0);
    }

    private Map<String, Double> finish(State state) {
        Map<String, Double> known = new LinkedHashMap<>(state.slots());
        for (Accumulated r : pass) {
            Expr finish = r.finish();
            known.put(r.wire(), evaluate(finish, name -> lookup(name, known), 0));
        }
        return known;
    }

    /// The reductions exactly as the region writes them.
    private Map<String, Double> direct(List<Item> items) {
        Map<String, Double> known = new LinkedHashMap<>();
        for (Accumulated r : pass) {
            Region.Reduction reduction = (Region.Reduction) region.stage(r.wire());
            Monoid.Scalar monoid = reduction.monoid();
            double value = monoid.unit();
            for (Item item : items) {
                value = monoid.apply(value, value(reduction.value(), item, known, known));
            }
            known.put(r.wire(), value);
        }
        return known;
    }

    private double value(Expr e, Item item, Map<String, Double> states, Map<String, Double> known) {
        return evaluate(
                e,
                name -> {
                    Double own = item.values().get(name);
                    if (own != null) {
                        return own;
                    }
                    Double state = states.get(name);
                    return state != null ? state : lookup(name, known);
                },
                item.position());
    }

    /// A value known before the pass: drawn once per trial.
    private double lookup(String name, Map<String, Double> known) {
        Region.Read read = region.reads().get(name);
        Double found = known.get(read == null ? name : read.wire());
        return found != null
                ? found
                : invariants.computeIfAbsent(
                        name, _ -> signs.signed(name, Draws.invariant(random)));
    }

    /// As many items as there are along the first stream axis, one along the others.
    private double size(String axis) {
        int number = 0;
        for (String streamed : form.stream()) {
            if (region.sizeAxis(streamed).equals(axis)) {
                return number == 0 ? items : 1;
            }
            number++;
        }
        return OTHER_SIZE;
    }

    private double evaluate(
            Expr e, java.util.function.ToDoubleFunction<String> arguments, int position) {
        return switch (e) {
            case Expr.Num(double value) -> value;
            case Expr.Arg(String name) -> arguments.applyAsDouble(name);
            case Expr.Index(String axis) -> form.stream().contains(axis) ? position : row;
            case Expr.Extent(String axis) -> size(axis);
            case Expr.Call(var fun, var args) when fun == Fun.WHERE ->
                    evaluate(args.get(0), arguments, position) != 0
                            ? evaluate(args.get(1), arguments, position)
                            : evaluate(args.get(2), arguments, position);
            case Expr.Call(var fun, var args) -> {
                double[] values = new double[args.size()];
                for (int i = 0; i < values.length; i++) {
                    values[i] = evaluate(args.get(i), arguments, position);
                }
                yield Scalars.apply(fun, values);
            }
        };
    }
}
