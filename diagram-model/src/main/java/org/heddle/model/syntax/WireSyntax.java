package org.heddle.model.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Wire;

/// Reads the wires of a diagram: `{ wire: "f16[q, d]" | { "type", "symmetric", "storage" } }`.
final class WireSyntax {
    private static final List<String> WIRE_KEYS = List.of("type", "symmetric", "storage");

    private final SourceMap map;
    private final Problems problems;
    private final Set<String> holes;

    WireSyntax(SourceMap map, Problems problems, Set<String> holes) {
        this.map = map;
        this.problems = problems;
        this.holes = holes;
    }

    List<Wire> wires(Members members, String pointer) {
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
}
