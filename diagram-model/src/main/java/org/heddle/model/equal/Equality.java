package org.heddle.model.equal;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.library.Unfold;

/// Whether two checked diagrams mean the same.
///
/// 1. Their interfaces are matched ({@link Interface}), composite boxes unfolded.
/// 2. Both are computed in f64 at many sizes: all 1; ragged; every axis 0, every axis 1, every axis as long as the diagrams mention; random. Inputs are drawn from every {@link Draw}, and {@link Around} numbers that either mentions. Elements agree within
///    an error that the problem explains ({@link NumericTrial}).
/// 3. Both are computed modulo primes ({@link Transport}), where equal means equal.
///
/// Unequal is what differs in f64, unless residues that leave no doubt agree and the difference is a small one, of rounding. What agrees in f64 and differs
/// in residues is unequal where the field has all laws that either diagram could need, else equal as far as f64 can tell.
public final class Equality {
    private static final double MOST_ITEMS = 2e5;
    private static final double MOST_FIELD_ITEMS = 2e4;
    private static final int FIELD_TRIALS = 6;
    private static final int ATTEMPTS = 200;
    private static final int OF_MENTIONED = 4;
    private static final double OF_ROUNDING = 1e-4;

    private final Diagram left;
    private final Diagram right;
    private final Interface matched;
    private final Options options;
    private final JointSizes sizes;
    private final Mentioned mentioned;
    private final NumericTrial numeric;
    private final SplittableRandom random;

    /// How to compare.
    ///
    /// @param trials the least number of inputs tried in f64
    /// @param sizes given ones, by axis of the left diagram, else of the right one
    public record Options(long seed, int trials, Relation relation, Map<String, Long> sizes) {
        /// 40 trials, the first seed, both ways.
        public static final Options STANDARD = new Options(1, 40, Relation.EQUAL, Map.of());

        public Options with(Relation other) {
            return new Options(seed, trials, other, sizes);
        }
    }

    private Equality(Diagram left, Diagram right, Interface matched, Options options) {
        this.left = left;
        this.right = right;
        this.matched = matched;
        this.options = options;
        this.sizes = new JointSizes(left, right, matched.axes(), options.sizes());
        this.mentioned = new Mentioned(left, right);
        this.numeric = new NumericTrial(left, right, matched, options.relation(), mentioned);
        this.random = new SplittableRandom(options.seed());
    }

    /// Compares two checked diagrams; the same verdict for the same arguments.
    public static Verdict compare(Diagram left, Diagram right, Options options) {
        return switch (Interface.of(left, right)) {
            case Interface.Differs(List<Diagnostic> problems) -> new Verdict.Incomparable(problems);
            case Interface.Fits(Interface matched) ->
                    new Equality(Unfold.all(left), Unfold.all(right), matched, options).compare();
        };
    }

    private Verdict compare() {
        List<Planned> plans = plans();
        if (plans.isEmpty()) {
            return new Verdict.Incomparable(noSizes());
        }
        Verdict.Field field =
                field(
                        plans.stream()
                                .filter(
                                        plan ->
                                                plan.draw() instanceof Draw draw
                                                        && draw != Draw.MENTIONED)
                                .map(Planned::setting)
                                .toList());
        boolean certain = field instanceof Verdict.Agrees(_, _, _, Set<String> b) && b.isEmpty();
        if (certain) {
            plans.removeIf(plan -> plan.draw() instanceof Around);
        }
        double worst = 0;
        long compared = 0;
        for (int i = 0; i < plans.size(); i++) {
            NumericTrial.Case trial =
                    numeric.draw(plans.get(i).setting(), plans.get(i).draw(), random.nextLong());
            NumericTrial.Outcome outcome = numeric.run(trial);
            worst = Math.max(worst, outcome.worst());
            compared += outcome.compared();
            if (outcome.difference().isPresent() && !(certain && isOfRounding(trial, outcome))) {
                CounterExample small =
                        new Shrinking(sizes, numeric).shrink(trial, outcome.difference().get());
                return new Verdict.Unequal(evidence(i + 1, compared, worst, field), small);
            }
        }
        Verdict.Evidence evidence = evidence(plans.size(), compared, worst, field);
        return field instanceof Verdict.Differs(CounterExample where, Set<String> beyond)
                        && beyond.isEmpty()
                ? new Verdict.Unequal(evidence, where)
                : new Verdict.Equal(evidence);
    }

    private boolean isOfRounding(NumericTrial.Case trial, NumericTrial.Outcome outcome) {
        return outcome.worst() < OF_ROUNDING
                || (Double.isFinite(outcome.worst()) && numeric.isOfRounding(trial));
    }

    private Verdict.Evidence evidence(
            int trials, long compared, double worst, Verdict.Field field) {
        return new Verdict.Evidence(options.seed(), trials, compared, worst, field);
    }

    /// A trial in f64.
    private record Planned(JointSizes.Setting setting, Numbers draw) {}

    /// All trials in f64: numbers of every kind meet the first sizes, then others; in the end those that the diagrams mention, at the first sizes and at those mentioned.
    private List<Planned> plans() {
        List<JointSizes.Setting> special = new ArrayList<>();
        sizes.ones().ifPresent(special::add);
        sizes.ragged(0).filter(this::isSmall).ifPresent(special::add);
        sizes.ragged(3).filter(this::isSmall).ifPresent(special::add);
        List<JointSizes.Setting> around = new ArrayList<>();
        for (JointSizes.Setting setting : List.copyOf(special)) {
            for (String axis : sizes.free()) {
                sizes.with(setting, axis, 0).filter(this::isSmall).ifPresent(around::add);
                sizes.with(setting, axis, 1).filter(this::isSmall).ifPresent(around::add);
            }
        }
        List<JointSizes.Setting> settings = new ArrayList<>();
        for (JointSizes.Setting setting : special) {
            settings.addAll(Collections.nCopies(Draw.OF_ANY.size(), setting));
        }
        settings.addAll(around);
        for (int i = 0; i < ATTEMPTS && settings.size() < options.trials(); i++) {
            sizes.random(random).filter(this::isSmall).ifPresent(settings::add);
        }
        List<Planned> plans = new ArrayList<>();
        for (JointSizes.Setting setting : settings) {
            plans.add(new Planned(setting, Draw.OF_ANY.get(plans.size() % Draw.OF_ANY.size())));
        }
        for (JointSizes.Setting setting : special) {
            plans.addAll(Collections.nCopies(OF_MENTIONED, new Planned(setting, Draw.MENTIONED)));
        }
        List<JointSizes.Setting> several =
                special.size() > 1 ? special.subList(1, special.size()) : special;
        for (Around draw :
                several.isEmpty() ? List.<Around>of() : mentioned.around(left.inputs().size())) {
            plans.add(new Planned(several.get(plans.size() % several.size()), draw));
        }
        for (String axis : sizes.free()) {
            for (long size : mentioned.sizes()) {
                sizes.ones()
                        .flatMap(setting -> sizes.with(setting, axis, size))
                        .filter(this::isSmall)
                        .ifPresent(
                                setting ->
                                        Draw.IN_ORDER.forEach(
                                                draw -> plans.add(new Planned(setting, draw))));
            }
        }
        return plans;
    }

    private boolean isSmall(JointSizes.Setting setting) {
        return sizes.items(setting) <= MOST_ITEMS;
    }

    private List<Diagnostic> noSizes() {
        return sizes.problems().isEmpty()
                ? List.of(
                        Diagnostic.error(
                                Code.R714,
                                "no sizes fit both diagrams",
                                Location.DOCUMENT,
                                "the sizes that they fix are too large to compute at, or contradict each other; give some with --size"))
                : sizes.problems();
    }

    private Verdict.Field field(List<JointSizes.Setting> settings) {
        FieldTrial trials = new FieldTrial(left, right, matched);
        Set<String> beyond = new LinkedHashSet<>(Reach.beyond(left));
        beyond.addAll(Reach.beyond(right));
        Map<String, Long> agreed = new LinkedHashMap<>();
        left.outputs().forEach(output -> agreed.put(output, 0L));
        double miss = 1;
        int done = 0;
        for (JointSizes.Setting setting : fieldSettings(settings)) {
            FieldTrial.Outcome outcome =
                    trials.run(setting, numeric.inputs(setting), random.nextLong());
            Optional<CounterExample> difference = outcome.difference();
            if (difference.isPresent()) {
                return new Verdict.Differs(difference.get(), beyond);
            }
            outcome.agreed().forEach((output, count) -> agreed.merge(output, count, Long::sum));
            miss *= outcome.miss();
            done++;
        }
        List<String> silent =
                agreed.entrySet().stream()
                        .filter(e -> e.getValue() == 0)
                        .map(Map.Entry::getKey)
                        .toList();
        if (done == 0) {
            return new Verdict.Silent("the sizes are too large for it");
        }
        if (!silent.isEmpty()) {
            return new Verdict.Silent(
                    "no residue of "
                            + String.join(", ", silent)
                            + " is known, by either prime, of both diagrams");
        }
        long compared = agreed.values().stream().mapToLong(Long::longValue).sum();
        beyond.addAll(Reach.branches(left));
        beyond.addAll(Reach.branches(right));
        return new Verdict.Agrees(done, compared, miss, beyond);
    }

    /// A setting, and the items that both diagrams compute there.
    private record Sized(JointSizes.Setting setting, double items) {}

    /// The largest of the settings that are small enough, each once.
    private List<JointSizes.Setting> fieldSettings(List<JointSizes.Setting> settings) {
        List<JointSizes.Setting> candidates = new ArrayList<>(settings);
        for (int i = 0; i < ATTEMPTS; i++) {
            sizes.random(random).ifPresent(candidates::add);
        }
        return candidates.stream()
                .distinct()
                .map(setting -> new Sized(setting, sizes.items(setting)))
                .filter(sized -> sized.items() <= MOST_FIELD_ITEMS)
                .sorted((a, b) -> Double.compare(b.items(), a.items()))
                .limit(FIELD_TRIALS)
                .map(Sized::setting)
                .toList();
    }
}
