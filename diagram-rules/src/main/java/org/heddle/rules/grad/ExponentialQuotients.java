package org.heddle.rules.grad;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;

/// An exponential and the reciprocal of the sum that it is part of meet in one quotient, wherever a product has both.
///
/// ```
///   w = exp(a),  z = Σ w:      b = c / z,  Σ w·b      ⇒      p = w / z,  Σ p·c
///                              w·c / z                ⇒      p·c
/// ```
///
/// Legal by the commutative and associative laws of products; an author who divides a sum of products, `Σ w·v / z`, gets what one who sums products with quotients has, for whom
/// {@link LogarithmicNormalizer} makes one number of each row. Only boxes that depend on a cotangent are written anew.
final class ExponentialQuotients {
    private final Reads reads = new Reads();
    private final Items items = new Items(reads);
    private final Emitter emitter;
    private final Map<String, Wire> quotients = new HashMap<>();

    private ExponentialQuotients(Diagram diagram) {
        this.emitter = new Emitter(diagram.with(diagram.wires().values(), List.<Box>of()), reads);
    }

    /// The diagram with quotients of exponentials for wires.
    ///
    /// @param anew boxes that may be written with them; no box that writes an exponential or its sum is among them
    static Diagram apply(Diagram diagram, Set<String> anew) {
        ExponentialQuotients quotients = new ExponentialQuotients(diagram);
        for (Box box : diagram.ordered()) {
            if (!anew.contains(box.id()) || !quotients.isWritten(box)) {
                quotients.emitter.add(box);
            }
        }
        return quotients.emitter.whole(diagram.inputs(), diagram.outputs());
    }

    private boolean isWritten(Box box) {
        Optional<Product> item = items.of(box).flatMap(this::withQuotient);
        item.ifPresent(
                product -> {
                    Port output = box.output();
                    Wire wire = emitter.wire(output.wire());
                    if (box.op() instanceof Op.Map) {
                        emitter.map(wire, output.axes(), product.expr());
                    } else {
                        emitter.sum(wire, output.axes(), product.expr());
                    }
                });
        return item.isPresent();
    }

    private Optional<Product> withQuotient(Product item) {
        for (Product.Factor factor : item.factors().values()) {
            Optional<RowSum> divisor = divisor(factor);
            Optional<Port> exponential = divisor.flatMap(row -> exponential(item, row));
            if (exponential.isPresent()) {
                return Optional.of(quotient(item, exponential.get(), divisor.get()));
            }
        }
        return item.factors().values().stream()
                .flatMap(factor -> withDivisorOf(factor, item).stream())
                .findFirst();
    }

    private Optional<RowSum> divisor(Product.Factor factor) {
        return factor.power() <= -1
                ? RowSum.of(factor.atom(), reads, emitter::producer)
                : Optional.empty();
    }

    /// A read of an exponential of the row that the product is divided by.
    private Optional<Port> exponential(Product item, RowSum row) {
        return item.factors().values().stream()
                .filter(factor -> factor.power() == 1)
                .flatMap(
                        factor ->
                                factor.atom() instanceof Expr.Arg(String key)
                                        ? Stream.of(reads.port(key))
                                        : Stream.empty())
                .filter(row::isOf)
                .filter(
                        port ->
                                map(port.wire())
                                        .flatMap(items::of)
                                        .filter(Items::isExponential)
                                        .isPresent())
                .findFirst();
    }

    private Optional<Box> map(String wire) {
        return emitter.producer(wire).filter(box -> box.op() instanceof Op.Map);
    }

    /// The product with a divisor that one of its factors has: of that factor the rest stays.
    private Optional<Product> withDivisorOf(Product.Factor factor, Product item) {
        if (factor.power() != 1 || !(factor.atom() instanceof Expr.Arg(String key))) {
            return Optional.empty();
        }
        Port read = reads.port(key);
        Optional<Product> own = map(read.wire()).flatMap(box -> items.read(box, read));
        for (Product.Factor inner : own.map(Product::factors).orElse(new TreeMap<>()).values()) {
            Optional<RowSum> divisor = divisor(inner);
            Optional<Port> exponential = divisor.flatMap(row -> exponential(item, row));
            if (exponential.isPresent()) {
                Expr whole = divisor.get().whole();
                Product rest = divisor.get().withoutGuard(own.get().times(Product.atom(whole, 1)));
                Product apart =
                        item.times(Product.atom(factor.atom(), -1))
                                .times(isRead(rest) ? rest : written(read, rest))
                                .times(Product.atom(whole, -1));
                return Optional.of(quotient(apart, exponential.get(), divisor.get()));
            }
        }
        return Optional.empty();
    }

    private static boolean isRead(Product product) {
        return product.coefficient() == 1
                && product.guards().isEmpty()
                && product.factors().size() == 1
                && product.factors().firstEntry().getValue()
                        instanceof Product.Factor(Expr.Arg _, double power)
                && power == 1;
    }

    /// A product as a wire of its own, along the axes of a read.
    private Product written(Port like, Product value) {
        Wire wire = emitter.wire(like.wire());
        Wire rest = emitter.fresh(wire.name(), wire.dtype(), wire.axes());
        emitter.map(rest, like.axes(), value.expr());
        return Product.atom(reads.at(like.onWire(rest.name())), 1);
    }

    /// The product with the quotient for the exponential and its divisor.
    private Product quotient(Product product, Port exponential, RowSum row) {
        Wire of = emitter.wire(exponential.wire());
        String key =
                reads.rename(row.whole(), Reads.renaming(exponential.axes(), of.axes())).toString();
        Wire quotient =
                quotients.computeIfAbsent(
                        key,
                        _ -> {
                            String name = of.name() + "_" + row.sum().wire();
                            Wire fresh = emitter.fresh(name, of.dtype(), of.axes());
                            Product value =
                                    Product.atom(reads.at(exponential), 1)
                                            .times(Product.atom(row.whole(), -1));
                            emitter.map(fresh, exponential.axes(), value.expr());
                            return fresh;
                        });
        return row.withoutGuard(
                product.times(Product.atom(row.whole(), 1))
                        .times(Product.atom(reads.at(exponential), -1))
                        .times(Product.atom(reads.at(exponential.onWire(quotient.name())), 1)));
    }
}
