package org.heddle.model.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
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
import org.heddle.model.library.Library;

/// The right side of a box's line. A function's parameters are replaced by the ports, unless that would not be read as the
/// same function: then it stands as it is, applied to the ports.
final class BoxText {
    private static final int MAX_FACTORS = 100;

    /// Words that mean something else before a bracket.
    private static final Set<String> WORDS =
            Set.of(
                    "contract",
                    "reindex",
                    "block",
                    "reduce",
                    "call",
                    "scan",
                    "topk",
                    "and",
                    "or",
                    "not",
                    "inf",
                    "nan");

    private final Diagram diagram;
    private final Predicate<String> isDefined;
    private final Box box;

    BoxText(Diagram diagram, Predicate<String> isDefined, Box box) {
        this.diagram = diagram;
        this.isDefined = isDefined;
        this.box = box;
    }

    /// All but the braces of a block.
    String right() {
        return switch (box.op()) {
            case Op.Contract(Semiring semiring) -> contract(semiring);
            case Op.Map(Fn fn) -> isInline(fn) && !isRead(fn) ? inline(fn) : applied(fn);
            case Op.Reduce(Monoid monoid, Fn item) ->
                    reducer(monoid, "")
                            + "["
                            + String.join(", ", box.reducedAxes())
                            + "]("
                            + items(item)
                            + ")";
            case Op.Scan(Monoid monoid, Fn item, String over, var prefix, var direction) -> {
                String how =
                        "scan "
                                + (prefix == Op.Prefix.EXCLUSIVE ? "exclusive " : "")
                                + (direction == Op.Direction.BACKWARD ? "backward " : "");
                yield reducer(monoid, how) + "[" + over + "](" + items(item) + ")";
            }
            case Op.Reindex() ->
                    box.inputs().size() == 1 && box.reducedAxes().isEmpty()
                            ? ports()
                            : "reindex(" + ports() + ")";
            case Op.Constant(Expr value) -> value.toString();
            case Op.Call(String definition, List<String> over) ->
                    caller(definition)
                            + (over.isEmpty() ? "" : "[" + String.join(", ", over) + "]")
                            + "("
                            + ports()
                            + ")";
            case Op.Block(_, String label) ->
                    "block "
                            + (label.isEmpty() ? "" : TextWriter.string(label) + " ")
                            + "("
                            + ports()
                            + ")";
        };
    }

    /// The name and the parameters, where they are not those that reading would give.
    String suffix() {
        boolean named =
                box.outputs().isEmpty() || !box.outputs().getFirst().wire().equals(box.id());
        Optional<Fn> fn =
                switch (box.op()) {
                    case Op.Map(Fn f) -> isRead(f) ? Optional.empty() : Optional.of(f);
                    case Op.Reduce(_, Fn f) -> Optional.of(f);
                    case Op.Scan(_, Fn f, _, _, _) -> Optional.of(f);
                    case Op.Contract _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                            Optional.empty();
                };
        boolean listed =
                fn.isPresent()
                        && isInline(fn.get())
                        && !fn.get().parameters().equals(implied(fn.get()));
        String parameters = listed ? "(" + String.join(", ", fn.get().parameters()) + ")" : "";
        String name = named ? TextWriter.quoted(box.id()) : "";
        return named || listed ? "  @" + name + parameters : "";
    }

    private String contract(Semiring semiring) {
        boolean product =
                semiring == Semiring.SUM_PRODUCT
                        && !box.inputs().isEmpty()
                        && box.inputs().size() <= MAX_FACTORS
                        && !box.reducedAxes().isEmpty();
        if (product) {
            return box.inputs().stream()
                    .map(port -> port(port, diagram))
                    .collect(Collectors.joining(" * "));
        }
        String name = semiring == Semiring.SUM_PRODUCT ? "contract" : semiring.text();
        return name + "(" + ports() + ")";
    }

    private String ports() {
        return box.inputs().stream()
                .map(port -> port(port, diagram))
                .collect(Collectors.joining(", "));
    }

    private String reducer(Monoid monoid, String how) {
        if (!(monoid instanceof Monoid.User user)) {
            return how + monoid.text();
        }
        String name = TextWriter.quoted(user.name());
        return how.isEmpty() ? "reduce " + name : how + name;
    }

    private String caller(String definition) {
        boolean known =
                isDefined.test(definition) || Library.standard().names().contains(definition);
        boolean plain =
                known
                        && Cursor.TITLE.matcher(definition).matches()
                        && Semiring.named(definition).isEmpty()
                        && Fun.named(definition).isEmpty()
                        && !WORDS.contains(definition);
        return (plain ? "" : "call ") + TextWriter.quoted(definition);
    }

    /// The arguments of a reduction.
    private String items(Fn item) {
        return isInline(item) ? inline(item) : applied(item);
    }

    /// Whether a function is one read.
    private static boolean isRead(Fn fn) {
        return fn.results().size() == 1 && fn.results().getFirst() instanceof Expr.Arg;
    }

    /// Whether reading gives back the function when ports stand for its parameters: each port once, none unused, no product
    /// that would be contracted; parameters named as {@link Parameters} does, or in order of first occurrence.
    private boolean isInline(Fn fn) {
        boolean loses = !(box.op() instanceof Op.Reduce) && !box.reducedAxes().isEmpty();
        Set<String> read = read(fn);
        boolean each =
                new LinkedHashSet<>(box.inputs()).size() == box.inputs().size()
                        && !read.isEmpty()
                        && read.equals(new LinkedHashSet<>(fn.parameters()))
                        && box.inputs().size() == fn.parameters().size();
        if (loses || !each) {
            return false;
        }
        List<String> implied = implied(fn);
        boolean sameNames = Set.copyOf(implied).equals(Set.copyOf(fn.parameters()));
        return sameNames
                ? impliedInOrder(fn, implied).equals(fn.parameters())
                : List.copyOf(read).equals(fn.parameters());
    }

    private static Set<String> read(Fn fn) {
        Set<String> read = new LinkedHashSet<>();
        fn.results().forEach(e -> read.addAll(e.arguments()));
        return read;
    }

    /// Implied names in the order of the inputs.
    private static List<String> impliedInOrder(Fn fn, List<String> implied) {
        List<String> read = List.copyOf(read(fn));
        return fn.parameters().stream().map(p -> implied.get(read.indexOf(p))).toList();
    }

    private String inline(Fn fn) {
        List<String> texts = new ArrayList<>();
        for (Expr e : fn.results()) {
            texts.add(
                    e.substitute(
                                    parameter ->
                                            Expr.arg(
                                                    port(
                                                            box.inputs()
                                                                    .get(
                                                                            fn.parameters()
                                                                                    .indexOf(
                                                                                            parameter)),
                                                            diagram)))
                            .toString());
        }
        return String.join(", ", texts);
    }

    private String applied(Fn fn) {
        return "(" + fn + ")(" + ports() + ")";
    }

    /// The parameters that reading the line without a list of them gives, in order of first occurrence.
    private List<String> implied(Fn fn) {
        if (isRead(fn)) {
            return Op.Reduce.PLAIN_ITEM.parameters();
        }
        return Parameters.of(
                read(fn).stream().map(p -> box.inputs().get(fn.parameters().indexOf(p))).toList());
    }

    /// A port as written in a line; a single number by its name alone.
    static String port(Port port, Diagram diagram) {
        Wire wire = diagram.wires().get(port.wire());
        boolean number = wire != null && wire.axes().isEmpty() && port.subscripts().isEmpty();
        if (number && port.fill().isEmpty()) {
            return port.wire();
        }
        String text = port.toString();
        String positions = text.substring(0, text.length() - 1);
        boolean empty = port.subscripts().isEmpty();
        return port.fillExpr()
                .map(fill -> positions + (empty ? "else (" + fill + ")]" : " else " + fill + "]"))
                .orElse(text);
    }
}
