package org.heddle.rules.levels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.expr.Expr;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Bench;
import org.heddle.rules.schedule.Benches;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Counts;
import org.heddle.rules.schedule.RegisterTile;
import org.heddle.rules.stage.Product;
import org.heddle.rules.stream.StreamForm;

/// A kernel of which only the form is chosen, at any blocks: what it moves and computes.
final class Trial {
    private final Benches benches;
    private final Hardware hardware;
    private final List<String> grid;
    private final Map<Bench, Steps> known = new HashMap<>();
    private final Map<Asked, List<Operations>> operations = new HashMap<>();

    Trial(StreamForm form, Sizes sizes, Hardware hardware) {
        this.benches = new Benches(form, sizes, hardware);
        this.hardware = hardware;
        this.grid = form.region().parallelAxes();
    }

    Benches benches() {
        return benches;
    }

    Hardware hardware() {
        return hardware;
    }

    /// What of a nest does not depend on its blocks.
    ///
    /// @param global transfers from and to the level above local memory
    /// @param local what steps move to and from local memory, whatever the pieces of folds
    /// @param folds those that read an operand again for every piece
    /// @param loaded tiles that arrays come into
    record Steps(List<Count> global, List<Count> local, List<Folding> folds, List<Loaded> loaded) {}

    /// A fold that reads an operand again for every piece of its result.
    ///
    /// @param loops axes of the loops around it
    /// @param product where matrix instructions compute it
    /// @param operands each once
    /// @param reads of the operands that are read again, in pieces of one element
    record Folding(
            Node.Fold fold,
            List<String> loops,
            Optional<Product> product,
            List<Tile> operands,
            List<Count> reads) {}

    /// @param bytes of an element, of all arrays that come together
    record Loaded(List<String> axes, int bytes) {}

    /// Operations of one pipe.
    ///
    /// @param pipe so that those of one pipe can be added up
    private record Operations(String pipe, double perSecond, List<Count> counts) {}

    private record Asked(Bench bench, Set<Expr> settled) {}

    Steps steps(Bench bench) {
        return known.computeIfAbsent(bench, this::read);
    }

    private Steps read(Bench bench) {
        Counts counts = bench.countsByElement(benches.whole());
        List<Count> global = new ArrayList<>(counts.globalRead());
        global.addAll(counts.globalWrite());
        List<Count> local = new ArrayList<>(counts.localWrite());
        counts.localRead().stream().filter(c -> c.pieced().isEmpty()).forEach(local::add);
        List<Folding> folds = new ArrayList<>();
        List<Loaded> loaded = new ArrayList<>();
        for (Nest.Placed placed : bench.placed()) {
            switch (placed.node()) {
                case Node.Fold fold -> folds.add(folding(bench, placed, fold));
                case Node.Load load ->
                        loaded.add(new Loaded(load.tile().axes(), bytes(load, bench.nest())));
                case Node.Store _, Node.Fill _, Node.Compute _, Node.Loop _ -> {}
            }
        }
        folds.removeIf(folding -> folding.reads().isEmpty());
        return new Steps(global, local, folds, loaded);
    }

    private Folding folding(Bench bench, Nest.Placed placed, Node.Fold fold) {
        RegisterTile element = new RegisterTile("", false, new LinkedHashMap<>());
        return new Folding(
                fold,
                placed.loops(),
                Optional.ofNullable(Product.of(bench.nest(), hardware).get(fold.tile().name())),
                bench.nest().tiles().stream()
                        .filter(tile -> fold.item().arguments().contains(tile.name()))
                        .toList(),
                bench.operandReads(placed, fold, element));
    }

    private static int bytes(Node.Load load, Nest nest) {
        return load.wires().stream()
                .mapToInt(wire -> nest.form().region().array(wire).dtype().bytes())
                .sum();
    }

    /// Bytes between local memory and registers beside what pieces decide.
    long local(Blocking blocking) {
        return Counts.total(steps(benches.at(blocking)).local(), blocking);
    }

    /// Seconds that the busiest pipe computes if all units have the same to do, products by matrix instructions where there are some.
    double computing(Blocking blocking) {
        Map<String, Double> busy = new HashMap<>();
        for (Operations each : operations(benches.at(blocking), blocking)) {
            double count = (double) Counts.total(each.counts(), blocking);
            busy.merge(each.pipe(), count / each.perSecond(), Double::sum);
        }
        return longest(busy);
    }

    /// What {@link #computing} is not below between two blockings, by one of the nests that bound them.
    double computingAtLeast(Bench bench, Blocking smallest, Blocking largest) {
        Map<String, Double> busy = new HashMap<>();
        for (Operations each : operations(bench, smallest)) {
            double count = 0;
            for (Count c : each.counts()) {
                count += (double) c.least(largest);
            }
            busy.merge(each.pipe(), count / each.perSecond(), Double::sum);
        }
        return longest(busy);
    }

    private static double longest(Map<String, Double> busy) {
        return busy.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
    }

    /// What a nest computes where the conditions that blocks of some extents settle are not asked.
    private List<Operations> operations(Bench bench, Blocking blocking) {
        Asked asked = new Asked(bench, bench.settled(blocking));
        return operations.computeIfAbsent(asked, _ -> count(bench, blocking));
    }

    private List<Operations> count(Bench bench, Blocking blocking) {
        Map<String, Product> products = Product.of(bench.nest(), hardware);
        var widest = bench.nest().widest();
        List<Operations> all = new ArrayList<>();
        for (Nest.Placed placed : bench.placed()) {
            Counts counts = bench.counts(placed, blocking);
            Optional<Product> product =
                    placed.node() instanceof Node.Fold fold
                            ? Optional.ofNullable(products.get(fold.tile().name()))
                            : Optional.empty();
            all.add(
                    product.map(
                                    p ->
                                            new Operations(
                                                    "matrix",
                                                    p.perSecond(hardware),
                                                    counts.flops()))
                            .orElseGet(
                                    () ->
                                            new Operations(
                                                    "fma",
                                                    hardware.rate("fma", widest),
                                                    counts.flops())));
            all.add(new Operations("special", hardware.rate("special", widest), counts.special()));
        }
        return all;
    }

    /// Groups of a blocking.
    long groups(Blocking blocking) {
        long groups = 1;
        for (String axis : grid) {
            groups = Math.multiplyExact(groups, blocking.blocks(axis));
        }
        return groups;
    }

    /// Groups of one block.
    long groups(Blocking block, Blocking group) {
        long groups = 1;
        for (String axis : grid) {
            groups *= Math.ceilDiv(block.extent(axis), group.extent(axis));
        }
        return groups;
    }

    /// The axes whose blocks are groups.
    List<String> grid() {
        return grid;
    }

    /// The axes that groups walk block by block, outermost first.
    List<String> loops(Blocking blocking) {
        Set<String> loops = new LinkedHashSet<>();
        benches.at(blocking).placed().forEach(placed -> loops.addAll(placed.loops()));
        grid.forEach(loops::remove);
        return List.copyOf(loops);
    }
}
