package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// Writes an expression with the wires that the original diagram has already computed.
///
/// ```
///   p = where(z == 0, 0, e / z)   and   where(z != 0, g·e / (z·z), 0)     give   where(z != 0, g·p / z, 0)
/// ```
///
/// A map whose value is one product is a law `product = wire`, used from left to right: a sum of products of which each one that contains the product takes the wire instead. A guard that
/// the wire has itself is dropped, unless what is left mentions what the guard is about. Then common factors come to the front. Nothing is multiplied out.
final class Simplifier {
    private final Reads reads;
    private final Set<String> original;
    private final List<Law> laws = new ArrayList<>();

    /// A wire and the product that it is, along the same axes.
    ///
    /// @param anchor a read in the product that runs along all axes of the wire
    private record Law(Port wire, Product product, Port anchor) {}

    Simplifier(Reads reads, Diagram diagram) {
        this.reads = reads;
        this.original = diagram.wires().keySet();
        diagram.ordered().forEach(box -> law(box).ifPresent(laws::add));
    }

    private Optional<Law> law(Box box) {
        if (!(box.op() instanceof Op.Map(Fn fn)) || !box.hasPlainPorts()) {
            return Optional.empty();
        }
        Products value = gathered(bound(fn, box));
        if (value.terms().size() != 1) {
            return Optional.empty();
        }
        Product product = value.terms().getFirst();
        boolean trivial =
                product.factors().size() < 2
                        && product.factors().values().stream()
                                .allMatch(factor -> factor.atom() instanceof Expr.Arg);
        return box.inputs().stream()
                .filter(port -> !trivial && port.axes().containsAll(box.output().axes()))
                .filter(port -> product.arguments().contains(key(port)))
                .findFirst()
                .map(anchor -> new Law(box.output(), product, anchor));
    }

    private String key(Port port) {
        return ((Expr.Arg) reads.at(port)).name();
    }

    /// The function of a map with its reads in the place of its parameters.
    private Expr bound(Fn fn, Box box) {
        Map<String, Expr> arguments = new HashMap<>();
        for (int i = 0; i < fn.parameters().size(); i++) {
            arguments.put(fn.parameters().get(i), reads.at(box.inputs().get(i)));
        }
        return fn.body().substitute(name -> arguments.getOrDefault(name, Expr.arg(name)));
    }

    /// As a sum of products; what the original diagram does not have is a cotangent.
    Products gathered(Expr e) {
        return Products.gathered(e, key -> !original.contains(reads.port(key).wire()));
    }

    /// The expression, shorter where a law applies.
    Product simplify(Expr e) {
        Products sum = gathered(e);
        List<Product> covered = new ArrayList<>();
        for (Product term : sum.terms()) {
            covered.add(cover(term));
        }
        return Products.sum(covered).asProduct();
    }

    private Product cover(Product term) {
        Product current = term;
        boolean changed = true;
        while (changed) {
            changed = false;
            for (Law law : laws) {
                Optional<Product> next = apply(law, current);
                if (next.isPresent()) {
                    current = next.get();
                    changed = true;
                }
            }
        }
        return current;
    }

    private Optional<Product> apply(Law law, Product term) {
        for (String key : term.arguments()) {
            Port met = reads.port(key);
            if (met.wire().equals(law.anchor.wire()) && met.isPlain()) {
                Optional<Product> covered = applyAt(law, met, term);
                if (covered.isPresent()) {
                    return covered;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Product> applyAt(Law law, Port met, Product term) {
        Map<String, String> renaming = new HashMap<>();
        for (int i = 0; i < met.axes().size(); i++) {
            String axis = met.axes().get(i);
            if (!axis.equals(renaming.getOrDefault(law.anchor.axes().get(i), axis))) {
                return Optional.empty();
            }
            renaming.put(law.anchor.axes().get(i), axis);
        }
        Product product = renamed(law.product, renaming);
        if (!term.contains(product)) {
            return Optional.empty();
        }
        Product rest = term.without(product);
        Set<String> left = new LinkedHashSet<>(rest.arguments());
        Product guards =
                new Product(1, new TreeMap<>(), product.guards())
                        .withoutGuards(
                                guard -> guard.arguments().stream().noneMatch(left::contains));
        Expr wire = reads.at(law.wire.renameAxes(axis -> renaming.getOrDefault(axis, axis)));
        return Optional.of(rest.times(guards).times(Product.atom(wire, 1)));
    }

    private Product renamed(Product product, Map<String, String> renaming) {
        Product result = Product.constant(product.coefficient());
        for (Product.Factor factor : product.factors().values()) {
            result = result.times(Product.atom(renamed(factor.atom(), renaming), factor.power()));
        }
        for (Expr guard : product.guards().values()) {
            result = result.times(Product.guard(renamed(guard, renaming)));
        }
        return result;
    }

    private Expr renamed(Expr e, Map<String, String> renaming) {
        return reads.rename(e, axis -> renaming.getOrDefault(axis, axis));
    }
}
