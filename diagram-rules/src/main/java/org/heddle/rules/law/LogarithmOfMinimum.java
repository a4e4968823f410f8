package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// The logarithm of the least of several exponentials is the least of their logarithms.
///
/// ```
///  s ──[reduce min exp(s)]── m ──[log m]──   ⇒   s ──[reduce min s]──
/// ```
///
/// Legal always: logarithms rise, and of no items both sides are +inf. Used where the items' logarithms come apart ({@link SeparateLogarithms}). Saves an exponential for every item, and the result where the least exponential is
/// below what its format holds. The greatest of several is as far in range as their maximum is, and of no items its logarithm has no value; so there is no such law of it.
public final class LogarithmOfMinimum implements Rule {
    @Override
    public String name() {
        return "logarithm-of-minimum";
    }

    @Override
    public String law() {
        return "log(min f) = min(log f)";
    }

    @Override
    public String condition() {
        return "always; used where f is a product with an exponential";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!(anchor.op() instanceof Op.Map(Fn fn)) || fn.results().size() != 1) {
            return Optional.empty();
        }
        for (int i = 0; i < fn.parameters().size(); i++) {
            Expr logarithm = Expr.call(Fun.LOG, Expr.arg(fn.parameters().get(i)));
            Port port = anchor.inputs().get(i);
            if (port.isPlain() && fn.body().hasPart(logarithm::equals)) {
                Optional<Rewrite> rewrite =
                        diagram.producer(port.wire())
                                .filter(LogarithmOfMinimum::isMinimum)
                                .flatMap(
                                        least ->
                                                raised(
                                                        diagram, anchor, fn, port, least,
                                                        logarithm));
                if (rewrite.isPresent()) {
                    return rewrite;
                }
            }
        }
        return Optional.empty();
    }

    private static boolean isMinimum(Box box) {
        return box.op() instanceof Op.Reduce(Monoid monoid, _)
                && monoid == Monoid.Scalar.MIN
                && box.output().isPlain();
    }

    private static Optional<Rewrite> raised(
            Diagram diagram, Box anchor, Fn fn, Port port, Box least, Expr logarithm) {
        Expansion items = Expansion.of(diagram, least);
        return SeparateLogarithms.logarithm(items, items.fn().body())
                .map(
                        item -> {
                            Wire values = diagram.wire(port.wire());
                            Wire logarithms =
                                    new Wire(
                                            Edit.fresh(diagram, values.name() + "_log"),
                                            values.dtype(),
                                            values.axes());
                            Box of = items.box(least, item);
                            Box minimum =
                                    new Box(
                                            logarithms.name(),
                                            of.op(),
                                            of.inputs(),
                                            List.of(
                                                    new Port(
                                                            logarithms.name(),
                                                            least.output().axes())));
                            Box reader = reader(anchor, fn, port, logarithms, logarithm);
                            return new Rewrite(
                                    new Edit(diagram)
                                            .add(logarithms)
                                            .replace(anchor, minimum, reader)
                                            .done(),
                                    List.of(anchor.id(), least.id()),
                                    anchor.id()
                                            + " takes the logarithm of the least exponential "
                                            + values.name());
                        });
    }

    /// The map with the logarithm read in place of taken.
    private static Box reader(Box anchor, Fn fn, Port port, Wire logarithms, Expr logarithm) {
        List<String> parameters = new ArrayList<>(fn.parameters());
        List<Port> ports = new ArrayList<>(anchor.inputs());
        String parameter = logarithms.name();
        Expr body = fn.body().rewrite(e -> e.equals(logarithm) ? Expr.arg(parameter) : e);
        parameters.add(parameter);
        ports.add(new Port(logarithms.name(), port.axes()));
        for (int i = parameters.size() - 2; i >= 0; i--) {
            if (ports.get(i).equals(port) && !body.arguments().contains(parameters.get(i))) {
                parameters.remove(i);
                ports.remove(i);
            }
        }
        return new Box(anchor.id(), new Op.Map(new Fn(parameters, body)), ports, anchor.outputs());
    }
}
