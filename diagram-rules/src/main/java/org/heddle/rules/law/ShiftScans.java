package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Exponentials;
import org.heddle.rules.algebra.Finite;
import org.heddle.rules.algebra.Vanishing;

/// Prefix sums of exponentials are taken relative to the largest one so far.
///
/// ```
///                               ┌──[scan max v]── m ─────────┬─────────────────┐
///  ──[scan sum w·exp(v)]──  ⇒   ●                            │                 │
///                               └──[scan scaled (v, w)]── s ─┴─[s·exp(m/2)·exp(m/2)]──
///
///  scaled: (m, s), (m', s')  ↦  (M, s·exp(m - M) + s'·exp(m' - M)),   M = max(m, m'),   unit (-inf, 0)
/// ```
///
/// Legal for every scan by sum, whatever its prefix and direction; and for those of affine maps, `s_t = a_t·s_(t-1) + w·exp(v)`, with factors that are never negative: their logarithms are added to the exponents of what came before ({@link ScaledSums}). Where the maximum is infinite, 0 stands for it in the exponents. Used where what is made of the prefixes is in range though they may not be: where they are divided, divided by, or under a logarithm ({@link SumUses}); a maximum of the whole axis does not help them, since the largest item may come last.
/// Saves no bytes; no prefix is 0 or infinite that need not be. P. Blanchard, D. Higham and N. Higham, IMA Journal of Numerical Analysis 41(4), 2021, doi:10.1093/imanum/draa038.
public final class ShiftScans implements Rule {
    @Override
    public String name() {
        return "shift-scans";
    }

    @Override
    public String law() {
        return "scan Σ w·exp(v) = exp(m) · s,  (m, s) = scan (v, w)";
    }

    @Override
    public String condition() {
        return "of affine maps, where no factor is negative; used where prefixes may leave the range that their uses do not";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        Optional<PrefixSum> prefixes = PrefixSum.of(anchor);
        if (prefixes.isEmpty()) {
            return Optional.empty();
        }
        PrefixSum sum = prefixes.get();
        Expansion expansion = Expansion.of(diagram, sum.items());
        Expr body = expansion.fn().body();
        if (!Exponentials.areIn(body)) {
            return Optional.empty();
        }
        Predicate<Expr> isItem = expansion.along(Set.of(sum.scan().over()));
        Exponentials exponentials = Exponentials.of(body, isItem);
        if (!exponentials.seesItems()
                || !SumUses.need(diagram, sum.items(), expansion, exponentials)) {
            return Optional.empty();
        }
        Vanishing asked = Vanishing.of(body, isItem);
        Exponentials whole =
                Exponentials.of(
                        asked.hide(body), leaf -> isItem.test(leaf) || asked.isHidden(leaf));
        Expr largest = asked.reveal(whole.largest());
        Expr weight = asked.reveal(weight(asked.hide(body), whole));
        Items items = new Items(expansion, List.of(largest, weight));
        return sum.factors().isEmpty()
                ? Optional.of(shifted(diagram, sum, items))
                : logarithm(diagram, sum.factors().get())
                        .map(factor -> shifted(diagram, sum, items.after(factor)));
    }

    /// The logarithm of a factor that is never negative.
    private static Optional<Items> logarithm(Diagram diagram, Box factors) {
        Expansion expansion = Expansion.of(diagram, factors);
        Expr factor = expansion.fn().body();
        Expr logarithm =
                SeparateLogarithms.logarithm(expansion, factor)
                        .orElseGet(() -> Expr.call(Fun.LOG, factor));
        return SeparateLogarithms.isPositive(expansion, factor)
                ? Optional.of(new Items(expansion, List.of(logarithm)))
                : Optional.empty();
    }

    /// Functions over the same ports.
    ///
    /// @param of the ports
    /// @param results the logarithm of the factor if there is one, the largest exponent, and the item times the exponential of its negative
    private record Items(Expansion of, List<Expr> results) {
        /// These after others, over the ports of both.
        Items after(Items first) {
            List<String> parameters = new ArrayList<>(of.fn().parameters());
            List<Port> ports = new ArrayList<>(of.ports());
            Map<String, Expr> names = new LinkedHashMap<>();
            for (int i = 0; i < first.of.ports().size(); i++) {
                Port port = first.of.ports().get(i);
                int known = ports.indexOf(port);
                String name = first.of.fn().parameters().get(i);
                String own = name;
                while (known < 0 && parameters.contains(own)) {
                    own += "_";
                }
                if (known < 0) {
                    parameters.add(own);
                    ports.add(port);
                }
                names.put(name, Expr.arg(known < 0 ? own : parameters.get(known)));
            }
            List<Expr> all = new ArrayList<>();
            first.results.forEach(e -> all.add(e.substitute(names::get)));
            all.addAll(results);
            Fn fn = new Fn(parameters, all);
            return new Items(new Expansion(of.diagram(), fn, ports), all);
        }

        /// The exponent alone, after the logarithm of the factor.
        List<Expr> exponents() {
            return results.subList(0, results.size() - 1);
        }

        /// Functions over those parameters that they have.
        Fn over(List<Expr> some) {
            Set<String> arguments = new LinkedHashSet<>();
            some.forEach(e -> arguments.addAll(e.arguments()));
            return new Fn(of.fn().parameters().stream().filter(arguments::contains).toList(), some);
        }

        List<Port> ports(Fn fn) {
            return fn.parameters().stream()
                    .map(name -> of.ports().get(of.fn().parameters().indexOf(name)))
                    .toList();
        }
    }

    /// The rest of one product with an exponential; of several, each relative to the largest.
    private static Expr weight(Expr body, Exponentials exponentials) {
        return Exponentials.product(body)
                .map(Exponentials.Factors::rest)
                .orElseGet(() -> exponentials.relativeTo(Finite.finite(exponentials.largest())));
    }

    private static Rewrite shifted(Diagram diagram, PrefixSum sum, Items items) {
        Op.Scan scan = sum.scan();
        Port output = sum.output();
        Fn exponents = items.over(items.exponents());
        List<Port> read = items.ports(exponents);
        Set<String> along = new LinkedHashSet<>(Set.of(scan.over()));
        items.exponents().forEach(e -> along.addAll(e.indexAxes()));
        read.forEach(port -> along.addAll(port.runsAlong()));
        List<String> axes = output.axes().stream().filter(along::contains).toList();
        DType dtype = ShiftExponentials.precision(diagram, sum.items());
        ScaledSums monoids = new ScaledSums(diagram, dtype, sum.factor().isPresent());
        Op maximum = with(scan, monoids.greatest(), exponents);
        Edit edit = new Edit(diagram);
        List<Box> boxes = new ArrayList<>();
        String result = output.wire();
        Optional<String> known = known(diagram, maximum, read, axes);
        Port m =
                Port.of(
                        new Wire(
                                known.orElseGet(() -> Edit.fresh(diagram, result + "_max")),
                                dtype,
                                axes));
        if (known.isEmpty()) {
            boxes.add(last(edit, diagram, maximum, read, m, dtype));
        }
        Port s = Port.of(new Wire(Edit.fresh(diagram, result + "_scaled"), dtype, output.axes()));
        Fn all = items.over(items.results());
        Op scaled = with(scan, monoids.scaled(), all);
        boxes.add(last(edit, diagram, scaled, items.ports(all), s, dtype));
        Fn restored =
                new Fn(List.of("s", "m"), JoinExponentials.inHalves(Expr.arg("s"), Expr.arg("m")));
        String id = sum.factor().isEmpty() ? sum.box().id() : id(diagram, sum, output);
        boxes.add(new Box(id, new Op.Map(restored), List.of(s, m), List.of(output)));
        sum.factors().ifPresent(factors -> boxes.add(product(diagram, sum, factors)));
        return new Rewrite(
                edit.replace(sum.box(), boxes.toArray(Box[]::new)).done(),
                List.of(sum.box().id()),
                "exp("
                        + items.results().get(items.results().size() - 2)
                        + ") may leave the range of its format: prefixes along "
                        + scan.over()
                        + " are relative to the largest so far, "
                        + m.wire());
    }

    /// A scan of which the last component is wanted: the others go where nothing reads them.
    private static Box last(
            Edit edit, Diagram diagram, Op op, List<Port> inputs, Port output, DType dtype) {
        Monoid monoid = ((Op.Scan) op).monoid();
        List<Port> outputs = new ArrayList<>();
        for (int i = 1; i < monoid.components(); i++) {
            String component = ((Monoid.User) monoid).state().get(i - 1).name();
            String name = Edit.fresh(diagram, output.wire() + "_" + component);
            Wire wire = new Wire(name, dtype, output.axes());
            edit.add(wire);
            outputs.add(Port.of(wire));
        }
        edit.add(new Wire(output.wire(), dtype, output.axes()));
        outputs.add(output);
        return new Box(output.wire(), op, inputs, outputs);
    }

    /// The products of the factors, which the sums no longer have.
    private static Box product(Diagram diagram, PrefixSum sum, Box factors) {
        Fn fn = ((Op.Map) factors.op()).fn();
        return new Box(
                id(diagram, sum, factors.output()),
                with(sum.scan(), Monoid.Scalar.PROD, fn),
                factors.inputs(),
                factors.outputs());
    }

    /// A box is called as what it writes, where no other is.
    private static String id(Diagram diagram, PrefixSum sum, Port output) {
        String wire = output.wire();
        boolean isTaken = diagram.hasBox(wire) && !wire.equals(sum.box().id());
        return isTaken ? Edit.fresh(diagram, wire) : wire;
    }

    /// The wire of a box that takes this maximum already.
    private static Optional<String> known(
            Diagram diagram, Op maximum, List<Port> ports, List<String> axes) {
        return diagram.boxes().stream()
                .filter(box -> box.op().equals(maximum) && box.inputs().equals(ports))
                .map(box -> box.outputs().getLast())
                .filter(port -> port.isPlain() && port.axes().equals(axes))
                .map(Port::wire)
                .filter(wire -> diagram.wire(wire).axes().equals(axes))
                .findFirst();
    }

    private static Op with(Op.Scan scan, Monoid monoid, Fn item) {
        return new Op.Scan(monoid, item, scan.over(), scan.prefix(), scan.direction());
    }
}
