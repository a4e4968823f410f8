package org.heddle.rules.law;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Exponentials;

/// Whether a sum of exponentials may leave the range of numbers where what is made of it does not.
///
/// ```
///   z, 2·z, z + 1, Σ z·v        linear: where z is out of range, so is the result, and where it vanishes, what is added to the others vanishes with it
///   a / z, z / b, log z, z·z/b  not linear: what z has too much or too little may cancel
///   z · y                       nor a product with another sum of exponentials
/// ```
///
/// A sum whose exponentials are at most 1 may only vanish: it may be divided by what is no sum of exponentials that vanish, too.
final class SumUses {
    private final Diagram diagram;
    private final boolean small;
    private final Set<String> seen = new HashSet<>();

    /// @param small whether the exponentials are at most 1
    private SumUses(Diagram diagram, boolean small) {
        this.diagram = diagram;
        this.small = small;
    }

    /// Whether the sum is worth its maximum.
    ///
    /// - Used linearly: only if a term may overflow that its weight makes small again.
    /// - Else always, unless terms without exponentials stand beside exponentials that are at most 1: those decide the size of the sum.
    static boolean need(Diagram diagram, Box sum, Expansion expansion, Exponentials exponentials) {
        boolean small =
                exponentials.neverPositive(
                        name -> WireSign.of(expansion, Expr.arg(name)),
                        expansion.anchors(sum.reducedAxes())::isBounded);
        boolean besides =
                exponentials.parts().stream().anyMatch(part -> part.exponent().equals(Expr.num(0)));
        Exponentials opposite =
                Exponentials.of(
                        Expr.call(Fun.NEG, expansion.fn().body()),
                        expansion.along(sum.reducedAxes()));
        boolean bare = areBare(exponentials) || areBare(opposite);
        SumUses uses = new SumUses(diagram, small);
        return uses.areLinear(sum.output().wire()) ? !small && !bare : !(small && besides);
    }

    /// Whether all exponentials are added as they are: where one overflows, so does the sum, and none is made small again.
    private static boolean areBare(Exponentials exponentials) {
        return exponentials.parts().stream()
                .filter(part -> !part.exponent().equals(Expr.num(0)))
                .allMatch(Exponentials.Part::bare);
    }

    private boolean areLinear(String wire) {
        return !seen.add(wire)
                || diagram.readers(wire).stream().allMatch(box -> isLinear(box, wire));
    }

    private boolean isLinear(Box box, String wire) {
        return switch (box.op()) {
            case Op.Map(Fn fn) ->
                    fn.results().stream().allMatch(e -> isLinear(e, fn, box, wire)) && readOn(box);
            case Op.Reduce(Monoid monoid, Fn item) ->
                    monoid instanceof Monoid.Scalar
                            && isLinear(item.body(), item, box, wire)
                            && readOn(box);
            case Op.Contract(Semiring semiring) ->
                    semiring != Semiring.LOG_SUM_EXP && others(box, wire).isEmpty() && readOn(box);
            case Op.Reindex _ -> readOn(box);
            case Op.Scan _, Op.Constant _, Op.Call _, Op.Block _ -> false;
        };
    }

    private boolean readOn(Box box) {
        return box.outputs().stream().allMatch(port -> areLinear(port.wire()));
    }

    private boolean isLinear(Expr e, Fn fn, Box box, String wire) {
        Set<String> own = new HashSet<>();
        for (int i = 0; i < box.inputs().size(); i++) {
            if (box.inputs().get(i).wire().equals(wire)) {
                own.add(fn.parameters().get(i));
            }
        }
        Set<String> others = new HashSet<>();
        for (Port port : others(box, wire)) {
            others.add(fn.parameters().get(box.inputs().indexOf(port)));
        }
        Set<String> divisors = new HashSet<>();
        for (int i = 0; small && i < box.inputs().size(); i++) {
            String divisor = box.inputs().get(i).wire();
            if (!divisor.equals(wire) && !mayVanish(divisor, new HashSet<>())) {
                divisors.add(fn.parameters().get(i));
            }
        }
        return isLinear(e, own, others, divisors);
    }

    /// Whether a wire is made of sums of exponentials of which none need be near 1.
    private boolean mayVanish(String wire, Set<String> visited) {
        Optional<Box> producer = diagram.producer(wire);
        if (producer.isEmpty() || !visited.add(wire)) {
            return false;
        }
        Box box = producer.get();
        if (!addsExponentials(box)) {
            return box.reads().stream().anyMatch(read -> mayVanish(read, visited));
        }
        Expansion expansion = Expansion.of(diagram, box);
        return !ShiftExponentials.isSum(box.op())
                || !Exponentials.of(expansion.fn().body(), expansion.along(box.reducedAxes()))
                        .parts()
                        .stream()
                        .allMatch(expansion.anchors(box.reducedAxes())::isAttained);
    }

    /// The other sums of exponentials that a box reads.
    private List<Port> others(Box box, String wire) {
        return box.inputs().stream()
                .filter(port -> !port.wire().equals(wire))
                .filter(
                        port ->
                                JoinExponentials.isScaled(diagram, port)
                                        || diagram.producer(port.wire())
                                                .filter(this::addsExponentials)
                                                .isPresent())
                .toList();
    }

    private boolean addsExponentials(Box box) {
        boolean isSum = ShiftExponentials.isSum(box.op()) && !box.reducedAxes().isEmpty();
        return (isSum ? Optional.of(box) : PrefixSum.of(box).map(PrefixSum::items))
                .filter(items -> Exponentials.areIn(Expansion.of(diagram, items).fn().body()))
                .isPresent();
    }

    /// @param others arguments that are sums of exponentials, too
    /// @param divisors arguments that it may be divided by
    private static boolean isLinear(
            Expr e, Set<String> own, Set<String> others, Set<String> divisors) {
        return switch (e) {
            case Expr.Call(Fun fun, List<Expr> args) when mentions(e, own) ->
                    switch (fun) {
                        case ADD, SUB, NEG ->
                                args.stream().allMatch(arg -> isLinear(arg, own, others, divisors));
                        case MUL ->
                                mentions(args.get(0), own) != mentions(args.get(1), own)
                                        && !mentions(e, others)
                                        && args.stream()
                                                .allMatch(
                                                        arg ->
                                                                isLinear(
                                                                        arg, own, others,
                                                                        divisors));
                        case DIV ->
                                divisors.containsAll(args.get(1).arguments())
                                        && isLinear(args.get(0), own, others, divisors);
                        case WHERE ->
                                !mentions(args.get(0), own)
                                        && isLinear(args.get(1), own, others, divisors)
                                        && isLinear(args.get(2), own, others, divisors);
                        default -> false;
                    };
            case Expr.Call _, Expr.Num _, Expr.Arg _, Expr.Index _, Expr.Extent _ -> true;
        };
    }

    private static boolean mentions(Expr e, Set<String> own) {
        return e.arguments().stream().anyMatch(own::contains);
    }
}
