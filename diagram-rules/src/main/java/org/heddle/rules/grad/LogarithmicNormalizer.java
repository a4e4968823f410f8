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

    private void at(Box box) {
        Optional<Expr> value = box.op() instanceof Op.Map ? items.value(box) : Optional.empty();
        if (value.isPresent()) {
            Expr anew = anew(box, value.get());
            if (!anew.equals(value.get())) {
                List<Box> boxes = new ArrayList<>(diagram.boxes());
                boxes.set(position(box), map(box.id(), anew, box.output()));
                diagram = diagram.with(diagram.wires().values(), boxes);
            }
        }
    }

    /// The value with the law applied to the outermost products to which it can be.
    private Expr anew(Box box, Expr value) {
        Optional<Expr> quotient = Items.product(value).flatMap(product -> anew(box, product));
        if (quotient.isPresent()) {
            return quotient.get();
        }
        if (!(value instanceof Expr.Call(Fun fun, List<Expr> args))) {
            return value;
        }
        return switch (fun) {
            case ADD, SUB, NEG, MUL ->
                    new Expr.Call(fun, args.stream().map(arg -> anew(box, arg)).toList());
            case DIV -> new Expr.Call(fun, List.of(anew(box, args.get(0)), args.get(1)));
            case WHERE ->
                    new Expr.Call(
                            fun,
                            List.of(args.get(0), anew(box, args.get(1)), anew(box, args.get(2))));
            default -> value;
        };
    }

    private Optional<Expr> anew(Box box, Product value) {
        for (Product.Factor factor : value.factors().values()) {
            Optional<RowSum> row =
                    factor.power() == -1
                            ? RowSum.of(factor.atom(), reads, diagram::producer)
                            : Optional.empty();
            Optional<Product> exponential = row.flatMap(this::exponential);
            if (exponential.isPresent()) {
                Optional<Expr> shift = shift(row.get(), exponential.get());
                Optional<Divided> divided =
                        value.factors().values().stream()
                                .flatMap(each -> divided(each, row.get(), shift).stream())
                                .findFirst();
                if (divided.isPresent()) {
                    return Optional.of(quotient(box, value, row.get(), shift, divided.get()));
                }
            }
        }
        return Optional.empty();
    }

    /// The items of a row, along the axes that their sum is read along.
    private Optional<Product> exponential(RowSum row) {
        if (row.isOfWire()) {
            return exponential(row.items());
        }
        return items.value(row.box())
                .map(
                        item ->
                                reads.rename(
                                        item,
                                        Reads.renaming(
                                                row.box().output().axes(), row.sum().axes())))
                .flatMap(Items::product)
                .filter(Items::isExponential);
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
        boolean isItem =
                !row.isOfWire()
                        && exponential(row)
                                .map(item -> item.factors().firstEntry().getValue().atom())
                                .filter(factor.atom()::equals)
                                .isPresent();
        if (isItem || row.hasBeside(factor.atom())) {
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

    /// @param box before which the logarithm is computed, where it is not yet
    private Expr quotient(
            Box box, Product value, RowSum row, Optional<Expr> shift, Divided divided) {
        Wire like = diagram.wire(row.sum().wire());
        String key =
                reads.rename(row.whole(), Reads.renaming(row.sum().axes(), like.axes())).toString();
        Wire known = totals.get(key);
        Wire total = known == null ? fresh(box.output().wire() + "_l", like) : known;
        Port read = row.sum().onWire(total.name());
        Expr l = reads.at(read);
        Expr exponent = Expr.call(Fun.MIN, Expr.call(Fun.SUB, divided.exponent(), l), Expr.num(0));
        if (known == null) {
            Expr log = Expr.call(Fun.LOG, row.whole());
            Expr logarithm = shift.map(m -> Expr.call(Fun.ADD, m, log)).orElse(log);
            Expr guarded = Formulas.where(Fun.EQ, row.whole(), ZERO, NOTHING, logarithm);
            List<Box> boxes = new ArrayList<>(diagram.boxes());
            boxes.add(position(box), map(total.name(), guarded, read));
            List<Wire> wires = new ArrayList<>(diagram.wires().values());
            wires.add(total);
            totals.put(key, total);
            diagram = diagram.with(wires, boxes);
        }
        return row.withoutGuard(
                        value.times(Product.atom(row.whole(), 1))
                                .times(Product.atom(divided.factor(), -1)))
                .times(Product.atom(Expr.call(Fun.EXP, exponent), 1))
                .times(divided.guards())
                .times(Product.guard(Expr.call(Fun.NE, l, NOTHING)))
                .expr();
    }

    private int position(Box box) {
        return diagram.boxes().indexOf(diagram.box(box.id()));
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
