package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.heddle.model.diagram.DType;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Tile;
import org.hipparchus.util.ArithmeticUtils;

/// What the tiles of one group take of local memory: the one place that says so, to the search of extents, to the check of its result and to the lowering.
///
/// ```
///   vectors   every axis in whole register pieces and, where it is innermost somewhere, in whole vectors, so that no step needs a scalar remainder inside local
///             memory; an axis of one element only where it is innermost. All tiles hold the widest type, which the kernel computes in, but those of positions, which are read one by one
///   threads   the innermost axis in pairs; each tile holds its own type
/// ```
///
/// Kernels of threads spread rows over the banks of shared memory where there is room left: what is given here is what they need, not more than there is what they take.
public final class Padding {
    private static final int LEAST_LANES = 2;
    private static final int MOST_LANES = 16;

    private final Rule rule;
    private final Blocking blocking;
    private final int[] units;

    private Padding(Rule rule, Blocking blocking, int[] units) {
        this.rule = rule;
        this.blocking = blocking;
        this.units = units;
    }

    /// The padding of kernels of one work-item per group, in explicit vectors.
    ///
    /// @throws ArithmeticException where a tile exceeds a long
    public static Padding vectors(
            Nest nest, Layouts layouts, Blocking blocking, Hardware hardware) {
        Layouts.Pieces pieces = layouts.pieces();
        return Rule.vectors(nest, pieces.plan(), blocking, hardware).at(blocking, pieces);
    }

    /// How the extents of every tile are rounded up, whatever they are.
    static final class Rule {
        private final Map<String, Row> rows = new LinkedHashMap<>();
        private final List<Lane> lanes = new ArrayList<>();
        private final int[] units;

        private Rule(Blocking sizes) {
            this.units = new int[sizes.axes()];
            Arrays.fill(units, 1);
        }

        /// The padding of kernels as the hardware executes them.
        static Rule of(Nest nest, Layouts.Plan plan, Blocking sizes, Hardware hardware) {
            return switch (hardware.execution()) {
                case SIMD -> vectors(nest, plan, sizes, hardware);
                case SIMT -> threads(nest, plan, sizes, hardware);
            };
        }

        private static Rule vectors(
                Nest nest, Layouts.Plan plan, Blocking sizes, Hardware hardware) {
            DType dtype = nest.widest();
            int lanes = lanes(dtype, hardware);
            Rule rule = new Rule(sizes);
            rule.lanes.addAll(plan.lanes());
            for (Tile tile : nest.tiles()) {
                String inner = plan.inner(tile).orElse("");
                List<Rounded> rounded = new ArrayList<>();
                if (tile.isPositions()) {
                    tile.axes().forEach(axis -> rounded.add(exact(axis, sizes)));
                    rule.rows.put(tile.name(), new Row(tile.dtype().bytes(), rounded));
                    continue;
                }
                for (String axis : order(tile, inner)) {
                    boolean isInner = axis.equals(inner);
                    int position = sizes.position(axis);
                    if (isInner) {
                        rule.units[position] = ArithmeticUtils.lcm(rule.units[position], lanes);
                    }
                    rounded.add(new Rounded(axis, position, 1, isInner ? 1 : 2));
                }
                rule.rows.put(tile.name(), new Row(dtype.bytes(), rounded));
            }
            return rule;
        }

        private static Rule threads(
                Nest nest, Layouts.Plan plan, Blocking sizes, Hardware hardware) {
            Rule rule = new Rule(sizes);
            for (Tile tile : nest.tiles()) {
                String inner = plan.inner(tile).orElse("");
                List<Rounded> rounded = new ArrayList<>();
                for (String axis : order(tile, inner)) {
                    int pairs = axis.equals(inner) ? 2 * hardware.lanes(tile.dtype()) : 1;
                    rounded.add(new Rounded(axis, sizes.position(axis), pairs, 2));
                }
                rule.rows.put(tile.name(), new Row(tile.dtype().bytes(), rounded));
            }
            return rule;
        }

        /// No padding: nothing takes less, and smaller blocks do not take more.
        static Rule none(Nest nest, Blocking sizes, Hardware hardware) {
            int widest = nest.widest().bytes();
            Rule rule = new Rule(sizes);
            for (Tile tile : nest.tiles()) {
                int own = tile.dtype().bytes();
                int bytes =
                        switch (hardware.execution()) {
                            case SIMD -> tile.isPositions() ? own : widest;
                            case SIMT -> own;
                        };
                List<Rounded> rounded = new ArrayList<>();
                tile.axes().forEach(axis -> rounded.add(exact(axis, sizes)));
                rule.rows.put(tile.name(), new Row(bytes, rounded));
            }
            return rule;
        }

        /// An extent as it is.
        private static Rounded exact(String axis, Blocking sizes) {
            return new Rounded(axis, sizes.position(axis), 1, Integer.MAX_VALUE);
        }

        Padding at(Blocking blocking, Layouts.Pieces pieces) {
            return new Padding(this, blocking, units(pieces));
        }

        /// For each axis, by position, what register pieces ask its extent to be rounded up to.
        int[] units(Layouts.Pieces pieces) {
            if (lanes.isEmpty()) {
                return units;
            }
            int[] rounded = units.clone();
            for (int i = 0; i < lanes.size(); i++) {
                lanes.get(i).round(rounded, pieces.code(i));
            }
            return rounded;
        }

        /// Bytes of all tiles without regard to register pieces.
        ///
        /// @throws ArithmeticException where they exceed a long
        long bytes(Blocking blocking) {
            return bytes(blocking, units);
        }

        /// Bytes of all tiles.
        ///
        /// @throws ArithmeticException where they exceed a long
        long bytes(Blocking blocking, int[] rounded) {
            long sum = 0;
            for (Row row : rows.values()) {
                sum = Math.addExact(sum, row.bytes(blocking, rounded));
            }
            return sum;
        }

        private Row row(Tile tile) {
            Row found = rows.get(tile.name());
            if (found == null) {
                throw new IllegalArgumentException("no tile " + tile.name());
            }
            return found;
        }
    }

    /// A tile: bytes of an element, and its axes, the innermost last.
    private record Row(int element, List<Rounded> axes) {
        long bytes(Blocking blocking, int[] units) {
            long bytes = element;
            for (Rounded axis : axes) {
                bytes = Math.multiplyExact(bytes, axis.at(blocking, units));
            }
            return bytes;
        }
    }

    /// An axis whose extent is rounded up to multiples of so many units, unless it is below a bound.
    private record Rounded(String axis, int position, int multiple, int from) {
        long at(Blocking blocking, int[] units) {
            long extent = blocking.extent(position);
            long unit = (long) multiple * units[position];
            return extent < from || unit == 1
                    ? extent
                    : Math.multiplyExact(Math.ceilDiv(extent, unit), unit);
        }
    }

    /// Lanes of the vectors that a kernel computes with.
    ///
    /// @param dtype the type it computes in
    public static int lanes(DType dtype, Hardware hardware) {
        return Math.clamp(hardware.lanes(dtype), LEAST_LANES, MOST_LANES);
    }

    /// The axes of a tile, the innermost last.
    static List<String> order(Tile tile, String inner) {
        List<String> order = new ArrayList<>(tile.axes());
        if (order.remove(inner)) {
            order.add(inner);
        }
        return order;
    }

    /// The allocated extent of each axis of a tile, the innermost last.
    public SequencedMap<String, Long> extents(Tile tile) {
        SequencedMap<String, Long> extents = new LinkedHashMap<>();
        rule.row(tile).axes().forEach(axis -> extents.put(axis.axis(), axis.at(blocking, units)));
        return Collections.unmodifiableSequencedMap(extents);
    }

    /// Bytes of a tile.
    public long bytes(Tile tile) {
        return rule.row(tile).bytes(blocking, units);
    }

    /// Bytes of all tiles.
    ///
    /// @throws ArithmeticException where they exceed a long
    public long bytes() {
        return rule.bytes(blocking, units);
    }
}
