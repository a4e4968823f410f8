package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Names;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// An exponential over a sum of exponentials is one exponential: what both numbers of a row were needed for, one does.
///
/// ```
///   e = exp(a - m),  z = Σ e,  p = e / z      ⇒      l = m + log z,  p = exp(min(a - l, 0))
///   e = exp(a),      z = Σ e,  p = e / z      ⇒      l = log z,      p = exp(min(a - l, 0))
/// ```
///
/// This is a law for diagrams, on wires that a forward pass saves; the normal form of scalars, `rules.algebra.Normalizer`, has no part in it but the like name.
///
/// No term is larger than the sum, so `a` is at most `l`, but for rounding; the minimum says so to the laws that ask. Legal where `z` is the sum of the very row that `e` is of, and `m` runs along its axes; `z` is no negative number. Where `z` is 0, `l` is -inf and `p` stays 0. It saves one of two numbers for each row, and a division for
/// each element; and `l` is in range where `z`, the sum of exponentials as they are, is not.
final class LogarithmicNormalizer {
    private static final Expr NOTHING = Expr.num(Double.NEGATIVE_INFINITY);

    private final Diagram diagram;
    private final Reads reads = new Reads();

    private LogarithmicNormalizer(Diagram diagram) {
        this.diagram = diagram;
    }

    /// The diagram with the law applied wherever it can be.
    static Diagram apply(Diagram diagram) {
        Diagram current = diagram;
        for (Box box : diagram.ordered()) {
            current = new LogarithmicNormalizer(current).at(box).orElse(current);
        }
        return current;
    }

    private Optional<Diagram> at(Box quotient) {
        Optional<Product> value = product(quotient);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        for (Product.Factor factor : value.get().factors().values()) {
            if (factor.power() == -1 && factor.atom() instanceof Expr.Arg(String key)) {
                Optional<Diagram> changed = over(quotient, value.get(), reads.port(key));
                if (changed.isPresent()) {
                    return changed;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Diagram> over(Box quotient, Product value, Port divisor) {
        Optional<Box> sum = diagram.producer(divisor.wire()).filter(LogarithmicNormalizer::isSum);
        if (sum.isEmpty()) {
            return Optional.empty();
        }
        Port summed = sum.get().inputs().getFirst();
        for (Product.Factor factor : value.factors().values()) {
            if (factor.power() == 1
                    && factor.atom() instanceof Expr.Arg(String key)
                    && reads.port(key).wire().equals(summed.wire())
                    && sum.get()
                            .output()
                            .renameAxes(Reads.renaming(summed.axes(), reads.port(key).axes()))
                            .equals(divisor)) {
                return diagram.producer(summed.wire())
                        .filter(e -> e.output().axes().equals(reads.port(key).axes()))
                        .flatMap(e -> rewritten(quotient, value, divisor, e, key));
            }
        }
        return Optional.empty();
    }

    /// Whether a box adds the items of one wire as they are.
    static boolean isSum(Box box) {
        boolean adds =
                switch (box.op()) {
                    case Op.Reduce(Monoid monoid, Fn item) ->
                            monoid == Monoid.Scalar.SUM && item.body() instanceof Expr.Arg;
                    case Op.Contract(Semiring semiring) -> semiring == Semiring.SUM_PRODUCT;
                    case Op.Map _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                            false;
                };
        return adds && box.inputs().size() == 1 && box.hasPlainPorts();
    }

    private Optional<Product> product(Box box) {
        if (!(box.op() instanceof Op.Map(Fn fn)) || !box.hasPlainPorts()) {
            return Optional.empty();
        }
        Expr bound =
                fn.body()
                        .substitute(
                                name -> reads.at(box.inputs().get(fn.parameters().indexOf(name))));
        Products value = Products.gathered(bound, _ -> false);
        return value.terms().size() == 1 ? Optional.of(value.terms().getFirst()) : Optional.empty();
    }

    private Optional<Diagram> rewritten(
            Box quotient, Product value, Port divisor, Box exponential, String key) {
        Optional<Product> inner = product(exponential);
        if (inner.isEmpty()
                || inner.get().factors().size() != 1
                || inner.get().coefficient() != 1
                || !(inner.get().factors().firstEntry().getValue()
                        instanceof Product.Factor(var atom, double power))
                || power != 1
                || !(atom instanceof Expr.Call(Fun fun, var args))
                || fun != Fun.EXP) {
            return Optional.empty();
        }
        Expr item = args.getFirst();
        Expr sum = reads.at(divisor);
        Wire row = diagram.wire(divisor.wire());
        Set<String> names = new HashSet<>(diagram.wires().keySet());
        diagram.boxes().forEach(box -> names.add(box.id()));
        Wire total =
                new Wire(
                        Names.fresh(quotient.output().wire() + "_l", names),
                        row.dtype(),
                        row.axes());
        Expr logarithm = Expr.call(Fun.LOG, sum);
        if (item instanceof Expr.Call(Fun minus, var ends)
                && minus == Fun.SUB
                && Set.copyOf(divisor.axes()).containsAll(reads.axes(ends.get(1)))) {
            item = ends.get(0);
            logarithm = Expr.call(Fun.ADD, ends.get(1), logarithm);
        }
        Expr l = reads.at(divisor.onWire(total.name()));
        Expr exponent = Expr.call(Fun.MIN, Expr.call(Fun.SUB, item, l), Expr.num(0));
        Product rest =
                value.times(Product.atom(sum, 1))
                        .times(Product.atom(reads.at(reads.port(key)), -1))
                        .withoutGuards(guard -> guard.equals(Expr.call(Fun.NE, sum, Expr.num(0))))
                        .times(Product.atom(Expr.call(Fun.EXP, exponent), 1))
                        .times(new Product(1, new TreeMap<>(), inner.get().guards()))
                        .times(Product.guard(Expr.call(Fun.NE, l, NOTHING)));
        Box logarithms =
                map(
                        total.name(),
                        Formulas.where(Fun.EQ, sum, Expr.num(0), NOTHING, logarithm),
                        divisor.onWire(total.name()));
        List<Box> boxes = new ArrayList<>();
        for (Box box : diagram.boxes()) {
            if (box.id().equals(quotient.id())) {
                boxes.add(logarithms);
                boxes.add(map(quotient.id(), rest.expr(), quotient.output()));
            } else {
                boxes.add(box);
            }
        }
        List<Wire> wires = new ArrayList<>(diagram.wires().values());
        wires.add(total);
        return Optional.of(diagram.with(wires, boxes));
    }

    private Box map(String id, Expr value, Port output) {
        Emitter.Call call = Emitter.call(reads, value);
        return new Box(id, new Op.Map(call.fn()), call.inputs(), List.of(output));
    }
}
