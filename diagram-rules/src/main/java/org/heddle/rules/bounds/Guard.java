package org.heddle.rules.bounds;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.bounds.Ranges.Range;

/// What is known of the blocks of a loop before any element is looked at. Arguments of its expressions are {@link Border}s; sizes are those of the diagram's axes.
///
/// @param mayHaveItems conditions of which every one holds for each block with an item that counts; any other block may be skipped
/// @param holds by condition, as steps in the loop ask it of each element: when it holds for all elements of a block
public record Guard(List<Expr> mayHaveItems, SequencedMap<Expr, Expr> holds) {
    /// Of a loop all of whose blocks have to be gone through.
    public static final Guard NONE = new Guard(List.of(), new LinkedHashMap<>());

    public Guard {
        mayHaveItems = List.copyOf(mayHaveItems);
        holds = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(holds));
    }

    /// The guard of a loop.
    ///
    /// @param support conditions of which every one holds for an item that counts
    /// @param asked conditions that steps in the loop ask
    /// @param blocks axes of which a block is at hand in the loop: those of the loops around it, its own, and those of the grid
    /// @param sizeAxis the diagram axis that gives a loop axis its size
    public static Guard of(
            List<Expr> support,
            List<Expr> asked,
            Set<String> blocks,
            Function<String, String> sizeAxis) {
        Ranges ranges = new Ranges(axis -> indices(axis, blocks, sizeAxis));
        Set<Expr> may = new LinkedHashSet<>();
        for (Expr condition : support) {
            conjuncts(BlockTest.of(condition, ranges).mayHold(), may);
        }
        may.remove(Sums.TRUE);
        SequencedMap<Expr, Expr> holds = new LinkedHashMap<>();
        for (Expr condition : asked) {
            Expr always = BlockTest.of(condition, ranges).holds();
            if (!always.equals(Sums.FALSE)) {
                holds.put(condition, always);
            }
        }
        return new Guard(List.copyOf(may), holds);
    }

    private static Range indices(
            String axis, Set<String> blocks, Function<String, String> sizeAxis) {
        return blocks.contains(axis)
                ? new Range(Border.first(axis), Border.last(axis))
                : new Range(
                        Expr.num(0),
                        Sums.plus(new Expr.Extent(sizeAxis.apply(axis)), Expr.num(-1)));
    }

    /// The conditions of which a condition is the conjunction.
    static void conjuncts(Expr condition, Set<Expr> into) {
        if (condition instanceof Expr.Call(var fun, var args) && fun == Fun.AND) {
            args.forEach(arg -> conjuncts(arg, into));
        } else {
            into.add(condition);
        }
    }

    /// The conjunction of the conditions for items.
    public Expr test() {
        return mayHaveItems.stream().reduce(Sums.TRUE, Sums::and);
    }

    public boolean skips() {
        return !mayHaveItems.isEmpty();
    }

    /// All borders that it looks at.
    public Set<Border> borders() {
        Set<Border> borders = new LinkedHashSet<>();
        mayHaveItems.forEach(e -> e.arguments().forEach(name -> borders.add(Border.of(name))));
        holds.values().forEach(e -> e.arguments().forEach(name -> borders.add(Border.of(name))));
        return borders;
    }

    /// Axes whose blocks decide what is skipped.
    public Set<String> axes() {
        Set<String> axes = new LinkedHashSet<>();
        for (Expr condition : mayHaveItems) {
            condition.arguments().forEach(name -> axes.add(Border.of(name).axis()));
        }
        return axes;
    }

    /// What is known of the conditions that a value asks.
    ///
    /// @param known by condition
    public static <T> Map<Expr, T> asked(Expr value, Map<Expr, T> known) {
        Map<Expr, T> asked = new LinkedHashMap<>();
        collect(value, known, asked);
        return asked;
    }

    private static <T> void collect(Expr value, Map<Expr, T> known, Map<Expr, T> asked) {
        T found = known.get(value);
        if (found != null) {
            asked.put(value, found);
        } else if (value instanceof Expr.Call(_, List<Expr> args)) {
            args.forEach(arg -> collect(arg, known, asked));
        }
    }

    /// Conditions that hold in every block that is left, for blocks of these extents: they need not be asked at all.
    ///
    /// @param sizeOf by axis of the diagram
    /// @param extentOf by loop axis
    public Set<Expr> settled(ToLongFunction<String> sizeOf, ToLongFunction<String> extentOf) {
        return new WholeBlocks(sizeOf, extentOf).of(this);
    }

    /// A value where conditions are known to hold.
    public static Expr assuming(Expr value, Set<Expr> known) {
        return known.isEmpty()
                ? value
                : value.rewrite(
                        e ->
                                e instanceof Expr.Call(Fun fun, List<Expr> args)
                                                && fun == Fun.WHERE
                                                && known.contains(args.getFirst())
                                        ? args.get(1)
                                        : e);
    }

    /// The same with sizes as numbers.
    public Guard at(ToLongFunction<String> sizeOf) {
        SequencedMap<Expr, Expr> bound = new LinkedHashMap<>();
        holds.forEach((condition, always) -> bound.put(condition, Terms.bound(always, sizeOf)));
        return new Guard(mayHaveItems.stream().map(e -> Terms.bound(e, sizeOf)).toList(), bound);
    }
}
