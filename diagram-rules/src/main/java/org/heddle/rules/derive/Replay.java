package org.heddle.rules.derive;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.equal.Equality;
import org.heddle.model.equal.Relation;
import org.heddle.model.equal.Verdict;
import org.heddle.model.json.DiagramWriter;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.law.KernelLaw;
import org.heddle.rules.law.Rewrite;
import org.heddle.rules.law.Rule;

/// Goes through a written derivation, and believes nothing of it but the source and the machine.
///
/// ```
/// for each step   before   is what the steps before it lead to
///                 after    is what the named rule gives at the named boxes; for `fuse`, the same boxes, in one block
///                 meaning  after refines before, on random inputs and modulo primes
///                 bytes    are counted again
///                 split, stream, group   the kernel is derived and scheduled again, for the machine written down
/// at the end      the result is where the steps lead
/// ```
///
/// Which rule the engine chose among those that fire, and the reason for which it stopped, are not judged: other choices are
/// derivations, too.
public final class Replay {
    private static final Equality.Options MEANING =
            new Equality.Options(1, 20, Relation.REFINES, Map.of());

    private final Sizes sizes;
    private final Hardware hardware;
    private final List<Rule> rules;
    private final Map<String, Diagram> bodies = new LinkedHashMap<>();
    private final Map<String, List<Step>> expected = new LinkedHashMap<>();
    private final Map<String, Kernel> kernels = new LinkedHashMap<>();
    private Diagram current;

    /// The diagram before the first kernel was split.
    private Optional<Diagram> unsplit = Optional.empty();

    private Replay(Diagram source, Sizes sizes, Hardware hardware, List<Rule> rules) {
        this.current = source;
        this.sizes = sizes;
        this.hardware = hardware;
        this.rules = rules;
    }

    /// What a file says of one step.
    public record Claim(
            String rule,
            List<String> where,
            String why,
            long bytesBefore,
            long bytesAfter,
            Diagram before,
            Diagram after) {}

    /// What was found of one step, or of the end.
    ///
    /// @param step its number, from 1 on; one more than the last for the end
    /// @param refused why it does not hold; empty where it does
    /// @param checked what holds
    public record Finding(int step, String rule, Optional<String> refused, List<String> checked) {}

    /// What was found of all steps.
    ///
    /// @param kernels found again by the steps that tell of kernels, by name
    /// @param again what they read in turn, found again; none where a step does not hold
    public record Outcome(List<Finding> findings, Map<String, Kernel> kernels, List<Again> again) {
        public Outcome {
            findings = List.copyOf(findings);
            kernels = Map.copyOf(kernels);
            again = List.copyOf(again);
        }
    }

    /// Verifies every step up to the first that does not hold.
    ///
    /// @param rules that a step may name, besides those that make kernels
    public static Outcome verify(
            Diagram source,
            Sizes sizes,
            Hardware hardware,
            List<Rule> rules,
            List<Claim> claims,
            Diagram result) {
        Replay replay = new Replay(source, sizes, hardware, rules);
        List<Finding> findings = new ArrayList<>();
        for (Claim claim : claims) {
            Finding finding = replay.step(claim, findings.size() + 1);
            findings.add(finding);
            if (finding.refused().isPresent()) {
                return new Outcome(findings, replay.kernels, List.of());
            }
        }
        boolean ends = isSame(replay.current, result);
        findings.add(
                new Finding(
                        findings.size() + 1,
                        "result",
                        ends
                                ? Optional.empty()
                                : Optional.of("the result is not what the steps lead to"),
                        ends ? List.of("the steps lead to it") : List.of()));
        return new Outcome(
                findings,
                replay.kernels,
                ends
                        ? Rereading.of(replay.unsplit.orElse(replay.current), sizes, hardware)
                        : List.of());
    }

    private Finding step(Claim claim, int number) {
        try {
            return new Finding(number, claim.rule(), Optional.empty(), check(claim));
        } catch (RefusedException e) {
            return new Finding(
                    number, claim.rule(), Optional.of(String.valueOf(e.getMessage())), List.of());
        }
    }

    private List<String> check(Claim claim) throws RefusedException {
        if (claim.rule().equals(KernelLaw.FUSE.name())) {
            requireBefore(current, claim);
            fuse(claim);
            return accept(claim, true);
        }
        if (claim.rule().equals(KernelLaw.RECOMPUTE.name())) {
            requireBefore(current, claim);
            recompute(claim);
            return accept(claim, true);
        }
        if (claim.rule().equals(KernelLaw.SPLIT.name())) {
            requireBefore(current, claim);
            unsplit = unsplit.or(() -> Optional.of(claim.before()));
            split(claim);
            return accept(claim, true);
        }
        if (claim.rule().equals(KernelLaw.STREAM.name())
                || claim.rule().equals(KernelLaw.GROUP.name())) {
            return kernel(claim);
        }
        Rule rule =
                rules.stream()
                        .filter(r -> r.name().equals(claim.rule()))
                        .findFirst()
                        .orElseThrow(
                                () -> new RefusedException("there is no rule " + claim.rule()));
        boolean whole = isSame(current, claim.before());
        Optional<Diagram> body = whole ? Optional.empty() : body(claim);
        requireBefore(body.orElse(current), claim);
        rewrite(rule, claim, whole ? claim.where() : tail(claim.where()));
        return accept(claim, whole);
    }

    private static void requireBefore(Diagram reached, Claim claim) throws RefusedException {
        if (!isSame(reached, claim.before())) {
            throw new RefusedException(
                    "the diagram before it is not what the steps before lead to");
        }
    }

    private static List<String> tail(List<String> where) {
        return where.subList(1, where.size());
    }

    /// The body of the kernel that a step is inside of, as far as the steps have come.
    private Optional<Diagram> body(Claim claim) throws RefusedException {
        if (claim.where().isEmpty()) {
            throw new RefusedException("it names no box");
        }
        String name = claim.where().getFirst();
        if (!bodies.containsKey(name)) {
            Blocks blocks = new Blocks(current);
            for (Box box : current.boxes()) {
                Diagram body =
                        box.op() instanceof Op.Block(Diagram inside, _)
                                ? inside
                                : blocks.body(Set.of(box.id()));
                bodies.putIfAbsent(body.name(), body);
            }
        }
        return Optional.ofNullable(bodies.get(name));
    }

    private void rewrite(Rule rule, Claim claim, List<String> where) throws RefusedException {
        Optional<Box> anchor =
                claim.before().boxes().stream()
                        .filter(box -> !where.isEmpty() && box.id().equals(where.getFirst()))
                        .findFirst();
        Optional<Rewrite> rewrite = anchor.flatMap(box -> rule.apply(claim.before(), box));
        if (rewrite.isEmpty()) {
            throw new RefusedException(rule.name() + " does not match at " + where);
        }
        if (!rewrite.get().where().equals(where)) {
            throw new RefusedException(
                    rule.name() + " matches " + rewrite.get().where() + " there, not " + where);
        }
        if (!isSame(rewrite.get().after(), claim.after())) {
            throw new RefusedException(rule.name() + " gives another diagram there");
        }
    }

    /// Meaning and bytes, which hold of every rewrite; then it is done.
    private List<String> accept(Claim claim, boolean whole) throws RefusedException {
        String meaning = meaning(claim);
        Diagram counted = whole ? claim.before() : current;
        Diagram countedAfter = whole ? claim.after() : current;
        requireBytes(
                claim, TopLevelBytes.at(counted, sizes), TopLevelBytes.at(countedAfter, sizes));
        if (whole) {
            current = claim.after();
        } else {
            bodies.put(claim.where().getFirst(), claim.after());
        }
        return List.of("the rule gives it", meaning, "bytes");
    }

    private static String meaning(Claim claim) throws RefusedException {
        return switch (Equality.compare(claim.before(), claim.after(), MEANING)) {
            case Verdict.Equal(Verdict.Evidence evidence) ->
                    "meaning (f64"
                            + (evidence.field() instanceof Verdict.Agrees ? ", primes)" : ")");
            case Verdict.Unequal(_, var found) ->
                    throw new RefusedException("it changes the meaning: " + found);
            case Verdict.Incomparable(var problems) ->
                    throw new RefusedException(
                            "its meaning cannot be tried: " + problems.getFirst().message());
        };
    }

    private static void requireBytes(Claim claim, long before, long after) throws RefusedException {
        if (claim.bytesBefore() != before || claim.bytesAfter() != after) {
            throw new RefusedException(
                    "bytes are "
                            + before
                            + " before and "
                            + after
                            + " after, not "
                            + claim.bytesBefore()
                            + " and "
                            + claim.bytesAfter());
        }
    }

    private void recompute(Claim claim) throws RefusedException {
        Optional<Rewrite> again = Recomputation.rewrite(claim.before(), sizes);
        if (again.filter(found -> isSame(found.after(), claim.after())).isEmpty()) {
            throw new RefusedException("copies of what is larger than its sources are others");
        }
    }

    /// The same boxes, those named in one block, all others as they were.
    private static void fuse(Claim claim) throws RefusedException {
        Set<Set<String>> groups = new HashSet<>();
        Set<String> union = new HashSet<>(claim.where());
        for (Box box : claim.before().boxes()) {
            Set<String> members = members(box);
            if (union.containsAll(members)) {
                groups.add(union);
            } else if (members.stream().noneMatch(union::contains)) {
                groups.add(members);
            } else {
                throw new RefusedException("it takes a block apart");
            }
        }
        Set<Set<String>> reached = new HashSet<>();
        claim.after().boxes().forEach(box -> reached.add(members(box)));
        boolean same = flat(claim.before()).equals(flat(claim.after()));
        if (!groups.contains(union) || !reached.equals(groups) || !same) {
            throw new RefusedException("it does more, or less, than put the named boxes together");
        }
    }

    private static Set<String> members(Box box) {
        if (!(box.op() instanceof Op.Block(Diagram body, _))) {
            return Set.of(box.id());
        }
        Set<String> ids = new HashSet<>();
        body.boxes().forEach(inner -> ids.add(inner.id()));
        return ids;
    }

    /// Boxes and wires with every block opened.
    private static Set<Object> flat(Diagram diagram) {
        Set<Object> parts = new HashSet<>(diagram.wires().values());
        for (Box box : diagram.boxes()) {
            if (box.op() instanceof Op.Block(Diagram body, _)) {
                parts.addAll(body.boxes());
                parts.addAll(List.<Wire>copyOf(body.wires().values()));
            } else {
                parts.add(box);
            }
        }
        return parts;
    }

    private List<String> kernel(Claim claim) throws RefusedException {
        Diagram body =
                body(claim)
                        .orElseThrow(
                                () ->
                                        new RefusedException(
                                                "there is no kernel " + claim.where().getFirst()));
        requireBefore(body, claim);
        requireBefore(claim.after(), claim);
        for (Step step : scheduled(body)) {
            if (step.rule().equals(claim.rule())) {
                requireBytes(claim, step.bytesBefore(), step.bytesAfter());
                if (!step.why().equals(claim.why())) {
                    throw new RefusedException("found again is: " + step.why());
                }
                return List.of("found again", "bytes");
            }
        }
        throw new RefusedException("the kernel has no such step");
    }

    private List<Step> scheduled(Diagram body) throws RefusedException {
        if (!expected.containsKey(body.name())) {
            KernelSteps.Scheduled again = schedule(body);
            expected.put(body.name(), again.steps());
            again.kernels().forEach(kernel -> kernels.put(kernel.block(), kernel));
        }
        return expected.getOrDefault(body.name(), List.of());
    }

    private KernelSteps.Scheduled schedule(Diagram body) throws RefusedException {
        try {
            return KernelSteps.schedule(body, current, sizes, hardware);
        } catch (Deriver.NoScheduleException e) {
            throw new RefusedException(String.valueOf(e.getMessage()));
        }
    }

    /// The two kernels are found again, with all that is said of them.
    private void split(Claim claim) throws RefusedException {
        Optional<Diagram> body = body(claim);
        KernelSteps.Scheduled again =
                schedule(body.orElseThrow(() -> new RefusedException("there is no such kernel")));
        if (!again.isSplit() || !isSame(again.result(), claim.after())) {
            throw new RefusedException("it is split otherwise, or not at all");
        }
        if (!again.steps().getFirst().why().equals(claim.why())) {
            throw new RefusedException("found again is: " + again.steps().getFirst().why());
        }
        for (Kernel kernel : again.kernels()) {
            bodies.put(kernel.block(), kernel.body());
            kernels.put(kernel.block(), kernel);
            expected.put(
                    kernel.block(),
                    again.steps().stream()
                            .filter(step -> step.where().equals(List.of(kernel.block())))
                            .filter(step -> !step.rule().equals(KernelLaw.SPLIT.name()))
                            .toList());
        }
    }

    private static boolean isSame(Diagram a, Diagram b) {
        return DiagramWriter.write(a).equals(DiagramWriter.write(b));
    }

    /// A step that does not hold.
    private static final class RefusedException extends Exception {
        private static final long serialVersionUID = 1L;

        RefusedException(String why) {
            super(why);
        }
    }
}
