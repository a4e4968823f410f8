package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;

/// Reads as arguments of expressions: `Arg("S[q, x]")` is the element of `S` that the port `S[q, x]` reads. Equal reads have equal names, so that equal expressions are equal.
final class Reads {
    private final Map<String, Port> ports = new HashMap<>();

    /// The element that a port reads.
    Expr at(Port port) {
        String key = port + port.fillExpr().map(fill -> " else " + fill).orElse("");
        ports.put(key, port);
        return Expr.arg(key);
    }

    /// The port of an argument.
    Port port(String key) {
        Port port = ports.get(key);
        if (port == null) {
            throw new IllegalArgumentException("'" + key + "' reads nothing");
        }
        return port;
    }

    boolean isRead(String name) {
        return ports.containsKey(name);
    }

    /// Axes that a value varies along.
    Set<String> axes(Expr value) {
        Set<String> axes = new LinkedHashSet<>();
        value.arguments().forEach(key -> axes.addAll(port(key).runsAlong()));
        axes.addAll(value.indexAxes());
        return axes;
    }

    Set<String> axes(Product product) {
        Set<String> axes = new LinkedHashSet<>();
        product.factors().values().forEach(factor -> axes.addAll(axes(factor.atom())));
        product.guards().values().forEach(guard -> axes.addAll(axes(guard)));
        return axes;
    }

    /// How many reads and indices of a product depend on an axis.
    long count(Product product, String axis) {
        List<Expr> parts = new ArrayList<>(product.guards().values());
        product.factors().values().forEach(factor -> parts.add(factor.atom()));
        long indices = parts.stream().filter(e -> e.indexAxes().contains(axis)).count();
        return indices
                + product.arguments().stream()
                        .filter(key -> port(key).runsAlong().contains(axis))
                        .count();
    }

    /// The value along other axes, which have the same sizes.
    Expr rename(Expr value, UnaryOperator<String> renaming) {
        return mapReads(value, port -> port.renameAxes(renaming))
                .rewrite(
                        e ->
                                e instanceof Expr.Index(String axis)
                                        ? new Expr.Index(renaming.apply(axis))
                                        : e);
    }

    /// Axes by position: each of `from` becomes the one of `to`, others stay.
    static UnaryOperator<String> renaming(List<String> from, List<String> to) {
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < from.size(); i++) {
            names.put(from.get(i), to.get(i));
        }
        return axis -> names.getOrDefault(axis, axis);
    }

    Expr mapReads(Expr value, UnaryOperator<Port> change) {
        return value.substitute(key -> at(change.apply(port(key))));
    }
}
