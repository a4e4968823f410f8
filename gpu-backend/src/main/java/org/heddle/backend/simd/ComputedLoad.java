package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.backend.simd.Index.Binding;
import org.heddle.backend.simd.Index.Variable;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.size.Size;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// Writes loads from computed positions, element by element.
///
/// ```
///   X[2*y + k - 1] else 0:   const int position_0 = (y_start + y) * 2 + k - 1;
///                            const float element = X_array[clamp(position_0, 0, 99)];
///                            X_tile[...] = position_0 >= 0 & position_0 < 100 ? element : 0.0f;
/// ```
///
/// A position that is sure to lie inside is not tested. Every element of the tile reads one element of the array, the nearest one where its position lies outside. A position in a tile is read in the innermost loop over one of its own axes.
final class ComputedLoad {
    private final Emission emission;
    private final Map<String, Index> index = new LinkedHashMap<>();
    private int positions;
    private Map<Port, Tile> held = Map.of();
    private final Map<Port, String> known = new LinkedHashMap<>();

    ComputedLoad(Emission emission) {
        this.emission = emission;
    }

    /// An element of an array, and where it counts.
    private record Access(Region.Array array, String text, List<String> conditions) {}

    void write(Node.Load load) {
        held = load.positions();
        Tile tile = load.tile();
        Region.Read read = load.read();
        emission.code.comment(tile.name() + " ← " + read);
        List<String> axes = tile.axes();
        boolean scope =
                axes.stream().allMatch(emission::isSingle)
                        || held.values().stream().anyMatch(position -> isOutside(axes, position));
        if (scope) {
            emission.code.open("");
        }
        for (int depth = 0; depth < axes.size(); depth++) {
            declareHeld(axes, depth);
            index.put(axes.get(depth), emission.openLoop(axes.get(depth)));
        }
        declareHeld(axes, axes.size());
        Access access = access(read.port());
        String name = emission.names.element();
        emission.code.line(
                "const "
                        + emission.scalar(tile)
                        + " "
                        + name
                        + " = "
                        + decoded(tile, access)
                        + ";");
        emission.code.line(
                emission.element(tile, index) + " = " + filled(read.port(), access, name) + ";");
        axes.reversed().forEach(emission::closeLoop);
        if (scope) {
            emission.code.close();
        }
    }

    /// Whether a position is declared where no loop has been opened.
    private boolean isOutside(List<String> axes, Tile position) {
        return axes.subList(0, Depth.of(axes, position)).stream().allMatch(emission::isSingle);
    }

    /// Declares the positions in tiles that are known inside so many loops.
    private void declareHeld(List<String> axes, int depth) {
        held.forEach(
                (port, tile) -> {
                    if (Depth.of(axes, tile) == depth) {
                        known.put(port, declare(emission.element(tile, index)));
                    }
                });
    }

    private String decoded(Tile tile, Access access) {
        DType dtype = access.array().dtype();
        if (!tile.isPositions()) {
            return ArrayTypes.decode(dtype, access.text(), emission.numbers);
        }
        return dtype == DType.BOOL ? "(" + access.text() + " != 0)" : "(long)" + access.text();
    }

    private String filled(Port port, Access access, String value) {
        return port.fill().isEmpty() || access.conditions().isEmpty()
                ? value
                : String.join(" & ", access.conditions())
                        + " ? "
                        + value
                        + " : "
                        + emission.numbers.literal(port.fill().getAsDouble());
    }

    /// Declares the positions of a port and gives the element there.
    private Access access(Port port) {
        Region.Array array = emission.program.region().array(port.wire());
        List<String> conditions = new ArrayList<>();
        Index offset = Index.ZERO;
        for (int k = 0; k < array.axes().size(); k++) {
            long size = emission.program.sizes().of(array.axes().get(k));
            Index position = inside(position(port.subscripts().get(k)), size, conditions);
            offset = offset.times(size).plus(position);
        }
        String text = emission.names.array(array.wire()) + "[" + emission.text(offset) + "]";
        return new Access(array, text, conditions);
    }

    private Index position(Subscript subscript) {
        return switch (subscript) {
            case Subscript.Affine(var factors, Size constant) -> {
                Index sum = Index.of(number(constant));
                for (Map.Entry<String, Size> term : factors.entrySet()) {
                    String axis = term.getKey();
                    Index at = emission.start(axis).plus(index.getOrDefault(axis, Index.ZERO));
                    sum = sum.plus(at.times(number(term.getValue())));
                }
                yield sum;
            }
            case Subscript.Gather(Port gathered) ->
                    variable(gathered(gathered), Integer.MIN_VALUE, Integer.MAX_VALUE);
        };
    }

    private String gathered(Port port) {
        String position = known.get(port);
        return position == null ? declare("(long)" + access(port).text()) : position;
    }

    /// The position, or the nearest one inside the array.
    private Index inside(Index position, long size, List<String> conditions) {
        if (position.min() >= 0 && position.max() < size) {
            return position;
        }
        String name = declare(position.text(emission.numbers.lanes(), true));
        conditions.add("(" + name + " >= 0)");
        conditions.add("(" + name + " < " + size + ")");
        return variable("clamp(" + name + ", 0L, " + (size - 1) + "L)", 0, size - 1);
    }

    private String declare(String value) {
        String name = emission.names.position(positions++);
        emission.code.line("const long " + name + " = " + value + ";");
        return name;
    }

    private static Index variable(String text, long min, long max) {
        return Index.of(new Variable(text, Binding.NAME, false, true, min, max, 1));
    }

    private long number(Size size) {
        return size.at(emission.program.sizes()::of);
    }
}
