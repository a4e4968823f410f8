package org.heddle.model.json;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Storage;
import org.heddle.model.diagram.Symmetry;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.syntax.DiagramSyntax;
import tools.jackson.core.io.JsonStringEncoder;

/// Writes a diagram in its canonical form: fixed order of keys, one box or wire a line, defaults left out.
public final class DiagramWriter {
    private final Diagram diagram;

    private DiagramWriter(Diagram diagram) {
        this.diagram = diagram;
    }

    /// The text of a file, ending in a line break.
    public static String write(Diagram diagram) {
        List<String> head =
                List.of(
                        member("format", quote(DiagramSyntax.FORMAT)),
                        member("name", quote(diagram.name())));
        return new DiagramWriter(diagram).object(head, "") + "\n";
    }

    private static String nested(Diagram diagram, String defaultName, String indent) {
        List<String> head =
                diagram.name().equals(defaultName)
                        ? List.of()
                        : List.of(member("name", quote(diagram.name())));
        return new DiagramWriter(diagram).object(head, indent);
    }

    private String object(List<String> head, String indent) {
        String inner = indent + "  ";
        List<String> members = new ArrayList<>(head);
        members.add(member("axes", inOneLine(axes())));
        List<String> defaults = defaults();
        if (!defaults.isEmpty()) {
            members.add(member("defaults", inOneLine(defaults)));
        }
        members.add(member("wires", perLine(wires(), inner, "{", "}")));
        if (!diagram.over().isEmpty()) {
            members.add(member("over", names(diagram.over())));
        }
        members.add(member("inputs", names(diagram.inputs())));
        members.add(member("outputs", names(diagram.outputs())));
        List<String> monoids = monoids(inner + "  ");
        if (!monoids.isEmpty()) {
            members.add(member("monoids", perLine(monoids, inner, "{", "}")));
        }
        members.add(member("boxes", perLine(boxes(inner + "  "), inner, "[", "]")));
        if (!diagram.definitions().isEmpty()) {
            List<String> definitions =
                    diagram.definitions().values().stream()
                            .map(d -> member(d.name(), nested(d, d.name(), inner + "  ")))
                            .toList();
            members.add(member("definitions", perLine(definitions, inner, "{", "}")));
        }
        return "{ " + String.join(",\n" + inner, members) + " }";
    }

    private List<String> axes() {
        return diagram.axes().values().stream()
                .map(
                        axis ->
                                member(
                                        axis.name(),
                                        switch (axis.extent()) {
                                            case Axis.Fixed(long size) -> Long.toString(size);
                                            case Axis.Derived(Expr size) -> quote(size.toString());
                                            case Axis.Free() -> "null";
                                        }))
                .toList();
    }

    private List<String> defaults() {
        return diagram.axes().values().stream()
                .filter(axis -> axis.defaultSize().isPresent())
                .map(axis -> member(axis.name(), Long.toString(axis.defaultSize().getAsLong())))
                .toList();
    }

    private List<String> wires() {
        return diagram.wires().values().stream()
                .map(wire -> member(wire.name(), type(wire)))
                .toList();
    }

    private static String type(Wire wire) {
        if (wire.symmetries().isEmpty() && wire.storage().isEmpty()) {
            return quote(wire.type());
        }
        List<String> members = new ArrayList<>();
        members.add(member("type", quote(wire.type())));
        for (Symmetry.Kind kind : Symmetry.Kind.values()) {
            List<String> groups =
                    wire.symmetries().stream()
                            .filter(symmetry -> symmetry.kind() == kind)
                            .map(symmetry -> names(symmetry.axes()))
                            .toList();
            if (!groups.isEmpty()) {
                members.add(member(kind.text(), "[" + String.join(", ", groups) + "]"));
            }
        }
        if (!wire.storage().isEmpty()) {
            members.add(
                    member("storage", names(wire.storage().stream().map(Storage::text).toList())));
        }
        return inOneLine(members);
    }

    /// The file's own monoids are those that its boxes use.
    private List<String> monoids(String indent) {
        return diagram.monoids().values().stream().map(user -> monoid(user, indent)).toList();
    }

    private static String monoid(Monoid.User user, String indent) {
        List<String> state = new ArrayList<>();
        List<String> unit = new ArrayList<>();
        List<String> merge = new ArrayList<>();
        for (Monoid.Component component : user.state()) {
            state.add(member(component.name(), quote(component.dtype().text())));
            unit.add(member(component.name(), quote(component.unit().toString())));
            merge.add(member(component.name(), quote(component.merge().toString())));
        }
        List<String> members =
                List.of(
                        member("state", inOneLine(state)),
                        member("unit", inOneLine(unit)),
                        member("merge", inOneLine(merge)));
        String inner = "\n" + indent + "  ";
        return member(user.name(), "{ " + String.join("," + inner, members) + " }");
    }

    private List<String> boxes(String indent) {
        return diagram.boxes().stream().map(box -> box(box, indent)).toList();
    }

    private String box(Box box, String indent) {
        List<String> members = new ArrayList<>();
        boolean named =
                box.outputs().isEmpty() || !box.outputs().getFirst().wire().equals(box.id());
        if (named) {
            members.add(member("name", quote(box.id())));
        }
        switch (box.op()) {
            case Op.Contract(Semiring semiring) -> {
                members.add(member("op", quote("contract")));
                if (semiring != Semiring.SUM_PRODUCT) {
                    members.add(member("semiring", quote(semiring.text())));
                }
            }
            case Op.Map(Fn fn) -> {
                members.add(member("op", quote("map")));
                members.add(member("fn", quote(fn.toString())));
            }
            case Op.Reduce(Monoid monoid, Fn item) -> {
                members.add(member("op", quote("reduce")));
                items(monoid, item, members);
            }
            case Op.Scan(Monoid monoid, Fn item, String over, var prefix, var direction) -> {
                members.add(member("op", quote("scan")));
                items(monoid, item, members);
                members.add(member("over", names(List.of(over))));
                if (prefix == Op.Prefix.EXCLUSIVE) {
                    members.add(member("exclusive", "true"));
                }
                if (direction == Op.Direction.BACKWARD) {
                    members.add(member("backward", "true"));
                }
            }
            case Op.Reindex() -> members.add(member("op", quote("reindex")));
            case Op.Constant(Expr value) -> {
                members.add(member("op", quote("constant")));
                members.add(member("value", quote(value.toString())));
            }
            case Op.Call(String definition, List<String> over) -> {
                members.add(member("op", quote(definition)));
                if (!over.isEmpty()) {
                    members.add(member("over", names(over)));
                }
            }
            case Op.Block(Diagram body, String label) -> {
                members.add(member("op", quote("block")));
                if (!label.isEmpty()) {
                    members.add(member("label", quote(label)));
                }
                members.add(member("body", nested(body, "body", indent + "  ")));
            }
        }
        if (!(box.op() instanceof Op.Constant)) {
            members.add(member("in", ports(box.inputs())));
        }
        members.add(member("out", ports(box.outputs())));
        return inOneLine(members);
    }

    private static void items(Monoid monoid, Fn item, List<String> members) {
        members.add(member("monoid", quote(monoid.text())));
        if (!item.equals(Op.Reduce.PLAIN_ITEM)) {
            members.add(member("fn", quote(item.toString())));
        }
    }

    private String ports(List<Port> ports) {
        return ports.stream().map(this::port).collect(Collectors.joining(", ", "[", "]"));
    }

    /// By name alone where the port reads by the wire's own axes.
    private String port(Port port) {
        Wire wire = diagram.wires().get(port.wire());
        List<String> own = wire == null ? List.of() : wire.axes();
        boolean byName = port.isPlain() && port.axes().equals(own);
        String text = quote(byName ? port.wire() : port.toString());
        return port.fillExpr()
                .map(
                        fill ->
                                inOneLine(
                                        List.of(
                                                member("wire", text),
                                                member("fill", literal(fill)))))
                .orElse(text);
    }

    private static String literal(Expr number) {
        String text = number.toString();
        return text.matches("-?[0-9]+") ? text : quote(text);
    }

    private static String member(String key, String value) {
        return quote(key) + ": " + value;
    }

    private static String names(Collection<String> names) {
        return names.stream().map(DiagramWriter::quote).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String inOneLine(List<String> members) {
        return members.isEmpty() ? "{}" : "{ " + String.join(", ", members) + " }";
    }

    private static String perLine(List<String> items, String indent, String open, String close) {
        String inner = "\n" + indent + "  ";
        return items.isEmpty()
                ? open + close
                : open + inner + String.join("," + inner, items) + "\n" + indent + close;
    }

    private static String quote(String text) {
        return "\"" + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + "\"";
    }
}
