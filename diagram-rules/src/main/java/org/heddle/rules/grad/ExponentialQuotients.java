package org.heddle.rules.grad;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.law.Inlining;

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
    private final Diagram diagram;
    private final Reads reads = new Reads();
    private final Emitter emitter;
    private final Map<String, Wire> quotients = new HashMap<>();

    private ExponentialQuotients(Diagram diagram) {
        this.diagram = diagram;
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
        Optional<Product> item = item(box).flatMap(this::withQuotient);
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

    /// What a map writes or a sum adds, where it is one product.
    private Optional<Product> item(Box box) {
        boolean isKnown =
                switch (box.op()) {
                    case Op.Map(Fn fn) -> fn.results().size() == 1;
                    case Op.Reduce(Monoid monoid, _) -> monoid == Monoid.Scalar.SUM;
                    case Op.Contract(Semiring semiring) -> semiring == Semiring.SUM_PRODUCT;
                    case Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
                };
        return isKnown && box.hasPlainPorts()
                ? product(box, Inlining.itemOf(box.op(), box.inputs().size()))
                : Optional.empty();
    }

    private Optional<Product> product(Box box, Fn fn) {
        Expr value =
                fn.body()
                        .substitute(
                                name -> reads.at(box.inputs().get(fn.parameters().indexOf(name))));
        Products products = Products.gathered(value, _ -> false);
        return products.terms().size() == 1
                ? Optional.of(products.terms().getFirst())
                : Optional.empty();
    }

    private Optional<Product> withQuotient(Product item) {
        for (Product.Factor factor : item.factors().values()) {
            if (factor.power() == 1 && factor.atom() instanceof Expr.Arg(String key)) {
                Port exponential = reads.port(key);
                for (Box sum : sums(exponential.wire())) {
                    Port whole =
                            sum.output()
                                    .renameAxes(
                                            Reads.renaming(
                                                    sum.inputs().getFirst().axes(),
                                                    exponential.axes()));
                    Optional<Product> divided = divided(item, exponential, whole);
                    if (divided.isPresent()) {
                        return divided.map(product -> quotient(product, exponential, whole, sum));
                    }
                }
            }
        }
        return Optional.empty();
    }

    /// Sums of a wire of exponentials over some of its axes.
    private List<Box> sums(String wire) {
        boolean isExponential =
                emitter.producer(wire)
                        .filter(box -> box.op() instanceof Op.Map && box.hasPlainPorts())
                        .flatMap(this::item)
                        .filter(ExponentialQuotients::isExponential)
                        .isPresent();
        return isExponential
                ? diagram.readers(wire).stream().filter(LogarithmicNormalizer::isSum).toList()
                : List.of();
    }

    private static boolean isExponential(Product product) {
        return product.coefficient() == 1
                && product.factors().size() == 1
                && product.factors().firstEntry().getValue()
                        instanceof Product.Factor(Expr.Call(Fun fun, _), double power)
                && fun == Fun.EXP
                && power == 1;
    }

    /// The product as one that has the sum as a divisor, if it is one: of a factor that is a quotient, the rest stays.
    private Optional<Product> divided(Product item, Port exponential, Port whole) {
        Expr z = reads.at(whole);
        if (isDivisor(item, z)) {
            return Optional.of(item);
        }
        for (Product.Factor factor : List.copyOf(item.factors().values())) {
            if (factor.power() == 1
                    && factor.atom() instanceof Expr.Arg(String key)
                    && !reads.port(key).equals(exponential)) {
                Port read = reads.port(key);
                Optional<Box> map =
                        emitter.producer(read.wire()).filter(box -> box.op() instanceof Op.Map);
                Optional<Product> quotient =
                        map.flatMap(this::item).map(own -> renamed(own, map.get().output(), read));
                if (quotient.isPresent() && isDivisor(quotient.get(), z)) {
                    Product rest = withoutGuard(quotient.get().times(Product.atom(z, 1)), z);
                    return Optional.of(
                            item.times(Product.atom(factor.atom(), -1))
                                    .times(isRead(rest) ? rest : written(read, rest))
                                    .times(Product.atom(z, -1)));
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isDivisor(Product product, Expr z) {
        return product.factors().values().stream()
                .anyMatch(factor -> factor.atom().equals(z) && factor.power() <= -1);
    }

    private static Product withoutGuard(Product product, Expr z) {
        return product.withoutGuards(guard -> guard.equals(Expr.call(Fun.NE, z, Expr.num(0))));
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

    private Product renamed(Product product, Port from, Port to) {
        Expr value = reads.rename(product.expr(), Reads.renaming(from.axes(), to.axes()));
        return Products.gathered(value, _ -> false).asProduct();
    }

    /// The product with the quotient for the exponential and its divisor.
    private Product quotient(Product product, Port exponential, Port whole, Box sum) {
        Expr z = reads.at(whole);
        Wire of = emitter.wire(exponential.wire());
        Wire quotient =
                quotients.computeIfAbsent(
                        sum.output().wire(),
                        total -> {
                            Wire fresh =
                                    emitter.fresh(of.name() + "_" + total, of.dtype(), of.axes());
                            Product value =
                                    Product.atom(reads.at(exponential), 1)
                                            .times(Product.atom(z, -1));
                            emitter.map(fresh, exponential.axes(), value.expr());
                            return fresh;
                        });
        return withoutGuard(
                product.times(Product.atom(z, 1))
                        .times(Product.atom(reads.at(exponential), -1))
                        .times(Product.atom(reads.at(exponential.onWire(quotient.name())), 1)),
                z);
    }
}
