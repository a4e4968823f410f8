package org.heddle.model.draw.picture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Wire;
import org.heddle.model.draw.picture.Picture.Bundle;
import org.heddle.model.draw.picture.Picture.Node;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// Makes the picture of a checked diagram: a node per box, one per input and output, a bundle per reader of an array.
public final class PictureBuilder {
    private final Diagram diagram;
    private final Notes notes;
    private final List<Node> nodes = new ArrayList<>();
    private final Map<String, End> producers = new LinkedHashMap<>();

    private PictureBuilder(Diagram diagram, Notes notes) {
        this.diagram = diagram;
        this.notes = notes;
    }

    private record End(int node, int port) {}

    /// The picture of a diagram.
    public static Picture build(Diagram diagram, Notes notes) {
        PictureBuilder builder = new PictureBuilder(diagram, notes);
        return builder.build(diagram.name(), false, Notes.Note.NONE);
    }

    private Picture build(String name, boolean inside, Notes.Note note) {
        for (String input : diagram.inputs()) {
            Wire wire = diagram.wire(input);
            Symbol symbol = inside ? new Symbol.Entry() : new Symbol.Source(input);
            producers.put(input, new End(nodes.size(), 0));
            nodes.add(new Node("", symbol, List.of(), List.of(Reading.of(wire)), title(wire)));
        }
        for (Box box : diagram.ordered()) {
            for (int port = 0; port < box.outputs().size(); port++) {
                producers.put(box.outputs().get(port).wire(), new End(nodes.size(), port));
            }
            nodes.add(node(box));
        }
        for (String output : diagram.outputs()) {
            Wire wire = diagram.wire(output);
            Symbol symbol = inside ? new Symbol.Exit() : new Symbol.Sink(output);
            nodes.add(new Node("", symbol, List.of(Reading.of(wire)), List.of(), title(wire)));
        }
        return new Picture(name, nodes, bundles(), note.labels());
    }

    private List<Bundle> bundles() {
        List<Bundle> bundles = new ArrayList<>();
        for (int to = 0; to < nodes.size(); to++) {
            List<Reading> inputs = nodes.get(to).inputs();
            for (int port = 0; port < inputs.size(); port++) {
                Wire wire = inputs.get(port).wire();
                End from = producers.get(wire.name());
                if (from == null) {
                    throw new IllegalArgumentException("nothing writes wire " + wire.name());
                }
                bundles.add(new Bundle(wire, from.node(), from.port(), to, port));
            }
        }
        return bundles;
    }

    private Node node(Box box) {
        return new Node(
                box.id(),
                symbol(box),
                box.inputs().stream().flatMap(port -> readings(port).stream()).toList(),
                box.outputs().stream().flatMap(port -> readings(port).stream()).toList(),
                title(box));
    }

    private List<Reading> readings(Port port) {
        return Reading.all(diagram, port);
    }

    private Symbol symbol(Box box) {
        return switch (box.op()) {
            case Op.Contract(Semiring semiring) -> product(semiring);
            case Op.Map(Fn fn) ->
                    isIdentity(fn) ? copy(box) : new Symbol.Pointwise(FormulaText.lines(fn, box));
            case Op.Reduce reduce ->
                    Contractions.of(reduce, box)
                            .<Symbol>map(PictureBuilder::product)
                            .orElseGet(
                                    () ->
                                            new Symbol.Fold(
                                                    Signs.of(reduce.monoid()),
                                                    item(reduce.item(), box)));
            case Op.Scan scan ->
                    new Symbol.Scan(Signs.of(scan), scan.over(), item(scan.item(), box));
            case Op.Reindex _ -> reindex(box);
            case Op.Constant(Expr value) -> new Symbol.Pointwise(FormulaText.lines(value));
            case Op.Call(String definition, List<String> over) ->
                    new Symbol.Named(definition, over);
            case Op.Block(Diagram body, String label) -> {
                Notes.Note note = notes.of(box.id());
                Picture inner = new PictureBuilder(body, Notes.NONE).build(label, true, note);
                String caption = note.caption().isEmpty() ? "" : " · " + note.caption();
                yield new Symbol.Kernel(inner, label + " " + box.id() + caption);
            }
        };
    }

    private static Symbol product(Semiring semiring) {
        return new Symbol.Product(
                semiring == Semiring.SUM_PRODUCT ? "" : semiring.text(), Signs.of(semiring.sum()));
    }

    private static List<String> item(Fn item, Box box) {
        return isIdentity(item) ? List.of() : FormulaText.lines(item, box);
    }

    private static boolean isIdentity(Fn fn) {
        return fn.parameters().size() == 1
                && fn.results().equals(List.of(Expr.arg(fn.parameters().getFirst())));
    }

    private Symbol reindex(Box box) {
        Port in = box.inputs().getFirst();
        boolean copy =
                in.isPlain()
                        && in.axes().equals(diagram.wire(in.wire()).axes())
                        && in.axes().equals(box.output().axes());
        return copy ? copy(box) : new Symbol.Rearranged();
    }

    /// A copy says that it is one, and to which number format where that changes.
    private Symbol copy(Box box) {
        Wire in = diagram.wire(box.inputs().getFirst().wire());
        Wire out = diagram.wire(box.output().wire());
        String text = in.dtype() == out.dtype() ? "copy" : "as " + out.dtype();
        return new Symbol.Pointwise(List.of(text));
    }

    private static String title(Wire wire) {
        return wire.toString();
    }

    /// One line that says all about a box.
    private static String title(Box box) {
        String what =
                switch (box.op()) {
                    case Op.Contract(Semiring semiring) -> "contract, " + semiring.text();
                    case Op.Map(Fn fn) -> "map " + fn;
                    case Op.Reduce(Monoid monoid, Fn item) ->
                            "reduce by " + monoid.text() + " of " + item;
                    case Op.Scan(Monoid monoid, Fn item, String over, _, _) ->
                            "scan over " + over + " by " + monoid.text() + " of " + item;
                    case Op.Reindex _ -> "reindex " + box.inputs().getFirst();
                    case Op.Constant(Expr value) -> "constant " + value;
                    case Op.Call(String definition, List<String> over) ->
                            definition + (over.isEmpty() ? "" : " over " + String.join(", ", over));
                    case Op.Block(_, String label) -> label;
                };
        return box.id() + ": " + what;
    }
}
