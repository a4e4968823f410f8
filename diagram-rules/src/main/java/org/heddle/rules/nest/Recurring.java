package org.heddle.rules.nest;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.stream.Region;

/// The steps of a state that takes in items one after the other. Every block holds one item.
///
/// ```
///   state ← unit                                before the loop
///     item ⊕= the block's item                  in the loop: the sum over one item drops its axis
///     y ← state                                 what comes before the item, where that is kept
///     before ← state;  state ← merge(before, item)
///     y ← state                                 what the item is part of, where that is kept
/// ```
final class Recurring {
    private final NestBuilder builder;
    private final List<Region.Recurrence> numbers;

    /// @param numbers of one state
    Recurring(NestBuilder builder, List<Region.Recurrence> numbers) {
        this.builder = builder;
        this.numbers = numbers;
    }

    /// The state before any item.
    void start(Scope root) {
        for (Region.Recurrence r : numbers) {
            Tile state =
                    builder.tile(
                            r.wire() + "_state",
                            r.stateAxes(),
                            r.dtype(),
                            "running " + r.wire(),
                            List.of(r.wire()));
            root.add(new Node.Compute(state, r.unit(), Node.Role.VALUE));
            root.know(key(r), state);
        }
    }

    /// What every block does.
    void step(Values values, Scope inner) {
        Map<String, Tile> items = new LinkedHashMap<>();
        for (Region.Recurrence r : numbers) {
            Tile item =
                    builder.tile(
                            r.wire() + "_item",
                            r.stateAxes(),
                            r.dtype(),
                            "an item of " + r.wire(),
                            List.of(r.wire()));
            values.fold(item, Monoid.Scalar.SUM, r.value(), r.over(), r.wire(), true);
            items.put(r.wire(), item);
        }
        keep(Region.Kept.BEFORE, inner);
        Map<String, Tile> before = new LinkedHashMap<>();
        for (Region.Recurrence r : numbers) {
            before.put(r.wire(), numbers.size() == 1 ? state(r, inner) : copied(r, inner));
        }
        for (Region.Recurrence r : numbers) {
            Expr merged =
                    r.merge()
                            .substitute(
                                    name -> {
                                        boolean item = name.endsWith("'");
                                        String wire =
                                                item ? name.substring(0, name.length() - 1) : name;
                                        return Expr.arg(tile(item ? items : before, wire).name());
                                    });
            inner.add(
                    new Node.Compute(
                            state(r, inner), unlessEmpty(r, merged, inner), Node.Role.VALUE));
        }
        keep(Region.Kept.AFTER, inner);
    }

    /// Without a loop there is one item at most: where there is none, the state stays.
    private Expr unlessEmpty(Region.Recurrence r, Expr merged, Scope inner) {
        Expr guarded = merged;
        for (String axis : r.over()) {
            if (!builder.cut().contains(axis)) {
                Expr size = new Expr.Extent(builder.form().region().sizeAxis(axis));
                guarded =
                        Expr.call(
                                Fun.WHERE,
                                Expr.call(Fun.EQ, size, Expr.num(0)),
                                Expr.arg(state(r, inner).name()),
                                guarded);
            }
        }
        return guarded;
    }

    /// After the last item the state is the result.
    void finish(Scope root) {
        for (Region.Recurrence r : numbers) {
            if (!r.isScan()) {
                root.know(r.wire(), state(r, root));
            }
        }
    }

    private void keep(Region.Kept kept, Scope inner) {
        for (Region.Recurrence r : numbers) {
            if (r.prefix() == kept) {
                Tile result =
                        builder.tile(r.wire(), r.axes(), r.dtype(), r.wire(), List.of(r.wire()));
                inner.add(
                        new Node.Compute(
                                result, Expr.arg(state(r, inner).name()), Node.Role.VALUE));
                inner.know(r.wire(), result);
            }
        }
    }

    private Tile copied(Region.Recurrence r, Scope inner) {
        Tile copy =
                builder.tile(
                        r.wire() + "_before",
                        r.stateAxes(),
                        r.dtype(),
                        r.wire() + " before the item",
                        List.of(r.wire()));
        inner.add(new Node.Compute(copy, Expr.arg(state(r, inner).name()), Node.Role.BEFORE));
        return copy;
    }

    private static Tile state(Region.Recurrence r, Scope scope) {
        return scope.find(key(r)).orElseThrow();
    }

    private static Tile tile(Map<String, Tile> tiles, String wire) {
        Tile tile = tiles.get(wire);
        if (tile == null) {
            throw new IllegalArgumentException("no number '" + wire + "' in the state");
        }
        return tile;
    }

    /// No wire has such a name.
    private static String key(Region.Recurrence r) {
        return r.wire() + " state";
    }
}
