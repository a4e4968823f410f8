package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.heddle.model.eval.Scalars;
import org.heddle.model.expr.Expr;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// Runs through the loops of a nest, block by block, and adds up what its steps transfer and fold: nothing is multiplied out. It shares no code with the counts.
final class Walk {
    private final Nest nest;
    private final Blocking blocking;
    private final Layouts layouts;
    private final int lanes;
    private final Map<String, Long> start = new LinkedHashMap<>();
    long readBytes;
    long writeBytes;
    long foldedItems;
    long operandBytes;

    private Walk(Schedule schedule) {
        this.nest = schedule.nest();
        this.blocking = schedule.blocking();
        this.layouts = schedule.layouts();
        this.lanes = Padding.lanes(nest.widest(), schedule.hardware());
    }

    static Walk of(Schedule schedule) {
        Walk walk = new Walk(schedule);
        walk.grid(0);
        return walk;
    }

    private void grid(int position) {
        if (position == nest.grid().size()) {
            nest.body().forEach(this::step);
        } else {
            blocks(nest.grid().get(position), () -> grid(position + 1));
        }
    }

    private void blocks(String axis, Runnable body) {
        for (long from = 0; from < blocking.size(axis); from += blocking.extent(axis)) {
            start.put(axis, from);
            body.run();
            start.remove(axis);
        }
    }

    private void step(Node node) {
        switch (node) {
            case Node.Loop(String axis, Guard guard, List<Node> body) ->
                    blocks(
                            axis,
                            () -> {
                                if (guard.mayHaveItems().stream().allMatch(this::holds)) {
                                    body.forEach(this::step);
                                }
                            });
            case Node.Load(Tile tile, var read, _) ->
                    readBytes +=
                            elements(tile.axes())
                                    * nest.form().region().array(read.wire()).dtype().bytes();
            case Node.Store(String wire, Tile tile) ->
                    writeBytes +=
                            elements(tile.axes())
                                    * nest.form().region().array(wire).dtype().bytes();
            case Node.Compute(Tile tile, var value, _) -> {
                List<String> loops = new ArrayList<>(tile.axes());
                layouts.inner(tile).ifPresent(axis -> loops.add(removed(loops, axis)));
                value.arguments().forEach(name -> operandBytes += read(name, loops));
            }
            case Node.Fold(Tile tile, _, _, List<String> reduced, _) ->
                    foldedItems += elements(tile.axes()) * elements(reduced);
            case Node.Fill _ -> {}
        }
    }

    /// Evaluates a condition on the borders of the blocks at hand.
    private boolean holds(Expr condition) {
        List<String> names = List.copyOf(condition.arguments());
        double[] values = new double[names.size()];
        for (int i = 0; i < values.length; i++) {
            String axis = names.get(i).substring(0, names.get(i).indexOf('.'));
            long first = start.get(axis);
            values[i] = names.get(i).endsWith(".last") ? first + blocking.extent(axis) - 1 : first;
        }
        return Scalars.compile(condition, names, List.of(), blocking.diagram()::of)
                        .at(values, new long[0])
                != 0;
    }

    private static String removed(List<String> loops, String axis) {
        loops.remove(axis);
        return axis;
    }

    /// Bytes of an operand that is read in the loops up to the last one over one of its axes, in whole vectors along the innermost.
    private long read(String name, List<String> loops) {
        Map<String, Tile> tiles =
                nest.tiles().stream().collect(Collectors.toMap(Tile::name, Function.identity()));
        List<String> axes = tiles.get(name).axes();
        long elements = 1;
        long before = 1;
        for (String axis : loops) {
            boolean vector = axis.equals(loops.getLast());
            long own = elements(List.of(axis));
            before *= vector ? Math.ceilDiv(own, lanes) * lanes : own;
            elements = axes.contains(axis) ? before : elements;
        }
        return elements * nest.widest().bytes();
    }

    /// Elements of the block at hand; an axis without an open loop is there as a whole.
    private long elements(List<String> axes) {
        long product = 1;
        for (String axis : axes) {
            Long from = start.get(axis);
            product *=
                    from == null
                            ? blocking.size(axis)
                            : Math.min(blocking.extent(axis), blocking.size(axis) - from);
        }
        return product;
    }
}
