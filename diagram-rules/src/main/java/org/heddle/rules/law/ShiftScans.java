package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
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
/// Legal for every scan by sum, whatever its prefix and direction. Where the maximum is infinite, 0 stands for it in the exponents. Used where what is made of the prefixes is in range though they may not be: where they are divided, divided by, or under a logarithm ({@link SumUses}); a maximum of the whole axis does not help them, since the largest item may come last.
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
        return "always; used where prefixes may leave the range that their uses do not";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!(anchor.op() instanceof Op.Scan scan) || !isSum(scan)) {
            return Optional.empty();
        }
        Expansion expansion = Expansion.of(diagram, anchor);
        Expr body = expansion.fn().body();
        if (!Exponentials.areIn(body)) {
            return Optional.empty();
        }
        Predicate<Expr> isItem = expansion.along(Set.of(scan.over()));
        Exponentials exponentials = Exponentials.of(body, isItem);
        if (!exponentials.seesItems() || !SumUses.need(diagram, anchor, expansion, exponentials)) {
            return Optional.empty();
        }
        Vanishing asked = Vanishing.of(body, isItem);
        Exponentials whole =
                Exponentials.of(
                        asked.hide(body), leaf -> isItem.test(leaf) || asked.isHidden(leaf));
        Expr largest = asked.reveal(whole.largest());
        Expr weight = asked.reveal(weight(asked.hide(body), whole));
        return Optional.of(shifted(diagram, anchor, scan, expansion, new Item(largest, weight)));
    }

    static boolean isSum(Op op) {
        return op instanceof Op.Scan(Monoid monoid, _, _, _, _) && monoid == Monoid.Scalar.SUM;
    }

    /// An item of the scaled scan.
    ///
    /// @param exponent the largest one
    /// @param weight the item times the exponential of its negative
    private record Item(Expr exponent, Expr weight) {}

    /// The rest of one product with an exponential; of several, each relative to the largest.
    private static Expr weight(Expr body, Exponentials exponentials) {
        return Exponentials.product(body)
                .map(Exponentials.Factors::rest)
                .orElseGet(
                        () -> exponentials.relativeTo(Exponentials.finite(exponentials.largest())));
    }

    private static Rewrite shifted(
            Diagram diagram, Box anchor, Op.Scan scan, Expansion expansion, Item item) {
        Fn greatest = over(expansion, item.exponent());
        Set<String> along = new LinkedHashSet<>(item.exponent().indexAxes());
        along.add(scan.over());
        ports(expansion, greatest).forEach(port -> along.addAll(port.runsAlong()));
        List<String> axes = anchor.output().axes().stream().filter(along::contains).toList();
        String result = anchor.output().wire();
        DType dtype = ShiftExponentials.precision(diagram, anchor);
        Op maximum = with(scan, Monoid.Scalar.MAX, greatest);
        Optional<Wire> known =
                ShiftExponentials.known(diagram, maximum, ports(expansion, greatest), axes);
        Wire m = known.orElseGet(() -> new Wire(Edit.fresh(diagram, result + "_max"), dtype, axes));
        Wire own = new Wire(Edit.fresh(diagram, result + "_own"), dtype, anchor.output().axes());
        Wire s = new Wire(Edit.fresh(diagram, result + "_scaled"), dtype, anchor.output().axes());
        Box max = new Box(m.name(), maximum, ports(expansion, greatest), List.of(Port.of(m)));
        Fn pair = new Fn(expansion.fn().parameters(), List.of(item.exponent(), item.weight()));
        Box sum =
                new Box(
                        s.name(),
                        with(scan, scaled(diagram, dtype), pair),
                        expansion.ports(),
                        List.of(Port.of(own), Port.of(s)));
        Fn restored =
                new Fn(List.of("s", "m"), JoinExponentials.inHalves(Expr.arg("s"), Expr.arg("m")));
        Box restore =
                new Box(
                        anchor.id(),
                        new Op.Map(restored),
                        List.of(Port.of(s), Port.of(m)),
                        anchor.outputs());
        Edit edit = new Edit(diagram).add(own).add(s);
        return new Rewrite(
                (known.isPresent()
                                ? edit.replace(anchor, sum, restore)
                                : edit.add(m).replace(anchor, max, sum, restore))
                        .done(),
                List.of(anchor.id()),
                "exp("
                        + item.exponent()
                        + ") may leave the range of its format: prefixes along "
                        + scan.over()
                        + " are relative to the largest so far, "
                        + m.name());
    }

    private static Op with(Op.Scan scan, Monoid monoid, Fn item) {
        return new Op.Scan(monoid, item, scan.over(), scan.prefix(), scan.direction());
    }

    /// A function over those parameters that it has.
    private static Fn over(Expansion expansion, Expr e) {
        Set<String> arguments = e.arguments();
        return new Fn(expansion.fn().parameters().stream().filter(arguments::contains).toList(), e);
    }

    private static List<Port> ports(Expansion expansion, Fn fn) {
        List<Port> ports = new ArrayList<>();
        for (String parameter : fn.parameters()) {
            ports.add(expansion.ports().get(expansion.fn().parameters().indexOf(parameter)));
        }
        return ports;
    }

    /// The monoid of scaled sums, by a name that no other monoid of the diagram has.
    private static Monoid.User scaled(Diagram diagram, DType dtype) {
        Expr left = Expr.arg("m");
        Expr right = Expr.arg("m'");
        Expr larger = Expr.call(Fun.MAX, left, right);
        Expr shift = Exponentials.finite(larger);
        Expr sum =
                Expr.call(
                        Fun.ADD,
                        Expr.call(Fun.MUL, Expr.arg("s"), exp(left, shift)),
                        Expr.call(Fun.MUL, Expr.arg("s'"), exp(right, shift)));
        Expr least = Expr.num(Double.NEGATIVE_INFINITY);
        List<Monoid.Component> state =
                List.of(
                        new Monoid.Component("m", dtype, least, larger),
                        new Monoid.Component("s", dtype, Expr.num(0), sum));
        String name = "scaled";
        while (isTaken(diagram, new Monoid.User(name, state))) {
            name += "_";
        }
        return new Monoid.User(name, state);
    }

    private static boolean isTaken(Diagram diagram, Monoid.User monoid) {
        return diagram.boxes().stream()
                .map(Box::op)
                .map(
                        op ->
                                switch (op) {
                                    case Op.Reduce(Monoid own, _) -> own;
                                    case Op.Scan(Monoid own, _, _, _, _) -> own;
                                    case Op.Contract _,
                                            Op.Map _,
                                            Op.Reindex _,
                                            Op.Constant _,
                                            Op.Call _,
                                            Op.Block _ ->
                                            monoid;
                                })
                .anyMatch(own -> own.text().equals(monoid.name()) && !own.equals(monoid));
    }

    private static Expr exp(Expr exponent, Expr shift) {
        return Expr.call(Fun.EXP, Expr.call(Fun.SUB, exponent, shift));
    }
}
