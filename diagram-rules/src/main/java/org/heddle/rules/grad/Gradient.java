package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.library.Unfold;

/// The reverse derivative of a diagram, as a diagram.
///
/// ```
///   f: Q, K, V -> O     ⇒     Q, K, V, dO -> dQ, dK, dV       dQ = Σ dO·∂O/∂Q
/// ```
///
/// Inputs are those of the diagram that the gradients read, and for each floating output `O` its cotangent `dO`; outputs are the cotangents of the chosen inputs, in their number formats. Interior
/// cotangents are f32, f64 where their wire is. A symmetric input counts as if its elements were independent.
///
/// Boxes are visited from the outputs backwards. A wire's cotangent is the sum of what its reads get: a sum of expressions over reads, pointwise ones not written to a wire before something reduces them. What
/// vanishes is dropped ({@link Vanishing}); factors free of a summed axis come out of the sum.
public final class Gradient {
    private static final Expr ZERO = Expr.num(0);

    /// A pointwise cotangent with more operations than this becomes a wire.
    private static final int MOST_OPERATIONS = 40;

    private final Diagram diagram;
    private final List<String> wrt;
    private final Reads reads = new Reads();
    private final Emitter emitter;
    private final ItemCotangents items;
    private final Simplifier simplifier;
    private final Vanishing vanishing;
    private final Set<String> active = new LinkedHashSet<>();
    private final Map<String, List<Expr>> parts = new HashMap<>();

    private Gradient(Diagram unfolded, List<String> wrt) {
        this.diagram = unfolded;
        this.wrt = wrt;
        this.emitter = new Emitter(unfolded, reads);
        this.items = new ItemCotangents(reads, emitter);
        this.simplifier = new Simplifier(reads, unfolded);
        this.vanishing = new Vanishing(reads, emitter);
    }

    /// The gradients of a checked diagram.
    ///
    /// @param wrt the inputs for which gradients are wanted, floating ones; all of these where the list is empty
    /// @throws DiagnosticException R702 where a box has no gradient, R703 where there is nothing to differentiate, or not by what is asked
    public static Diagram of(Diagram diagram, List<String> wrt) throws DiagnosticException {
        Joint joint = joint(diagram, wrt);
        Diagram all = joint.diagram();
        String name = joint.name() + "-gradient";
        return Parts.of(all, name, all.inputs(), joint.gradients(), Set.of());
    }

    /// The diagram with all wires of the original one and all gradients.
    ///
    /// @param outputs of the original diagram
    /// @param cotangents inputs that the original diagram has not
    /// @param gradients outputs that it has not
    record Joint(
            String name,
            Diagram diagram,
            List<String> outputs,
            List<String> cotangents,
            List<String> gradients) {}

    static Joint joint(Diagram diagram, List<String> wrt) throws DiagnosticException {
        List<String> chosen = wrt.isEmpty() ? floating(diagram, diagram.inputs()) : wrt;
        demand(diagram, chosen);
        try {
            Diagram contracted = SumsOfProducts.contracted(Unfold.all(diagram));
            return new Gradient(contracted, chosen).derive();
        } catch (NoGradientException e) {
            throw new DiagnosticException(e.at(diagram));
        }
    }

    private static List<String> floating(Diagram diagram, List<String> wires) {
        return wires.stream().filter(w -> diagram.wire(w).dtype().isFloating()).toList();
    }

    private static void demand(Diagram diagram, List<String> wrt) throws DiagnosticException {
        List<String> inputs = floating(diagram, diagram.inputs());
        if (inputs.isEmpty()) {
            throw refusal(
                    "diagram '" + diagram.name() + "' has no input of floating numbers", List.of());
        }
        if (floating(diagram, diagram.outputs()).isEmpty()) {
            throw refusal(
                    "diagram '"
                            + diagram.name()
                            + "' has no output of floating numbers, and integers have no gradient",
                    List.of());
        }
        for (String wire : wrt) {
            if (!inputs.contains(wire)) {
                String is =
                        diagram.inputs().contains(wire)
                                ? "holds " + diagram.wire(wire).dtype() + ", which has no gradient"
                                : "is no input of diagram '" + diagram.name() + "'";
                throw refusal("'" + wire + "' " + is, List.of(Suggestion.help(wire, inputs)));
            }
        }
    }

    /// R703: a wire that cannot be saved.
    static DiagnosticException unknown(String wire, List<String> known) {
        return refusal(
                "'" + wire + "' is no wire that is computed before the gradients",
                List.of(Suggestion.help(wire, known)));
    }

    private static DiagnosticException refusal(String message, List<String> notes) {
        return new DiagnosticException(
                Diagnostic.error(
                        Code.R703, message, Location.DOCUMENT, notes.toArray(String[]::new)));
    }

    private Joint derive() throws NoGradientException {
        findActive();
        List<String> inputs = new ArrayList<>(diagram.inputs());
        for (String output : new LinkedHashSet<>(floating(diagram, diagram.outputs()))) {
            Wire wire = diagram.wire(output);
            Wire cotangent = emitter.fresh("d" + output, wire.dtype(), wire.axes());
            inputs.add(cotangent.name());
            addPart(output, reads.at(Port.of(cotangent)));
        }
        for (Box box : diagram.ordered().reversed()) {
            if (box.outputs().stream().anyMatch(port -> active.contains(port.wire()))) {
                pullThrough(box);
            }
        }
        List<String> outputs = new ArrayList<>();
        for (String input : wrt) {
            outputs.add(result(input));
        }
        List<String> all = new ArrayList<>(diagram.outputs());
        all.addAll(outputs);
        return new Joint(
                diagram.name(),
                emitter.whole(inputs, all),
                diagram.outputs(),
                inputs.subList(diagram.inputs().size(), inputs.size()),
                outputs);
    }

    /// Wires that depend on the chosen inputs through floating numbers.
    private void findActive() {
        active.addAll(wrt);
        for (Box box : diagram.ordered()) {
            boolean moved = box.inputs().stream().anyMatch(port -> active.contains(port.wire()));
            for (Port out : box.outputs()) {
                if (moved && diagram.wire(out.wire()).dtype().isFloating()) {
                    active.add(out.wire());
                }
            }
        }
    }

    private void addPart(String wire, Expr part) {
        parts.computeIfAbsent(wire, _ -> new ArrayList<>()).add(part);
    }

    private void pullThrough(Box box) throws NoGradientException {
        List<Expr> cotangents = new ArrayList<>();
        for (Port out : box.outputs()) {
            cotangents.add(cotangent(out));
        }
        List<Port> needed =
                box.inputs().stream().filter(port -> active.contains(port.wire())).toList();
        if (needed.isEmpty() || cotangents.stream().allMatch(Formulas::isZero)) {
            return;
        }
        boolean isWritten = !Elementwise.isEach(box, needed) && !Elementwise.isSum(box);
        if (isWritten) {
            cotangents = written(box);
        }
        ItemCotangents.Items pulled = items.of(box, cotangents);
        for (int i = 0; i < box.inputs().size(); i++) {
            Port port = box.inputs().get(i);
            String parameter = pulled.fn().parameters().get(i);
            Expr item = active.contains(port.wire()) ? item(box, pulled, parameter) : ZERO;
            if (Formulas.isZero(item) || vanishes(box, port, item)) {
                continue;
            }
            boolean isOwn = Elementwise.isEach(box, needed) && Elementwise.isOwn(box, port);
            if (!isWritten && !isOwn && !isOutside(box, port, item)) {
                item = item(box, items.of(box, written(box)), parameter);
            }
            pullThrough(box, port, item);
        }
    }

    /// The cotangent of one read, along the axes of the box.
    private Expr item(Box box, ItemCotangents.Items pulled, String parameter) {
        Expr item = ZERO;
        for (int i = 0; i < pulled.cotangents().size(); i++) {
            Expr g = pulled.cotangents().get(i);
            Expr result = pulled.fn().results().get(i);
            item = Formulas.plus(item, Derivative.of(result, g, parameter));
        }
        return items.bound(item, pulled.fn(), box);
    }

    private boolean vanishes(Box box, Port port, Expr item) {
        Set<String> summed = Elementwise.axes(box);
        summed.removeAll(port.runsAlong());
        return vanishing.vanishes(item, port.isPlain() ? summed : Set.of());
    }

    /// The cotangent of a wire along the axes of the port that writes it.
    private Expr cotangent(Port out) {
        List<Expr> received = parts.getOrDefault(out.wire(), List.of());
        if (received.isEmpty() || !active.contains(out.wire())) {
            return ZERO;
        }
        Expr total = total(received);
        if (received.size() > 1 && vanishing.vanishes(total, Set.of())) {
            total = ZERO;
        }
        Wire wire = emitter.wire(out.wire());
        if (total.operations() > MOST_OPERATIONS) {
            total = reads.at(write(wire, total));
        }
        parts.put(out.wire(), List.of(total));
        return reads.rename(total, Reads.renaming(wire.axes(), out.axes()));
    }

    /// The cotangents of a box's outputs, each one that takes an operation as a wire: what is summed is not computed once for every read.
    private List<Expr> written(Box box) {
        List<Expr> cotangents = new ArrayList<>();
        for (Port out : box.outputs()) {
            Expr total = parts.getOrDefault(out.wire(), List.of(ZERO)).getFirst();
            if (total.operations() > 0) {
                total = reads.at(write(emitter.wire(out.wire()), total));
                parts.put(out.wire(), List.of(total));
            }
            cotangents.add(cotangent(out));
        }
        return cotangents;
    }

    private Expr total(List<Expr> received) {
        Expr sum = ZERO;
        for (Expr part : received) {
            sum = Formulas.plus(sum, part);
        }
        return sum.operations() == 0 ? sum : simplifier.simplify(sum).expr();
    }

    /// Whether all that is computed of an item is a factor free of the axes that it is summed over: then nothing is computed twice, and what the factor has too much or too little of may still cancel.
    private boolean isOutside(Box box, Port port, Expr item) {
        if (!port.isPlain()) {
            return false;
        }
        Set<String> lost = Elementwise.axes(box);
        lost.removeAll(port.runsAlong());
        Product product = simplifier.gathered(simplifier.simplify(item).expr()).asProduct();
        Product inner = product.part(atom -> reads.axes(atom).stream().anyMatch(lost::contains));
        return product.factors().size() > inner.factors().size()
                && inner.guards().isEmpty()
                && inner.factors().values().stream()
                        .allMatch(
                                factor -> factor.power() == 1 && factor.atom() instanceof Expr.Arg);
    }

    private void pullThrough(Box box, Port port, Expr item) {
        Product simple = simplifier.simplify(item);
        Transposition.Turned turned = Transposition.of(reads, emitter, box, port, simple.expr());
        Set<String> lost = Elementwise.axes(box);
        lost.removeAll(turned.along());
        lost.removeAll(turned.solved());
        gather(box, port.wire(), turned.along(), lost, turned.item());
    }

    /// Sums the items over the axes that are lost: factors free of them come out, axes that no item varies along give their sizes.
    private void gather(Box box, String wire, List<String> along, Set<String> lost, Expr item) {
        Product product = simplifier.gathered(item).asProduct();
        Set<String> varied = reads.axes(product);
        varied.removeAll(along);
        Product inner = product.part(atom -> reads.axes(atom).stream().anyMatch(varied::contains));
        Product outer = product.without(inner);
        for (String axis : lost) {
            if (!varied.contains(axis)) {
                outer = outer.times(Product.atom(new Expr.Extent(axis), 1));
            }
        }
        Wire of = emitter.wire(wire);
        Expr value = outer.expr();
        if (!varied.isEmpty()) {
            boolean isWhole = outer.isNumber() && outer.coefficient() == 1 && receives(wire) == 1;
            value = outer.times(Product.atom(sum(box, of, along, inner, isWhole), 1)).expr();
        }
        addPart(wire, reads.rename(value, Reads.renaming(along, of.axes())));
    }

    /// Writes a sum to a wire of its own, along those of the axes that its items vary along.
    private Expr sum(Box box, Wire of, List<String> along, Product inner, boolean isWhole) {
        Set<String> varied = reads.axes(inner);
        List<String> axes = new ArrayList<>();
        List<String> own = new ArrayList<>();
        for (int i = 0; i < along.size(); i++) {
            if (varied.contains(along.get(i))) {
                axes.add(along.get(i));
                own.add(of.axes().get(i));
            }
        }
        boolean whole = isWhole && own.size() == along.size();
        DType dtype = whole && wrt.contains(of.name()) ? of.dtype() : Emitter.precision(of.dtype());
        Expr item = inner.expr();
        Optional<Wire> known = whole ? Optional.empty() : emitter.known(dtype, axes, item);
        Wire wire =
                known.orElseGet(
                        () ->
                                emitter.fresh(
                                        "d" + of.name() + (whole ? "" : "_" + box.id()),
                                        dtype,
                                        own));
        if (known.isEmpty()) {
            emitter.sum(wire, axes, item);
        }
        return reads.at(Emitter.port(wire, axes));
    }

    /// How many reads give the wire a cotangent, outputs counted as reads.
    private long receives(String wire) {
        long reading =
                diagram.readers(wire).stream()
                        .filter(
                                box ->
                                        box.outputs().stream()
                                                .anyMatch(o -> active.contains(o.wire())))
                        .flatMap(box -> box.inputs().stream())
                        .filter(port -> port.wire().equals(wire))
                        .count();
        return reading + (diagram.outputs().contains(wire) ? 1 : 0);
    }

    private Port write(Wire of, Expr value) {
        Set<String> varied = reads.axes(value);
        List<String> axes = of.axes().stream().filter(varied::contains).toList();
        Wire wire = emitter.fresh("d" + of.name(), Emitter.precision(of.dtype()), axes);
        emitter.map(wire, axes, value);
        return Port.of(wire);
    }

    /// Writes the gradient of an input.
    private String result(String input) {
        Wire of = diagram.wire(input);
        Expr total = total(parts.getOrDefault(input, List.of()));
        if (total instanceof Expr.Arg(String key)) {
            Port read = reads.port(key);
            Wire made = emitter.wire(read.wire());
            boolean own =
                    emitter.producer(made.name()).isPresent()
                            && !diagram.wires().containsKey(made.name());
            if (own
                    && read.equals(Port.of(of).onWire(made.name()))
                    && made.dtype() == of.dtype()
                    && made.name().equals("d" + input)) {
                return made.name();
            }
        }
        Wire wire = emitter.fresh("d" + input, of.dtype(), of.axes());
        emitter.map(wire, of.axes(), total);
        return wire.name();
    }
}
