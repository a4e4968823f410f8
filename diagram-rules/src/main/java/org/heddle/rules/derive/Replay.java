package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.equal.Equality;
import org.heddle.model.equal.Relation;
import org.heddle.model.equal.Verdict;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.law.KernelLaw;
import org.heddle.rules.law.Law;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.law.Rule;
import org.heddle.rules.law.Rules;
import org.heddle.rules.pack.LawTable;
import org.heddle.rules.pack.Pack;
import org.heddle.rules.pack.PatternRule;

/// Goes through a written derivation, and believes nothing of it but the source, its sizes and the machine.
///
/// ```
/// for each step   the law of its name is used again, at the boxes that it names, on what the steps before it lead to;
///                 that gives a step, and every word of the file is compared with it
///                 meaning: after refines before, on random inputs and modulo primes
/// at the end      the result is where the steps lead; every kernel is told whole; the reason to stop holds
/// ```
///
/// Rewrites of the whole diagram come first, then unions ({@link ReplayedCut}), then what concerns one kernel each ({@link ReplayedKernels}).
/// Which law the engine chose among those that fire is not judged: other choices are derivations, too.
public final class Replay {
    /// What to do where nothing better is known.
    public static final String AGAIN =
            "heddle derive -o writes a derivation that holds; put back what was found, or derive again";

    private static final Equality.Options MEANING =
            new Equality.Options(1, 20, Relation.REFINES, Map.of());

    /// More places than this are not named.
    private static final int MOST_PLACES = 4;

    private final Told told;
    private final List<Rule> rules;
    private final Simplification simplification;
    private Diagram current;
    private Optional<Diagram> prepared = Optional.empty();
    private Optional<Recomputation.Result> recomputed = Optional.empty();
    private Optional<ReplayedCut> cut = Optional.empty();
    private Optional<ReplayedKernels> kernels = Optional.empty();

    private Replay(Told told) {
        this.told = told;
        this.current = told.source();
        this.rules = LawTable.rewrites(told.laws());
        List<PatternRule> laws = new ArrayList<>(told.laws());
        laws.addAll(Pack.standard().rules());
        this.simplification = new Simplification(laws, told.sizes());
    }

    /// What a file says.
    ///
    /// @param sizes of the source's axes
    /// @param laws of packs
    public record Told(
            Diagram source,
            Sizes sizes,
            Hardware hardware,
            List<PatternRule> laws,
            List<Claim> claims,
            Diagram result,
            String stopReason) {
        public Told {
            laws = List.copyOf(laws);
            claims = List.copyOf(claims);
        }
    }

    /// Why something does not hold.
    ///
    /// @param pointer to the place in the file
    /// @param help what to do
    public record Refusal(String pointer, String message, String help) {}

    /// What was found of one step, or of the end.
    ///
    /// @param step its number, from 1 on; for the end those after the last
    /// @param refused why it does not hold; empty where it does
    /// @param checked what holds
    public record Finding(int step, String rule, Optional<Refusal> refused, List<String> checked) {}

    /// What was found of all steps.
    ///
    /// @param kernels found again by the steps that tell of kernels, in launch order
    /// @param again what they read more than once, found again; none where something does not hold
    /// @param sizes with those of axes of parts
    public record Outcome(
            List<Finding> findings, List<Kernel> kernels, List<Again> again, Sizes sizes) {
        public Outcome {
            findings = List.copyOf(findings);
            kernels = List.copyOf(kernels);
            again = List.copyOf(again);
        }
    }

    /// What holds, as far as it does.
    private interface Check {
        List<String> holds() throws RefusedException;
    }

    /// Verifies every step up to the first that does not hold, then the end.
    public static Outcome verify(Told told) {
        Replay replay = new Replay(told);
        List<Finding> findings = new ArrayList<>();
        boolean holds = true;
        for (Claim claim : told.claims()) {
            int place = findings.size() + 1;
            holds =
                    holds
                            && add(
                                    findings,
                                    claim.rule(),
                                    "/steps/" + findings.size(),
                                    () -> replay.check(claim, place));
        }
        holds = holds && add(findings, "result", "/result", replay::result);
        holds = holds && add(findings, "steps", "/steps", replay::complete);
        holds = holds && add(findings, "stopReason", "/stopReason", replay::stop);
        return new Outcome(
                findings,
                replay.kernelsFound(),
                holds ? replay.again() : List.of(),
                replay.kernels.map(ReplayedKernels::sizes).orElse(told.sizes()));
    }

    private List<Kernel> kernelsFound() {
        return kernels.map(ReplayedKernels::kernels).orElse(List.of());
    }

    /// What the kernels read more than once, as they are cut before any is in parts.
    private List<Again> again() {
        return cut.map(done -> done.blocks().asDiagram())
                .map(whole -> Rereading.of(whole, kernelsFound(), told.sizes(), told.hardware()))
                .orElse(List.of());
    }

    private static boolean add(List<Finding> findings, String rule, String pointer, Check check) {
        int number = findings.size() + 1;
        try {
            findings.add(new Finding(number, rule, Optional.empty(), check.holds()));
            return true;
        } catch (RefusedException e) {
            findings.add(new Finding(number, rule, Optional.of(e.at(pointer)), List.of()));
            return false;
        }
    }

    private List<String> check(Claim claim, int place) throws RefusedException {
        claim.requireNumber(place);
        List<Rule> named = rules.stream().filter(rule -> rule.name().equals(claim.rule())).toList();
        if (!named.isEmpty()) {
            return isInside(claim) ? rewriteInside(named, claim) : rewrite(named, claim);
        }
        if (claim.rule().equals(KernelLaw.RECOMPUTE.name())) {
            return recompute(claim);
        }
        if (claim.rule().equals(KernelLaw.FUSE.name())) {
            return union(claim);
        }
        if (Rules.laws().stream().anyMatch(law -> law.name().equals(claim.rule()))) {
            return kernel(claim);
        }
        throw unknown(claim.rule());
    }

    private static RefusedException unknown(String rule) {
        String pack =
                "heddle rules lists the laws; those of a pack stand under /packs, where heddle derive --rules PACK -o puts them";
        List<String> names = LawTable.all().stream().map(Law::name).toList();
        return new RefusedException(
                "rule",
                "there is no law '" + rule + "', neither in Heddle nor in the packs of the file",
                Suggestion.nearest(rule, names)
                                .map(near -> "did you mean '" + near + "'? ")
                                .orElse("")
                        + pack);
    }

    /// Whether a step is about one kernel: all are after the first union, and before it where it begins with a kernel of one box.
    private boolean isInside(Claim claim) {
        if (cut.isPresent() || claim.where().isEmpty()) {
            return cut.isPresent();
        }
        Blocks apart = new Blocks(current);
        return !Claim.isSame(current, claim.before())
                && apart.inOrder().stream()
                        .map(apart::body)
                        .anyMatch(body -> Claim.isSame(body, claim.before()));
    }

    private List<String> rewrite(List<Rule> named, Claim claim) throws RefusedException {
        claim.requireBefore(current);
        Deriver.Found found = again(named, claim, claim.where());
        claim.require(Step.of(found.rule(), found.rewrite(), current, told.sizes()));
        String meaning = meaning(claim);
        if (recomputed.isEmpty()) {
            simplification.used(found.rule(), claim.after());
        }
        current = claim.after();
        return List.of("law", "match", "condition", meaning, "costs");
    }

    private List<String> rewriteInside(List<Rule> named, Claim claim) throws RefusedException {
        ReplayedKernels inside = kernels();
        Diagram body = inside.body(claim);
        claim.requireBefore(body);
        Deriver.Found found = again(named, claim, claim.where().subList(1, claim.where().size()));
        claim.require(
                Step.inside(found.rule(), found.rewrite(), body, inside.whole(), inside.sizes()));
        String meaning = meaning(claim);
        inside.rewritten(claim.after());
        return List.of("law", "match", "condition", meaning, "costs");
    }

    /// The law used again at the boxes that a step names; of laws of one name, the one that the step quotes.
    private static Deriver.Found again(List<Rule> named, Claim claim, List<String> where)
            throws RefusedException {
        Rule law =
                named.stream()
                        .filter(rule -> rule.law().equals(claim.law()))
                        .findFirst()
                        .orElse(named.getFirst());
        Diagram before = claim.before();
        Optional<Rewrite> rewrite =
                where.isEmpty() || !before.hasBox(where.getFirst())
                        ? Optional.empty()
                        : law.apply(before, before.box(where.getFirst()));
        if (rewrite.filter(found -> found.where().equals(where)).isPresent()) {
            return new Deriver.Found(law, rewrite.get());
        }
        List<String> places =
                before.boxes().stream()
                        .flatMap(box -> law.apply(before, box).stream())
                        .map(found -> found.where().toString())
                        .toList();
        throw new RefusedException(
                "where",
                law.name() + " does not match at " + where,
                places.isEmpty()
                        ? "it matches nowhere in the diagram before the step"
                        : "it matches at "
                                + String.join(
                                        ", ",
                                        places.subList(0, Math.min(MOST_PLACES, places.size())))
                                + (places.size() > MOST_PLACES ? ", …" : ""));
    }

    private static String meaning(Claim claim) throws RefusedException {
        return switch (Equality.compare(claim.before(), claim.after(), MEANING)) {
            case Verdict.Equal(Verdict.Evidence evidence) ->
                    "meaning (f64"
                            + (evidence.field() instanceof Verdict.Agrees ? ", primes)" : ")");
            case Verdict.Unequal(_, var found) ->
                    throw new RefusedException("after", "it changes the meaning: " + found);
            case Verdict.Incomparable(var problems) ->
                    throw new RefusedException(
                            "after",
                            "its meaning cannot be tried: " + problems.getFirst().message());
        };
    }

    private List<String> recompute(Claim claim) throws RefusedException {
        if (cut.isPresent() || recomputed.isPresent()) {
            throw new RefusedException("rule", "recompute is used once, before boxes are united");
        }
        claim.requireBefore(current);
        prepared = Optional.of(current);
        recomputed = Recomputation.of(current, told.sizes());
        if (recomputed.isEmpty()) {
            throw new RefusedException("rule", "no wire is larger than what it is made of");
        }
        claim.require(recomputed.get().steps().getFirst());
        String meaning = meaning(claim);
        current = claim.after();
        return List.of("law", "match", "condition", meaning, "costs");
    }

    private List<String> union(Claim claim) throws RefusedException {
        if (kernels.isPresent()) {
            throw new RefusedException(
                    "rule",
                    "fuse comes after steps inside kernels",
                    "boxes are united before anything is done inside kernels: derive again");
        }
        ReplayedCut reached = cut();
        claim.requireBefore(reached.blocks().asDiagram());
        claim.require(reached.union(claim));
        return List.of("law", "match", "condition", meaning(claim), "costs");
    }

    private List<String> kernel(Claim claim) throws RefusedException {
        ReplayedKernels reached = kernels();
        Step next = reached.next(claim);
        claim.require(next);
        List<String> found = new ArrayList<>(List.of("law", "match", "condition", "found again"));
        if (claim.rule().equals(KernelLaw.SPLIT.name())) {
            found.add(meaning(claim));
        }
        found.add("costs");
        reached.told(next);
        return found;
    }

    /// The cut, which begins where rewrites of the whole diagram have ended.
    private ReplayedCut cut() throws RefusedException {
        if (cut.isEmpty()) {
            if (recomputed.isPresent() && !Claim.isSame(current, recomputed.get().diagram())) {
                throw new RefusedException(
                        "before",
                        "what recompute copies is not merged into what reads it as far as it can be");
            }
            prepared = prepared.or(() -> Optional.of(current));
            cut = Optional.of(new ReplayedCut(current, recomputed, told.sizes(), told.hardware()));
        }
        return cut.get();
    }

    private ReplayedKernels kernels() throws RefusedException {
        if (kernels.isEmpty()) {
            kernels =
                    Optional.of(new ReplayedKernels(cut().blocks(), told.sizes(), told.hardware()));
        }
        return kernels.get();
    }

    private List<String> complete() throws RefusedException {
        kernels().requireDone();
        return List.of("every kernel is scheduled");
    }

    private List<String> result() throws RefusedException {
        Claim.requireDiagram("", told.result(), kernels().whole());
        return List.of("the steps lead to it");
    }

    /// What made the engine stop is looked for again.
    private List<String> stop() throws RefusedException {
        Optional<Deriver.Found> law =
                prepared.flatMap(diagram -> Deriver.next(diagram, simplification));
        if (law.isPresent()) {
            throw new RefusedException(
                    "",
                    "it is not the end: before the kernels, "
                            + law.get().rule().name()
                            + " matches at "
                            + law.get().rewrite().where()
                            + " still");
        }
        Optional<Set<String>> union = cut().better();
        if (union.isPresent()) {
            throw new RefusedException(
                    "",
                    "it is not the end: one kernel of " + union.get() + " is better than apart");
        }
        String found = Deriver.stopReason(kernels().kernels().size());
        if (!told.stopReason().equals(found)) {
            throw new RefusedException(
                    "",
                    "stopReason is '" + told.stopReason() + "', found again is '" + found + "'");
        }
        return List.of("no law fires, no union is better");
    }
}
