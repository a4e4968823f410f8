package org.heddle.rules.stage;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.heddle.model.diagram.DType;
import org.heddle.rules.cost.Columns;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// Where the tiles of a spread kernel are, in bytes, and how many teams that leaves room for.
///
/// ```
///   local memory   what is loaded, in the array's format; what goes by in a loop as often as there are buffers; what is stored, before it is
///   registers      what is computed: results of products as the accumulator, operands of products in their format, all else as its type
///
///   teams  ≤  (M - shared) / sharedOfTeam     teams  ≤  registers of a unit / registersOfTeam        (arXiv 2412.03317, §5, N_max)
/// ```
///
/// @param shared bytes of local memory, whatever the number of teams
/// @param sharedOfTeam bytes of local memory of each team
/// @param registersOfTeam bytes of registers of each team: the most that are in use in one step, and the spare ones
/// @param threads of a team
public record Residence(long shared, long sharedOfTeam, long registersOfTeam, int threads) {
    private static final int REGISTER = 4;

    static Residence of(Spread spread, Map<String, Long> extents, Premises premises) {
        Nest nest = spread.schedule().nest();
        Map<String, DType> loaded = Product.formats(nest);
        long shared = 0;
        long ofTeam = 0;
        for (Nest.Placed placed : nest.placed()) {
            long bytes =
                    switch (placed.node()) {
                        case Node.Load(Tile tile, _, _) ->
                                bytes(tile, loaded.getOrDefault(tile.name(), tile.dtype()), extents)
                                        * (nest.grid().containsAll(placed.loops())
                                                ? 1
                                                : premises.buffers());
                        case Node.Store(String wire, Tile tile) ->
                                bytes(tile, nest.form().region().array(wire).dtype(), extents);
                        case Node.Fill _, Node.Compute _, Node.Fold _, Node.Loop _ -> 0;
                    };
            boolean own =
                    switch (placed.node()) {
                        case Node.Load(Tile tile, _, _) -> tile.axes().contains(spread.axis());
                        case Node.Store(_, Tile tile) -> tile.axes().contains(spread.axis());
                        case Node.Fill _, Node.Compute _, Node.Fold _, Node.Loop _ -> false;
                    };
            shared += own ? 0 : bytes;
            ofTeam += own ? bytes : 0;
        }
        long spare = (long) REGISTER * premises.spareRegisters() * spread.threads();
        return new Residence(
                shared, ofTeam, spare + computed(spread, extents, premises), spread.threads());
    }

    /// The most bytes of computed tiles that are in use at a time.
    private static long computed(Spread spread, Map<String, Long> extents, Premises premises) {
        Nest nest = spread.schedule().nest();
        Map<String, DType> loaded = Product.formats(nest);
        Map<String, Long> bytes = new LinkedHashMap<>();
        for (Tile tile : nest.tiles()) {
            if (!loaded.containsKey(tile.name())) {
                bytes.put(tile.name(), elements(tile, extents) * width(tile, spread, premises));
            }
        }
        return Columns.inUse(nest).values().stream()
                .mapToLong((Set<String> tiles) -> sum(tiles, bytes))
                .max()
                .orElse(0);
    }

    private static long sum(Set<String> tiles, Map<String, Long> bytes) {
        return tiles.stream().mapToLong(t -> bytes.getOrDefault(t, 0L)).sum();
    }

    private static int width(Tile tile, Spread spread, Premises premises) {
        for (Product product : spread.products().values()) {
            if (product.left().equals(tile) || product.right().equals(tile)) {
                return product.format().bytes();
            }
        }
        Product result = spread.products().get(tile.name());
        int own =
                result == null ? tile.dtype().bytes() : result.instruction().accumulator().bytes();
        return premises.keptBytes().orElse(own);
    }

    private static long bytes(Tile tile, DType format, Map<String, Long> extents) {
        return elements(tile, extents) * format.bytes();
    }

    private static long elements(Tile tile, Map<String, Long> extents) {
        return Spread.elements(tile.axes(), extents);
    }

    /// Registers of 4 bytes of a thread, where a team's are spread evenly.
    public long registersPerThread() {
        return Math.ceilDiv(registersOfTeam, (long) threads * REGISTER);
    }

    /// As many teams as the local memory holds; not rounded, negative where it does not hold what is shared.
    public double teamsByLocalMemory(Hardware hardware) {
        return (hardware.local().capacityBytes() - shared) / (double) sharedOfTeam;
    }

    /// As many teams as registers are there for; not rounded, 0 where a thread may not have so many.
    public double teamsByRegisters(Hardware hardware) {
        boolean tooMany = registersPerThread() > hardware.limits().registersPerThread().value();
        double all = (double) REGISTER * hardware.limits().registersPerUnit().value();
        return tooMany ? 0 : all / registersOfTeam;
    }

    /// As many teams as there is room for; not rounded.
    double room(Hardware hardware) {
        return Math.min(
                Math.min(teamsByLocalMemory(hardware), teamsByRegisters(hardware)),
                (double) hardware.limits().threadsPerGroup().value() / threads);
    }

    /// The most teams of a group.
    public int teams(Hardware hardware) {
        return (int) Math.max(0, Math.floor(room(hardware)));
    }
}
