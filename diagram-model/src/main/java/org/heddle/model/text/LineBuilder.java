package org.heddle.model.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// Turns the right side of a line into boxes: the last one is what the line says, those before it compute what is nested.
///
/// ```
/// P[q, x] = softmax[x](S[q, x] / sqrt(|d|))     P_1[q, x] = S[q, x] / sqrt(|d|)
///                                           ⇒   P[q, x] = softmax[x](P_1[q, x])
/// ```
final class LineBuilder {
    private final BodyBuilder body;
    private final Surroundings around;
    private final Wires wires;
    private final Products products;
    private final String base;

    /// @param base what new wires are named after
    LineBuilder(BodyBuilder body, Surroundings around, Wires wires, String base) {
        this.body = body;
        this.around = around;
        this.wires = wires;
        this.products = new Products(around, wires);
        this.base = base;
    }

    Products products() {
        return products;
    }

    Port resolve(Term.Read read) {
        return wires.resolve(read.port(), read.bare());
    }

    /// The box of a whole right side.
    ///
    /// @param target axes of the left side
    Shape whole(Term term, Set<String> target) throws Mistake {
        Shape shape = shape(term, target);
        Set<String> reduced = new LinkedHashSet<>(Named.texts(shape.over()));
        reduced.retainAll(target);
        if (shape.op() instanceof Op.Reduce && !reduced.isEmpty()) {
            String axis = reduced.iterator().next();
            String message = "axis '" + axis + "' is reduced, and stands on the left";
            throw new Mistake(Code.E023, message, shape.over().getFirst().span().start());
        }
        return shape;
    }

    private Shape shape(Term term, Set<String> target) throws Mistake {
        return switch (term) {
            case Term.Read read -> {
                Port port = resolve(read);
                boolean kept = target.containsAll(port.runsAlong());
                Op op = kept ? new Op.Reindex() : new Op.Contract(Semiring.SUM_PRODUCT);
                yield new Shape(
                        op, List.of(new Shape.Reading(port, read.span())), term.span(), List.of());
            }
            case Term.Application application -> application(application, target);
            case Term.Lambda lambda ->
                    new Shape(
                            new Op.Map(fn(lambda)),
                            ports(lambda.args(), target),
                            term.span(),
                            List.of());
            case Term.InPlace block -> {
                List<Shape.Reading> inputs = ports(block.args(), target);
                Diagram inner = body.block(block.body());
                yield new Shape(new Op.Block(inner, block.label()), inputs, term.span(), List.of());
            }
            case Term.Apply apply -> {
                Products.Product product = products.contracted(apply, target);
                if (!product.factors().isEmpty()) {
                    Sum sum = sum(apply, product, target);
                    if (sum.inside().size() == product.factors().size()) {
                        yield sum.shape();
                    }
                }
                yield scalar(apply, target);
            }
            case Term.Literal _, Term.IndexOf _, Term.SizeOf _ -> scalar(term, target);
        };
    }

    private Shape scalar(Term term, Set<String> target) throws Mistake {
        Items items = new Items(this, target);
        Expr e = items.expr(term);
        Op op = items.inputs().isEmpty() ? new Op.Constant(e) : new Op.Map(items.fn(List.of(e)));
        return new Shape(op, items.inputs(), term.span(), List.of());
    }

    /// A contracted product.
    ///
    /// @param inside the factors that are summed; others multiply the sum
    record Sum(Shape shape, List<Products.Factor> inside) {}

    /// Reads alone are one contraction of them all. Else those factors that have a missing axis are summed: by a
    /// contraction if they are reads, as items of a sum if they are computed.
    Sum sum(Term.Apply term, Products.Product product, Set<String> target) throws Mistake {
        List<Products.Factor> inside = new ArrayList<>();
        boolean reads = product.factors().stream().allMatch(LineBuilder::isRead);
        for (Products.Factor factor : product.factors()) {
            if (reads || products.meets(factor.term(), product.missing(), target)) {
                inside.add(factor);
            }
        }
        if (inside.stream().allMatch(LineBuilder::isRead)) {
            List<Term> terms = inside.stream().map(Products.Factor::term).toList();
            Op op = new Op.Contract(Semiring.SUM_PRODUCT);
            return new Sum(new Shape(op, ports(terms, target), term.span(), List.of()), inside);
        }
        Set<String> inner = new LinkedHashSet<>(target);
        inner.addAll(product.missing());
        Items items = new Items(this, inner);
        Expr item = null;
        for (Products.Factor factor : inside) {
            if (!factor.divides()) {
                Expr next = items.expr(factor.term());
                item = item == null ? next : Expr.call(Fun.MUL, item, next);
            }
        }
        Expr result = item == null ? Expr.num(1) : item;
        for (Products.Factor factor : inside) {
            if (factor.divides()) {
                result = Expr.call(Fun.DIV, result, items.expr(factor.term()));
            }
        }
        Op op = new Op.Reduce(Monoid.Scalar.SUM, items.fn(List.of(result)));
        return new Sum(new Shape(op, items.inputs(), term.span(), List.of()), inside);
    }

    private static boolean isRead(Products.Factor factor) {
        return !factor.divides() && factor.term() instanceof Term.Read;
    }

    private static Fn fn(Term.Lambda lambda) {
        return new Fn(Named.texts(lambda.parameters()), lambda.results());
    }

    private Shape application(Term.Application term, Set<String> target) throws Mistake {
        String name = term.name().text();
        Optional<Semiring> semiring =
                name.equals("contract") ? Optional.of(Semiring.SUM_PRODUCT) : Semiring.named(name);
        boolean plain = term.kind() == Term.Plain.ANY && term.over().isEmpty();
        if (plain && (semiring.isPresent() || name.equals("reindex"))) {
            Op op = semiring.isPresent() ? new Op.Contract(semiring.get()) : new Op.Reindex();
            return new Shape(op, ports(term.args(), target), term.name().span(), List.of());
        }
        Optional<Monoid> monoid = around.monoid(name, term.newAxis());
        boolean misread = monoid.isEmpty() && !body.knowsAllNames();
        boolean call =
                misread
                        || term.kind() == Term.Plain.CALL
                        || (term.kind() == Term.Plain.ANY
                                && (around.defines(name)
                                        || monoid.isEmpty()
                                        || term.over().isEmpty()));
        if (call
                && term.kind() == Term.Plain.ANY
                && !around.defines(name)
                && body.knowsAllNames()) {
            throw monoid.isPresent() ? withoutAxes(term) : around.unknown(term);
        }
        if (call) {
            Set<String> inner = new LinkedHashSet<>(target);
            inner.addAll(Named.texts(term.axes()));
            Op op = new Op.Call(name, Named.texts(term.axes()));
            return new Shape(op, ports(term.args(), inner), term.name().span(), term.axes());
        }
        if (monoid.isEmpty()) {
            throw around.unknownMonoid(term.name());
        }
        return reduction(term, monoid.get(), target);
    }

    private static Mistake withoutAxes(Term.Application term) {
        String name = term.name().text();
        return new Mistake(
                Code.E023,
                "'" + name + "' does not say which axes it reduces",
                term.name().span().start(),
                "name them in brackets: " + name + "[x](…)");
    }

    private Shape reduction(Term.Application term, Monoid monoid, Set<String> target)
            throws Mistake {
        List<String> over = Named.texts(term.axes());
        Set<String> inner = new LinkedHashSet<>(target);
        inner.addAll(over);
        if (term.args().isEmpty()) {
            String message = "'" + term.name().text() + "' combines items, and none is written";
            throw new Mistake(Code.E205, message, term.span().start());
        }
        List<Shape.Reading> inputs;
        Fn item;
        Term first = term.args().getFirst();
        boolean alone = term.args().size() == 1;
        if (alone && first instanceof Term.Lambda lambda) {
            inputs = ports(lambda.args(), inner);
            item = fn(lambda);
        } else if (alone && first instanceof Term.Read read) {
            inputs = List.of(new Shape.Reading(resolve(read), read.span()));
            item = Op.Reduce.PLAIN_ITEM;
        } else {
            Items items = new Items(this, inner);
            List<Expr> results = new ArrayList<>();
            for (Term arg : term.args()) {
                results.add(items.expr(arg));
            }
            inputs = items.inputs();
            item = items.fn(results);
        }
        if (term.kind() instanceof Term.Scan(var prefix, var direction)) {
            if (over.size() != 1) {
                String message = "a scan runs over 1 axis, not " + over.size();
                throw new Mistake(Code.E219, message, term.name().span().start());
            }
            Op op = new Op.Scan(monoid, item, over.getFirst(), prefix, direction);
            return new Shape(op, inputs, term.name().span(), term.axes());
        }
        reducesWhatItHas(term, inputs, target);
        return new Shape(new Op.Reduce(monoid, item), inputs, term.name().span(), term.axes());
    }

    /// A reduction in a diagram reduces all axes that its output lacks; here they are named.
    private static void reducesWhatItHas(
            Term.Application term, List<Shape.Reading> inputs, Set<String> target) throws Mistake {
        Set<String> axes = new LinkedHashSet<>();
        inputs.forEach(input -> axes.addAll(input.port().runsAlong()));
        for (Named axis : term.axes()) {
            if (!axes.contains(axis.text())) {
                String message =
                        "'"
                                + term.name().text()
                                + "' reduces axis '"
                                + axis.text()
                                + "', which nothing inside has";
                throw Mistake.unknown(Code.E023, message, axis, () -> List.copyOf(axes));
            }
            axes.remove(axis.text());
        }
        axes.removeAll(target);
        if (!axes.isEmpty()) {
            String axis = axes.iterator().next();
            String message = "axis '" + axis + "' is neither reduced nor does it stand on the left";
            throw new Mistake(
                    Code.E023,
                    message,
                    term.span().start(),
                    "name all reduced axes: " + term.name().text() + "[…, " + axis + "](…)");
        }
    }

    /// Arguments as ports, each computed by a box of its own where it is no port.
    private List<Shape.Reading> ports(List<Term> terms, Set<String> target) throws Mistake {
        List<Shape.Reading> ports = new ArrayList<>();
        for (Term term : terms) {
            Port port = term instanceof Term.Read read ? resolve(read) : nested(term, target);
            ports.add(new Shape.Reading(port, term.span()));
        }
        return ports;
    }

    /// The wire that a box for a nested term writes.
    Port nested(Term term, Set<String> target) throws Mistake {
        return write(shape(term, target), target, term.span());
    }

    /// Adds a box that writes a new wire.
    Port write(Shape shape, Set<String> target, Span span) throws Mistake {
        List<String> axes = new NestedResult(around, wires).axes(shape, target, span);
        Port port = wires.fresh(base, NestedResult.dtype(shape, wires), axes, span);
        body.add(shape, List.of(new Shape.Reading(port, span)), Optional.empty(), span);
        return port;
    }
}
