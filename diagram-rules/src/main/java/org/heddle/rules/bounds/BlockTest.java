package org.heddle.rules.bounds;

import java.util.List;
import java.util.Optional;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fun;
import org.heddle.rules.bounds.Ranges.Range;

/// What is known of a condition in a whole block, as conditions on the block's borders.
///
/// ```
///   a <= b                 may hold: least(a) <= most(b)         holds: most(a) <= least(b)
///   mod(e, m) == c         may hold: the largest number below most(e) that leaves c is not below least(e)
///   p and q, p or q        may hold: both, either may            holds: both, either hold
///   a number, as a truth   may hold: an end is not 0             holds: 0 is outside
/// ```
///
/// "May hold" is never false for a block with an element where the condition holds, "holds" never true for one with an element where it does not. Where terms have no
/// known range the first is true and the second false.
///
/// @param mayHold 0 where the condition holds for no element of the block
/// @param holds 1 only where the condition holds for all elements of the block
record BlockTest(Expr mayHold, Expr holds) {
    private static final BlockTest UNKNOWN = new BlockTest(Sums.TRUE, Sums.FALSE);

    static BlockTest of(Expr condition, Ranges ranges) {
        if (!(condition instanceof Call(Fun fun, List<Expr> args)) || !fun.isPredicate()) {
            return ranges.of(condition).map(BlockTest::notZero).orElse(UNKNOWN);
        }
        return switch (fun) {
            case AND -> {
                BlockTest a = of(args.get(0), ranges);
                BlockTest b = of(args.get(1), ranges);
                yield new BlockTest(Sums.and(a.mayHold, b.mayHold), Sums.and(a.holds, b.holds));
            }
            case OR -> {
                BlockTest a = of(args.get(0), ranges);
                BlockTest b = of(args.get(1), ranges);
                yield new BlockTest(Sums.or(a.mayHold, b.mayHold), Sums.or(a.holds, b.holds));
            }
            case NOT -> of(args.getFirst(), ranges).negated();
            case EQ -> equal(args.get(0), args.get(1), ranges);
            case NE -> equal(args.get(0), args.get(1), ranges).negated();
            case LE -> ordered(Fun.LE, args.get(0), args.get(1), ranges);
            case LT -> ordered(Fun.LT, args.get(0), args.get(1), ranges);
            case GE -> ordered(Fun.LE, args.get(1), args.get(0), ranges);
            case GT -> ordered(Fun.LT, args.get(1), args.get(0), ranges);
            default -> UNKNOWN;
        };
    }

    /// A number is true where it is not 0.
    private static BlockTest notZero(Range r) {
        Expr zero = Expr.num(0);
        return new BlockTest(
                Sums.or(Expr.call(Fun.NE, r.least(), zero), Expr.call(Fun.NE, r.most(), zero)),
                Sums.or(Expr.call(Fun.LT, zero, r.least()), Expr.call(Fun.LT, r.most(), zero)));
    }

    private BlockTest negated() {
        return new BlockTest(not(holds), not(mayHold));
    }

    private static Expr not(Expr condition) {
        if (condition.equals(Sums.TRUE)) {
            return Sums.FALSE;
        }
        if (condition.equals(Sums.FALSE)) {
            return Sums.TRUE;
        }
        if (condition instanceof Call(Fun fun, List<Expr> args)) {
            switch (fun) {
                case LE -> {
                    return Expr.call(Fun.LT, args.get(1), args.get(0));
                }
                case LT -> {
                    return Expr.call(Fun.LE, args.get(1), args.get(0));
                }
                default -> {}
            }
        }
        return Expr.call(Fun.NOT, condition);
    }

    /// The two sides of a comparison with every term on the side where its factor is positive, so that `#x - #q <= 0` becomes `#x <= #q`.
    private record Sides(Range left, Range right) {
        static Optional<Sides> of(Expr a, Expr b, Ranges ranges) {
            Terms difference = Terms.of(Expr.call(Fun.SUB, a, b));
            Terms left = difference.positive(1, Expr.num(0));
            Terms right = difference.positive(-1, Sums.negative(difference.rest()));
            return ranges.of(left).flatMap(l -> ranges.of(right).map(r -> new Sides(l, r)));
        }
    }

    private static BlockTest ordered(Fun order, Expr a, Expr b, Ranges ranges) {
        return Sides.of(a, b, ranges)
                .map(
                        sides ->
                                new BlockTest(
                                        Expr.call(
                                                order, sides.left().least(), sides.right().most()),
                                        Expr.call(
                                                order, sides.left().most(), sides.right().least())))
                .orElse(UNKNOWN);
    }

    private static BlockTest equal(Expr a, Expr b, Ranges ranges) {
        return remainder(a, b, ranges)
                .or(() -> remainder(b, a, ranges))
                .or(() -> Sides.of(a, b, ranges).map(BlockTest::meeting))
                .orElse(UNKNOWN);
    }

    private static BlockTest meeting(Sides sides) {
        Range l = sides.left();
        Range r = sides.right();
        return new BlockTest(
                Sums.and(
                        Expr.call(Fun.LE, l.least(), r.most()),
                        Expr.call(Fun.LE, r.least(), l.most())),
                Sums.and(
                        Expr.call(Fun.EQ, l.least(), r.most()),
                        Expr.call(Fun.EQ, l.most(), r.least())));
    }

    /// `mod(e, m) == c`, where e runs through whole numbers.
    private static Optional<BlockTest> remainder(Expr side, Expr c, Ranges ranges) {
        boolean fits =
                side instanceof Call(Fun fun, List<Expr> args)
                        && fun == Fun.MOD
                        && args.get(1).indexAxes().isEmpty()
                        && args.get(1).arguments().isEmpty()
                        && c.indexAxes().isEmpty()
                        && c.arguments().isEmpty();
        if (!fits) {
            return Optional.empty();
        }
        Expr e = ((Call) side).arg(0);
        Expr m = ((Call) side).arg(1);
        return ranges.of(e)
                .map(
                        r -> {
                            Expr turns =
                                    Expr.call(
                                            Fun.FLOOR,
                                            Expr.call(
                                                    Fun.DIV,
                                                    Sums.plus(r.most(), Sums.negative(c)),
                                                    m));
                            Expr latest = Sums.plus(Expr.call(Fun.MUL, m, turns), c);
                            return new BlockTest(
                                    Expr.call(Fun.LE, r.least(), latest),
                                    Sums.and(
                                            Expr.call(Fun.EQ, r.least(), r.most()),
                                            Expr.call(Fun.EQ, Expr.call(Fun.MOD, r.most(), m), c)));
                        });
    }
}
