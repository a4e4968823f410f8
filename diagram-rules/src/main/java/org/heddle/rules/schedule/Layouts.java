package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// Which axis of each tile is innermost in local memory, and what each fold keeps in registers.
///
/// A fold with reuse both ways (a matrix product in the wide sense: two operands of which each lacks an axis of the result that the other has) runs its
/// lanes along the last axis of its result, and the operands that it loads are packed so that this axis is innermost. Any other fold runs its lanes along the
/// innermost axis of its largest operand, which needs no packing.
public final class Layouts {
    private final Plan plan;
    private final Padding padding;
    private final IdentityHashMap<Node.Fold, RegisterTile> registers = new IdentityHashMap<>();

    private Layouts(Plan plan, Blocking blocking, Hardware hardware) {
        this.plan = plan;
        for (Plan.Lane lane : plan.lanes) {
            registers.put(lane.fold(), Plan.registers(lane, blocking, hardware));
        }
        this.padding = Padding.of(plan.nest, this, blocking, hardware);
    }

    /// The layouts of a nest on some hardware.
    public static Layouts of(Nest nest, Blocking blocking, Hardware hardware) {
        return plan(nest).at(blocking, hardware);
    }

    /// What of the layouts does not depend on extents, found once for all of them.
    static Plan plan(Nest nest) {
        return new Plan(nest);
    }

    /// The innermost axis of every tile, and along which axis each fold runs its lanes.
    static final class Plan {
        private final Nest nest;
        private final Map<String, String> inner = new LinkedHashMap<>();
        private final List<Lane> lanes = new ArrayList<>();

        /// @param outer whether the fold has reuse both ways
        private record Lane(Node.Fold fold, String axis, boolean outer) {}

        private Plan(Nest nest) {
            this.nest = nest;
            Map<String, Tile> tiles = new LinkedHashMap<>();
            nest.tiles()
                    .forEach(
                            tile -> {
                                tiles.put(tile.name(), tile);
                                if (!tile.axes().isEmpty()) {
                                    inner.put(tile.name(), tile.axes().getLast());
                                }
                            });
            Set<String> loaded = new LinkedHashSet<>();
            List<Nest.Placed> placed = nest.placed();
            placed.forEach(
                    p -> {
                        if (p.node() instanceof Node.Load(Tile tile, _)) {
                            loaded.add(tile.name());
                        }
                    });
            for (Nest.Placed p : placed) {
                if (p.node() instanceof Node.Fold fold) {
                    List<Tile> operands =
                            fold.item().arguments().stream()
                                    .map(tiles::get)
                                    .filter(java.util.Objects::nonNull)
                                    .toList();
                    lanes.add(lane(fold, operands, loaded));
                }
            }
        }

        private Lane lane(Node.Fold fold, List<Tile> operands, Set<String> loaded) {
            List<String> result = fold.tile().axes();
            if (!result.isEmpty() && hasOuterReuse(fold, operands)) {
                String lane = result.getLast();
                for (Tile operand : operands) {
                    if (operand.axes().contains(lane) && loaded.remove(operand.name())) {
                        inner.put(operand.name(), lane);
                    }
                }
                return new Lane(fold, lane, true);
            }
            String lane =
                    operands.stream()
                            .filter(tile -> !tile.axes().isEmpty())
                            .max(java.util.Comparator.comparingInt(tile -> tile.axes().size()))
                            .flatMap(this::inner)
                            .orElse(fold.reduced().isEmpty() ? "" : fold.reduced().getLast());
            return new Lane(fold, lane, false);
        }

        Optional<String> inner(Tile tile) {
            return Optional.ofNullable(inner.get(tile.name()));
        }

        Layouts at(Blocking blocking, Hardware hardware) {
            return new Layouts(this, blocking, hardware);
        }

        private static RegisterTile registers(Lane lane, Blocking blocking, Hardware hardware) {
            boolean reduced = lane.fold().reduced().contains(lane.axis());
            return new RegisterTile(
                    lane.axis(),
                    reduced,
                    extents(
                            lane.fold().tile(),
                            lane.axis(),
                            reduced,
                            lane.outer(),
                            blocking,
                            hardware));
        }
    }

    /// The innermost axis of a tile; empty for a tile of one element.
    public Optional<String> inner(Tile tile) {
        return plan.inner(tile);
    }

    public RegisterTile registers(Node.Fold fold) {
        RegisterTile found = registers.get(fold);
        if (found == null) {
            throw new IllegalArgumentException("not a fold of this nest: " + fold);
        }
        return found;
    }

    /// What the tiles take of local memory.
    public Padding padding() {
        return padding;
    }

    /// All folds, in program order.
    List<Node.Fold> folds() {
        return plan.lanes.stream().map(Plan.Lane::fold).toList();
    }

    /// The register tiles of all folds, in program order.
    List<RegisterTile> registers() {
        return plan.lanes.stream().map(lane -> registers(lane.fold())).toList();
    }

    private static boolean hasOuterReuse(Node.Fold fold, List<Tile> operands) {
        Set<String> result = Set.copyOf(fold.tile().axes());
        for (Tile a : operands) {
            for (Tile b : operands) {
                boolean both =
                        a.axes().stream().anyMatch(fold.reduced()::contains)
                                && b.axes().stream().anyMatch(fold.reduced()::contains);
                boolean aHas =
                        a.axes().stream()
                                .anyMatch(x -> result.contains(x) && !b.axes().contains(x));
                boolean bHas =
                        b.axes().stream()
                                .anyMatch(x -> result.contains(x) && !a.axes().contains(x));
                if (both && aHas && bHas) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Two vectors wide where the lane is long enough, and as many rows of the largest other axis as the registers hold.
    private static SequencedMap<String, Integer> extents(
            Tile result,
            String lane,
            boolean reducedLane,
            boolean outer,
            Blocking blocking,
            Hardware hardware) {
        SequencedMap<String, Integer> extents = new LinkedHashMap<>();
        result.axes().forEach(axis -> extents.put(axis, 1));
        DType dtype = result.dtype();
        int lanes = hardware.lanes(dtype);
        boolean threads = hardware.execution() == Hardware.Execution.SIMT;
        int wide = 1;
        if (!reducedLane && extents.containsKey(lane)) {
            wide = threads ? 4 : blocking.extent(lane) > lanes ? 2 : 1;
            extents.put(lane, threads ? (int) Math.min(4, blocking.extent(lane)) : wide * lanes);
        }
        if (outer) {
            int budget = threads ? 4 : (hardware.vectorRegisters() - wide - 2) / wide;
            String rows = null;
            for (String axis : result.axes()) {
                if (!axis.equals(lane)
                        && (rows == null || blocking.extent(axis) >= blocking.extent(rows))) {
                    rows = axis;
                }
            }
            if (rows != null) {
                extents.put(rows, rowsFor(blocking.extent(rows), Math.min(budget, 12)));
            }
        } else if (reducedLane && !result.axes().isEmpty()) {
            String rows = result.axes().getLast();
            extents.put(rows, (int) Math.min(threads ? 1 : 4, blocking.extent(rows)));
        }
        return Collections.unmodifiableSequencedMap(extents);
    }

    /// The number of rows, at most `most`, that wastes the fewest rows of the last piece; larger wins a tie.
    private static int rowsFor(long extent, int most) {
        int best = 1;
        double bestWaste = Double.POSITIVE_INFINITY;
        for (int rows = 1; rows <= Math.min(most, extent); rows++) {
            long padded = Math.ceilDiv(extent, (long) rows) * rows;
            double waste = (double) padded / extent * (1 + 0.5 / rows);
            if (waste <= bestWaste) {
                bestWaste = waste;
                best = rows;
            }
        }
        return best;
    }
}
