package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.expr.Expr;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// What kernels of threads access: every step reads each operand and writes its result once, but a fold reads an operand once for each register piece along the axes of its result that
/// the operand lacks.
final class ThreadAccesses implements Accesses {
    private final Map<String, Tile> tiles = new LinkedHashMap<>();

    ThreadAccesses(Nest nest) {
        nest.tiles().forEach(tile -> tiles.put(tile.name(), tile));
    }

    @Override
    public Local load(Node.Load load, Around around) {
        List<Count> read = new ArrayList<>();
        load.positions().values().forEach(tile -> read.add(once("read ", tile, around)));
        return new Local(read, List.of(once("load ", load.tile(), around)));
    }

    @Override
    public Local store(Tile tile, Around around) {
        return new Local(List.of(once("store ", tile, around)), List.of());
    }

    @Override
    public Local fill(Tile tile, Around around) {
        return new Local(List.of(), List.of(once("fill ", tile, around)));
    }

    @Override
    public Local compute(Tile tile, Expr value, Around around) {
        List<Count> read = new ArrayList<>();
        for (String name : value.arguments()) {
            read.add(once("read ", Accesses.tile(tiles, name), around));
        }
        return new Local(read, List.of(once("write ", tile, around)));
    }

    private static Count once(String what, Tile tile, Around around) {
        return around.elements(what + tile.name(), tile.dtype().bytes(), tile.axes());
    }

    @Override
    public Local fold(
            Node.Fold fold, Expr item, RegisterTile registers, boolean isStart, Around around) {
        Tile result = fold.tile();
        List<Count> read = new ArrayList<>();
        for (String name : item.arguments()) {
            Tile operand = Accesses.tile(tiles, name);
            Map<String, Integer> pieced = new LinkedHashMap<>();
            for (String axis : result.axes()) {
                if (!operand.axes().contains(axis)) {
                    pieced.put(axis, registers.extent(axis));
                }
            }
            read.add(
                    around.count(
                            "fold reads " + name,
                            operand.dtype().bytes(),
                            operand.axes(),
                            pieced,
                            Map.of()));
        }
        if (!isStart) {
            read.add(once("fold reads ", result, around));
        }
        return new Local(read, List.of(once("fold writes ", result, around)));
    }
}
