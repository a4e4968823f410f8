package org.heddle.rules.schedule;

import java.util.BitSet;
import java.util.List;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// A condition on the borders of blocks, compiled for given extents: which blocks along the last of some axes it leaves, the blocks along the others being chosen.
///
/// Where a comparison is of straight lines the blocks are found at once; else one by one.
@FunctionalInterface
interface BorderTest {
    /// The blocks along the last axis for which it holds.
    ///
    /// @param at the number of the block along each axis; that of the last one is not looked at
    /// @param blocks along the last axis
    BitSet left(long[] at, int blocks);

    /// Compiles a condition.
    ///
    /// @param axes of which it may mention borders
    static BorderTest of(Expr condition, List<String> axes, Blocking blocking) {
        if (condition instanceof Call(Fun fun, List<Expr> args)) {
            if (fun == Fun.AND || fun == Fun.OR) {
                return both(
                        fun == Fun.AND,
                        of(args.get(0), axes, blocking),
                        of(args.get(1), axes, blocking));
            }
            if (fun == Fun.NOT) {
                return not(of(args.getFirst(), axes, blocking));
            }
            if ((fun == Fun.LE || fun == Fun.LT) && args.stream().allMatch(BorderTest::isLine)) {
                BorderFormula gap =
                        new BorderFormula(
                                Expr.call(Fun.SUB, args.get(1), args.get(0)), axes, blocking);
                return line(gap, fun == Fun.LE ? 0 : 1);
            }
        }
        BorderFormula formula = new BorderFormula(condition, axes, blocking);
        return (at, blocks) -> {
            BitSet left = new BitSet(blocks);
            for (int block = 0; block < blocks; block++) {
                left.set(block, formula.at(at, block) != 0);
            }
            return left;
        };
    }

    private static BorderTest both(boolean and, BorderTest a, BorderTest b) {
        return (at, blocks) -> {
            BitSet left = a.left(at, blocks);
            BitSet other = b.left(at, blocks);
            if (and) {
                left.and(other);
            } else {
                left.or(other);
            }
            return left;
        };
    }

    private static BorderTest not(BorderTest test) {
        return (at, blocks) -> {
            BitSet left = test.left(at, blocks);
            left.flip(0, blocks);
            return left;
        };
    }

    /// The blocks where a gap that grows evenly is at least so much.
    private static BorderTest line(BorderFormula gap, long least) {
        return (at, blocks) -> {
            long start = (long) gap.at(at, 0);
            long slope = (long) gap.at(at, 1) - start;
            BitSet left = new BitSet(blocks);
            between(start - least, slope, blocks, left);
            return left;
        };
    }

    /// The blocks n with `start + slope · n >= 0`.
    private static void between(long start, long slope, int blocks, BitSet left) {
        if (slope == 0) {
            left.set(0, start >= 0 ? blocks : 0);
        } else if (slope > 0) {
            left.set(Math.clamp(Math.ceilDiv(-start, slope), 0, blocks), blocks);
        } else {
            left.set(0, Math.clamp(Math.floorDiv(start, -slope) + 1, 0, blocks));
        }
    }

    /// Whether an expression of borders and sizes is a sum of multiples of them by whole numbers.
    private static boolean isLine(Expr e) {
        return switch (e) {
            case Expr.Num(double value) -> value == Math.rint(value) && Math.abs(value) < 0x1p53;
            case Expr.Arg _, Expr.Extent _ -> true;
            case Expr.Index _ -> false;
            case Call(Fun fun, List<Expr> args) ->
                    switch (fun) {
                        case ADD, SUB, NEG -> args.stream().allMatch(BorderTest::isLine);
                        case MUL ->
                                args.stream().allMatch(BorderTest::isLine)
                                        && args.stream()
                                                        .filter(arg -> !arg.arguments().isEmpty())
                                                        .count()
                                                < 2;
                        default -> false;
                    };
        };
    }
}
