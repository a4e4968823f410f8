package org.heddle.model.text;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.syntax.BoxNames;

/// Makes a diagram of the lines of a text, of a definition or of a block.
///
/// Without a header the inputs are the wires that are read and never written, the outputs those that are written and
/// never read.
final class BodyBuilder {
    private final Sentence.Body body;
    private final String pointer;
    private final Surroundings around;
    private final Context context;
    private final Wires wires;
    private final List<Box> boxes = new ArrayList<>();
    private final BoxNames names = new BoxNames();
    private final Set<String> read = new LinkedHashSet<>();
    private final Set<String> declared = new LinkedHashSet<>();
    private final Set<String> written = new LinkedHashSet<>();

    /// What all diagrams of a text share.
    ///
    /// @param monoids filled in: what each diagram brings, by its pointer
    record Context(
            PlaceMap places,
            Problems problems,
            Set<String> holes,
            Map<String, List<Monoid.User>> monoids) {
        void report(Mistake e, String pointer) {
            e.tell(problems, places.place(e.offset(), pointer));
        }
    }

    BodyBuilder(Sentence.Body body, String pointer, Surroundings outside, Context context) {
        this.pointer = pointer;
        this.around = outside.within(body);
        this.body = JoinedNames.refuse(body, pointer, around, context);
        this.context = context;
        this.wires = new Wires(context.places(), pointer);
    }

    /// @param defaultName where the header has no title
    Diagram build(String defaultName) {
        context.places().put(pointer, body.span());
        placeMonoids();
        body.holes().forEach(hole -> context.holes().add(pointer + "/" + hole));
        declareWires();
        InferredInputs.infer(body, wires, written, context, pointer);
        List<String> inputs = inputs();
        for (Sentence sentence : body.sentences()) {
            switch (sentence) {
                case Sentence.Line line -> line(line);
                case Sentence.Wires(List<Sentence.Declared> items) ->
                        items.forEach(d -> wires.list(d.wire().text()));
                case Sentence.Axes _, Sentence.OwnMonoid _, Sentence.Definition _ -> {}
            }
        }
        List<String> outputs = outputs();
        List<Axis> axes = axes();
        names.report(
                context.problems(), k -> context.places().value(pointer + "/boxes/" + k + "/name"));
        List<String> ids = names.ids();
        List<Box> named = new ArrayList<>();
        for (int k = 0; k < boxes.size(); k++) {
            Box box = boxes.get(k);
            named.add(new Box(ids.get(k), box.op(), box.inputs(), box.outputs()));
        }
        Optional<Named> title = body.header().flatMap(Sentence.Header::title);
        title.ifPresent(t -> context.places().put(pointer + "/name", t.span()));
        List<Named> over = body.header().map(Sentence.Header::over).orElse(List.of());
        place("over", over);
        return new Diagram(
                title.map(Named::text).orElse(defaultName),
                axes,
                wires.inOrder(),
                inputs,
                outputs,
                Named.texts(over),
                named,
                definitions());
    }

    private void place(String section, List<Named> names) {
        for (int i = 0; i < names.size(); i++) {
            context.places().put(pointer + "/" + section + "/" + i, names.get(i).span());
        }
    }

    private void attempt(Attempt attempt) {
        try {
            attempt.run();
        } catch (Mistake e) {
            context.report(e, pointer);
        }
    }

    private interface Attempt {
        void run() throws Mistake;
    }

    private void placeMonoids() {
        Map<String, Monoid.User> own = new LinkedHashMap<>();
        for (Sentence sentence : body.sentences()) {
            if (sentence instanceof Sentence.OwnMonoid(Named name, Monoid.User monoid)) {
                attempt(
                        () -> {
                            if (own.put(name.text(), monoid) != null) {
                                String message = "two monoids are named '" + name.text() + "'";
                                throw new Mistake(Code.E109, message, name.span().start());
                            }
                        });
                String where = pointer + "/monoids" + Location.step(name.text());
                context.places().put(where, name.span());
            }
        }
        context.monoids().put(pointer, List.copyOf(own.values()));
    }

    private void declareWires() {
        body.header()
                .ifPresent(
                        header ->
                                header.parameters().forEach(d -> attempt(() -> wires.declare(d))));
        for (Sentence sentence : body.sentences()) {
            if (sentence instanceof Sentence.Wires(List<Sentence.Declared> items)) {
                items.forEach(d -> declared.add(d.wire().text()));
                items.forEach(d -> attempt(() -> wires.declare(d)));
            }
        }
        for (Sentence sentence : body.sentences()) {
            if (sentence instanceof Sentence.Line line) {
                line.left().forEach(left -> written.add(left.port().wire()));
                line.left().forEach(this::meet);
                line.right().ifPresent(this::keepNames);
            }
        }
    }

    /// A left side that names an axis twice says no type; the checker tells what is wrong with it.
    private void meet(Sentence.Left left) {
        List<String> axes = left.port().isPlain() ? left.port().axes() : List.of();
        if (Set.copyOf(axes).size() == axes.size() || wires.find(left.port().wire()).isPresent()) {
            attempt(() -> wires.meet(left));
        } else {
            context.holes().add(pointer + "/wires");
        }
    }

    private void keepNames(Term term) {
        if (term instanceof Term.Read(Port port, _, _)) {
            port.reads().forEach(wires::keep);
            read.addAll(port.reads());
        }
        term.parts().forEach(this::keepNames);
    }

    private List<String> inputs() {
        if (body.header().isPresent()) {
            List<Named> names = new ArrayList<>();
            Set<String> seen = new LinkedHashSet<>();
            for (Sentence.Declared parameter : body.header().get().parameters()) {
                String wire = parameter.wire().text();
                if (!seen.add(wire) && parameter.type().isPresent()) {
                    continue;
                }
                names.add(parameter.wire());
                boolean byLine = declared.contains(wire) || written.contains(wire);
                if (parameter.type().isPresent() || !byLine) {
                    wires.list(wire);
                }
            }
            place("inputs", names);
            return Named.texts(names);
        }
        Set<String> inputs = new LinkedHashSet<>(read);
        inputs.removeAll(written);
        inputs.removeIf(wire -> wires.find(wire).isEmpty());
        inputs.stream().filter(wire -> !declared.contains(wire)).forEach(wires::list);
        return List.copyOf(inputs);
    }

    private List<String> outputs() {
        Optional<List<Named>> named = body.header().flatMap(Sentence.Header::outputs);
        if (named.isPresent()) {
            place("outputs", named.get());
            return Named.texts(named.get());
        }
        Set<String> outputs = new LinkedHashSet<>(written);
        outputs.removeAll(read);
        body.header().ifPresent(h -> context.places().put(pointer + "/outputs", h.span()));
        if (outputs.isEmpty() && !written.isEmpty()) {
            context.holes().add(pointer + "/outputs"); // all lines read each other: a cycle
        }
        if (context.holes().contains(pointer + "/boxes")) {
            context.holes().add(pointer + "/outputs");
            context.holes().add(pointer + "/inputs");
        }
        return List.copyOf(outputs);
    }

    private void line(Sentence.Line line) {
        List<Shape.Reading> outputs = new ArrayList<>();
        Set<String> target = new LinkedHashSet<>();
        for (Sentence.Left left : line.left()) {
            Port port = wires.resolve(left.port(), left.bare());
            outputs.add(new Shape.Reading(port, left.span()));
            target.addAll(port.runsAlong());
        }
        try {
            if (line.right().isPresent()) {
                String base = outputs.getFirst().port().wire();
                Shape shape =
                        new LineBuilder(this, around, wires, base)
                                .whole(line.right().get(), target);
                line.left().forEach(left -> wires.list(left.port().wire()));
                add(listed(shape, line), outputs, line.name(), line.span());
                return;
            }
        } catch (Mistake e) {
            context.report(e, pointer + "/boxes/" + boxes.size());
            context.holes().add(pointer + "/boxes");
        }
        line.left().forEach(left -> wires.list(left.port().wire()));
    }

    private static Shape listed(Shape shape, Sentence.Line line) throws Mistake {
        if (line.parameters().isEmpty()) {
            return shape;
        }
        List<Named> names = line.parameters().get();
        if (Set.copyOf(Named.texts(names)).size() != shape.inputs().size()
                || names.size() != shape.inputs().size()) {
            int reads = shape.inputs().size();
            String message =
                    names.size()
                            + (names.size() == 1 ? " parameter is" : " parameters are")
                            + " named, for "
                            + reads
                            + (reads == 1 ? " read" : " reads");
            Span where = names.isEmpty() ? line.span() : names.getFirst().span();
            throw new Mistake(Code.E404, message, where.start());
        }
        return shape.list(Named.texts(names));
    }

    /// Adds a box.
    void add(Shape shape, List<Shape.Reading> outputs, Optional<Named> name, Span span) {
        PlaceMap places = context.places();
        String box = pointer + "/boxes/" + boxes.size();
        places.put(box, span);
        name.ifPresent(n -> places.put(box + "/name", n.span()));
        for (int i = 0; i < outputs.size(); i++) {
            places.put(box + "/out/" + i, outputs.get(i).span());
        }
        for (int i = 0; i < shape.inputs().size(); i++) {
            places.put(box + "/in/" + i, shape.inputs().get(i).span());
        }
        for (String key : List.of("op", "monoid", "in", "over")) {
            places.put(box + "/" + key, shape.at());
        }
        place("boxes/" + boxes.size() + "/over", shape.over());
        List<Port> ports = outputs.stream().map(Shape.Reading::port).toList();
        names.add(name.map(Named::text), ports.getFirst().wire());
        boxes.add(new Box("", shape.op(), shape.ports(), ports));
    }

    /// Whether no definition and no monoid was passed over.
    boolean knowsAllNames() {
        return context.holes().stream()
                .noneMatch(hole -> hole.endsWith("/definitions") || hole.endsWith("/monoids"));
    }

    /// The body of a block on the line that is being built.
    Diagram block(Sentence.Body inner) {
        String where = pointer + "/boxes/" + boxes.size() + "/body";
        return new BodyBuilder(inner, where, around, context).build("body");
    }

    private List<Diagram> definitions() {
        Map<String, Diagram> definitions = new LinkedHashMap<>();
        for (Sentence sentence : body.sentences()) {
            if (sentence instanceof Sentence.Definition(Named name, Sentence.Body inner)) {
                String where = pointer + "/definitions" + Location.step(name.text());
                if (definitions.containsKey(name.text())) {
                    String message = "two definitions are named '" + name.text() + "'";
                    attempt(
                            () -> {
                                throw new Mistake(Code.E109, message, name.span().start());
                            });
                    continue;
                }
                context.places().put(where, name.span());
                definitions.put(
                        name.text(),
                        new BodyBuilder(inner, where, around, context).build(name.text()));
            }
        }
        return List.copyOf(definitions.values());
    }

    private List<Axis> axes() {
        Map<String, Axis> axes = new LinkedHashMap<>();
        for (Sentence sentence : body.sentences()) {
            if (sentence instanceof Sentence.Axes(List<Sentence.Item> items)) {
                items.forEach(item -> attempt(() -> axis(item, axes)));
            }
        }
        List<Wire> ordered = wires.inOrder();
        ImpliedAxes.of(ordered, boxes).forEach(axis -> axes.putIfAbsent(axis, Axis.free(axis)));
        placeAxes(ordered);
        return List.copyOf(axes.values());
    }

    private void axis(Sentence.Item item, Map<String, Axis> axes) throws Mistake {
        String name = item.axis().text();
        String where = pointer + "/axes" + Location.step(name);
        if (axes.containsKey(name)) {
            String message = "axis '" + name + "' is declared twice";
            throw new Mistake(Code.E109, message, item.axis().span().start());
        }
        Span size =
                item.number()
                        .map(Token::span)
                        .or(() -> item.size().map(Term::span))
                        .orElse(item.axis().span());
        context.places().put(where, size);
        context.places().putKey(where, item.axis().span());
        context.places().put(pointer + "/defaults" + Location.step(name), item.axis().span());
        axes.put(name, new Axis(name, new Axis.Free(), item.defaultSize()));
        Axis.Extent extent = new Axis.Free();
        try {
            if (item.number().isPresent()) {
                Token number = item.number().get();
                extent = new Axis.Fixed(AxisSizes.integer(number, number.span()));
            } else if (item.size().isPresent()) {
                extent = new Axis.Derived(Scalars.of(item.size().get(), Code.E302));
            }
        } catch (Mistake e) {
            context.holes().add(where);
            throw e;
        }
        OptionalLong defaultSize = item.defaultSize();
        axes.put(name, new Axis(name, extent, defaultSize));
    }

    /// An axis that no line declares stands where the first wire or box runs along it.
    private void placeAxes(List<Wire> ordered) {
        for (Wire wire : ordered) {
            placeAxes(wire.axes(), "/wires" + Location.step(wire.name()));
        }
        for (int i = 0; i < boxes.size(); i++) {
            placeAxes(boxes.get(i).axes(), "/boxes/" + i);
        }
    }

    private void placeAxes(Collection<String> axes, String part) {
        for (String axis : axes) {
            context.places().putWord(pointer + "/axes" + Location.step(axis), pointer + part, axis);
        }
    }
}
