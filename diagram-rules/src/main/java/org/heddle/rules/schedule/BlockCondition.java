package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.List;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;

/// A condition on the numbers of blocks along some axes, compiled for given extents.
///
/// ```
/// Condition ::= Line    constant + Σ slope · number >= 0     a comparison of sums of multiples of borders
///             | All     every one of some holds
///             | Any     at least one of some holds
///             | Asked   anything else: asked of one combination of blocks after the other; along some axes what holds once holds from there on, or until there
/// ```
sealed interface BlockCondition {
    /// The axes whose blocks it looks at, one bit each.
    int axes();

    /// Whether it holds.
    ///
    /// @param at the number of the block along each axis
    boolean holds(long[] at);

    BlockCondition negated();

    /// How many cases it falls into that exclude one another and of which each is a half plane over some axes; infinite where there are no such.
    ///
    /// @param free the axes, one bit each
    double cases(int free);

    /// A comparison.
    ///
    /// @param slopes by axis
    record Line(long constant, List<Long> slopes) implements BlockCondition {
        public Line {
            slopes = List.copyOf(slopes);
        }

        @Override
        public int axes() {
            int axes = 0;
            for (int i = 0; i < slopes.size(); i++) {
                axes |= slopes.get(i) == 0 ? 0 : 1 << i;
            }
            return axes;
        }

        @Override
        public boolean holds(long[] at) {
            return height(at, ~0) >= 0;
        }

        /// Its value at some blocks, those along other axes being the first.
        ///
        /// @param axes one bit each
        long height(long[] at, int axes) {
            long height = constant;
            for (int i = 0; i < slopes.size(); i++) {
                height += (axes >> i & 1) == 0 ? 0 : slopes.get(i) * at[i];
            }
            return height;
        }

        /// Of whole numbers, what is not at least 0 is at most -1.
        @Override
        public Line negated() {
            return new Line(-constant - 1, slopes.stream().map(slope -> -slope).toList());
        }

        @Override
        public double cases(int free) {
            return 1;
        }
    }

    record All(List<BlockCondition> conditions) implements BlockCondition {
        public All {
            conditions = List.copyOf(conditions);
        }

        @Override
        public int axes() {
            return union(conditions);
        }

        @Override
        public boolean holds(long[] at) {
            return conditions.stream().allMatch(condition -> condition.holds(at));
        }

        @Override
        public Any negated() {
            return new Any(conditions.stream().map(BlockCondition::negated).toList());
        }

        @Override
        public double cases(int free) {
            return conditions.stream()
                    .mapToDouble(condition -> condition.cases(free))
                    .reduce(1, (a, b) -> a * b);
        }
    }

    record Any(List<BlockCondition> conditions) implements BlockCondition {
        public Any {
            conditions = List.copyOf(conditions);
        }

        @Override
        public int axes() {
            return union(conditions);
        }

        @Override
        public boolean holds(long[] at) {
            return conditions.stream().anyMatch(condition -> condition.holds(at));
        }

        @Override
        public All negated() {
            return new All(conditions.stream().map(BlockCondition::negated).toList());
        }

        /// The first holds; or it does not, and one of the others holds.
        @Override
        public double cases(int free) {
            if (conditions.isEmpty()) {
                return 0;
            }
            BlockCondition first = conditions.getFirst();
            if (conditions.size() == 1) {
                return first.cases(free);
            }
            return first.cases(free) + first.negated().cases(free) * others().cases(free);
        }

        Any others() {
            return new Any(conditions.subList(1, conditions.size()));
        }
    }

    /// Anything else.
    ///
    /// @param rising axes along which it holds from some block on, one bit each
    /// @param falling axes along which it holds until some block
    record Asked(int axes, int rising, int falling, Test test) implements BlockCondition {
        /// Whether a condition holds for the block of each axis.
        @FunctionalInterface
        interface Test {
            boolean holds(long[] at);
        }

        /// One of which nothing else is known.
        Asked(int axes, Test test) {
            this(axes, ~axes, ~axes, test);
        }

        @Override
        public boolean holds(long[] at) {
            return test.holds(at);
        }

        @Override
        public Asked negated() {
            return new Asked(
                    axes, /* rising= */ falling, /* falling= */ rising, at -> !test.holds(at));
        }

        @Override
        public double cases(int free) {
            boolean isOne = Integer.bitCount(free & axes) <= 1;
            return isOne && (free & axes & ~(rising | falling)) == 0 ? 1 : Double.POSITIVE_INFINITY;
        }

        /// The first block along an axis from which on it holds, or until which it does.
        ///
        /// @param at the blocks along the other axes; the one along this axis is overwritten
        long turn(int axis, long blocks, long[] at) {
            boolean rises = (rising >> axis & 1) == 1;
            long before = 0;
            long after = blocks;
            while (before < after) {
                at[axis] = before + (after - before) / 2;
                if (test.holds(at) == rises) {
                    after = at[axis];
                } else {
                    before = at[axis] + 1;
                }
            }
            return before;
        }
    }

    private static int union(List<BlockCondition> conditions) {
        return conditions.stream().mapToInt(BlockCondition::axes).reduce(0, (a, b) -> a | b);
    }

    /// Compiles a condition on the ends of blocks.
    ///
    /// @param axes of which it may mention borders
    static BlockCondition of(Expr condition, List<String> axes, Blocking blocking) {
        if (condition instanceof Call(Fun fun, List<Expr> args)) {
            switch (fun) {
                case AND, OR -> {
                    List<BlockCondition> parts =
                            args.stream().map(arg -> of(arg, axes, blocking)).toList();
                    return fun == Fun.AND ? new All(parts) : new Any(parts);
                }
                case NOT -> {
                    return of(args.getFirst(), axes, blocking).negated();
                }
                case LE, LT, GE, GT, EQ, NE -> {
                    return comparison(fun, args.get(0), args.get(1), axes, blocking);
                }
                default -> {}
            }
        }
        BorderFormula formula = new BorderFormula(condition, axes, blocking);
        return new Asked(formula.axes(), at -> formula.at(at) != 0);
    }

    private static BlockCondition comparison(
            Fun fun, Expr a, Expr b, List<String> axes, Blocking blocking) {
        return switch (fun) {
            case LE -> atMost(a, b, axes, blocking);
            case GE -> atMost(b, a, axes, blocking);
            case LT -> atMost(b, a, axes, blocking).negated();
            case GT -> atMost(a, b, axes, blocking).negated();
            case EQ -> new All(List.of(atMost(a, b, axes, blocking), atMost(b, a, axes, blocking)));
            default -> comparison(Fun.EQ, a, b, axes, blocking).negated();
        };
    }

    /// `a <= b`: of lines, what is found at the first blocks and one further along each axis tells all.
    private static BlockCondition atMost(Expr a, Expr b, List<String> axes, Blocking blocking) {
        BorderFormula gap = new BorderFormula(Expr.call(Fun.SUB, b, a), axes, blocking);
        long[] at = new long[axes.size()];
        if (!isLine(a) || !isLine(b)) {
            return monotone(a, b, gap, axes);
        }
        long constant = (long) gap.at(at);
        List<Long> slopes = new ArrayList<>();
        for (int i = 0; i < at.length; i++) {
            at[i] = 1;
            slopes.add((long) gap.at(at) - constant);
            at[i] = 0;
        }
        return new Line(constant, slopes);
    }

    private static Asked monotone(Expr a, Expr b, BorderFormula gap, List<String> axes) {
        int rising = 0;
        int falling = 0;
        for (int i = 0; i < axes.size(); i++) {
            Trend trend = Trend.of(b, axes.get(i)).and(Trend.of(a, axes.get(i)).opposite());
            rising |= trend.rises() ? 1 << i : 0;
            falling |= trend.falls() ? 1 << i : 0;
        }
        return new Asked(gap.axes(), rising, falling, at -> gap.at(at) >= 0);
    }

    /// Whether an expression of borders and sizes is a sum of multiples of them by whole numbers.
    private static boolean isLine(Expr e) {
        return switch (e) {
            case Expr.Num(double value) -> value == Math.rint(value) && Math.abs(value) < 0x1p53;
            case Expr.Arg _, Expr.Extent _ -> true;
            case Expr.Index _ -> false;
            case Call(Fun fun, List<Expr> args) ->
                    switch (fun) {
                        case ADD, SUB, NEG -> args.stream().allMatch(BlockCondition::isLine);
                        case MUL ->
                                args.stream().allMatch(BlockCondition::isLine)
                                        && args.stream()
                                                        .filter(arg -> !arg.arguments().isEmpty())
                                                        .count()
                                                < 2;
                        default -> false;
                    };
        };
    }
}
