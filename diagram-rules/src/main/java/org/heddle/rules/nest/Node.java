package org.heddle.rules.nest;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.stream.Region;

/// A step of a loop nest.
///
/// ```
/// Node ::= Loop(axis, guard, body)               for every block of the axis in which there may be items, in order: body
///        | Load(tile, read, positions)           tile ← the block of an input array that the read names
///        | Store(wire, tile)                     the block of an output array ← tile
///        | Fill(tile, value)                     every element ← value
///        | Compute(tile, value, role)            every element ← value, an Expr over tiles, indices and sizes
///        | Fold(tile, monoid, item, reduced)     every element ⊕= ⊕ over the block's reduced axes of item
/// ```
///
/// Arguments of expressions are tile names. A tile lacking an axis of the operation is broadcast along it. A block at the end of an axis may be
/// shorter than the others; no operation sees elements beyond the size of an axis. A `Compute` may read the tile it writes, at the same element.
public sealed interface Node {
    /// For every block of the axis but those in which the guard says that there are no items.
    record Loop(String axis, Guard guard, List<Node> body) implements Node {
        public Loop {
            body = List.copyOf(body);
        }

        /// For every block.
        public Loop(String axis, List<Node> body) {
            this(axis, Guard.NONE, body);
        }
    }

    /// Copies a block of an input into a tile, one tile axis per distinct axis of the read. Where positions are computed, one element is read for each of the tile: the
    /// nearest one where the position lies outside the array, and the fill, if there is one, takes its place. Positions that do not vary along all axes of the tile are in tiles of their own,
    /// so that each is read from its array once for all elements that it is the position of.
    ///
    /// @param read of an array that has elements; plain or not
    /// @param positions the tiles that hold elements of arrays of positions, by how the read names these; other positions are read from their arrays
    record Load(Tile tile, Region.Read read, SequencedMap<Port, Tile> positions) implements Node {
        public Load {
            positions = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(positions));
        }

        /// Without positions in tiles.
        public Load(Tile tile, Region.Read read) {
            this(tile, read, new LinkedHashMap<>());
        }

        /// The wires of whose arrays an element is read for one of the tile: those of positions that are in no tile, then that of the read.
        public List<String> wires() {
            return read.touched(positions.keySet());
        }
    }

    /// Copies a tile into a block of an output.
    record Store(String wire, Tile tile) implements Node {}

    /// Sets every element of a tile.
    record Fill(Tile tile, double value) implements Node {}

    /// Pointwise.
    record Compute(Tile tile, Expr value, Role role) implements Node {}

    /// Accumulates a reduction.
    ///
    /// @param wire the wire of the region that the fold contributes to
    record Fold(Tile tile, Monoid.Scalar monoid, Expr item, List<String> reduced, String wire)
            implements Node {
        public Fold {
            reduced = List.copyOf(reduced);
        }
    }

    /// Names of the tiles that it reads or writes, those of a loop's steps included.
    default Set<String> touched() {
        Set<String> names = new LinkedHashSet<>();
        switch (this) {
            case Loop(_, _, List<Node> body) -> body.forEach(node -> names.addAll(node.touched()));
            case Load(Tile tile, _, var positions) -> {
                names.add(tile.name());
                positions.values().forEach(position -> names.add(position.name()));
            }
            case Store(_, Tile tile) -> names.add(tile.name());
            case Fill(Tile tile, _) -> names.add(tile.name());
            case Compute(Tile tile, Expr value, _) -> {
                names.add(tile.name());
                names.addAll(value.arguments());
            }
            case Fold fold -> {
                names.add(fold.tile().name());
                names.addAll(fold.item().arguments());
            }
        }
        return names;
    }

    /// Why a pointwise step is there.
    enum Role {
        /// A value that other steps share, or that has fewer axes than the step which uses it.
        VALUE,
        /// The running value of a state before the block.
        BEFORE,
        /// The correction of an accumulator after its state moved.
        REBASE,
        /// The value of a reduction from its accumulators.
        FINISH
    }
}
