package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.List;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// Writes loads and stores: every valid element moves once, neighbouring threads touch neighbouring addresses.
///
/// ```
///   K[x, d] of a 64-wide block:   const long K_base = (long) x_first * d_size;       the block's first element, 64 bits wide
///                                 K_tile[d][x] = K[K_base + x * d_size + d];
/// ```
final class CopyText {
    private final Emission emission;
    private final Axes axes;
    private final Spread spread;

    CopyText(Emission emission, Spread spread) {
        this.emission = emission;
        this.axes = emission.axes;
        this.spread = spread;
    }

    void load(Node.Load load) {
        Region.Read read = load.read();
        Tile tile = load.tile();
        Region.Array array = emission.plan.program.region().array(read.wire());
        emission.code()
                .comment(
                        Emission.notation(tile)
                                + " ← load "
                                + read.wire()
                                + "["
                                + String.join(", ", read.axes())
                                + "]");
        String base = base(emission.plan.array(read.wire()), read.axes());
        String access = emission.plan.array(read.wire()) + "[" + offset(base, read.axes()) + "]";
        spread.linear(
                linear(load),
                () ->
                        emission.code()
                                .line(
                                        emission.element(tile.name())
                                                + " = "
                                                + emission.dialect.load(
                                                        array.dtype(), access, tile.dtype())
                                                + ";"));
    }

    void store(Node.Store store) {
        Tile tile = store.tile();
        Region.Array array = emission.plan.program.region().array(store.wire());
        List<String> order = emission.plan.program.region().stage(store.wire()).axes();
        emission.code()
                .comment(
                        store.wire() + "[" + String.join(", ", order) + "] ← store " + tile.name());
        String base = base(emission.plan.array(store.wire()), order);
        String access = emission.plan.array(store.wire()) + "[" + offset(base, order) + "]";
        Runnable statement =
                () ->
                        emission.code()
                                .line(
                                        access
                                                + " = "
                                                + emission.dialect.store(
                                                        array.dtype(),
                                                        emission.element(tile.name()),
                                                        tile.dtype())
                                                + ";");
        switch (emission.plan.mapping(store)) {
            case Mapping.Linear linear -> spread.linear(linear, statement);
            case Mapping.Pieces pieces ->
                    spread.pieces(
                            pieces,
                            true,
                            () -> spread.elements(pieces, Spread.Edge.VALID, statement));
            case Mapping.Team _ -> throw new IllegalStateException("a store has no items to share");
        }
    }

    private Mapping.Linear linear(Node.Load load) {
        return switch (emission.plan.mapping(load)) {
            case Mapping.Linear linear -> linear;
            case Mapping.Pieces _, Mapping.Team _ ->
                    throw new IllegalStateException("loads are dealt linearly");
        };
    }

    /// Declares where the current block starts in the array.
    ///
    /// @return its name; empty where no axis is cut
    private String base(String array, List<String> order) {
        List<String> terms = new ArrayList<>();
        for (int k = 0; k < order.size(); k++) {
            if (axes.isCut(order.get(k))) {
                String stride = stride(order, k);
                terms.add((stride.isEmpty() ? "" : "(long) ") + axes.first(order.get(k)) + stride);
            }
        }
        if (terms.isEmpty()) {
            return "";
        }
        String name = emission.plan.claim(array + "_base");
        emission.code().line("const long " + name + " = " + String.join(" + ", terms) + ";");
        return name;
    }

    private String offset(String base, List<String> order) {
        String local = local(order);
        boolean both = !base.isEmpty() && !local.isEmpty();
        return base.isEmpty() && local.isEmpty() ? "0" : base + (both ? " + " : "") + local;
    }

    /// The offset inside the block, in `int` where it fits; empty where the block is one element.
    private String local(List<String> order) {
        List<String> terms = new ArrayList<>();
        double last = 0;
        double stride = 1;
        for (int k = order.size() - 1; k >= 0; k--) {
            last += stride * (axes.extent(order.get(k)) - 1);
            stride *= axes.size(order.get(k));
        }
        for (int k = 0; k < order.size(); k++) {
            String axis = order.get(k);
            if (!axes.isUnit(axis)) {
                terms.add(
                        (last > Integer.MAX_VALUE ? "(long) " : "")
                                + axes.index(axis)
                                + stride(order, k));
            }
        }
        return String.join(" + ", terms);
    }

    /// The product of the sizes of the axes after the k-th, outermost first.
    private String stride(List<String> order, int k) {
        StringBuilder text = new StringBuilder();
        for (String axis : order.subList(k + 1, order.size())) {
            if (axes.size(axis) != 1) {
                text.append(" * ").append(axes.sizeName(axis));
            }
        }
        return text.toString();
    }
}
