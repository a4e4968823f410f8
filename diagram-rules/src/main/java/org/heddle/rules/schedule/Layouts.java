package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
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
    private final Pieces pieces;
    private final Blocking blocking;

    private Layouts(Pieces pieces, Blocking blocking) {
        this.pieces = pieces;
        this.blocking = blocking;
    }

    /// The layouts of a nest on some hardware.
    public static Layouts of(Nest nest, Blocking blocking, Hardware hardware) {
        return new Plan(nest, blocking, hardware).at(blocking);
    }

    /// What of the layouts does not depend on extents, found once for all of them: the innermost axis of every tile, and along which axis each fold runs its lanes.
    static final class Plan {
        private final Blocking sizes;
        private final Hardware hardware;
        private final Map<String, String> inner = new LinkedHashMap<>();
        private final List<Lane> lanes = new ArrayList<>();
        private final Padding.Rule padding;

        /// @param sizes of the axes, whatever the extents
        Plan(Nest nest, Blocking sizes, Hardware hardware) {
            this.sizes = sizes;
            this.hardware = hardware;
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
                        if (p.node() instanceof Node.Load(Tile tile, _, _)) {
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
            this.padding = Padding.Rule.of(nest, this, sizes, hardware);
        }

        Layouts at(Blocking blocking) {
            return new Layouts(pieces(blocking), blocking);
        }

        /// The register pieces at given extents.
        Pieces pieces(Blocking blocking) {
            long[] codes = new long[lanes.size()];
            for (int i = 0; i < codes.length; i++) {
                codes[i] = lanes.get(i).code(blocking);
            }
            return new Pieces(this, codes);
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
                return new Lane(fold, lane, true, sizes, hardware);
            }
            String lane =
                    operands.stream()
                            .filter(tile -> !tile.axes().isEmpty())
                            .max(java.util.Comparator.comparingInt(tile -> tile.axes().size()))
                            .flatMap(this::inner)
                            .orElse(fold.reduced().isEmpty() ? "" : fold.reduced().getLast());
            return new Lane(fold, lane, false, sizes, hardware);
        }

        Optional<String> inner(Tile tile) {
            return Optional.ofNullable(inner.get(tile.name()));
        }

        Hardware hardware() {
            return hardware;
        }

        /// All folds, in program order.
        List<Lane> lanes() {
            return lanes;
        }

        /// The place of a fold's lane among them.
        int number(Node.Fold fold) {
            for (int i = 0; i < lanes.size(); i++) {
                if (lanes.get(i).isOf(fold)) {
                    return i;
                }
            }
            throw new IllegalArgumentException("not a fold of this nest: " + fold);
        }

        /// Bytes of local memory of one group.
        long memory(Blocking blocking, Pieces pieces) {
            return padding.bytes(blocking, padding.units(pieces));
        }
    }

    /// What each fold keeps in registers: a code for each lane of the plan.
    static final class Pieces {
        private final Plan plan;
        private final long[] codes;

        private Pieces(Plan plan, long[] codes) {
            this.plan = plan;
            this.codes = codes;
        }

        Plan plan() {
            return plan;
        }

        /// The code of a lane, by its number.
        long code(int lane) {
            return codes[lane];
        }

        RegisterTile registers(Node.Fold fold) {
            int number = plan.number(fold);
            return plan.lanes.get(number).tile(codes[number]);
        }
    }

    Pieces pieces() {
        return pieces;
    }

    /// The innermost axis of a tile; empty for a tile of one element.
    public Optional<String> inner(Tile tile) {
        return pieces.plan().inner(tile);
    }

    public RegisterTile registers(Node.Fold fold) {
        return pieces.registers(fold);
    }

    /// What the tiles take of local memory.
    public Padding padding() {
        return pieces.plan().padding.at(blocking, pieces);
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
}
