package org.heddle.rules.levels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.search.BranchAndBound;
import org.heddle.rules.search.Foremost;
import org.heddle.rules.search.Least;
import org.heddle.rules.search.Lengths;

/// The pieces of folds for the blocks of a group: those that read the fewest bytes of operands from local memory.
///
/// Pieces of one fold are no concern of another's, so each is searched for by itself. A piece has room in registers, and a group has one for each of its threads, or teams of them, where
/// there are so many results.
final class Pieces {
    private static final int NODES = 3_000;

    private final Chain chain;
    private final double perSecond;
    private final IdentityHashMap<Trial.Folding, Known> known = new IdentityHashMap<>();
    private boolean isComplete = true;

    Pieces(Chain chain) {
        this.chain = chain;
        this.perSecond = chain.hardware().local().bytesPerSecond();
    }

    /// What has been found for a fold.
    ///
    /// @param ways to compute it in pieces
    /// @param found by extents
    /// @param bounds by extents
    /// @param least the same by what they depend on: blocks of different extents ask for the same
    private record Known(
            List<Piece> ways,
            Map<List<Long>, Found> found,
            Map<List<Long>, Long> bounds,
            Map<Read, Long> least) {}

    /// @param extents of the result
    /// @param byElement bytes of every operand for pieces of one element
    private record Read(List<Long> extents, List<Long> byElement) {}

    /// The best pieces of a fold and the second best; none where no piece is made of whole instructions.
    record Found(Foremost<Chosen> best) {}

    /// @param lengths by axis of the piece
    record Chosen(Piece piece, List<Long> lengths) {}

    /// Whether every search came to its end.
    boolean isComplete() {
        return isComplete;
    }

    /// The best pieces for blocks of some extents.
    Found best(Trial.Folding folding, Blocking blocking) {
        return known(folding)
                .found()
                .computeIfAbsent(extents(folding, blocking), _ -> search(folding, blocking));
    }

    private static List<Long> extents(Trial.Folding folding, Blocking blocking) {
        Set<String> axes = new LinkedHashSet<>(folding.fold().tile().axes());
        axes.addAll(folding.fold().reduced());
        axes.addAll(folding.loops());
        return axes.stream().map(blocking::extent).toList();
    }

    private Found search(Trial.Folding folding, Blocking blocking) {
        Foremost<Chosen> best = new Foremost<>();
        for (Piece piece : known(folding).ways()) {
            List<List<Long>> choices = piece.lengths(blocking);
            if (choices.stream().anyMatch(List::isEmpty)) {
                continue;
            }
            Lengths lattice = new Lengths(choices);
            ToLongFunction<List<Long>> reading = piece.reading(blocking);
            isComplete &=
                    BranchAndBound.forTheBest(
                                    lattice,
                                    fitting(piece, blocking, piece.wanted(blocking)),
                                    (_, largest) -> cost(reading.applyAsLong(largest)),
                                    best,
                                    p -> {
                                        if (piece.isWhole(p, blocking)) {
                                            best.offer(
                                                    new Chosen(piece, p),
                                                    cost(reading.applyAsLong(p)));
                                        }
                                    },
                                    NODES)
                            .run()
                            .isEmpty();
        }
        return new Found(best);
    }

    private Least cost(long bytes) {
        return new Least(bytes, bytes / perSecond);
    }

    /// Whether there is room for a piece, and whether there are as many as are wanted.
    private static Predicate<List<Long>> fitting(Piece piece, Blocking blocking, long wanted) {
        ToLongFunction<List<Long>> held = piece.held();
        ToLongFunction<List<Long>> pieces = piece.pieces(blocking);
        long capacity = piece.holder().capacityBytes();
        return p -> held.applyAsLong(p) <= capacity && pieces.applyAsLong(p) >= wanted;
    }

    /// Bytes that no pieces go below for any blocks up to these: there is room for them, and they are as many as these blocks are to have. Pieces that are enough for a shorter block are for a longer one: as many as the
    /// holders, or the shortest that there are. How many whole instructions a block has, and how many pieces of several axes, is another matter; of those one is enough.
    long atLeast(Trial.Folding folding, Blocking largest) {
        return known(folding)
                .bounds()
                .computeIfAbsent(extents(folding, largest), _ -> bound(folding, largest));
    }

    private long bound(Trial.Folding folding, Blocking largest) {
        Known known = known(folding);
        List<Long> byElement = known.ways().getFirst().readingByElement(largest);
        List<Long> extents = folding.fold().tile().axes().stream().map(largest::extent).toList();
        return known.least()
                .computeIfAbsent(
                        new Read(extents, byElement), _ -> least(known.ways(), largest, byElement));
    }

    private long least(List<Piece> ways, Blocking largest, List<Long> byElement) {
        Foremost<List<Long>> best = new Foremost<>();
        for (Piece piece : ways) {
            List<List<Long>> choices = piece.lengths(largest);
            long wanted = piece.instruction().isPresent() ? 1 : piece.wanted(largest);
            if (choices.stream().noneMatch(List::isEmpty)) {
                ToLongFunction<List<Long>> reading = piece.readingAtLeast(byElement);
                BranchAndBound.forTheBest(
                                new Lengths(choices),
                                fitting(piece, largest, wanted),
                                (_, most) -> cost(reading.applyAsLong(most)),
                                best,
                                p -> best.offer(p, cost(reading.applyAsLong(p))),
                                Integer.MAX_VALUE)
                        .run();
            }
        }
        return best.winner().map(found -> found.cost().bytes()).orElse(0L);
    }

    private Known known(Trial.Folding folding) {
        return known.computeIfAbsent(
                folding,
                each ->
                        new Known(
                                Piece.of(each, chain),
                                new HashMap<>(),
                                new HashMap<>(),
                                new HashMap<>()));
    }

    /// What keeps pieces from being longer where they would read less.
    List<Binding> bindings(Chosen chosen, Blocking blocking) {
        Piece piece = chosen.piece();
        Lengths lattice = new Lengths(piece.lengths(blocking));
        ToLongFunction<List<Long>> reading = piece.reading(blocking);
        long bytes = reading.applyAsLong(chosen.lengths());
        List<Binding> found = new ArrayList<>();
        for (int axis = 0; axis < lattice.axes(); axis++) {
            for (long length : lattice.choices(axis)) {
                List<Long> longer = lattice.with(chosen.lengths(), axis, length);
                if (length > chosen.lengths().get(axis) && reading.applyAsLong(longer) < bytes) {
                    found.add(binding(piece, axis, longer, blocking));
                    break;
                }
            }
        }
        boolean isShort =
                piece.axes().stream()
                        .anyMatch(
                                axis ->
                                        blocking.extent(axis)
                                                > chosen.lengths().get(piece.axes().indexOf(axis)));
        if (found.isEmpty() && isShort) {
            piece.instruction().ifPresent(i -> found.add(new Binding.Shape(i.name())));
        }
        return Bindings.sorted(found);
    }

    private static Binding binding(Piece piece, int axis, List<Long> longer, Blocking blocking) {
        String label = label(piece.axes().get(axis));
        long length = longer.get(axis);
        long held = piece.held().applyAsLong(longer);
        if (held > piece.holder().capacityBytes()) {
            return new Binding.Room(
                    piece.holder().level().name(),
                    label,
                    length,
                    held,
                    piece.holder().capacityBytes());
        }
        long wanted = piece.wanted(blocking);
        long pieces = piece.pieces(blocking).applyAsLong(longer);
        return pieces < wanted
                ? new Binding.Workers(label, length, pieces, wanted)
                : new Binding.Shape(piece.instruction().map(i -> i.name()).orElse("a piece"));
    }

    /// The label of the pieces along an axis.
    static String label(String axis) {
        return "r_" + axis;
    }
}
