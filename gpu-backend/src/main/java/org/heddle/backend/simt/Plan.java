package org.heddle.backend.simt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.heddle.backend.code.Identifiers;
import org.heddle.backend.simt.Mapping.Linear;
import org.heddle.backend.tile.ListedBlocks;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.diagram.DType;
import org.heddle.rules.nest.BlockList;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// All decisions about one kernel: who computes what, where each tile lives, and what it is called.
final class Plan {
    /// A team larger than this would not be worth its shared memory.
    private static final int LARGEST_TEAM = 256;

    final TileProgram program;
    final Dialect dialect;
    final String entry;
    final Axes axes;
    final Map<String, String> arrays = new LinkedHashMap<>();
    final Map<ListedBlocks, String> lists = new LinkedHashMap<>();
    final int threads;
    final Widths widths;

    /// Threads of a team that need no shared memory to combine their results.
    final int shuffleWidth;

    /// Values that teams larger than that leave in shared memory, in bytes.
    final long partialBytes;

    final List<Step> steps;
    private final Map<Node.Fold, Mapping> folds = new LinkedHashMap<>();
    private final Map<String, Storage> storage = new LinkedHashMap<>();
    private final Identifiers names = Names.unclaimed();

    /// A plan for a program.
    ///
    /// @param largestTeam the most threads that may share a fold's result
    private Plan(TileProgram program, Dialect dialect, int largestTeam) {
        this.program = program;
        this.dialect = dialect;
        this.threads = program.schedule().hardware().threadsPerGroup();
        this.shuffleWidth = dialect.shuffleWidth(threads);
        program.arrays().stream()
                .map(Region.Array::dtype)
                .distinct()
                .flatMap(dtype -> Emission.vectorNames(dtype).stream())
                .forEach(type -> names.claim(type, "vector"));
        this.axes = new Axes(program, names);
        this.widths = new Widths(axes, threads);
        this.entry = names.free(program.name(), "kernel");
        program.arrays()
                .forEach(array -> arrays.put(array.wire(), names.claim(array.wire(), "array")));
        program.lists()
                .forEach(
                        list ->
                                lists.put(
                                        list,
                                        names.claim(
                                                list.name(), "list", List.of("_rows", "_list"))));
        Deal deal = new Deal(program, threads, largestTeam);
        program.nest()
                .placed()
                .forEach(
                        placed -> {
                            if (placed.node() instanceof Node.Fold fold) {
                                folds.put(fold, deal.of(fold));
                            }
                        });
        this.partialBytes = partialBytes();
        place();
        this.steps = new Hazards(this).withBarriers(Step.of(program.body()));
    }

    /// The plan; without teams where there is no room left for what they exchange.
    ///
    /// @throws IllegalArgumentException where the tiles do not fit into shared memory
    static Plan of(TileProgram program, Dialect dialect) {
        Plan withTeams = new Plan(program, dialect, LARGEST_TEAM);
        if (withTeams.sharedBytes() <= withTeams.capacity()) {
            return withTeams;
        }
        Plan plan = new Plan(program, dialect, withTeams.shuffleWidth);
        if (plan.sharedBytes() > plan.capacity()) {
            throw new IllegalArgumentException(
                    "the tiles of "
                            + program.name()
                            + " take "
                            + plan.sharedBytes()
                            + " bytes of shared memory, "
                            + plan.capacity()
                            + " are there");
        }
        return plan;
    }

    private void place() {
        Map<String, Mapping.Pieces> held = RegisterTiles.of(program, folds, threads);
        Map<Tile, String> shared = new LinkedHashMap<>();
        for (Tile tile : program.tiles()) {
            String name = names.claim(tile.name(), "tile");
            Mapping.Pieces pieces = held.get(tile.name());
            if (pieces == null) {
                shared.put(tile, name);
            } else {
                storage.put(
                        tile.name(),
                        new Storage.Held(
                                tile,
                                name,
                                pieces,
                                RegisterTiles.rounds(pieces, program, threads)));
            }
        }
        new SharedLayout(program, axes, folds, loads())
                .place(shared, capacity() - partialBytes)
                .forEach(s -> storage.put(s.tile().name(), s));
    }

    private Map<Tile, Mapping> loads() {
        Map<Tile, Mapping> loads = new LinkedHashMap<>();
        program.nest()
                .placed()
                .forEach(
                        placed -> {
                            if (placed.node() instanceof Node.Load(Tile tile, var read, _)) {
                                loads.put(tile, load(tile, read));
                            }
                        });
        return loads;
    }

    private long capacity() {
        return program.schedule().hardware().local().capacityBytes();
    }

    /// Types of the values that teams exchange through shared memory.
    Set<DType> exchanged() {
        Set<DType> types = new TreeSet<>();
        folds.forEach(
                (fold, mapping) -> {
                    if (mapping instanceof Mapping.Team team && team.size() > shuffleWidth) {
                        types.add(fold.tile().dtype());
                    }
                });
        return types;
    }

    /// A slot per thread, or per warp; 4 bytes more where f64 slots come after f32 tiles.
    private long partialBytes() {
        long bytes = 0;
        for (DType dtype : exchanged()) {
            bytes += (long) threads / shuffleWidth * dtype.bytes() + (dtype.bytes() - 4);
        }
        return bytes;
    }

    private long tileBytes() {
        return shared().stream().mapToLong(Storage.Shared::bytes).sum();
    }

    /// Shared memory of one group.
    long sharedBytes() {
        return tileBytes() + partialBytes;
    }

    /// The tiles in shared memory, by offset.
    List<Storage.Shared> shared() {
        List<Storage.Shared> shared = new ArrayList<>();
        storage.values()
                .forEach(
                        s -> {
                            if (s instanceof Storage.Shared tile) {
                                shared.add(tile);
                            }
                        });
        shared.sort(Comparator.comparingLong(Storage.Shared::offset));
        return shared;
    }

    /// The tiles in registers.
    List<Storage.Held> held() {
        List<Storage.Held> held = new ArrayList<>();
        storage.values()
                .forEach(
                        s -> {
                            if (s instanceof Storage.Held tile) {
                                held.add(tile);
                            }
                        });
        return held;
    }

    Storage storage(String tile) {
        Storage found = storage.get(tile);
        if (found == null) {
            throw new IllegalArgumentException("no tile '" + tile + "'");
        }
        return found;
    }

    boolean isHeld(String tile) {
        return storage(tile) instanceof Storage.Held;
    }

    Mapping mapping(Node.Fold fold) {
        Mapping found = folds.get(fold);
        if (found == null) {
            throw new IllegalArgumentException("not a fold of this program: " + fold);
        }
        return found;
    }

    /// Who executes which element of a step.
    Mapping mapping(Node node) {
        return switch (node) {
            case Node.Load(Tile tile, var read, _) -> load(tile, read);
            case Node.Store(String wire, Tile tile) -> {
                List<String> order = program.region().stage(wire).axes();
                yield owners(tile, Set.of())
                        .orElseGet(
                                () ->
                                        dialect.storesVectors()
                                                ? widths.copy(
                                                        order,
                                                        program.region().array(wire).dtype(),
                                                        false)
                                                : new Linear(
                                                        axes.indexed(
                                                                order.stream()
                                                                        .distinct()
                                                                        .toList())));
            }
            case Node.Fill(Tile tile, _) -> pointwise(tile, Set.of());
            case Node.Compute(Tile tile, var value, _) -> pointwise(tile, value.arguments());
            case Node.Fold fold -> mapping(fold);
            case Node.Loop _ -> throw new IllegalArgumentException("a loop has no elements");
        };
    }

    private Mapping load(Tile tile, Region.Read read) {
        if (!read.isPlain()) {
            return new Linear(axes.indexed(read.axes()));
        }
        boolean across =
                program.layouts()
                        .inner(tile)
                        .filter(inner -> !axes.isUnit(inner))
                        .filter(inner -> !inner.equals(read.axes().getLast()))
                        .isPresent();
        return widths.copy(read.axes(), program.region().array(read.wire()).dtype(), across);
    }

    /// Threads that hold elements of a tile in registers compute those; otherwise neighbours in memory go to neighbouring threads.
    private Mapping pointwise(Tile tile, Set<String> reads) {
        return owners(tile, reads).orElseGet(() -> widths.pointwise(inMemory(tile), tile.dtype()));
    }

    /// The pieces in which threads hold a tile, or one that a step reads with it.
    private Optional<Mapping> owners(Tile tile, Set<String> reads) {
        return Stream.concat(Stream.of(tile.name()), reads.stream())
                .map(this::storage)
                .flatMap(
                        s ->
                                s instanceof Storage.Held held
                                        ? Stream.of(held.pieces())
                                        : Stream.of())
                .<Mapping>map(pieces -> pieces)
                .findFirst();
    }

    private List<String> inMemory(Tile tile) {
        return switch (storage(tile.name())) {
            case Storage.Shared shared -> shared.order();
            case Storage.Held held -> held.pieces().axes();
        };
    }

    String array(String wire) {
        return arrays.getOrDefault(wire, wire);
    }

    /// The list of a loop.
    ListedBlocks list(BlockList wanted) {
        return lists.keySet().stream()
                .filter(list -> list.list().equals(wanted))
                .findFirst()
                .orElseThrow();
    }

    /// The array of the rows of a list.
    String rows(ListedBlocks list) {
        return lists.get(list) + "_rows";
    }

    /// The array of the entries of a list.
    String entries(ListedBlocks list) {
        return lists.get(list) + "_list";
    }

    /// A name for a variable of one step.
    ///
    /// @param wanted ends in what the variable is: `S_piece`
    String claim(String wanted) {
        return names.claim(wanted, wanted.substring(wanted.lastIndexOf('_') + 1));
    }

    /// The type in which a step computes: f64 where it writes or reads an f64 tile, or an i64 one.
    DType real(Tile target, Set<String> reads) {
        boolean single =
                target.dtype() == DType.F32
                        && reads.stream()
                                .allMatch(name -> storage(name).tile().dtype() == DType.F32);
        return single ? DType.F32 : DType.F64;
    }
}
