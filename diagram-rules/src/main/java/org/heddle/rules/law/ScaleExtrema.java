package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Exponentials;
import org.heddle.rules.algebra.Finite;
import org.heddle.rules.algebra.Normalizer;

/// What an extremum of exponentials is scaled by scales its items instead.
///
/// ```
///  ──[max w·exp(v)]── M ──[M · exp(-m) / z]──   ⇒   ──[max w·exp(v - m)]── M ──[M / z]──
/// ```
///
/// Legal always: an exponential is never negative. Used where the exponents of the items are bounded then, which they were not. Saves what the extremum as written loses where its largest exponential leaves the range of its format.
public final class ScaleExtrema implements Rule {
    @Override
    public String name() {
        return "scale-extrema";
    }

    @Override
    public String law() {
        return "exp(-m) · max f = max (exp(-m) · f)";
    }

    @Override
    public String condition() {
        return "always; used where the exponents of f are bounded by m";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!(anchor.op() instanceof Op.Map) || anchor.outputs().size() != 1) {
            return Optional.empty();
        }
        List<Box> extrema =
                anchor.inputs().stream()
                        .map(Port::wire)
                        .distinct()
                        .filter(wire -> isReadHereOnly(diagram, wire, anchor))
                        .flatMap(wire -> diagram.producer(wire).stream())
                        .filter(box -> isOfExponentials(diagram, box))
                        .toList();
        if (extrema.isEmpty()) {
            return Optional.empty();
        }
        Expansion expansion = Expansion.of(diagram, anchor);
        Optional<Exponentials.Factors> product =
                Exponentials.product(expansion.fn().body())
                        .filter(factors -> isOfExtrema(expansion, factors.exponent()));
        return product.flatMap(
                factors ->
                        extrema.stream()
                                .filter(box -> isScaled(expansion, box, factors.rest()))
                                .flatMap(
                                        box ->
                                                scaled(diagram, anchor, expansion, box, factors)
                                                        .stream())
                                .findFirst());
    }

    private static boolean isReadHereOnly(Diagram diagram, String wire, Box anchor) {
        return !diagram.outputs().contains(wire)
                && diagram.readers(wire).stream().allMatch(anchor::equals)
                && OnlyReader.readsInPlace(anchor, wire);
    }

    private static boolean isOfExponentials(Diagram diagram, Box box) {
        return box.op() instanceof Op.Reduce(Monoid monoid, _)
                && (monoid == Monoid.Scalar.MAX || monoid == Monoid.Scalar.MIN)
                && box.output().isPlain()
                && Exponentials.areIn(Expansion.of(diagram, box).fn().body());
    }

    private static boolean isOfExtrema(Expansion expansion, Expr exponent) {
        return !exponent.arguments().isEmpty()
                && exponent.arguments().stream()
                        .allMatch(name -> expansion.extremum(name).isPresent());
    }

    /// Whether the rest is a multiple of the extremum.
    private static boolean isScaled(Expansion expansion, Box extremum, Expr rest) {
        List<String> own = new ArrayList<>();
        for (int i = 0; i < expansion.ports().size(); i++) {
            if (expansion.ports().get(i).wire().equals(extremum.output().wire())) {
                own.add(expansion.fn().parameters().get(i));
            }
        }
        Expr twice =
                rest.substitute(
                        name ->
                                own.contains(name)
                                        ? Expr.call(Fun.MUL, Expr.num(2), Expr.arg(name))
                                        : Expr.arg(name));
        return rest.arguments().stream().anyMatch(own::contains)
                && Normalizer.normalize(twice)
                        .equals(Normalizer.normalize(Expr.call(Fun.MUL, Expr.num(2), rest)));
    }

    private static Optional<Rewrite> scaled(
            Diagram diagram,
            Box anchor,
            Expansion expansion,
            Box extremum,
            Exponentials.Factors factors) {
        Expansion items = Expansion.of(diagram, extremum);
        List<String> parameters = new ArrayList<>(items.fn().parameters());
        List<Port> ports = new ArrayList<>(items.ports());
        Map<String, Expr> names = new LinkedHashMap<>();
        for (String name : factors.exponent().arguments()) {
            String fresh = name;
            while (parameters.contains(fresh)) {
                fresh += "_";
            }
            parameters.add(fresh);
            ports.add(expansion.ports().get(expansion.fn().parameters().indexOf(name)));
            names.put(name, Finite.kept(Expr.arg(fresh)));
        }
        Expr shift =
                Expr.call(
                        Fun.NEG,
                        factors.exponent()
                                .substitute(name -> names.getOrDefault(name, Expr.arg(name))));
        Expr item =
                Exponentials.of(items.fn().body(), items.along(extremum.reducedAxes()))
                        .relativeTo(Normalizer.simplify(shift));
        Box relative =
                new Box(
                        extremum.id(),
                        new Op.Reduce(
                                ((Op.Reduce) extremum.op()).monoid(), new Fn(parameters, item)),
                        ports,
                        extremum.outputs());
        Diagram after =
                new Edit(diagram)
                        .replace(extremum, relative)
                        .replace(anchor, expansion.box(anchor, factors.rest()))
                        .done();
        Expansion done = Expansion.of(after, after.box(extremum.id()));
        boolean bounded =
                Exponentials.of(done.fn().body(), done.along(extremum.reducedAxes()))
                        .parts()
                        .stream()
                        .allMatch(done.anchors(extremum.reducedAxes())::isBounded);
        return bounded
                ? Optional.of(
                        new Rewrite(
                                after,
                                List.of(anchor.id(), extremum.id()),
                                extremum.output().wire()
                                        + " is scaled by exp("
                                        + factors.exponent()
                                        + "), and so are its items: no exponent is above 0"))
                : Optional.empty();
    }
}
