package org.heddle.rules.bounds;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.bounds.Ranges.Range;
import org.heddle.rules.stream.Region;

/// What is known of the blocks of a loop before any element is looked at. Arguments of its expressions are {@link Border}s; sizes are those of the diagram's axes.
///
/// @param mayHaveItems conditions of which every one holds for each block with an item that counts; any other block may be skipped
/// @param holds by condition, as steps in the loop ask it of each element: when it holds for all elements of a block
/// @param reads by key, what the conditions know the elements of
public record Guard(
        List<Expr> mayHaveItems,
        SequencedMap<Expr, Expr> holds,
        SequencedMap<String, Region.Read> reads) {
    /// Of a loop all of whose blocks have to be gone through.
    public static final Guard NONE =
            new Guard(List.of(), new LinkedHashMap<>(), new LinkedHashMap<>());

    /// With no more reads than the conditions look at, and none where no block is skipped by what is read: that a condition holds in some of them is not worth looking it up.
    public Guard {
        mayHaveItems = List.copyOf(mayHaveItems);
        SequencedMap<Expr, Expr> worth = new LinkedHashMap<>(holds);
        if (mayHaveItems.stream().allMatch(Guard::isOfIndices)) {
            worth.values().removeIf(holding -> !isOfIndices(holding));
        }
        holds = Collections.unmodifiableSequencedMap(worth);
        Set<String> used =
                Stream.concat(mayHaveItems.stream(), worth.values().stream())
                        .flatMap(Guard::elements)
                        .collect(Collectors.toSet());
        SequencedMap<String, Region.Read> kept = new LinkedHashMap<>(reads);
        kept.keySet().retainAll(used);
        reads = Collections.unmodifiableSequencedMap(kept);
    }

    /// The keys of the reads whose elements a condition on borders looks at.
    private static Stream<String> elements(Expr condition) {
        return condition.arguments().stream()
                .flatMap(
                        name ->
                                switch (Border.of(name)) {
                                    case Border.Index _ -> Stream.empty();
                                    case Border.Element(String read, _) -> Stream.of(read);
                                });
    }

    /// The guard of a loop.
    ///
    /// @param support conditions of which every one holds for an item that counts
    /// @param asked conditions that steps in the loop ask
    /// @param blocks axes of which a block is at hand in the loop: those of the loops around it, its own, and those of the grid
    public static Guard of(
            List<Expr> support, List<Expr> asked, Set<String> blocks, Region region) {
        Ranges ranges =
                new Ranges(
                        axis -> indices(axis, blocks, region::sizeAxis),
                        key -> Support.isKnown(key, region));
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
        return new Guard(List.copyOf(may), holds, region.reads());
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

    /// Whether the blocks to be skipped depend on what inputs hold, so that they are listed before the kernel starts.
    public boolean isListed() {
        return !reads.isEmpty();
    }

    /// Axes whose blocks it looks at, those along which it knows elements included.
    public Set<String> axes() {
        Set<String> axes = new LinkedHashSet<>();
        mayHaveItems.forEach(condition -> axes.addAll(axes(condition)));
        holds.values().forEach(condition -> axes.addAll(axes(condition)));
        return axes;
    }

    /// The axes whose blocks a condition on borders looks at.
    public Set<String> axes(Expr condition) {
        Set<String> axes = new LinkedHashSet<>();
        for (String name : condition.arguments()) {
            switch (Border.of(name)) {
                case Border.Index(String axis, _) -> axes.add(axis);
                case Border.Element(String read, _) ->
                        axes.addAll(Objects.requireNonNull(reads.get(read)).axes());
            }
        }
        return axes;
    }

    /// Whether a condition on borders looks at indices only.
    public static boolean isOfIndices(Expr condition) {
        return elements(condition).findAny().isEmpty();
    }

    /// The same without conditions on elements of other wires than these.
    ///
    /// @param wires whose elements are there before the first kernel starts
    public Guard given(Set<String> wires) {
        Predicate<Expr> isGiven =
                condition ->
                        elements(condition)
                                .allMatch(
                                        key ->
                                                wires.containsAll(
                                                        Objects.requireNonNull(reads.get(key))
                                                                .touched()));
        SequencedMap<Expr, Expr> left = new LinkedHashMap<>(holds);
        left.values().removeIf(isGiven.negate());
        return new Guard(mayHaveItems.stream().filter(isGiven).toList(), left, reads);
    }

    /// The same with conditions as steps ask them, of tiles.
    ///
    /// @param tile the name of the tile that holds a read, by key; a condition on a read without one is asked by no step
    public Guard over(Function<String, Optional<String>> tile) {
        SequencedMap<Expr, Expr> named = new LinkedHashMap<>();
        holds.forEach(
                (condition, holding) -> {
                    if (condition.arguments().stream()
                            .allMatch(key -> tile.apply(key).isPresent())) {
                        named.put(
                                condition.substitute(
                                        key -> Expr.arg(tile.apply(key).orElseThrow())),
                                holding);
                    }
                });
        return new Guard(mayHaveItems, named, reads);
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
        return new Guard(
                mayHaveItems.stream().map(e -> Terms.bound(e, sizeOf)).toList(), bound, reads);
    }
}
