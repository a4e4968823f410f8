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
import org.heddle.model.expr.Expr;

/// Derives the accumulators of a region for chosen stream axes.
///
/// Each reduction over the stream axes joins the earliest pass in which everything its items need is an item, was known before the pass, or is
/// the running value of a reduction of the same pass whose effect on the items can be corrected afterwards. Whether it can is decided by the
/// algebra of the expression alone ({@link Joining}). Where it cannot, the reason is kept and the reduction waits for the next pass.
public final class StreamAnalyzer {
    private static final long LAW_SEED = 1;
    private static final int LAW_TRIALS = 40;

    private final Region region;
    private final List<String> stream;
    private final SequencedMap<String, StreamForm.Accumulated> accumulated = new LinkedHashMap<>();
    private final Map<String, Integer> ready = new HashMap<>();
    private final List<StreamForm.Refusal> refusals = new ArrayList<>();
    private final Map<String, String> unlawful;

    private StreamAnalyzer(Region region, List<String> stream, Map<String, String> unlawful) {
        this.region = region;
        this.stream = stream;
        this.unlawful = unlawful;
    }

    /// The stream form; empty where a reduction runs over some of the stream axes but not over all of them, or a recurrence over another axis.
    public static Optional<StreamForm> analyze(Region region, List<String> stream) {
        return analyze(region, stream, Map.of());
    }

    /// @param unlawful reductions that wait for the next pass although the algebra finds a form, with what is wrong with it
    private static Optional<StreamForm> analyze(
            Region region, List<String> stream, Map<String, String> unlawful) {
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
        return Optional.of(Needed.of(new StreamAnalyzer(region, stream, unlawful).form()));
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
        Map<String, String> unlawful = new LinkedHashMap<>();
        Optional<StreamForm> form = analyze(region, stream);
        Optional<AccumulatorLaws.Counterexample> failing = form.flatMap(StreamAnalyzer::failing);
        while (failing.isPresent()
                && unlawful.put(failing.get().wire(), why(failing.get())) == null) {
            form = analyze(region, stream, unlawful);
            failing = form.flatMap(StreamAnalyzer::failing);
        }
        return failing.isPresent() ? Optional.empty() : form.map(StreamAnalyzer::merged);
    }

    /// With the states told that are not merged in parts, since a law of theirs fails.
    private static StreamForm merged(StreamForm form) {
        Map<String, String> unmerged =
                RecurrenceLaws.counterexamples(form.region(), LAW_SEED, LAW_TRIALS);
        return unmerged.isEmpty() ? form : form.inOrder(unmerged);
    }

    private static String why(AccumulatorLaws.Counterexample counterexample) {
        return counterexample.isRounded()
                ? "has a form that fails its law on random items, by rounding"
                : "has a form that has no value for random items that have one as written";
    }

    /// A reduction whose law does not hold.
    private static Optional<AccumulatorLaws.Counterexample> failing(StreamForm form) {
        boolean derived =
                form.accumulated().values().stream()
                        .anyMatch(
                                a ->
                                        !a.isPlain()
                                                || a.slots().stream()
                                                        .anyMatch(s -> s.rebased().isPresent()));
        return derived
                ? AccumulatorLaws.ofReductions(form, LAW_SEED, LAW_TRIALS).counterexample()
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
                        "is written with an element per item, and needs "
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
        if (pass > 0) {
            waits(r, pass);
        }
        Joining.Result result = joining(r, pass).result();
        if (result instanceof Joining.Refused(Expr offending, String reason)) {
            refusals.add(new StreamForm.Refusal(r.wire(), stream, offending, reason));
            pass++;
            result = joining(r, pass).result();
        }
        if (!(result instanceof Joining.Joined(StreamForm.Accumulated joined))) {
            throw new IllegalStateException(r.wire() + " sees no running value, and cannot be one");
        }
        accumulated.put(r.wire(), joined);
        return pass + 1;
    }

    /// Says for what a reduction waits that is no running value: a stage made of what is known only when all items have gone by.
    private void waits(Region.Reduction r, int pass) {
        r.value().arguments().stream()
                .filter(key -> !accumulated.containsKey(region.read(key).wire()))
                .filter(key -> ready.getOrDefault(region.read(key).wire(), 0) == pass)
                .findFirst()
                .ifPresent(
                        key ->
                                refusals.add(
                                        new StreamForm.Refusal(
                                                r.wire(),
                                                stream,
                                                inWords(key),
                                                "is known only when all items have gone by")));
    }

    /// What a read is of, where that is computed for each item.
    private Expr inWords(String key) {
        return region.isInput(region.read(key).wire())
                        || !(region.stage(region.read(key).wire()) instanceof Region.Mapping map)
                ? Expr.arg(key)
                : map.value();
    }

    private Joining joining(Region.Reduction r, int pass) {
        return new Joining(
                region, accumulated, r, pass, Optional.ofNullable(unlawful.get(r.wire())));
    }
}
