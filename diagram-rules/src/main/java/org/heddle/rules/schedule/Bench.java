package org.heddle.rules.schedule;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.expr.Expr;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.NestBuilder;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamForm;

/// Costs one nest at many extents. What does not depend on them is found once, and counts once for each choice of register pieces.
final class Bench {
    private final Nest nest;
    private final Hardware hardware;
    private final List<Nest.Placed> placed;
    private final Layouts.Plan plan;
    private final Set<Guard> guards = new LinkedHashSet<>();
    private final Map<Counted, Counts> counts = new HashMap<>();

    /// What counts follow from.
    private record Counted(List<RegisterTile> registers, Set<Expr> settled) {}

    Bench(Nest nest, Hardware hardware) {
        this.nest = nest;
        this.hardware = hardware;
        this.placed = nest.placed();
        this.plan = Layouts.plan(nest);
        placed.forEach(p -> guards.addAll(p.guards()));
    }

    /// The nest of a form, without what no element is there for.
    ///
    /// @param cut the reduced axes that are walked block by block
    static Bench of(StreamForm form, Set<String> cut, Blocking sizes, Hardware hardware) {
        Region region = form.region();
        Set<String> arrays = new LinkedHashSet<>();
        for (String input : region.inputs()) {
            if (region.array(input).axes().stream()
                    .anyMatch(axis -> sizes.diagram().of(axis) == 0)) {
                arrays.add(input);
            }
        }
        return new Bench(NestBuilder.build(form, cut).without(sizes.empty(), arrays), hardware);
    }

    Nest nest() {
        return nest;
    }

    /// Bytes of local memory that one group needs at least, at these extents and all larger ones.
    long least(Blocking blocking) {
        return Padding.least(nest, blocking, hardware);
    }

    /// Global bytes at any extents between two are not below this, whether they fit or not.
    long leastBytes(Blocking smallest, Blocking largest) {
        if (counts.isEmpty()) {
            at(largest);
        }
        Counts any = counts.values().iterator().next();
        long sum = 0;
        for (List<Count> direction : List.of(any.globalRead(), any.globalWrite())) {
            for (Count count : direction) {
                sum = Math.addExact(sum, count.least(smallest, largest));
            }
        }
        return sum;
    }

    /// The axes whose blocks a loop may skip.
    Set<String> guarded() {
        Set<String> axes = new LinkedHashSet<>();
        guards.forEach(guard -> axes.addAll(guard.axes()));
        return axes;
    }

    /// Bytes of local memory of one group.
    long memory(Blocking blocking) {
        return plan.at(blocking, hardware).padding().bytes();
    }

    /// A nest at chosen extents, with all that follows from them.
    record Candidate(Nest nest, Layouts layouts, Counts counts, Blocking blocking, Cost cost) {
        Schedule schedule(Hardware hardware, List<String> reasons) {
            return new Schedule(nest, layouts, counts, blocking, hardware, cost, reasons);
        }
    }

    Candidate at(Blocking blocking) {
        Layouts layouts = plan.at(blocking, hardware);
        Counts counted =
                counts.computeIfAbsent(
                        new Counted(layouts.registers(), settled(blocking)),
                        key -> Counts.of(nest, placed, layouts, key.settled()));
        Cost cost = Cost.of(nest, placed, layouts, counted, blocking, hardware);
        return new Candidate(nest, layouts, counted, blocking, cost);
    }

    /// Conditions that hold in every block that is left.
    private Set<Expr> settled(Blocking blocking) {
        Set<Expr> settled = new LinkedHashSet<>();
        guards.forEach(
                guard -> settled.addAll(guard.settled(blocking.diagram()::of, blocking::extent)));
        return settled;
    }
}
