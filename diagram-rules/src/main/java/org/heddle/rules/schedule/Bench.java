package org.heddle.rules.schedule;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.expr.Expr;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.NestBuilder;
import org.heddle.rules.nest.Node;
import org.heddle.rules.search.Least;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamForm;
import org.heddle.rules.time.Task;

/// Costs one nest at many extents: what does not depend on them is found once.
public final class Bench {
    private final Nest nest;
    private final Hardware hardware;
    private final Blocking sizes;
    private final List<Nest.Placed> placed;
    private final Layouts.Plan plan;
    private final Padding.Rule unpadded;
    private final Set<Guard> guards = new LinkedHashSet<>();
    private final Set<String> guarded = new LinkedHashSet<>();
    private final BlocksLeft left = new BlocksLeft(Optional.empty());
    private final Map<Set<Expr>, Pricing> pricings = new HashMap<>();

    private Bench(Nest nest, Blocking sizes, Hardware hardware) {
        this.nest = nest;
        this.hardware = hardware;
        this.sizes = sizes;
        this.placed = nest.placed();
        this.plan = new Layouts.Plan(nest, sizes, hardware);
        this.unpadded = Padding.Rule.none(nest, sizes, hardware);
        placed.forEach(p -> guards.addAll(p.guards()));
        guards.forEach(
                guard ->
                        guard.mayHaveItems().stream()
                                .filter(Guard::isOfIndices)
                                .forEach(condition -> guarded.addAll(guard.axes(condition))));
    }

    /// The nest of a form, without what no element is there for.
    ///
    /// @param cut the reduced axes that are walked block by block
    /// @param sizes of the axes, whatever the extents
    static Bench of(StreamForm form, Set<String> cut, Blocking sizes, Hardware hardware) {
        Region region = form.region();
        Set<String> arrays = new LinkedHashSet<>();
        for (String input : region.inputs()) {
            if (region.array(input).axes().stream()
                    .anyMatch(axis -> sizes.diagram().of(axis) == 0)) {
                arrays.add(input);
            }
        }
        Nest nest = NestBuilder.build(form, cut).without(sizes.empty(), arrays).reusing();
        return new Bench(nest, sizes, hardware);
    }

    public Nest nest() {
        return nest;
    }

    /// Bytes of local memory that one group needs at least, at these extents and all larger ones.
    public long least(Blocking blocking) {
        return unpadded.bytes(blocking);
    }

    /// What the cost at any extents between two is not below, whether they fit or not.
    public Least least(Blocking smallest, Blocking largest) {
        return pricing(smallest).least(smallest, largest);
    }

    /// The axes whose blocks a loop may skip, whatever inputs hold.
    Set<String> guarded() {
        return guarded;
    }

    /// Bytes of local memory of one group.
    public long memory(Blocking blocking) {
        return plan.memory(blocking, plan.pieces(blocking));
    }

    /// A nest at chosen extents, with its cost.
    public record Candidate(Bench bench, Blocking blocking, Cost cost) {
        public Nest nest() {
            return bench.nest;
        }

        /// The same with the time that its groups take as they are.
        Candidate judged() {
            return new Candidate(
                    bench, blocking, Groups.judge(cost, bench.tasks(blocking), bench.hardware));
        }

        Schedule schedule(List<String> reasons) {
            return bench.schedule(blocking, cost, reasons);
        }
    }

    public Candidate at(Blocking blocking) {
        return new Candidate(this, blocking, pricing(blocking).at(blocking));
    }

    private Schedule schedule(Blocking blocking, Cost cost, List<String> reasons) {
        Layouts layouts = plan.at(blocking);
        Counts counts = Counts.of(nest, placed, layouts.pieces(), settled(blocking), left);
        return new Schedule(nest, layouts, counts, blocking, hardware, cost, reasons);
    }

    private List<Task> tasks(Blocking blocking) {
        return Groups.tasks(nest, placed, plan, settled(blocking), left, blocking, hardware);
    }

    private Pricing pricing(Blocking blocking) {
        return pricings.computeIfAbsent(
                settled(blocking),
                known ->
                        new Pricing(
                                nest,
                                placed,
                                plan,
                                known,
                                left,
                                sizes,
                                hardware,
                                Handling.asked(nest, placed, plan, known, left, sizes, hardware)));
    }

    /// Every step with the loops around it, in program order.
    public List<Nest.Placed> placed() {
        return placed;
    }

    /// What all steps move and compute in blocks of some extents.
    public Counts counts(Blocking blocking) {
        return Counts.of(nest, placed, plan.pieces(blocking), settled(blocking), left);
    }

    /// What all steps move and compute, local memory accessed element by element.
    public Counts countsByElement(Blocking blocking) {
        return Counts.byElement(nest, placed, plan.pieces(blocking), settled(blocking), left);
    }

    /// What one step moves and computes in blocks of some extents, without lists of blocks.
    public Counts counts(Nest.Placed step, Blocking blocking) {
        return Counts.ofStep(nest, step, plan.pieces(blocking), settled(blocking), left);
    }

    /// What a fold reads of its operands from local memory with a register piece of any extents, element by element; only of those that it reads again for every piece.
    public List<Count> operandReads(Nest.Placed step, Node.Fold fold, RegisterTile piece) {
        Accesses.Around around = new Accesses.Around(step.loops(), left.by(step.guards()));
        return new ThreadAccesses(nest)
                .fold(fold, fold.item(), piece, true, around).read().stream()
                        .filter(count -> !count.pieced().isEmpty())
                        .toList();
    }

    /// Groups of so many bytes of local memory that are resident on a unit at the same time.
    public static int residents(Hardware hardware, long localMemoryBytes) {
        return Groups.residents(hardware, localMemoryBytes);
    }

    /// Conditions that hold in every block that is left.
    public Set<Expr> settled(Blocking blocking) {
        if (guards.isEmpty()) {
            return Set.of();
        }
        Set<Expr> settled = new LinkedHashSet<>();
        guards.forEach(
                guard -> settled.addAll(guard.settled(blocking.diagram()::of, blocking::extent)));
        return settled;
    }
}
