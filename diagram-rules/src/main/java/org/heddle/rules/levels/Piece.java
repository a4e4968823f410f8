package org.heddle.rules.levels;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import java.util.stream.IntStream;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.Instruction;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Blocking;
import org.heddle.rules.schedule.Count;
import org.heddle.rules.stage.Product;
import org.hipparchus.util.ArithmeticUtils;

/// A fold whose result is computed piece by piece, at any pieces: what it reads of its operands, and what it holds.
///
/// ```
///   a thread        results + the fragment of one operand + an element of each other one
///   a file of vectors   the same in vectors: along the last axis of the result where operands are used both ways, else of partial results
///   a team          results as the accumulator, and fragments one instruction deep where these are in registers
/// ```
///
/// @param axes of the result that some operand lacks: the others need no piece
/// @param rows the axes along the rows of the instruction, where there is one
/// @param columns those along its columns
record Piece(
        Trial.Folding folding,
        Chain.Holder holder,
        Hardware hardware,
        List<String> axes,
        List<String> rows,
        List<String> columns) {
    /// Every length up to this is tried, and then powers of two.
    private static final long EVERY = 32;

    /// The ways to compute a fold in pieces: one, or one for each side that may be the rows of an instruction.
    static List<Piece> of(Trial.Folding folding, Chain chain) {
        List<String> axes = axes(folding);
        if (folding.product().isEmpty()) {
            return List.of(
                    new Piece(
                            folding, chain.thread(), chain.hardware(), axes, List.of(), List.of()));
        }
        Product product = folding.product().get();
        Chain.Holder team = chain.team(product.instruction());
        return List.of(
                new Piece(folding, team, chain.hardware(), axes, product.rows(), product.columns()),
                new Piece(
                        folding, team, chain.hardware(), axes, product.columns(), product.rows()));
    }

    /// The axes of a fold's result that an operand lacks.
    static List<String> axes(Trial.Folding folding) {
        List<String> axes = new ArrayList<>();
        for (Count count : folding.reads()) {
            count.pieced().keySet().stream().filter(a -> !axes.contains(a)).forEach(axes::add);
        }
        return axes;
    }

    Optional<Instruction> instruction() {
        return folding.product().map(Product::instruction);
    }

    /// Lengths of pieces for blocks of some extents, by axis; those of longer blocks are among them for what bounds are found by.
    List<List<Long>> lengths(Blocking blocking) {
        return axes.stream().map(axis -> lengths(axis, blocking.extent(axis))).toList();
    }

    private List<Long> lengths(String axis, long extent) {
        long step = step(axis);
        long whole = Math.ceilDiv(extent, step) * step;
        List<Long> lengths = new ArrayList<>();
        for (long length = step;
                length <= Math.min(whole, most(axis));
                length += length < EVERY * step ? step : length) {
            lengths.add(length);
        }
        return lengths;
    }

    /// What pieces along an axis are multiples of; with others beside it on its side of the product that is left to {@link #isWhole}.
    private long step(String axis) {
        if (instruction().isEmpty()) {
            return isLane(axis) ? hardware.lanes(folding.fold().tile().dtype()) : 1;
        }
        Instruction.Extent extent = side(axis);
        boolean isAlone = (rows.contains(axis) ? rows : columns).size() == 1;
        return isAlone ? step(extent) : 1;
    }

    /// What an extent of an instruction is a multiple of.
    static int step(Instruction.Extent extent) {
        return extent.least() == extent.most()
                ? extent.least()
                : ArithmeticUtils.gcd(extent.least(), extent.step());
    }

    private long most(String axis) {
        return holder.isOfOne() && instruction().isPresent() ? side(axis).most() : Long.MAX_VALUE;
    }

    private Instruction.Extent side(String axis) {
        Instruction instruction = instruction().orElseThrow();
        return rows.contains(axis) ? instruction.m() : instruction.n();
    }

    /// Whether pieces are whole instructions, and blocks whole pieces. Along an axis that is one block, the last piece may reach over its end.
    boolean isWhole(List<Long> lengths, Blocking blocking) {
        if (instruction().isEmpty()) {
            return true;
        }
        Instruction instruction = instruction().get();
        for (int i = 0; i < axes.size(); i++) {
            String axis = axes.get(i);
            if (!isUncut(axis, blocking) && blocking.extent(axis) % lengths.get(i) != 0) {
                return false;
            }
        }
        long down = elements(rows, lengths);
        long across = elements(columns, lengths);
        boolean isOne = instruction.m().allows(down) && instruction.n().allows(across);
        return (isOne || !holder.isOfOne())
                && instruction.divides(down, across, depth(instruction, blocking));
    }

    private long depth(Instruction instruction, Blocking blocking) {
        List<String> reduced = folding.fold().reduced();
        return reduced.stream().allMatch(axis -> isUncut(axis, blocking))
                ? instruction.k()
                : reduced.stream().mapToLong(blocking::extent).reduce(1, Math::multiplyExact);
    }

    private static boolean isUncut(String axis, Blocking blocking) {
        return blocking.extent(axis) >= blocking.size(axis);
    }

    private long elements(List<String> of, List<Long> lengths) {
        long elements = 1;
        for (int i = 0; i < axes.size(); i++) {
            elements *= of.contains(axes.get(i)) ? lengths.get(i) : 1;
        }
        return elements;
    }

    /// Bytes that one piece needs, by its lengths.
    ToLongFunction<List<Long>> held() {
        return instruction().map(this::ofTeam).orElseGet(this::ofThread);
    }

    private ToLongFunction<List<Long>> ofTeam(Instruction instruction) {
        int[] downward = places(rows);
        int[] sideward = places(columns);
        long fragment = holder.isOfOne() ? 0 : instruction.k() * instruction.dtype().bytes();
        return lengths -> {
            long down = product(downward, lengths);
            long across = product(sideward, lengths);
            return down * across * instruction.accumulator().bytes() + (down + across) * fragment;
        };
    }

    private ToLongFunction<List<Long>> ofThread() {
        long bytes = folding.fold().tile().dtype().bytes();
        long vector = vector();
        List<Tile> operands = folding.operands();
        int[][] own = operands.stream().map(tile -> places(tile.axes())).toArray(int[][]::new);
        long[] wide = operands.stream().mapToLong(tile -> width(tile.axes(), vector)).toArray();
        int[] result = places(axes);
        long width = width(axes, vector);
        return lengths -> {
            long longest = 0;
            for (int i = 0; i < own.length; i++) {
                longest = Math.max(longest, product(own[i], lengths) * wide[i] - vector);
            }
            return (product(result, lengths) * width + own.length * vector + longest) * bytes;
        };
    }

    /// Elements that a tile holds for one of its own along other axes than those of vectors.
    private long width(List<String> of, long vector) {
        return of.stream().anyMatch(this::isLane) ? 1 : vector;
    }

    /// The places of those axes of a piece that are among some.
    private int[] places(List<String> of) {
        return IntStream.range(0, axes.size()).filter(i -> of.contains(axes.get(i))).toArray();
    }

    private long vector() {
        return hardware.execution() == Hardware.Execution.SIMD
                ? hardware.lanes(folding.fold().tile().dtype())
                : 1;
    }

    /// Whether vectors run along the axis: the last one of the result where operands are used again along several.
    private boolean isLane(String axis) {
        return hardware.execution() == Hardware.Execution.SIMD
                && axes.size() > 1
                && axis.equals(folding.fold().tile().axes().getLast());
    }

    /// As many pieces as a block is to have: one for each thread, or team of them, or as many as there can be.
    long wanted(Blocking blocking) {
        return Math.min(
                holder.workers(),
                instruction()
                        .map(
                                i ->
                                        instructions(rows, i.m(), blocking)
                                                * instructions(columns, i.n(), blocking))
                        .orElseGet(
                                () ->
                                        pieces(blocking)
                                                .applyAsLong(
                                                        axes.stream().map(this::step).toList())));
    }

    private static long instructions(
            List<String> side, Instruction.Extent extent, Blocking blocking) {
        long all = side.stream().mapToLong(blocking::extent).reduce(1, Math::multiplyExact);
        return Math.max(1, all / extent.least());
    }

    /// How many pieces a block has, by their lengths.
    ToLongFunction<List<Long>> pieces(Blocking blocking) {
        long others = 1;
        for (String axis : folding.fold().tile().axes()) {
            others *= axes.contains(axis) ? 1 : blocking.extent(axis);
        }
        long all = others;
        int[] own = places(folding.fold().tile().axes());
        long[] extents = axes.stream().mapToLong(blocking::extent).toArray();
        return lengths -> {
            long pieces = all;
            for (int place : own) {
                pieces *= Math.ceilDiv(extents[place], lengths.get(place));
            }
            return pieces;
        };
    }

    /// Bytes of operands that all groups read in blocks of some extents, by the lengths of pieces.
    ToLongFunction<List<Long>> reading(Blocking blocking) {
        List<ToLongFunction<List<Long>>> terms = new ArrayList<>();
        for (Count count : folding.reads()) {
            int[] own = places(count);
            if (count.left().isPresent()) {
                terms.add(lengths -> pieced(count, lengths).at(blocking));
            } else {
                long once = with(count, count.whole(), Map.of()).at(blocking);
                terms.add(lengths -> Math.multiplyExact(once, pieces(own, lengths, blocking)));
            }
        }
        return sum(terms);
    }

    /// Bytes of operands for pieces of one element, each operand for itself: what {@link #reading} is not below at any blocks up to some, but for the lengths of pieces.
    List<Long> readingByElement(Blocking largest) {
        List<Long> all = new ArrayList<>();
        for (Count count : folding.reads()) {
            List<String> touched = new ArrayList<>(count.whole());
            touched.addAll(count.pieced().keySet());
            all.add(with(count, touched, Map.of()).least(largest));
        }
        return all;
    }

    /// What {@link #reading} is not below, by the lengths of pieces.
    ///
    /// @param byElement {@link #readingByElement}
    ToLongFunction<List<Long>> readingAtLeast(List<Long> byElement) {
        List<ToLongFunction<List<Long>>> terms = new ArrayList<>();
        for (int i = 0; i < byElement.size(); i++) {
            int[] own = places(folding.reads().get(i));
            long all = byElement.get(i);
            terms.add(lengths -> all / product(own, lengths));
        }
        return sum(terms);
    }

    private ToLongFunction<List<Long>> sum(List<ToLongFunction<List<Long>>> terms) {
        return lengths -> {
            long bytes = 0;
            for (int i = 0; i < terms.size(); i++) {
                long own = terms.get(i).applyAsLong(lengths);
                bytes = Math.addExact(bytes, inFormat(own, folding.reads().get(i)));
            }
            return bytes;
        };
    }

    private int[] places(Count count) {
        return count.pieced().keySet().stream().mapToInt(axes::indexOf).toArray();
    }

    private long pieces(int[] own, List<Long> lengths, Blocking blocking) {
        long pieces = 1;
        for (int place : own) {
            pieces *= blocking.pieces(axes.get(place), lengths.get(place));
        }
        return pieces;
    }

    private static long product(int[] own, List<Long> lengths) {
        long product = 1;
        for (int place : own) {
            product *= lengths.get(place);
        }
        return product;
    }

    private long inFormat(long bytes, Count count) {
        return folding.product()
                .map(p -> bytes / count.coefficient() * p.format().bytes())
                .orElse(bytes);
    }

    private Count pieced(Count count, List<Long> lengths) {
        Map<String, Integer> pieces = new HashMap<>();
        for (String axis : count.pieced().keySet()) {
            pieces.put(axis, Math.toIntExact(lengths.get(axes.indexOf(axis))));
        }
        return with(count, count.whole(), pieces);
    }

    private static Count with(Count count, List<String> whole, Map<String, Integer> pieced) {
        return new Count(
                count.what(), count.coefficient(), whole, count.repeated(), pieced, count.left());
    }
}
