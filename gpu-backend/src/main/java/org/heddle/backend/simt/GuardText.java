package org.heddle.backend.simt;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.backend.tile.ListedBlocks;
import org.heddle.model.diagram.DType;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.bounds.Border;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.bounds.LoopBounds;

/// Writes which blocks a loop goes through, and steps twice where in some blocks a condition need not be asked.
///
/// ```
///   const int x_end = min(x_blocks, (q_first + 63 + x_tile) / x_tile);
///   for (int x_block = max(0, (q_first - 127) / x_tile); x_block < x_end; ++x_block) {
///       const int x_first = x_block * x_tile;
///       const bool x_full = x_first + 63 <= q_first;
/// ```
///
/// Where that depends on what inputs hold, the host has listed the blocks:
///
/// ```
///   const int x_end = x_rows[q_first / q_tile + 1];
///   for (int x_entry = x_rows[q_first / q_tile]; x_entry < x_end; ++x_entry) {
///       const int x_listed = x_list[x_entry];
///       const int x_first = (x_listed >> 1) * x_tile;
///       const bool x_full = x_listed & 1;
/// ```
final class GuardText {
    private final Emission emission;
    private final Axes axes;
    private final Map<Expr, String> full = new LinkedHashMap<>();
    private final Set<Expr> settled = new LinkedHashSet<>();

    GuardText(Emission emission) {
        this.emission = emission;
        this.axes = emission.axes;
    }

    /// Opens the loop over the blocks that a list has for those at hand.
    ///
    /// @return the number of the block
    String openListed(ListedBlocks list) {
        String axis = list.list().axis();
        String row = list.row(this::number, axes::blocks);
        String rows = emission.plan.rows(list);
        emission.code().line("const int " + axes.end(axis) + " = " + rows + "[" + row + " + 1];");
        emission.code()
                .open(
                        "for (int %s = %s[%s]; %s < %s; ++%s)"
                                .formatted(
                                        axes.entry(axis),
                                        rows,
                                        row,
                                        axes.entry(axis),
                                        axes.end(axis),
                                        axes.entry(axis)));
        emission.code()
                .line(
                        "const int %s = %s[%s];"
                                .formatted(
                                        axes.listed(axis),
                                        emission.plan.entries(list),
                                        axes.entry(axis)));
        return list.bits() == 0 ? axes.listed(axis) : axes.listed(axis) + " >> " + list.bits();
    }

    /// Declares what the list tells of the block.
    void declareListed(ListedBlocks list) {
        String axis = list.list().axis();
        settled.addAll(
                list.list()
                        .guard()
                        .settled(emission.plan.program.sizes()::of, emission.plan.program::extent));
        for (int bit = 0; bit < list.bits(); bit++) {
            declareFull(
                    axis,
                    list.conditions().get(bit),
                    axes.listed(axis) + (bit == 0 ? "" : " >> " + bit) + " & 1");
        }
    }

    /// The number of the block of an axis.
    private String number(String axis) {
        return axes.isUnit(axis) ? axes.first(axis) : axes.first(axis) + " / " + axes.tile(axis);
    }

    /// The number of the first block.
    String from(String axis, LoopBounds bounds) {
        String from = "0";
        for (Expr least : bounds.from()) {
            from = "max(" + from + ", " + block(axis, whole(least)) + ")";
        }
        return from;
    }

    /// Declares where the blocks end, if not with the axis.
    ///
    /// @return the number after that of the last block
    String to(String axis, LoopBounds bounds) {
        if (bounds.to().isEmpty()) {
            return axes.blocks(axis);
        }
        String end = axes.blocks(axis);
        for (Expr most : bounds.to()) {
            Text next = whole(Expr.call(Fun.ADD, most, Expr.num((double) axes.extent(axis))));
            end = "min(" + end + ", " + block(axis, next) + ")";
        }
        String name = axes.end(axis);
        emission.code().line("const int " + name + " = " + end + ";");
        return name;
    }

    /// The number of the block that an index lies in; of one below 0, no positive number.
    private String block(String axis, Text index) {
        String number =
                axes.isUnit(axis)
                        ? index.in(Text.UNARY)
                        : index.in(Text.PRODUCT) + " / " + axes.tile(axis);
        return index.range().fitsInt() ? number : "(int) (" + number + ")";
    }

    private Text whole(Expr e) {
        Text number = borders().write(e);
        return number.isInteger()
                ? number
                : Text.integer(
                        "(int) "
                                + emission.dialect.function("floor", DType.F32)
                                + "("
                                + number.text()
                                + ")",
                        Text.UNARY,
                        new Text.Range(Integer.MIN_VALUE, Integer.MAX_VALUE));
    }

    /// What a block has to meet in addition.
    Optional<String> tests(LoopBounds bounds) {
        ExprText expressions = borders();
        return bounds.tests().stream()
                .reduce((a, b) -> Expr.call(Fun.AND, a, b))
                .map(test -> expressions.toTruth(expressions.write(test)).text());
    }

    /// Declares whether conditions hold in the whole block, those that are not settled.
    void declareFull(String axis, Guard guard) {
        ExprText expressions = borders();
        Set<Expr> always =
                guard.settled(emission.plan.program.sizes()::of, emission.plan.program::extent);
        settled.addAll(always);
        guard.holds()
                .forEach(
                        (condition, holds) -> {
                            if (always.contains(condition)) {
                                return;
                            }
                            declareFull(
                                    axis,
                                    condition,
                                    expressions.toTruth(expressions.write(holds)).text());
                        });
    }

    private void declareFull(String axis, Expr condition, String holds) {
        String name = axes.full(axis, full.values());
        emission.code()
                .line(
                        "const bool "
                                + name
                                + " = "
                                + holds
                                + ";  // "
                                + condition
                                + " in the whole block");
        full.put(condition, name);
    }

    /// After the loop.
    void forget(Guard guard) {
        full.keySet().removeAll(guard.holds().keySet());
        settled.removeAll(guard.holds().keySet());
    }

    /// Writes a step: twice, without its conditions and with them, where it asks conditions that hold in some whole blocks. All threads take the same branch.
    void inFullAndOthers(Expr value, Runnable step) {
        Map<Expr, String> asked = Guard.asked(value, full);
        if (asked.isEmpty()) {
            emission.knowing(settled, step);
            return;
        }
        Set<Expr> both = new LinkedHashSet<>(settled);
        both.addAll(asked.keySet());
        emission.code().open("if (" + String.join(" && ", asked.values()) + ")");
        emission.knowing(both, step);
        emission.code().close();
        emission.code().open("else");
        emission.knowing(settled, step);
        emission.code().close();
    }

    /// The first index of the block of an axis.
    private Text first(String axis) {
        return axes.isCut(axis)
                ? Text.integer(
                        axes.first(axis),
                        Text.ATOM,
                        new Text.Range(0, Math.max(0, axes.size(axis) - 1)))
                : Literals.whole(0);
    }

    private ExprText borders() {
        return new ExprText(
                DType.F32,
                emission.dialect,
                emission.helpers,
                name -> {
                    Border.Index border = Border.index(name);
                    Text start = first(border.axis());
                    long more = border.isLast() ? axes.extent(border.axis()) - 1 : 0;
                    if (more == 0) {
                        return start;
                    }
                    if (Literals.isWhole(start)) {
                        return Literals.whole(more);
                    }
                    return Text.integer(
                            start.in(Text.SUM) + " + " + more,
                            Text.SUM,
                            start.range().plus(new Text.Range(more, more)));
                },
                axis -> {
                    throw new IllegalArgumentException("an index in a guard: #" + axis);
                },
                emission.plan.program.sizes()::of,
                Set.of());
    }
}
