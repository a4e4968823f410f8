package org.heddle.model.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Position;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Wire;

/// Reads the JSON object of a diagram, format `heddle/1`.
///
/// ```
/// diagram ::= { "format": "heddle/1", "name", "axes": { axis: int | size | null }, "wires": { wire: type | object },
///               "inputs": [wire], "outputs": [wire], "boxes": [box], "defaults": { axis: int },
///               "over": [axis], "definitions": { name: diagram } }
/// ```
///
/// Diagrams inside a diagram (definitions, bodies of blocks) may leave out `format` and `name`.
public final class DiagramSyntax {
    /// The format that this version reads and writes.
    public static final String FORMAT = "heddle/1";

    private static final List<String> KEYS =
            List.of(
                    "format",
                    "name",
                    "axes",
                    "wires",
                    "inputs",
                    "outputs",
                    "boxes",
                    "defaults",
                    "over",
                    "definitions");
    private static final List<String> WIRE_KEYS = List.of("type", "symmetric", "storage");

    private final SourceMap map;
    private final Problems problems;
    private final Set<String> holes;

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
            Diagram diagram = new DiagramSyntax(map, problems, holes).topLevel(object);
            return Optional.of(new Draft(diagram, holes, map));
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
        String name = members.string("name").orElse(defaultName);
        List<Axis> axes = axes(members, pointer);
        List<Wire> wires = wires(members, pointer);
        List<String> inputs = members.names("inputs");
        List<String> outputs = members.names("outputs");
        List<String> over = members.names("over");
        Map<String, List<String>> axesOfWire = new LinkedHashMap<>();
        wires.forEach(wire -> axesOfWire.put(wire.name(), wire.axes()));
        List<Box> boxes =
                new BoxSyntax(this, map, problems, holes, axesOfWire).boxes(members, pointer);
        List<Diagram> definitions = definitions(members);
        members.close("a diagram", KEYS);
        return new Diagram(name, axes, wires, inputs, outputs, over, boxes, definitions);
    }

    private List<Axis> axes(Members members, String pointer) {
        Map<String, Long> defaults = defaults(members);
        List<Axis> axes = new ArrayList<>();
        Optional<Json.Obj> object = members.object("axes");
        object.ifPresent(
                o ->
                        o.members()
                                .forEach(
                                        (name, member) -> {
                                            Long size = defaults.remove(name);
                                            OptionalLong defaultSize =
                                                    size == null
                                                            ? OptionalLong.empty()
                                                            : OptionalLong.of(size);
                                            axes.add(
                                                    new Axis(
                                                            name,
                                                            extent(
                                                                    member.value(),
                                                                    pointer
                                                                            + "/axes"
                                                                            + Location.step(name)),
                                                            defaultSize));
                                        }));
        if (object.isPresent()) {
            defaults.keySet()
                    .forEach(
                            name ->
                                    problems.error(
                                            Code.E102,
                                            "there is no axis '" + name + "' to give a default to",
                                            map.key(pointer + "/defaults" + Location.step(name)),
                                            Suggestion.help(
                                                    name, object.get().members().keySet())));
        }
        return axes;
    }

    private Map<String, Long> defaults(Members members) {
        Map<String, Long> defaults = new LinkedHashMap<>();
        members.object("defaults")
                .ifPresent(
                        object ->
                                object.members()
                                        .forEach(
                                                (name, member) -> {
                                                    String where =
                                                            members.pointerOf("defaults")
                                                                    + Location.step(name);
                                                    if (member.value()
                                                            instanceof Json.Num(_, String number)) {
                                                        integer(number, where)
                                                                .ifPresent(
                                                                        size ->
                                                                                defaults.put(
                                                                                        name,
                                                                                        size));
                                                    } else {
                                                        problems.error(
                                                                Code.E006,
                                                                "a default size is "
                                                                        + member.value().kind()
                                                                        + ", not a number",
                                                                map.value(where));
                                                    }
                                                }));
        return defaults;
    }

    private Axis.Extent extent(Json value, String pointer) {
        return switch (value) {
            case Json.Null _ -> new Axis.Free();
            case Json.Num(_, String number) -> {
                OptionalLong size = integer(number, pointer);
                yield size.isPresent() ? new Axis.Fixed(size.getAsLong()) : unknownExtent(pointer);
            }
            case Json.Str(_, String text) ->
                    new ExprSyntax(map, problems)
                            .size(text, pointer)
                            .<Axis.Extent>map(Axis.Derived::new)
                            .orElseGet(() -> unknownExtent(pointer));
            case Json.Obj _, Json.Arr _, Json.Bool _ -> {
                String message = "the size of an axis is " + value.kind();
                problems.error(
                        Code.E006,
                        message,
                        map.value(pointer),
                        "write an integer, a size expression or null");
                yield unknownExtent(pointer);
            }
        };
    }

    private Axis.Extent unknownExtent(String pointer) {
        holes.add(pointer);
        return new Axis.Free();
    }

    private OptionalLong integer(String number, String pointer) {
        if (!number.matches("-?[0-9]+")) {
            problems.error(
                    Code.E006, "the size " + number + " is not an integer", map.value(pointer));
            return OptionalLong.empty();
        }
        if (number.startsWith("-")) {
            problems.error(Code.E305, "the size " + number + " is negative", map.value(pointer));
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseLong(number));
        } catch (NumberFormatException _) {
            problems.error(
                    Code.E306,
                    "the size " + number + " exceeds " + Long.MAX_VALUE,
                    map.value(pointer));
            return OptionalLong.empty();
        }
    }

    private List<Wire> wires(Members members, String pointer) {
        List<Wire> wires = new ArrayList<>();
        members.object("wires")
                .ifPresent(
                        object ->
                                object.members()
                                        .forEach(
                                                (name, member) -> {
                                                    String where =
                                                            pointer
                                                                    + "/wires"
                                                                    + Location.step(name);
                                                    Optional<Wire> wire =
                                                            switch (member.value()) {
                                                                case Json.Str(_, String type) ->
                                                                        wire(name, type, where);
                                                                case Json.Obj detailed ->
                                                                        annotated(
                                                                                name, detailed,
                                                                                where);
                                                                case Json.Arr _,
                                                                        Json.Num _,
                                                                        Json.Bool _,
                                                                        Json.Null _ -> {
                                                                    String message =
                                                                            "the type of wire '"
                                                                                    + name
                                                                                    + "' is "
                                                                                    + member.value()
                                                                                            .kind();
                                                                    problems.error(
                                                                            Code.E006,
                                                                            message,
                                                                            map.value(where),
                                                                            "write it as \"f32[q, d]\"");
                                                                    yield Optional.empty();
                                                                }
                                                            };
                                                    wire.ifPresentOrElse(
                                                            wires::add, () -> holes.add(where));
                                                }));
        return wires;
    }

    private Optional<Wire> annotated(String name, Json.Obj object, String pointer) {
        Members members = new Members(object, pointer, map, problems, holes);
        members.require("type");
        for (String annotation : List.of("symmetric", "storage")) {
            if (members.get(annotation).isPresent()) {
                String message =
                        "'"
                                + annotation
                                + "' of wire '"
                                + name
                                + "' is not yet exploited by this version";
                problems.error(
                        Code.E016,
                        message,
                        map.key(members.pointerOf(annotation)),
                        "leave it out: the wire is then dense");
            }
        }
        members.close("a wire", WIRE_KEYS);
        return members.string("type").flatMap(type -> wire(name, type, pointer + "/type"));
    }

    private Optional<Wire> wire(String name, String type, String pointer) {
        Optional<PortSyntax.Indexed> read = PortSyntax.read(type);
        if (read.isEmpty()) {
            String message = "'" + Text.shorten(type) + "' is not a wire type";
            problems.error(
                    Code.E013,
                    message,
                    map.value(pointer),
                    "write a number format and axes, such as \"f32[q, d]\"");
            return Optional.empty();
        }
        String format = read.get().name();
        Optional<DType> dtype = DType.named(format);
        if (dtype.isEmpty()) {
            List<String> known = List.of(DType.values()).stream().map(DType::text).toList();
            String message = "wire '" + name + "' has the unknown number format '" + format + "'";
            problems.error(
                    Code.E104, message, map.token(pointer, format), Suggestion.help(format, known));
        }
        return dtype.map(d -> new Wire(name, d, read.get().axes().orElse(List.of())));
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
