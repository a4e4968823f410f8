package org.heddle.model.syntax;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Storage;
import org.heddle.model.diagram.Symmetry;
import org.heddle.model.diagram.Wire;

/// Reads the wires of a diagram: `{ wire: "f16[q, d]" | { "type", "symmetric", "antisymmetric", "storage" } }`.
final class WireSyntax {
    private static final List<String> WIRE_KEYS =
            List.of("type", "symmetric", "antisymmetric", "storage");

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
        List<Symmetry> symmetries = new ArrayList<>();
        for (Symmetry.Kind kind : Symmetry.Kind.values()) {
            symmetries.addAll(symmetries(members, kind));
        }
        List<Storage> storage = storage(members, name);
        members.close("a wire", WIRE_KEYS);
        return members.string("type")
                .flatMap(type -> wire(name, type, pointer + "/type"))
                .map(w -> new Wire(name, w.dtype(), w.axes(), symmetries, storage));
    }

    private List<Symmetry> symmetries(Members members, Symmetry.Kind kind) {
        List<Symmetry> symmetries = new ArrayList<>();
        List<Json> groups = members.array(kind.text());
        for (int i = 0; i < groups.size(); i++) {
            List<String> axes = new ArrayList<>();
            String where = members.pointerOf(kind.text()) + "/" + i;
            if (groups.get(i) instanceof Json.Arr(_, List<Json> items)
                    && items.stream().allMatch(item -> item instanceof Json.Str)) {
                for (Json item : items) {
                    if (item instanceof Json.Str(_, String axis)) {
                        axes.add(axis);
                    }
                }
                symmetries.add(new Symmetry(kind, axes));
            } else {
                String message = "a group of '" + kind.text() + "' is not an array of axis names";
                problems.error(Code.E006, message, map.value(where), "write [[\"i\", \"j\"]]");
                members.hole(kind.text());
            }
        }
        return symmetries;
    }

    private List<Storage> storage(Members members, String wire) {
        List<Storage> storage = new ArrayList<>();
        List<String> names = members.names("storage");
        for (int i = 0; i < names.size(); i++) {
            Optional<Storage> level = Storage.named(names.get(i));
            level.ifPresent(storage::add);
            if (level.isEmpty()) {
                List<String> known = List.of("dense", "compressed", "singleton", "block(16)");
                String message =
                        "wire '"
                                + wire
                                + "' has the unknown storage '"
                                + Text.shorten(names.get(i))
                                + "'";
                problems.error(
                        Code.E018,
                        message,
                        map.value(members.pointerOf("storage") + "/" + i),
                        problems.help(names.get(i), known));
            }
        }
        return storage.size() == names.size() ? storage : List.of();
    }

    private Optional<Wire> wire(String name, String type, String pointer) {
        Optional<PortSyntax.Indexed> read = PortSyntax.type(type);
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
                    Code.E104, message, map.token(pointer, format), problems.help(format, known));
        }
        return dtype.map(d -> new Wire(name, d, read.get().axes().orElse(List.of())));
    }
}
