package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Names;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// An exponential over a sum of exponentials is one exponential: what both numbers of a row were needed for, one does.
///
/// ```
///   e = exp(a - m),  z = Σ e,  p = e / z      ⇒      l = m + log z,  p = exp(min(a - l, 0))
///   e = exp(a),      z = Σ e,  p = e / z      ⇒      l = log z,      p = exp(min(a - l, 0))
///   e / (z + exp(c - m)),  exp(c - m) / (z + exp(c - m))   likewise: l = m + log(z + exp(c - m))
/// ```
///
/// This is a law for diagrams, on wires that a forward pass saves; the normal form of scalars, `rules.algebra.Normalizer`, has no part in it but the like name.
///
/// No term is larger than the sum, so `a` is at most `l`, but for rounding; the minimum says so to the laws that ask. Legal where `z` is the sum of the very row that `e` is of, and `m` runs along its axes; `z` is no negative number. Where `z` is 0, `l` is -inf and `p` stays 0. It saves one of two numbers for each row, and a division for
/// each element; and `l` is in range where `z`, the sum of exponentials as they are, is not.
final class LogarithmicNormalizer {
    private static final Expr ZERO = Expr.num(0);
    private static final Expr NOTHING = Expr.num(Double.NEGATIVE_INFINITY);

    private final Reads reads = new Reads();
    private final Items items = new Items(reads);
    private final Map<String, Wire> totals = new HashMap<>();
    private Diagram diagram;

    private LogarithmicNormalizer(Diagram diagram) {
        this.diagram = diagram;
    }

    /// The diagram with the law applied wherever it can be.
    static Diagram apply(Diagram diagram) {
        LogarithmicNormalizer law = new LogarithmicNormalizer(diagram);
        diagram.ordered().forEach(law::at);
        return law.diagram;
    }

    /// An exponential that is divided.
    ///
    /// @param factor how it stands in the product
    /// @param exponent less the shift that all of the row have in common
    /// @param guards where one fails it is 0
    private record Divided(Expr factor, Expr exponent, Product guards) {}

    private void at(Box quotient) {
        Optional<Product> value =
                quotient.op() instanceof Op.Map ? items.of(quotient) : Optional.empty();
        if (value.isEmpty()) {
            return;
        }
        for (Product.Factor factor : value.get().factors().values()) {
            Optional<RowSum> row =
                    factor.power() == -1
                            ? RowSum.of(factor.atom(), reads, diagram::producer)
                            : Optional.empty();
            Optional<Product> exponential = row.flatMap(each -> exponential(each.items()));
            if (exponential.isPresent()) {
                Optional<Expr> shift = shift(row.get(), exponential.get());
                Optional<Divided> divided =
                        value.get().factors().values().stream()
                                .flatMap(each -> divided(each, row.get(), shift).stream())
                                .findFirst();
                if (divided.isPresent()) {
                    rewrite(quotient, value.get(), row.get(), shift, divided.get());
                    return;
                }
            }
        }
    }

    /// The exponential that is read, along the axes that it is read along.
    private Optional<Product> exponential(Port read) {
        return diagram.producer(read.wire())
                .flatMap(box -> items.read(box, read))
                .filter(Items::isExponential);
    }

    private static Expr exponent(Product exponential) {
        return argument(exponential.factors().firstEntry().getValue().atom());
    }

    private static Expr argument(Expr exponential) {
        return ((Expr.Call) exponential).args().getFirst();
    }

    /// What all exponents of a row are relative to.
    private Optional<Expr> shift(RowSum row, Product items) {
        return exponent(items) instanceof Expr.Call(Fun fun, var ends)
                        && fun == Fun.SUB
                        && Set.copyOf(row.sum().axes()).containsAll(reads.axes(ends.get(1)))
                ? Optional.of(ends.get(1))
                : Optional.empty();
    }

    private Optional<Divided> divided(Product.Factor factor, RowSum row, Optional<Expr> shift) {
        if (factor.power() != 1) {
            return Optional.empty();
        }
        Product none = Product.constant(1);
        if (row.hasBeside(factor.atom())) {
            Expr exponent = unshifted(argument(factor.atom()), shift);
            return Optional.of(new Divided(factor.atom(), exponent, none));
        }
        return factor.atom() instanceof Expr.Arg(String key) && row.isOf(reads.port(key))
                ? exponential(reads.port(key))
                        .map(
                                own ->
                                        new Divided(
                                                factor.atom(),
                                                unshifted(exponent(own), shift),
                                                new Product(1, new TreeMap<>(), own.guards())))
                : Optional.empty();
    }

    private static Expr unshifted(Expr exponent, Optional<Expr> shift) {
        if (shift.isEmpty()) {
            return exponent;
        }
        return exponent instanceof Expr.Call(Fun fun, var ends)
                        && fun == Fun.SUB
                        && ends.get(1).equals(shift.get())
                ? ends.get(0)
                : Expr.call(Fun.ADD, exponent, shift.get());
    }

    private void rewrite(
            Box quotient, Product value, RowSum row, Optional<Expr> shift, Divided divided) {
        List<Wire> wires = new ArrayList<>(diagram.wires().values());
        List<Box> boxes = new ArrayList<>(diagram.boxes());
        Wire like = diagram.wire(row.sum().wire());
        String key =
                reads.rename(row.whole(), Reads.renaming(row.sum().axes(), like.axes())).toString();
        Wire known = totals.get(key);
        Wire total = known == null ? fresh(quotient.output().wire() + "_l", like) : known;
        Port read = row.sum().onWire(total.name());
        int position = boxes.indexOf(diagram.box(quotient.id()));
        Expr l = reads.at(read);
        Expr exponent = Expr.call(Fun.MIN, Expr.call(Fun.SUB, divided.exponent(), l), Expr.num(0));
        Product written =
                row.withoutGuard(
                                value.times(Product.atom(row.whole(), 1))
                                        .times(Product.atom(divided.factor(), -1)))
                        .times(Product.atom(Expr.call(Fun.EXP, exponent), 1))
                        .times(divided.guards())
                        .times(Product.guard(Expr.call(Fun.NE, l, NOTHING)));
        boxes.set(position, map(quotient.id(), written.expr(), quotient.output()));
        if (known == null) {
            Expr log = Expr.call(Fun.LOG, row.whole());
            Expr logarithm = shift.map(m -> Expr.call(Fun.ADD, m, log)).orElse(log);
            Expr guarded = Formulas.where(Fun.EQ, row.whole(), ZERO, NOTHING, logarithm);
            boxes.add(position, map(total.name(), guarded, read));
            wires.add(total);
            totals.put(key, total);
        }
        diagram = diagram.with(wires, boxes);
    }

    private Wire fresh(String wanted, Wire like) {
        Set<String> names = new HashSet<>(diagram.wires().keySet());
        diagram.boxes().forEach(box -> names.add(box.id()));
        return new Wire(Names.fresh(wanted, names), like.dtype(), like.axes());
    }

    private Box map(String id, Expr value, Port output) {
        Emitter.Call call = Emitter.call(reads, value);
        return new Box(id, new Op.Map(call.fn()), call.inputs(), List.of(output));
    }
}
