package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Content;
import org.heddle.rules.algebra.Exponentials;
import org.heddle.rules.algebra.Finite;
import org.heddle.rules.algebra.Logarithms;
import org.heddle.rules.algebra.Vanishing;

/// A sum of exponentials is taken relative to the largest one.
///
/// ```
///                                 ┌──[max v]── m ─────┬──────────────────────────┐
///  ──[reduce sum w·exp(v)]──  ⇒   ●                   │                          │
///                                 └──[reduce sum w·exp(v - m)]── s ──[s·exp(m/2)·exp(m/2)]──
/// ```
///
/// Legal for every sum. Where all exponents have running values in common that do not bound them from above, as `s - min s` and `s - mean s` have, only the rest is shifted, and those join `m`. So do those that bound the exponent of one product where one thing of an item is left, `s` of `s - max s`; of `(s - max s) + (t - max t)` the differences stay together, since `s + t` would be rounded at its own size. An item of `+inf` makes
/// the sum `+inf` as before: then 0 stands for `m` in the exponents ({@link Finite#kept}). Used where the exponent is not an item less its own extremum from above already, and where the sum as written may leave the range of its format though what
/// it is used for does not: where it is divided by, divided or under a logarithm ({@link SumUses}), or weighted terms may overflow; or where the exponents move with running values of the same items that do not bound them, so that the sum could not be taken while those are found. Saves no bytes; no exponent is above 0
/// any more, and the largest term is its weight. `exp(m)` is applied in two halves, so that `s·exp(m)` overflows only where the sum does. P. Blanchard, D. Higham
/// and N. Higham, IMA Journal of Numerical Analysis 41(4), 2021, doi:10.1093/imanum/draa038.
public final class ShiftExponentials implements Rule {
    @Override
    public String name() {
        return "shift-exponentials";
    }

    @Override
    public String law() {
        return "Σ w·exp(v) = exp(m) · Σ w·exp(v - m),  m = max v";
    }

    @Override
    public String condition() {
        return "always; used where no exponent is bounded already, and the sum may leave the range that its uses do not, or while items go by";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!isSum(anchor.op()) || anchor.reducedAxes().isEmpty()) {
            return Optional.empty();
        }
        Expansion expansion = Expansion.of(diagram, anchor);
        Expr body = expansion.fn().body();
        Predicate<Expr> isItem = expansion.along(anchor.reducedAxes());
        if (!Exponentials.areIn(body)) {
            return Optional.empty();
        }
        Exponentials exponentials = Exponentials.of(body, isItem);
        if (!isWanted(diagram, anchor, expansion, exponentials)) {
            return Optional.empty();
        }
        boolean isHeld = isHeld(anchor, expansion, exponentials);
        Expr running =
                exponentials.isOfOne()
                        ? exponentials.common(expansion::isReduced)
                        : isHeld ? Expr.num(0) : exponentials.common(expansion::isOfSums);
        Vanishing asked = Vanishing.of(body, isItem);
        Exponentials whole =
                Exponentials.of(
                        asked.hide(body), leaf -> isItem.test(leaf) || asked.isHidden(leaf));
        String reason =
                isHeld
                        ? ") may leave the range of its format: summed over "
                        : ") may leave the range of its format while what it is relative to is being found: summed over ";
        return shifted(
                        diagram,
                        anchor,
                        expansion,
                        running.equals(Expr.num(0)) ? whole : whole.without(running),
                        running,
                        asked,
                        reason)
                .filter(rewrite -> isDone(rewrite.after(), anchor));
    }

    /// Whether a box adds exponentials that no extremum bounds: what it writes may be out of range where what is made of it is not.
    public static boolean isUnbounded(Diagram diagram, Box box) {
        if (!isSum(box.op()) || box.reducedAxes().isEmpty()) {
            return false;
        }
        Expansion expansion = Expansion.of(diagram, box);
        return Exponentials.areIn(expansion.fn().body())
                && !Exponentials.of(expansion.fn().body(), expansion.along(box.reducedAxes()))
                        .parts()
                        .stream()
                        .allMatch(expansion.anchors(box.reducedAxes())::isBounded);
    }

    /// Whether a sum of such items is worth its maximum.
    static boolean isWanted(Diagram diagram, Box anchor, Expansion expansion) {
        Exponentials exponentials =
                Exponentials.of(expansion.fn().body(), expansion.along(anchor.reducedAxes()));
        return isWanted(diagram, anchor, expansion, exponentials);
    }

    private static boolean isWanted(
            Diagram diagram, Box anchor, Expansion expansion, Exponentials exponentials) {
        Anchors anchors = expansion.anchors(anchor.reducedAxes());
        return exponentials.seesItems()
                && (!isHeld(anchor, expansion, exponentials)
                        || (!exponentials.parts().stream().allMatch(anchors::isAttained)
                                && SumUses.need(diagram, anchor, expansion, exponentials)));
    }

    private static boolean isHeld(Box anchor, Expansion expansion, Exponentials exponentials) {
        Anchors anchors = expansion.anchors(anchor.reducedAxes());
        return exponentials.parts().stream()
                .allMatch(part -> anchors.isHeld(part, anchor.reducedAxes()));
    }

    /// Whether the scaled sum needs no maximum once more.
    private static boolean isDone(Diagram after, Box anchor) {
        Box scaled =
                after.producer(after.box(anchor.id()).inputs().getFirst().wire()).orElseThrow();
        Expansion expansion = Expansion.of(after, scaled);
        return !isWanted(after, scaled, expansion);
    }

    static boolean isSum(Op op) {
        return switch (op) {
            case Op.Contract(Semiring semiring) -> semiring == Semiring.SUM_PRODUCT;
            case Op.Reduce(Monoid monoid, _) -> monoid == Monoid.Scalar.SUM;
            case Op.Map _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
        };
    }

    private static Optional<Rewrite> shifted(
            Diagram diagram,
            Box anchor,
            Expansion expansion,
            Exponentials exponentials,
            Expr running,
            Vanishing asked,
            String reason) {
        Content content = Content.of(asked.reveal(exponentials.largest()));
        Expr largest = content.primitive();
        List<String> parameters = new ArrayList<>();
        List<Port> ports = new ArrayList<>();
        Set<String> along = new LinkedHashSet<>();
        for (int i = 0; i < expansion.ports().size(); i++) {
            String parameter = expansion.fn().parameters().get(i);
            if (largest.arguments().contains(parameter)) {
                parameters.add(parameter);
                ports.add(expansion.ports().get(i));
                along.addAll(expansion.ports().get(i).runsAlong());
            }
        }
        if (!along.containsAll(largest.indexAxes())) {
            return Optional.empty();
        }
        String result = anchor.output().wire();
        DType dtype = precision(diagram, anchor);
        List<String> axes = anchor.output().axes().stream().filter(along::contains).toList();
        Op maximum = new Op.Reduce(Monoid.Scalar.MAX, new Fn(parameters, largest));
        Optional<Wire> known = known(diagram, maximum, ports, axes);
        Wire greatest =
                known.orElseGet(() -> new Wire(Edit.fresh(diagram, result + "_max"), dtype, axes));
        Wire scaled =
                new Wire(Edit.fresh(diagram, result + "_scaled"), dtype, anchor.output().axes());
        Box max = new Box(greatest.name(), maximum, ports, List.of(Port.of(greatest)));
        String m = Edit.fresh(diagram, greatest.name() + "_");
        Expr shift = content.times(Finite.kept(Expr.arg(m)));
        Expr relative = asked.reveal(exponentials.relativeTo(shift));
        List<String> all = new ArrayList<>();
        List<Port> reads = new ArrayList<>();
        List<String> restoring = new ArrayList<>(List.of("s", m));
        List<Port> restored = new ArrayList<>(List.of(Port.of(scaled), Port.of(greatest)));
        for (int i = 0; i < expansion.ports().size(); i++) {
            String parameter = expansion.fn().parameters().get(i);
            boolean isRunning = running.arguments().contains(parameter);
            if (isRunning) {
                restoring.add(parameter);
                restored.add(expansion.ports().get(i));
            }
            if (!isRunning || relative.arguments().contains(parameter)) {
                all.add(parameter);
                reads.add(expansion.ports().get(i));
            }
        }
        all.add(m);
        reads.add(Port.of(greatest));
        Box sum =
                new Box(
                        scaled.name(),
                        new Op.Reduce(Monoid.Scalar.SUM, new Fn(all, relative)),
                        reads,
                        List.of(Port.of(scaled)));
        Box restore =
                new Box(
                        anchor.id(),
                        new Op.Map(
                                restored(restoring, content, running, exponentials.hasInfinite())),
                        restored,
                        anchor.outputs());
        Edit edit = new Edit(diagram).add(scaled);
        Diagram after =
                (known.isPresent()
                                ? edit.replace(anchor, sum, restore)
                                : edit.add(greatest).replace(anchor, max, sum, restore))
                        .done();
        return Optional.of(
                new Rewrite(
                        after,
                        List.of(anchor.id()),
                        "exp("
                                + content.times(largest)
                                + reason
                                + String.join(", ", anchor.reducedAxes())
                                + " relative to its running maximum "
                                + greatest.name()
                                + ", no exponent is above 0"));
    }

    /// The output of a box that takes this maximum already.
    static Optional<Wire> known(Diagram diagram, Op maximum, List<Port> ports, List<String> axes) {
        return diagram.boxes().stream()
                .filter(
                        box ->
                                box.op().equals(maximum)
                                        && box.inputs().equals(ports)
                                        && box.output().isPlain()
                                        && box.output().axes().equals(axes))
                .map(box -> diagram.wire(box.output().wire()))
                .filter(wire -> wire.axes().equals(axes))
                .findFirst();
    }

    /// The sum, 0 where the scaled one is: its maximum and the running values may be infinite then, the one against the others.
    ///
    /// @param parameters the scaled sum, its maximum, and what `running` is made of
    /// @param hasInfinite whether the sum may be infinite without a maximum
    private static Fn restored(
            List<String> parameters, Content content, Expr running, boolean hasInfinite) {
        List<String> names = new ArrayList<>(List.of("s", "m"));
        for (int i = 2; i < parameters.size(); i++) {
            names.add("r" + (i - 1));
        }
        Expr rest = running.substitute(name -> Expr.arg(names.get(parameters.lastIndexOf(name))));
        Expr sum = Expr.arg("s");
        Expr greatest = content.times(Expr.arg("m"));
        if (running.equals(Expr.num(0))) {
            Expr product = JoinExponentials.inHalves(sum, greatest);
            return new Fn(names, hasInfinite ? unlessInfinite(sum, product) : product);
        }
        Expr exponent = Logarithms.added(greatest, rest);
        Expr product = JoinExponentials.inHalves(sum, exponent);
        return new Fn(
                names,
                Expr.call(
                        Fun.WHERE,
                        Expr.call(Fun.EQ, sum, Expr.num(0)),
                        Expr.num(0),
                        hasInfinite ? unlessInfinite(sum, product) : product));
    }

    /// The maximum is `-inf` where only infinite items count.
    private static Expr unlessInfinite(Expr sum, Expr product) {
        Expr infinite =
                Expr.call(Fun.EQ, Expr.call(Fun.ABS, sum), Expr.num(Double.POSITIVE_INFINITY));
        return Expr.call(Fun.WHERE, infinite, sum, product);
    }

    static DType precision(Diagram diagram, Box box) {
        boolean wide =
                Stream.concat(box.reads().stream(), Stream.of(box.output().wire()))
                        .anyMatch(wire -> diagram.wire(wire).dtype() == DType.F64);
        return wide ? DType.F64 : DType.F32;
    }
}
