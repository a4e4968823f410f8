package org.heddle.model.syntax;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagram.Axis;

/// Reads the axes of a diagram and their sizes: `{ axis: int | size expression | null }`, and the defaults of null ones.
final class AxisSyntax {
    private final SourceMap map;
    private final Problems problems;
    private final Set<String> holes;

    AxisSyntax(SourceMap map, Problems problems, Set<String> holes) {
        this.map = map;
        this.problems = problems;
        this.holes = holes;
    }

    List<Axis> axes(Members members, String pointer) {
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
                                            problems.help(name, object.get().members().keySet())));
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
}
