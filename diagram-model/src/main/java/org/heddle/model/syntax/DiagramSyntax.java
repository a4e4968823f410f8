package org.heddle.model.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Position;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Wire;

/// Reads the JSON object of a diagram, format `heddle/1`.
///
/// ```
/// diagram ::= { "$schema"?, "format": "heddle/1", "name", "axes": { axis: int | size | null }, "wires": { wire: type | object },
///               "inputs": [wire], "outputs": [wire], "boxes": [box], "defaults": { axis: int },
///               "over": [axis], "monoids": { name: monoid }, "definitions": { name: diagram } }
/// ```
///
/// Diagrams inside a diagram (definitions, bodies of blocks) may leave out `format` and `name`.
public final class DiagramSyntax {
    /// The format that this version reads and writes.
    public static final String FORMAT = "heddle/1";

    private static final List<String> KEYS =
            List.of(
                    "$schema",
                    "format",
                    "name",
                    "axes",
                    "wires",
                    "inputs",
                    "outputs",
                    "boxes",
                    "defaults",
                    "over",
                    "monoids",
                    "definitions");

    private final SourceMap map;
    private final Problems problems;
    private final Set<String> holes;
    private final Map<String, List<Monoid.User>> monoids = new LinkedHashMap<>();

    DiagramSyntax(SourceMap map, Problems problems, Set<String> holes) {
        this.map = map;
        this.problems = problems;
        this.holes = holes;
    }

    /// Reads a text into a draft; empty where it is not a JSON object. Problems are added in the order found.
    public static Optional<Draft> read(String file, String text, Limits limits, Problems problems) {
        if (text.length() > limits.characters()) {
            String message =
                    "the file has "
                            + text.length()
                            + " characters, "
                            + limits.characters()
                            + " are allowed";
            problems.error(
                    Code.E010, message, new Location(Optional.of(new Position(file, 1, 1)), ""));
            return Optional.empty();
        }
        TextSourceMap blank = new TextSourceMap(file, text, Optional.empty());
        Optional<Json> root = JsonTree.read(text, limits, blank, problems);
        if (root.isPresent() && root.get() instanceof Json.Obj object) {
            SourceMap map = blank.of(object);
            Set<String> holes = new LinkedHashSet<>();
            DiagramSyntax syntax = new DiagramSyntax(map, problems, holes);
            Diagram diagram = syntax.topLevel(object);
            return Optional.of(new Draft(diagram, holes, syntax.monoids, map));
        }
        root.ifPresent(
                value ->
                        problems.error(
                                Code.E006,
                                "a diagram is a JSON object, not " + value.kind(),
                                blank.at(value.offset(), "")));
        return Optional.empty();
    }

    private Diagram topLevel(Json.Obj object) {
        Members members = new Members(object, "", map, problems, holes);
        members.require("format");
        members.require("name");
        return diagram(members, "", "diagram");
    }

    /// A diagram inside another one.
    Diagram nested(Json.Obj object, String pointer, String name) {
        return diagram(new Members(object, pointer, map, problems, holes), pointer, name);
    }

    private Diagram diagram(Members members, String pointer, String defaultName) {
        List.of("axes", "wires", "inputs", "outputs", "boxes").forEach(members::require);
        members.string("format")
                .filter(format -> !format.equals(FORMAT))
                .ifPresent(
                        format ->
                                problems.error(
                                        Code.E008,
                                        "format '" + format + "' is unknown",
                                        map.value(pointer + "/format"),
                                        "this version reads '" + FORMAT + "'"));
        members.string("$schema"); // for editors
        String name = members.string("name").orElse(defaultName);
        List<Axis> axes = new AxisSyntax(map, problems, holes).axes(members, pointer);
        List<Wire> wires = new WireSyntax(map, problems, holes).wires(members, pointer);
        List<String> inputs = members.names("inputs");
        List<String> outputs = members.names("outputs");
        List<String> over = members.names("over");
        Map<String, List<String>> axesOfWire = new LinkedHashMap<>();
        wires.forEach(wire -> axesOfWire.put(wire.name(), wire.axes()));
        Map<String, Monoid.User> own = new MonoidSyntax(map, problems, holes).monoids(members);
        monoids.put(pointer, List.copyOf(own.values()));
        List<Box> boxes =
                new BoxSyntax(this, map, problems, holes, axesOfWire, own).boxes(members, pointer);
        List<Diagram> definitions = definitions(members);
        members.close("a diagram", KEYS);
        return new Diagram(name, axes, wires, inputs, outputs, over, boxes, definitions);
    }

    private List<Diagram> definitions(Members members) {
        List<Diagram> definitions = new ArrayList<>();
        members.object("definitions")
                .ifPresent(
                        object ->
                                object.members()
                                        .forEach(
                                                (name, member) -> {
                                                    String where =
                                                            members.pointerOf("definitions")
                                                                    + Location.step(name);
                                                    if (member.value()
                                                            instanceof Json.Obj definition) {
                                                        Diagram read =
                                                                nested(definition, where, name);
                                                        if (!read.name().equals(name)) {
                                                            String message =
                                                                    "definition '"
                                                                            + name
                                                                            + "' is named '"
                                                                            + read.name()
                                                                            + "' inside";
                                                            problems.error(
                                                                    Code.E110,
                                                                    message,
                                                                    map.value(where + "/name"),
                                                                    "leave 'name' out: the key is the name");
                                                        }
                                                        definitions.add(
                                                                read.name().equals(name)
                                                                        ? read
                                                                        : renamed(read, name));
                                                    } else {
                                                        problems.error(
                                                                Code.E006,
                                                                "definition '"
                                                                        + name
                                                                        + "' is "
                                                                        + member.value().kind()
                                                                        + ", not an object",
                                                                map.value(where));
                                                        holes.add(where);
                                                    }
                                                }));
        return definitions;
    }

    private static Diagram renamed(Diagram d, String name) {
        return new Diagram(
                name,
                d.axes().values(),
                d.wires().values(),
                d.inputs(),
                d.outputs(),
                d.over(),
                d.boxes(),
                d.definitions().values());
    }
}
