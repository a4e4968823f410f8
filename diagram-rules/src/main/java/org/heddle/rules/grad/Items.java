package org.heddle.rules.grad;

import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.rules.law.Inlining;

/// What boxes write or add, as products of reads.
///
/// ```
///   b = c / z           c·z⁻¹
///   d = Σ_x w·v·b       w·v·b
/// ```
final class Items {
    private final Reads reads;

    Items(Reads reads) {
        this.reads = reads;
    }

    /// What a map writes or a sum adds, along the axes of the box, where it is one product.
    Optional<Product> of(Box box) {
        return value(box).flatMap(Items::product);
    }

    /// An expression as a product, where it is one.
    static Optional<Product> product(Expr value) {
        Products products = Products.gathered(value, _ -> false);
        return products.terms().size() == 1
                ? Optional.of(products.terms().getFirst())
                : Optional.empty();
    }

    /// What a map writes or a sum adds, along the axes of the box.
    Optional<Expr> value(Box box) {
        boolean isKnown =
                switch (box.op()) {
                    case Op.Map(Fn fn) -> fn.results().size() == 1;
                    case Op.Reduce(Monoid monoid, _) -> monoid == Monoid.Scalar.SUM;
                    case Op.Contract(Semiring semiring) -> semiring == Semiring.SUM_PRODUCT;
                    case Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
                };
        if (!isKnown || !box.hasPlainPorts()) {
            return Optional.empty();
        }
        Fn fn = Inlining.itemOf(box.op(), box.inputs().size());
        return Optional.of(
                fn.body()
                        .substitute(
                                name -> reads.at(box.inputs().get(fn.parameters().indexOf(name)))));
    }

    /// What a map writes, along the axes that it is read along, where it is one product.
    Optional<Product> read(Box box, Port port) {
        return box.op() instanceof Op.Map
                ? of(box).map(own -> renamed(own, box.output(), port))
                : Optional.empty();
    }

    private Product renamed(Product product, Port from, Port to) {
        Expr value = reads.rename(product.expr(), Reads.renaming(from.axes(), to.axes()));
        return Products.gathered(value, _ -> false).asProduct();
    }

    /// Whether a product is an exponential, perhaps 0 under conditions.
    static boolean isExponential(Product product) {
        return product.coefficient() == 1
                && product.factors().size() == 1
                && product.factors().firstEntry().getValue().power() == 1
                && RowSum.isExponential(product.factors().firstEntry().getValue().atom());
    }
}
