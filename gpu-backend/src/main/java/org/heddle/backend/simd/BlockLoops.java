package org.heddle.backend.simd;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.heddle.backend.code.CodeWriter;
import org.heddle.backend.tile.ListedBlocks;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.bounds.Border;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.bounds.LoopBounds;
import org.heddle.rules.nest.BlockList;

/// Writes which blocks a loop goes through, and steps twice where in some blocks a condition need not be asked.
///
/// ```
///   const int x_end = min(16, (q_start + 63 + 64) / 64);              const int x_end = x_rows[q_start / 64 + 1];
///   for (int x_block = 0; x_block < x_end; ++x_block) {               for (int x_entry = x_rows[q_start / 64]; x_entry < x_end; ++x_entry) {
///                                                                         const int x_listed = x_list[x_entry];
///       const int x_start = x_block * 64;                                 const int x_start = (x_listed >> 1) * 64;
///       const int x_full = x_start + 63 <= q_start;                       const int x_full = x_listed >> 0 & 1;
/// ```
final class BlockLoops {
    private final Emission emission;
    private final TileProgram program;
    private final CodeWriter code;
    private final List<ListedBlocks> lists;
    private final Map<Expr, String> full = new LinkedHashMap<>();
    private final Set<Expr> settled = new LinkedHashSet<>();

    BlockLoops(Emission emission) {
        this.emission = emission;
        this.program = emission.program;
        this.code = emission.code;
        this.lists = program.lists();
    }

    /// The loop over the blocks that a list has for those at hand.
    ///
    /// @param around axes of the loops around, the grid's first
    void openListed(String axis, Guard guard, List<String> around) {
        BlockList wanted = BlockList.of(axis, guard, around);
        ListedBlocks list =
                lists.stream().filter(l -> l.list().equals(wanted)).findFirst().orElseThrow();
        String name = emission.names.axis(axis);
        String rows = emission.names.rows(list);
        String row = list.row(this::number, a -> Long.toString(program.blocking().blocks(a)));
        code.line("const int " + name + "_end = " + rows + "[" + row + " + 1];");
        code.open(
                "for (int %s_entry = %s[%s]; %s_entry < %s_end; ++%s_entry)"
                        .formatted(name, rows, row, name, name, name));
        String listed = name + "_listed";
        code.line(
                "const int %s = %s[%s_entry];"
                        .formatted(listed, emission.names.entries(list), name));
        emission.declareBlock(
                axis, list.bits() == 0 ? listed : "(" + listed + " >> " + list.bits() + ")");
        settled.addAll(guard.settled(program.sizes()::of, program::extent));
        for (int bit = 0; bit < list.bits(); bit++) {
            declareFull(
                    axis,
                    list.conditions().get(bit),
                    listed + (bit == 0 ? "" : " >> " + bit) + " & 1");
        }
    }

    /// The number of the block of an axis.
    private String number(String axis) {
        String start = emission.text(emission.start(axis));
        long extent = program.extent(axis);
        return extent == 1 ? start : start + " / " + extent;
    }

    /// The loop over the blocks of an axis, and what it declares first; its body follows, and a closing brace.
    void open(String axis, Guard guard) {
        String block = emission.names.axis(axis) + "_block";
        LoopBounds bounds = LoopBounds.of(guard, axis);
        VectorExpr inside = borders(emission::start);
        long extent = program.extent(axis);
        String from = "0";
        for (Expr least : bounds.from()) {
            from = "max(" + from + ", (" + inside.whole(least) + ") / " + extent + ")";
        }
        String end = Long.toString(program.blocking().blocks(axis));
        for (Expr most : bounds.to()) {
            String next = inside.whole(Expr.call(Fun.ADD, most, Expr.num((double) extent)));
            end = "min(" + end + ", (" + next + ") / " + extent + ")";
        }
        if (!bounds.to().isEmpty()) {
            code.line("const int " + emission.names.axis(axis) + "_end = " + end + ";");
            end = emission.names.axis(axis) + "_end";
        }
        code.open(
                "for (int "
                        + block
                        + " = "
                        + from
                        + "; "
                        + block
                        + " < "
                        + end
                        + "; ++"
                        + block
                        + ")");
        emission.declareBlock(axis, block);
        for (Expr condition : bounds.tests()) {
            code.line("if (!(" + inside.truth(condition) + ")) continue;");
        }
        declareFull(axis, guard, inside);
    }

    /// Whether conditions hold in the whole block, for those that are not settled.
    private void declareFull(String axis, Guard guard, VectorExpr inside) {
        Set<Expr> always = guard.settled(program.sizes()::of, program::extent);
        settled.addAll(always);
        guard.holds()
                .forEach(
                        (condition, holds) -> {
                            if (always.contains(condition)) {
                                return;
                            }
                            declareFull(axis, condition, inside.truth(holds));
                        });
    }

    private void declareFull(String axis, Expr condition, String holds) {
        String name = emission.names.full(axis, full.values());
        code.line(
                "const int " + name + " = " + holds + "; // " + condition + " in the whole block");
        full.put(condition, name);
    }

    /// After the loop over blocks.
    void close(Guard guard) {
        code.close();
        full.keySet().removeAll(guard.holds().keySet());
        settled.removeAll(guard.holds().keySet());
    }

    /// Expressions over the borders of blocks.
    private VectorExpr borders(Function<String, Index> first) {
        return new VectorExpr(
                emission.numbers,
                name -> {
                    Border.Index border = Border.index(name);
                    Index start = first.apply(border.axis());
                    return new Value.Whole(
                            border.isLast()
                                    ? start.plus(program.extent(border.axis()) - 1)
                                    : start);
                },
                axis -> {
                    throw new IllegalArgumentException("an index in a guard: #" + axis);
                },
                program.sizes()::of,
                Set.of());
    }

    /// Writes a step: twice, without its conditions and with them, where it asks conditions that hold in some whole blocks.
    void inFullAndOthers(Expr value, Runnable step) {
        Map<Expr, String> asked = Guard.asked(value, full);
        if (asked.isEmpty()) {
            knowing(Set.of(), step);
            return;
        }
        code.open("if (" + String.join(" && ", asked.values()) + ")");
        knowing(asked.keySet(), step);
        code.close();
        code.open("else");
        knowing(Set.of(), step);
        code.close();
    }

    private void knowing(Set<Expr> conditions, Runnable step) {
        Set<Expr> all = new LinkedHashSet<>(settled);
        all.addAll(conditions);
        emission.knowing(all, step);
    }
}
