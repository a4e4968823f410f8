package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How many combinations of blocks conditions leave.
///
/// ```
///   k <= i and j <= k       i ── k ── j      for each block of k: the blocks of i that are left, times those of j
///   i + j <= k              i, j, k          for each block of one: the points of a polygon over the two others
/// ```
///
/// Axes that no condition connects are counted each by itself, and multiplied. At most two that only lines connect are counted at once, as {@link LatticePoints}, and so is one along which other conditions turn once. Else the blocks
/// along one axis are gone through, and the others, being connected by less, are counted for each: along which one is chosen such that the fewest combinations are gone through.
final class BlockCount {
    /// Conditions that fall into more cases are asked of one combination after the other.
    private static final int MOST_CASES = 64;

    private final List<BlockCondition> conditions;
    private final int[] looked;
    private final long[] blocks;
    private final Map<Integer, Plan> plans = new HashMap<>();

    /// @param conditions that all have to hold
    /// @param blocks along each axis, from the first on
    BlockCount(List<BlockCondition> conditions, long[] blocks) {
        this.conditions = List.copyOf(conditions);
        this.looked = conditions.stream().mapToInt(BlockCondition::axes).toArray();
        this.blocks = blocks.clone();
    }

    /// How some axes are counted, those before them being given: what is found for each part is multiplied.
    ///
    /// @param steps combinations that are gone through
    private record Plan(double steps, List<Part> parts) {}

    /// Axes that conditions connect.
    private sealed interface Part {
        /// One or two axes counted at once, their half planes being cases of conditions.
        ///
        /// @param y the same as x for one axis
        record AtOnce(int x, int y, List<BlockCondition> conditions) implements Part {}

        /// An axis whose blocks are gone through.
        ///
        /// @param decided conditions that look at no later axis
        record Each(int axis, List<BlockCondition> decided, Plan others) implements Part {}
    }

    /// The combinations of blocks along some axes that are left.
    ///
    /// @param free the axes, one bit each
    /// @param at the number of the block along each other axis; those of the free ones are overwritten
    /// @throws ArithmeticException where it exceeds a long
    long along(int free, long[] at) {
        for (int i = 0; i < looked.length; i++) {
            if ((looked[i] & free) == 0 && !conditions.get(i).holds(at)) {
                return 0;
            }
        }
        return count(plan(free), at);
    }

    /// How many combinations have to be gone through.
    double steps(int free) {
        return plan(free).steps;
    }

    private long count(Plan plan, long[] at) {
        long product = 1;
        for (Part part : plan.parts) {
            product = Math.multiplyExact(product, count(part, at));
            if (product == 0) {
                return 0;
            }
        }
        return product;
    }

    private long count(Part part, long[] at) {
        return switch (part) {
            case Part.AtOnce pair -> cases(pair, pair.conditions, List.of(), at);
            case Part.Each each -> {
                long sum = 0;
                for (long block = 0; block < blocks[each.axis]; block++) {
                    at[each.axis] = block;
                    if (holds(each.decided, at)) {
                        sum = Math.addExact(sum, count(each.others, at));
                    }
                }
                yield sum;
            }
        };
    }

    private static boolean holds(List<BlockCondition> conditions, long[] at) {
        for (BlockCondition condition : conditions) {
            if (!condition.holds(at)) {
                return false;
            }
        }
        return true;
    }

    /// The sum over the cases that conditions fall into.
    ///
    /// @param sure half planes of the case at hand
    private long cases(
            Part.AtOnce pair,
            List<BlockCondition> open,
            List<LatticePoints.HalfPlane> sure,
            long[] at) {
        if (open.isEmpty()) {
            return LatticePoints.count(sure, pair.x == pair.y ? 1 : blocks[pair.x], blocks[pair.y]);
        }
        List<BlockCondition> others = open.subList(1, open.size());
        return switch (open.getFirst()) {
            case BlockCondition.Line line -> {
                List<LatticePoints.HalfPlane> more = new ArrayList<>(sure);
                more.add(halfPlane(line, pair, at));
                yield cases(pair, others, more, at);
            }
            case BlockCondition.All(List<BlockCondition> all) ->
                    cases(pair, joined(all, others), sure, at);
            case BlockCondition.Any any when any.conditions().isEmpty() -> 0;
            case BlockCondition.Any any -> {
                BlockCondition first = any.conditions().getFirst();
                List<BlockCondition> later = List.of(first.negated(), any.others());
                yield Math.addExact(
                        cases(pair, joined(List.of(first), others), sure, at),
                        cases(pair, joined(later, others), sure, at));
            }
            case BlockCondition.Asked asked -> {
                List<LatticePoints.HalfPlane> more = new ArrayList<>(sure);
                more.add(halfPlane(asked, pair, at));
                yield cases(pair, others, more, at);
            }
        };
    }

    private static List<BlockCondition> joined(List<BlockCondition> a, List<BlockCondition> b) {
        List<BlockCondition> joined = new ArrayList<>(a);
        joined.addAll(b);
        return joined;
    }

    private static LatticePoints.HalfPlane halfPlane(
            BlockCondition.Line line, Part.AtOnce pair, long[] at) {
        return new LatticePoints.HalfPlane(
                pair.x == pair.y ? 0 : line.slopes().get(pair.x),
                line.slopes().get(pair.y),
                line.height(at, ~(1 << pair.x | 1 << pair.y)));
    }

    /// The blocks of one of two axes from a turn on, or until there; all or none where neither is looked at.
    private LatticePoints.HalfPlane halfPlane(
            BlockCondition.Asked asked, Part.AtOnce pair, long[] at) {
        boolean isAlongY = (asked.axes() >> pair.y & 1) == 1;
        if (!isAlongY && (asked.axes() >> pair.x & 1) == 0) {
            return new LatticePoints.HalfPlane(0, 0, asked.holds(at) ? 0 : -1);
        }
        int axis = isAlongY ? pair.y : pair.x;
        long turn = asked.turn(axis, blocks[axis], at);
        boolean rises = (asked.rising() >> axis & 1) == 1;
        long slope = rises ? 1 : -1;
        return new LatticePoints.HalfPlane(
                isAlongY ? 0 : slope, isAlongY ? slope : 0, rises ? -turn : turn - 1);
    }

    private Plan plan(int free) {
        Plan known = plans.get(free);
        if (known == null) {
            known = made(free);
            plans.put(free, known);
        }
        return known;
    }

    private Plan made(int free) {
        List<Part> parts = new ArrayList<>();
        double steps = 0;
        int left = free;
        while (left != 0) {
            int component = connected(Integer.lowestOneBit(left), free);
            left &= ~component;
            if (isAtOnce(component)) {
                int x = Integer.numberOfTrailingZeros(component);
                int y = Integer.numberOfTrailingZeros(Integer.highestOneBit(component));
                parts.add(new Part.AtOnce(x, y, on(component, component)));
                steps++;
            } else {
                int axis = cheapest(component);
                List<BlockCondition> decided = on(component, 1 << axis);
                parts.add(new Part.Each(axis, decided, plan(component & ~(1 << axis))));
                steps += steps(axis, component);
            }
        }
        return new Plan(steps, parts);
    }

    /// The conditions that look, among some axes, at one or more of others only.
    private List<BlockCondition> on(int among, int axes) {
        List<BlockCondition> on = new ArrayList<>();
        for (int i = 0; i < looked.length; i++) {
            int own = looked[i] & among;
            if (own != 0 && (own & ~axes) == 0) {
                on.add(conditions.get(i));
            }
        }
        return on;
    }

    /// The axes among the free ones that conditions connect with some of them.
    private int connected(int some, int free) {
        int all = some;
        for (int axes : looked) {
            all |= (axes & some) == 0 ? 0 : axes & free;
        }
        return all == some ? some : connected(all, free);
    }

    private boolean isAtOnce(int component) {
        double product = 1;
        for (int i = 0; i < looked.length; i++) {
            product *= (looked[i] & component) == 0 ? 1 : conditions.get(i).cases(component);
        }
        return Integer.bitCount(component) <= 2 && product <= MOST_CASES;
    }

    private int cheapest(int component) {
        int best = -1;
        for (int axis = 0; axis < blocks.length; axis++) {
            if ((component >> axis & 1) == 1
                    && (best < 0 || steps(axis, component) < steps(best, component))) {
                best = axis;
            }
        }
        return best;
    }

    private double steps(int axis, int component) {
        return blocks[axis] * (1 + plan(component & ~(1 << axis)).steps);
    }
}
