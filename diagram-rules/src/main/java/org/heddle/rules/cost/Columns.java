package org.heddle.rules.cost;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.heddle.model.size.Size;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.schedule.Counts;
import org.heddle.rules.schedule.Schedule;

/// A kernel step by step, as the columns of its diagram: what each moves, holds and computes.
///
/// ```
///   column    load Q      load K      S += Q·K     …      store O
///   M         4·g_q·d     … what is held from a tile's first use to its last …
///   H         4·g_q·d     4·d·x       0            …      4·g_q·e        of one group
/// ```
public final class Columns {
    private Columns() {}

    /// A step.
    ///
    /// @param step what it does, and to which tile or array
    /// @param loops axes of the loops of the group around it, the outermost first
    /// @param held bytes of all tiles that are in use while it runs
    /// @param group of one group, all its repetitions together
    /// @param total of all groups
    public record Column(
            String step, List<String> loops, Size held, Amounts<Size> group, Amounts<Long> total) {
        public Column {
            loops = List.copyOf(loops);
        }
    }

    /// What is moved and computed.
    ///
    /// @param read bytes from global memory
    /// @param written bytes to it
    /// @param flops additions, multiplications and comparisons
    /// @param special exponentials and the like
    public record Amounts<T>(T read, T written, T flops, T special) {}

    /// The steps in program order.
    public static List<Column> of(Schedule schedule) {
        Set<String> nothing = Set.of();
        Map<Node, Set<String>> live = inUse(schedule.nest());
        Map<String, Size> bytes = new LinkedHashMap<>();
        schedule.nest()
                .tiles()
                .forEach(tile -> bytes.put(tile.name(), Counts.bytes(schedule.nest(), tile)));
        List<Column> columns = new ArrayList<>();
        Counts all = schedule.counts();
        if (!all.lists().isEmpty()) {
            Counts lists = all.ofLists();
            columns.add(
                    new Column(
                            "read lists of blocks",
                            List.of(),
                            Size.ZERO,
                            group(lists, schedule),
                            total(lists, schedule)));
        }
        for (Nest.Placed placed : schedule.nest().placed()) {
            List<String> loops = new ArrayList<>(placed.loops());
            loops.removeAll(schedule.nest().grid());
            Set<String> tiles = live.getOrDefault(placed.node(), nothing);
            Counts counts = schedule.counts(placed);
            columns.add(
                    new Column(
                            step(placed.node()),
                            loops,
                            Size.sum(
                                    tiles.stream()
                                            .map(t -> bytes.getOrDefault(t, Size.ZERO))
                                            .toList()),
                            group(counts, schedule),
                            total(counts, schedule)));
        }
        return columns;
    }

    /// The tiles that are in use while a step runs, by step.
    public static Map<Node, Set<String>> inUse(Nest nest) {
        IdentityHashMap<Node, Set<String>> live = new IdentityHashMap<>();
        live(nest.body(), Set.of(), live);
        return live;
    }

    /// What a step does, and to which tile or array.
    public static String step(Node node) {
        return switch (node) {
            case Node.Load load ->
                    "load "
                            + String.join(", ", load.wires())
                            + (load.wires().contains(load.tile().name())
                                    ? ""
                                    : " as " + load.tile().name());
            case Node.Store(String wire, _) -> "store " + wire;
            case Node.Fill(Tile tile, _) -> "clear " + tile.name();
            case Node.Compute(Tile tile, _, Node.Role role) ->
                    (role == Node.Role.REBASE ? "correct " : "compute ") + tile.name();
            case Node.Fold fold -> "reduce " + fold.tile().name();
            case Node.Loop _ -> throw new IllegalStateException("loops are not placed");
        };
    }

    private static Amounts<Size> group(Counts counts, Schedule schedule) {
        return new Amounts<>(
                group(counts.globalRead(), schedule),
                group(counts.globalWrite(), schedule),
                group(counts.flops(), schedule),
                group(counts.special(), schedule));
    }

    private static Size group(List<Count> counts, Schedule schedule) {
        return Size.sum(
                counts.stream()
                        .map(c -> c.ofGroup(schedule.region(), schedule.nest().grid()))
                        .toList());
    }

    private static Amounts<Long> total(Counts counts, Schedule schedule) {
        return new Amounts<>(
                Counts.total(counts.globalRead(), schedule.blocking()),
                Counts.total(counts.globalWrite(), schedule.blocking()),
                Counts.total(counts.flops(), schedule.blocking()),
                Counts.total(counts.special(), schedule.blocking()));
    }

    /// A tile is in use from the first step of a sequence that touches it to the last, all of a loop where it is touched in it and outside.
    private static void live(
            List<Node> nodes, Set<String> outside, IdentityHashMap<Node, Set<String>> live) {
        for (int i = 0; i < nodes.size(); i++) {
            Set<String> here = new TreeSet<>(outside);
            Set<String> within = nodes.get(i).touched();
            for (String tile : touched(nodes)) {
                boolean before = touched(nodes.subList(0, i)).contains(tile);
                boolean after = touched(nodes.subList(i + 1, nodes.size())).contains(tile);
                boolean inside = within.contains(tile);
                boolean isLoop = nodes.get(i) instanceof Node.Loop;
                if ((before && after) || (inside && (before || after || !isLoop))) {
                    here.add(tile);
                }
            }
            if (nodes.get(i) instanceof Node.Loop(_, _, List<Node> body)) {
                live(body, here, live);
            } else {
                live.put(nodes.get(i), here);
            }
        }
    }

    private static Set<String> touched(List<Node> nodes) {
        Set<String> all = new TreeSet<>();
        nodes.forEach(node -> all.addAll(node.touched()));
        return all;
    }
}
