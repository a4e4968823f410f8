package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.List;
import org.heddle.backend.simt.Mapping.Pieces;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// Writes loads and stores: every valid element moves once, neighbouring threads touch neighbouring addresses, a thread as many neighbours at once
/// as are sure to be whole and aligned.
///
/// ```
///   K[x, d] of a 64-wide block:   const long K_base = (long) x_first * d_size;       the block's first element, 64 bits wide
///                                 const f32x4 K_row = ...K[K_base + x * d_size + d_0];   one access to 4 neighbours
///                                 K_tile[d][x] = K_row.at[d_i];
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
        emission.code().comment(Emission.notation(tile) + " ← load " + read);
        if (!read.isPlain()) {
            new ComputedLoad(emission, spread).write(load);
            return;
        }
        Region.Array array = emission.plan.program.region().array(read.wire());
        Place place = place(emission.plan.array(read.wire()), read.axes());
        switch (emission.plan.mapping(load)) {
            case Mapping.Linear linear ->
                    spread.linear(linear, () -> element(array, place.at(""), tile));
            case Pieces pieces ->
                    spread.pieces(pieces, false, () -> rows(array, place, tile, pieces));
            case Mapping.Team _ -> throw new IllegalStateException("a load has no items to share");
        }
    }

    private void element(Region.Array array, String access, Tile tile) {
        emission.code()
                .line(
                        emission.element(tile.name())
                                + " = "
                                + emission.dialect.load(array.dtype(), access, tile.dtype())
                                + ";");
    }

    private void rows(Region.Array array, Place place, Tile tile, Pieces pieces) {
        String along = pieces.axes().getLast();
        int width = pieces.extent(along);
        if (width == 1) {
            spread.elements(pieces, Spread.Edge.VALID, () -> element(array, place.at(""), tile));
            return;
        }
        String row = emission.plan.claim(place.array() + "_row");
        String type = emission.vector(array.dtype(), width);
        spread.rows(
                pieces,
                along,
                () -> {
                    emission.code()
                            .line(
                                    emission.dialect.loadVector(
                                            array.dtype(), type, row, place.at(along)));
                    spread.along(
                            pieces,
                            along,
                            () -> element(array, row + ".at[" + axes.name(along) + "_i]", tile));
                });
    }

    void store(Node.Store store) {
        Tile tile = store.tile();
        Region.Array array = emission.plan.program.region().array(store.wire());
        List<String> order = emission.plan.program.region().stage(store.wire()).axes();
        emission.code()
                .comment(
                        store.wire() + "[" + String.join(", ", order) + "] ← store " + tile.name());
        Place place = place(emission.plan.array(store.wire()), order);
        Runnable element =
                () -> emission.code().line(place.at("") + " = " + stored(array, tile) + ";");
        switch (emission.plan.mapping(store)) {
            case Mapping.Linear linear -> spread.linear(linear, element);
            case Pieces pieces ->
                    spread.pieces(
                            pieces,
                            emission.plan.isHeld(tile.name()),
                            () -> {
                                if (emission.dialect.storesVectors()
                                        && emission.plan.widths.isVector(
                                                pieces, order, array.dtype())) {
                                    storeRows(array, place, tile, pieces, order.getLast());
                                } else {
                                    spread.elements(pieces, Spread.Edge.VALID, element);
                                }
                            });
            case Mapping.Team _ -> throw new IllegalStateException("a store has no items to share");
        }
    }

    private void storeRows(
            Region.Array array, Place place, Tile tile, Pieces pieces, String along) {
        String row = emission.plan.claim(place.array() + "_row");
        String type = emission.vector(array.dtype(), pieces.extent(along));
        spread.rows(
                pieces,
                along,
                () -> {
                    emission.code().line(type + " " + row + ";");
                    spread.along(
                            pieces,
                            along,
                            () ->
                                    emission.code()
                                            .line(
                                                    row
                                                            + ".at["
                                                            + axes.name(along)
                                                            + "_i] = "
                                                            + stored(array, tile)
                                                            + ";"));
                    emission.code()
                            .line(
                                    emission.dialect.storeVector(
                                            array.dtype(), type, row, place.at(along)));
                });
    }

    private String stored(Region.Array array, Tile tile) {
        return emission.dialect.store(array.dtype(), emission.element(tile.name()), tile.dtype());
    }

    /// Where the current block stands in an array.
    ///
    /// @param array the C variable
    /// @param base the variable with the offset of its first element; empty where no axis is cut
    private record Place(String array, String base, List<String> order, CopyText text) {
        /// The element at the current indices; along the given axis, the first of the current piece.
        String at(String along) {
            String local = text.local(order, along);
            boolean both = !base.isEmpty() && !local.isEmpty();
            String offset =
                    base.isEmpty() && local.isEmpty() ? "0" : base + (both ? " + " : "") + local;
            return array + "[" + offset + "]";
        }
    }

    /// Declares where the current block starts in the array.
    private Place place(String array, List<String> order) {
        List<String> terms = new ArrayList<>();
        for (int k = 0; k < order.size(); k++) {
            if (axes.isCut(order.get(k))) {
                String stride = stride(order, k);
                terms.add((stride.isEmpty() ? "" : "(long) ") + axes.first(order.get(k)) + stride);
            }
        }
        if (terms.isEmpty()) {
            return new Place(array, "", order, this);
        }
        String name = emission.plan.claim(array + "_base");
        emission.code().line("const long " + name + " = " + String.join(" + ", terms) + ";");
        return new Place(array, name, order, this);
    }

    /// The offset inside the block, in `int` where it fits; empty where the block is one element.
    private String local(List<String> order, String along) {
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
                                + (axis.equals(along) ? "_0" : "")
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
