package org.heddle.backend.tile;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Layouts;
import org.heddle.rules.schedule.RegisterTile;
import org.heddle.rules.schedule.Schedule;
import org.heddle.rules.stream.Region;

/// A kernel ready to be executed or written as text: a loop nest over tiles with every extent a number.
///
/// Meaning: for every combination of blocks of the {@link #grid()} axes, independently and in any order, the {@link #body()} is executed as {@link Node}
/// says. A block of axis `a` with number `n` covers the indices from `n · extent(a)` up to the smaller of `(n + 1) · extent(a)` and the size of `a`; a tile holds
/// only those. Tiles hold f32 or f64; a load converts from the array's element type, a store to it.
///
/// @param name a C identifier
/// @param sizes sizes of the diagram's axes, for `|axis|` in expressions
public record TileProgram(String name, Schedule schedule, Sizes sizes) {

    /// The program of a derived kernel.
    public static TileProgram of(Kernel kernel, Sizes sizes) {
        String name = kernel.block().replaceAll("[^A-Za-z0-9_]", "_");
        return new TileProgram(
                Character.isDigit(name.charAt(0)) ? "k" + name : name, kernel.schedule(), sizes);
    }

    public Nest nest() {
        return schedule.nest();
    }

    public Region region() {
        return schedule.region();
    }

    public Blocking blocking() {
        return schedule.blocking();
    }

    public Layouts layouts() {
        return schedule.layouts();
    }

    public List<String> grid() {
        return nest().grid();
    }

    public List<Node> body() {
        return nest().body();
    }

    public List<Tile> tiles() {
        return nest().tiles();
    }

    /// Arrays read and written, inputs first, in the order of the kernel's parameters.
    public List<Region.Array> arrays() {
        List<Region.Array> arrays = new ArrayList<>();
        region().inputs().forEach(wire -> arrays.add(region().array(wire)));
        region().outputs().forEach(wire -> arrays.add(region().array(wire)));
        return arrays;
    }

    /// The lists of blocks that loops go through, each once; a kernel's parameters after its arrays are the two of each.
    public List<ListedBlocks> lists() {
        return ListedBlocks.of(this);
    }

    public boolean isOutput(String wire) {
        return region().outputs().contains(wire);
    }

    /// What a fold keeps in registers.
    public RegisterTile registers(Node.Fold fold) {
        return layouts().registers(fold);
    }

    public long size(String loopAxis) {
        return blocking().size(loopAxis);
    }

    public long extent(String loopAxis) {
        return blocking().extent(loopAxis);
    }

    /// Number of groups along a grid axis.
    public long groups(String gridAxis) {
        return blocking().blocks(gridAxis);
    }

    /// Whether the axis has more than one block, so that its block number is not always 0.
    public boolean isCut(String loopAxis) {
        return blocking().blocks(loopAxis) > 1;
    }

    /// The loop nest as text, with the extents of its blocks.
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("tile program ").append(name).append('\n');
        for (String axis : blocking().sizes().keySet()) {
            text.append("  axis ").append(axis).append(": ").append(size(axis));
            if (isCut(axis)) {
                text.append(" in blocks of ").append(extent(axis));
            }
            text.append('\n');
        }
        for (Tile tile : tiles()) {
            text.append("  tile ")
                    .append(tile)
                    .append(" : ")
                    .append(tile.dtype())
                    .append("  -- ")
                    .append(tile.meaning());
            text.append('\n');
        }
        return text.append(nest()).toString();
    }
}
