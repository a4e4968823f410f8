package org.heddle.rules.stage;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.rules.cost.Columns;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.Instruction;
import org.heddle.rules.hardware.TimeConstant;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Counts;
import org.heddle.rules.schedule.Schedule;

/// How long the steps of one group keep each pipe of its unit busy.
///
/// ```
///   matrix         products, at the rate of their format          fma, special   all else
///   local memory   what is copied in and out; operands of products, once per instruction
///   global memory  what is loaded and stored, at the unit's share
/// ```
///
/// Where no product is one for matrix instructions, everything is computed by the other pipes from tiles in local memory, as the schedule counts it.
///
/// @param steps in program order
/// @param rounds how often the innermost loop runs in a group; 1 where there is none
/// @param groups of the kernel
/// @param productFlops operations of all products, of all groups
public record Stage(
        List<Step> steps, double rounds, long groups, double productFlops, Hardware hardware) {
    public Stage {
        steps = List.copyOf(steps);
    }

    /// A step of the kernel.
    ///
    /// @param looped whether it is in a loop of the group
    /// @param seconds of one group, all its repetitions together
    public record Step(String what, boolean looped, Map<Pipe, Double> seconds) {
        public Step {
            seconds = Collections.unmodifiableMap(new EnumMap<>(seconds));
        }
    }

    /// The stage of a kernel with other blocks.
    ///
    /// @param spread with the extents of a team; empty where each group is one team that computes without matrix instructions
    static Stage of(
            Schedule schedule, Hardware hardware, Blocking blocking, Optional<Teams> spread) {
        return new Measured(schedule, hardware, blocking, spread).stage();
    }

    /// @param extents of one team, by axis
    record Teams(Spread spread, Map<String, Long> extents) {}

    /// The seconds of the steps in loops, by pipe.
    public Map<Pipe, Double> inLoops() {
        return busy(steps.stream().filter(Step::looped).toList());
    }

    /// The seconds of the steps before and after loops, by pipe.
    public Map<Pipe, Double> outside() {
        return busy(steps.stream().filter(step -> !step.looped()).toList());
    }

    private static Map<Pipe, Double> busy(List<Step> steps) {
        Map<Pipe, Double> busy = new EnumMap<>(Pipe.class);
        for (Step step : steps) {
            step.seconds().forEach((pipe, time) -> busy.merge(pipe, time, Double::sum));
        }
        return busy;
    }

    /// The seconds of one round of the loop, by pipe; of everything where there is no loop.
    public Map<Pipe, Double> round() {
        Map<Pipe, Double> busy = isLooped() ? inLoops() : outside();
        busy.replaceAll((_, time) -> time / rounds);
        return busy;
    }

    private boolean isLooped() {
        return steps.stream().anyMatch(Step::looped);
    }

    /// The seconds of one round.
    ///
    /// @param teams of the group
    public double round(Overlap overlap, int teams) {
        return isLooped() ? looped(overlap, teams) / rounds : once(overlap);
    }

    /// The seconds of the kernel, its launch included: as many waves of groups as units take.
    ///
    /// @param teams of a group
    public double seconds(Overlap overlap, int teams) {
        double waves = Math.ceil((double) groups / hardware.units());
        return hardware.launchSeconds() + waves * (looped(overlap, teams) + once(overlap));
    }

    private double looped(Overlap overlap, int teams) {
        return switch (overlap) {
            case Overlap.Fraction fraction -> overlapped(inLoops(), fraction);
            case Overlap.Turns() -> turns(teams);
        };
    }

    /// What is outside of loops there are no turns for: one after the other.
    private double once(Overlap overlap) {
        return switch (overlap) {
            case Overlap.Fraction fraction -> overlapped(outside(), fraction);
            case Overlap.Turns() -> overlapped(outside(), new Overlap.Fraction(0, Map.of()));
        };
    }

    private static double overlapped(Map<Pipe, Double> busy, Overlap.Fraction overlap) {
        double exposed = 0;
        double hidden = 0;
        for (Map.Entry<Pipe, Double> pipe : busy.entrySet()) {
            double part = overlap.of(pipe.getKey());
            exposed += (1 - part) * pipe.getValue();
            hidden = Math.max(hidden, part * pipe.getValue());
        }
        return exposed + hidden;
    }

    private double turns(int teams) {
        Map<Pipe, Double> busy = inLoops();
        List<Rounds.Phase> phases = new ArrayList<>();
        for (Step step : steps) {
            for (Pipe pipe : List.of(Pipe.MATRIX, Pipe.FMA, Pipe.SPECIAL)) {
                double time = step.looped() ? step.seconds().getOrDefault(pipe, 0.0) : 0;
                if (time > 0) {
                    phases.add(new Rounds.Phase(pipe, time / teams));
                }
            }
        }
        double copies =
                Math.max(busy.getOrDefault(Pipe.LOCAL, 0.0), busy.getOrDefault(Pipe.GLOBAL, 0.0));
        return Math.max(copies, Rounds.period(phases, teams));
    }

    /// The pipe that is busy longest in a round.
    public Optional<Pipe> busiest() {
        return round().entrySet().stream().max(Map.Entry.comparingByValue()).map(Map.Entry::getKey);
    }

    private static final class Measured {
        private final Schedule schedule;
        private final Nest nest;
        private final Hardware hardware;
        private final Blocking blocking;
        private final Optional<Teams> spread;
        private final double groups;

        Measured(Schedule schedule, Hardware hardware, Blocking blocking, Optional<Teams> spread) {
            this.schedule = schedule;
            this.nest = schedule.nest();
            this.hardware = hardware;
            this.blocking = blocking;
            this.spread = spread;
            double blocks = 1;
            for (String axis : nest.grid()) {
                blocks *= blocking.blocks(axis);
            }
            this.groups = blocks;
        }

        Stage stage() {
            List<Step> steps = new ArrayList<>();
            double rounds = 1;
            double products = 0;
            for (Nest.Placed placed : nest.placed()) {
                Counts counts = schedule.counts(placed);
                List<String> loops = new ArrayList<>(placed.loops());
                loops.removeAll(nest.grid());
                double own = 1;
                for (String axis : loops) {
                    own *= blocking.blocks(axis);
                }
                rounds = Math.max(rounds, own);
                Optional<Product> product = product(placed.node());
                double flops = total(counts.flops());
                products += product.isPresent() ? flops : 0;
                steps.add(
                        new Step(
                                Columns.step(placed.node()),
                                !loops.isEmpty(),
                                seconds(placed.node(), counts, flops, product)));
            }
            return new Stage(steps, rounds, (long) groups, products, hardware);
        }

        private Optional<Product> product(Node node) {
            return node instanceof Node.Fold fold
                    ? spread.map(teams -> teams.spread().products().get(fold.tile().name()))
                    : Optional.empty();
        }

        private double total(List<Count> counts) {
            return (double) Counts.total(counts, blocking);
        }

        private Map<Pipe, Double> seconds(
                Node node, Counts counts, double flops, Optional<Product> product) {
            Map<Pipe, Double> seconds = new EnumMap<>(Pipe.class);
            double global = total(counts.globalRead()) + total(counts.globalWrite());
            double shares = hardware.constant(TimeConstant.SHARES);
            double share = groups == 0 ? 1 : Math.clamp(hardware.units() / groups, 1, shares);
            put(seconds, Pipe.GLOBAL, global / share, hardware.global().bytesPerSecond());
            put(
                    seconds,
                    Pipe.LOCAL,
                    local(node, counts, flops, product),
                    hardware.local().bytesPerSecond());
            put(seconds, Pipe.SPECIAL, total(counts.special()), rate("special"));
            if (product.isPresent()) {
                put(seconds, Pipe.MATRIX, flops, product.get().perSecond(hardware));
            } else {
                put(seconds, Pipe.FMA, flops, rate("fma"));
            }
            return seconds;
        }

        private double rate(String pipe) {
            return hardware.rate(pipe, nest.widest());
        }

        /// @param all of all groups
        /// @param perSecond of all units
        private void put(Map<Pipe, Double> seconds, Pipe pipe, double all, double perSecond) {
            if (all > 0) {
                seconds.put(pipe, all / groups * hardware.units() / perSecond);
            }
        }

        private double local(Node node, Counts counts, double flops, Optional<Product> product) {
            if (spread.isEmpty()) {
                return total(counts.localRead()) + total(counts.localWrite());
            }
            return switch (node) {
                case Node.Load _ -> total(counts.globalRead());
                case Node.Store _ -> 2 * total(counts.globalWrite());
                case Node.Fold _ -> product.map(p -> operands(p, flops / 2)).orElse(0.0);
                case Node.Fill _, Node.Compute _, Node.Loop _ -> 0;
            };
        }

        /// Bytes of operands: columns once for the rows of an instruction, rows once for its columns where they are loaded. What a warp multiplies it keeps in registers for all of its block.
        private double operands(Product product, double multiplyAdds) {
            Teams teams = spread.orElseThrow();
            Spread.Sides sides = teams.spread().sides(product);
            long rows = Spread.elements(sides.rows(), teams.extents());
            long columns = Spread.elements(sides.columns(), teams.extents());
            Instruction instruction = product.instruction();
            boolean fromMemory = instruction.threads() > hardware.limits().warpThreads().value();
            double reusedRows = fromMemory ? Math.min(rows, instruction.m().most()) : rows;
            double reusedColumns = fromMemory ? widest(instruction.n(), columns) : columns;
            boolean swapped = !sides.rows().equals(product.rows());
            String rowOperand = (swapped ? product.right() : product.left()).name();
            boolean loaded = Product.formats(nest).containsKey(rowOperand);
            return multiplyAdds
                    * product.format().bytes()
                    * (1 / reusedRows + (loaded ? 1 / reusedColumns : 0));
        }

        private static long widest(Instruction.Extent extent, long columns) {
            for (int piece = extent.most(); piece > extent.least(); piece -= extent.step()) {
                if (columns % piece == 0) {
                    return piece;
                }
            }
            return extent.least();
        }
    }
}
