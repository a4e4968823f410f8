package org.heddle.model.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Storage;
import org.heddle.model.diagram.Symmetry;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;

/// Writes a diagram in the text notation, canonically: one line a box, nothing nested, nothing declared that the lines tell.
/// Reading gives the same diagram back.
public final class TextWriter {
    private final Diagram diagram;
    private final Predicate<String> isDefined;
    private final String indent;
    private final Set<String> declared = new LinkedHashSet<>();
    private final StringBuilder out;

    /// @param outside whether a diagram around this one defines a name
    private TextWriter(
            Diagram diagram, Predicate<String> outside, String indent, StringBuilder out) {
        this.diagram = diagram;
        Set<String> own = diagram.definitions().keySet();
        this.isDefined = own.isEmpty() ? outside : name -> own.contains(name) || outside.test(name);
        this.indent = indent;
        this.out = out;
    }

    /// The text, ending in a line break.
    public static String write(Diagram diagram) {
        StringBuilder out = new StringBuilder();
        TextWriter writer = new TextWriter(diagram, _ -> false, "", out);
        out.append(writer.header(Optional.of(diagram.name()))).append('\n');
        writer.sentences();
        return out.toString();
    }

    private void sentences() {
        axes();
        monoids();
        outOfOrder().forEach(this::wire);
        diagram.boxes().forEach(this::box);
        diagram.definitions().values().forEach(this::definition);
    }

    private void line(String text) {
        out.append(indent).append(text).append('\n');
    }

    private String header(Optional<String> title) {
        StringBuilder header = new StringBuilder(title.map(TextWriter::quoted).orElse(""));
        if (!diagram.over().isEmpty()) {
            header.append('[').append(String.join(", ", diagram.over())).append(']');
        }
        boolean typed = inputsComeFirst();
        List<String> parameters = new ArrayList<>();
        for (String input : diagram.inputs()) {
            parameters.add(typed ? declaration(diagram.wire(input)) : input);
            if (typed) {
                declared.add(input);
            }
        }
        header.append('(').append(String.join(", ", parameters)).append(") ->");
        if (!diagram.outputs().isEmpty()) {
            header.append(' ').append(String.join(", ", diagram.outputs()));
        }
        return header.toString();
    }

    private boolean inputsComeFirst() {
        List<String> wires = List.copyOf(diagram.wires().keySet());
        int count = diagram.inputs().size();
        return count <= wires.size() && wires.subList(0, count).equals(diagram.inputs());
    }

    /// As many of the first wires as need a line of their own, so that the others stand in the order of the boxes.
    private List<String> outOfOrder() {
        List<String> rest =
                diagram.wires().keySet().stream().filter(w -> !declared.contains(w)).toList();
        Map<String, Integer> places = new LinkedHashMap<>();
        written().forEach(wire -> places.put(wire, places.size()));
        int behind = places.size();
        int first = rest.size();
        while (first > 0 && places.getOrDefault(rest.get(first - 1), behind) < behind) {
            first--;
            behind = places.getOrDefault(rest.get(first), 0);
        }
        return rest.subList(0, first);
    }

    /// Those that boxes write, in the order of the boxes.
    private Set<String> written() {
        Set<String> written = new LinkedHashSet<>();
        diagram.boxes().forEach(box -> box.outputs().forEach(port -> written.add(port.wire())));
        written.removeAll(diagram.inputs());
        return written;
    }

    private void wire(String name) {
        if (declared.add(name)) {
            line("wire " + declaration(diagram.wire(name)));
        }
    }

    private static String declaration(Wire wire) {
        String axes = wire.axes().isEmpty() ? "" : "[" + String.join(", ", wire.axes()) + "]";
        return wire.name() + ": " + wire.dtype() + axes + promises(wire);
    }

    private static String promises(Wire wire) {
        StringBuilder promises = new StringBuilder();
        for (Symmetry symmetry : wire.symmetries()) {
            promises.append(' ')
                    .append(symmetry.kind().text())
                    .append('(')
                    .append(String.join(", ", symmetry.axes()))
                    .append(')');
        }
        if (!wire.storage().isEmpty()) {
            String levels =
                    wire.storage().stream().map(Storage::text).collect(Collectors.joining(", "));
            promises.append(" storage(").append(levels).append(')');
        }
        return promises.toString();
    }

    /// As many of the first axes as the lines do not tell: sizes, defaults, order.
    private void axes() {
        List<Axis> all = List.copyOf(diagram.axes().values());
        int told = 0;
        for (int i = 0; i < all.size(); i++) {
            if (!all.get(i).equals(Axis.free(all.get(i).name()))) {
                told = i + 1;
            }
        }
        Set<String> read = new LinkedHashSet<>();
        all.subList(0, told).forEach(axis -> read.add(axis.name()));
        read.addAll(ImpliedAxes.of(diagram.wires().values(), diagram.boxes()));
        if (!List.copyOf(read).equals(List.copyOf(diagram.axes().keySet()))) {
            told = all.size();
        }
        if (told > 0) {
            List<String> items = all.subList(0, told).stream().map(TextWriter::axis).toList();
            line("axis " + String.join(", ", items));
        }
    }

    private static String axis(Axis axis) {
        String size =
                switch (axis.extent()) {
                    case Axis.Fixed(long fixed) -> " = " + fixed;
                    case Axis.Derived(Expr.Num number) -> " = (" + number + ")";
                    case Axis.Derived(Expr derived) -> " = " + derived;
                    case Axis.Free() -> "";
                };
        boolean given = axis.defaultSize().isPresent();
        return axis.name() + size + (given ? " default " + axis.defaultSize().getAsLong() : "");
    }

    private void monoids() {
        diagram.monoids().values().forEach(this::monoid);
    }

    private void monoid(Monoid.User user) {
        line("monoid " + quoted(user.name()) + " {");
        for (Monoid.Component c : user.state()) {
            line("  " + c.name() + ": " + c.dtype() + " = " + c.unit() + " merge " + c.merge());
        }
        line("}");
    }

    private void box(Box box) {
        if (box.outputs().stream().anyMatch(this::needsDeclaration)) {
            box.outputs().forEach(port -> wire(port.wire()));
        }
        List<String> left = box.outputs().stream().map(this::left).toList();
        BoxText text = new BoxText(diagram, isDefined, box);
        String head = String.join(", ", left) + " = " + text.right();
        if (box.op() instanceof Op.Block(Diagram body, _)) {
            line(head + " {");
            TextWriter inner = new TextWriter(body, isDefined, indent + "  ", out);
            boolean named = !body.name().equals("body");
            inner.line(inner.header(named ? Optional.of(body.name()) : Optional.empty()));
            inner.sentences();
            line("}" + text.suffix());
        } else {
            line(head + text.suffix());
        }
    }

    /// Whether the left side does not tell the wire's axes.
    private boolean needsDeclaration(Port port) {
        Wire wire = diagram.wires().get(port.wire());
        return wire != null
                && !declared.contains(port.wire())
                && !(port.isPlain() && port.axes().equals(wire.axes()));
    }

    private String left(Port port) {
        Wire wire = diagram.wires().get(port.wire());
        String text = BoxText.port(port, diagram);
        if (wire == null || !declared.add(port.wire())) {
            return text;
        }
        String promises = promises(wire);
        boolean plain = wire.dtype() == org.heddle.model.diagram.DType.F32 && promises.isEmpty();
        return plain ? text : text + " : " + wire.dtype() + promises;
    }

    private void definition(Diagram definition) {
        TextWriter inner = new TextWriter(definition, isDefined, indent + "  ", out);
        line("def " + inner.header(Optional.of(definition.name())) + " {");
        inner.sentences();
        line("}");
    }

    /// A name that needs no quotes as it stands, another one as a string.
    static String quoted(String name) {
        return Cursor.TITLE.matcher(name).matches() ? name : string(name);
    }

    /// A string of the notation.
    static String string(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"', '\\' -> quoted.append('\\').append(c);
                case '\n' -> quoted.append("\\n");
                case '\r' -> quoted.append("\\r");
                case '\t' -> quoted.append("\\t");
                default ->
                        quoted.append(
                                Character.isISOControl(c)
                                        ? String.format("\\u%04x", (int) c)
                                        : String.valueOf(c));
            }
        }
        return quoted.append('"').toString();
    }
}
