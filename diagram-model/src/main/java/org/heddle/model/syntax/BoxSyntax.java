package org.heddle.model.syntax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Fn;

/// Reads the boxes of a diagram.
///
/// ```
/// box ::= { "name"?, "op": "contract", "semiring"?,       "in": [port], "out": [port] }
///       | { "name"?, "op": "map",      "fn",              "in", "out" }
///       | { "name"?, "op": "reduce",   "monoid", "fn"?,   "in", "out" }
///       | { "name"?, "op": "block",    "body", "label"?,  "in", "out" }
///       | { "name"?, "op": definition, "over",            "in", "out" }
/// ```
///
/// A box without a name has that of the first wire it writes; where that is taken, with `_2`, `_3` … behind it.
final class BoxSyntax {
    private static final Set<String> LATER_OPS = Set.of("scan", "reindex", "constant");
    private static final Set<String> LATER_MONOIDS = Set.of("argmax", "argmin", "topk");
    private static final String LATER_SEMIRING = "log-sum-exp";

    private final DiagramSyntax diagrams;
    private final SourceMap map;
    private final Problems problems;
    private final Set<String> holes;
    private final Map<String, List<String>> axesOfWire;

    BoxSyntax(
            DiagramSyntax diagrams,
            SourceMap map,
            Problems problems,
            Set<String> holes,
            Map<String, List<String>> axesOfWire) {
        this.diagrams = diagrams;
        this.map = map;
        this.problems = problems;
        this.holes = holes;
        this.axesOfWire = axesOfWire;
    }

    private record Unnamed(Optional<String> name, Op op, List<Port> inputs, List<Port> outputs) {}

    List<Box> boxes(Members diagram, String pointer) {
        Map<Integer, Unnamed> read = new LinkedHashMap<>();
        List<Json> items = diagram.array("boxes");
        for (int i = 0; i < items.size(); i++) {
            String where = pointer + "/boxes/" + i;
            if (items.get(i) instanceof Json.Obj object) {
                read.put(i, box(object, where));
            } else {
                problems.error(
                        Code.E006,
                        "a box is " + items.get(i).kind() + ", not an object",
                        map.value(where));
                read.put(
                        i,
                        new Unnamed(
                                Optional.empty(),
                                new Op.Contract(Semiring.SUM_PRODUCT),
                                List.of(),
                                List.of()));
                holes.add(where);
                diagram.hole("boxes");
            }
        }
        return named(read, pointer);
    }

    private List<Box> named(Map<Integer, Unnamed> read, String pointer) {
        Set<String> taken = new HashSet<>();
        Map<Integer, String> ids = new LinkedHashMap<>();
        read.forEach(
                (i, box) ->
                        box.name()
                                .ifPresent(
                                        name -> {
                                            if (taken.add(name)) {
                                                ids.put(i, name);
                                            } else {
                                                String where = pointer + "/boxes/" + i + "/name";
                                                problems.error(
                                                        Code.E109,
                                                        "two boxes are named '" + name + "'",
                                                        map.value(where));
                                            }
                                        }));
        Map<String, Integer> suffixes = new LinkedHashMap<>();
        List<Box> boxes = new ArrayList<>();
        read.forEach(
                (i, box) -> {
                    String base =
                            box.outputs().isEmpty() ? "box" + i : box.outputs().getFirst().wire();
                    String id = ids.getOrDefault(i, base);
                    while (!ids.containsKey(i) && !taken.add(id)) {
                        id = base + "_" + suffixes.merge(base, 2, (old, _) -> old + 1);
                    }
                    boxes.add(new Box(id, box.op(), box.inputs(), box.outputs()));
                });
        return boxes;
    }

    private Unnamed box(Json.Obj object, String pointer) {
        Members members = new Members(object, pointer, map, problems, holes);
        List.of("op", "in", "out").forEach(members::require);
        Optional<String> name = members.string("name");
        List<Port> inputs = ports(members, "in", pointer);
        List<Port> outputs = ports(members, "out", pointer);
        Optional<String> opName = members.string("op");
        Optional<Op> op = opName.flatMap(text -> op(text, members, pointer));
        if (op.isEmpty()) {
            holes.add(pointer);
        }
        if (holes.contains(pointer + "/in") || holes.contains(pointer + "/out")) {
            holes.add(pointer);
            holes.add(pointer.substring(0, pointer.lastIndexOf('/')));
        }
        boolean laterOp = opName.filter(LATER_OPS::contains).isPresent();
        if (!laterOp) {
            members.close(opName.map(text -> "a box '" + text + "'").orElse("a box"), keys(opName));
        }
        return new Unnamed(name, op.orElse(new Op.Contract(Semiring.SUM_PRODUCT)), inputs, outputs);
    }

    private static List<String> keys(Optional<String> op) {
        List<String> keys = new ArrayList<>(List.of("op", "in", "out", "name"));
        keys.addAll(
                switch (op.orElse("")) {
                    case "contract" -> List.of("semiring");
                    case "map" -> List.of("fn");
                    case "reduce" -> List.of("monoid", "fn");
                    case "block" -> List.of("body", "label");
                    case "" -> List.of("semiring", "fn", "monoid", "body", "label", "over");
                    default -> List.of("over");
                });
        return keys;
    }

    private Optional<Op> op(String text, Members members, String pointer) {
        return switch (text) {
            case "contract" -> semiring(members, pointer).map(Op.Contract::new);
            case "map" -> {
                members.require("fn");
                yield fn(members, pointer).map(Op.Map::new);
            }
            case "reduce" -> reduce(members, pointer);
            case "block" -> block(members, pointer);
            default -> {
                if (LATER_OPS.contains(text)) {
                    later("the operation '" + text + "'", pointer + "/op");
                    yield Optional.empty();
                }
                List<String> over = members.names("over");
                yield holes.contains(members.pointerOf("over"))
                        ? Optional.empty()
                        : Optional.of(new Op.Call(text, over));
            }
        };
    }

    private Optional<Semiring> semiring(Members members, String pointer) {
        if (members.get("semiring").isEmpty()) {
            return Optional.of(Semiring.SUM_PRODUCT);
        }
        Optional<String> name = members.string("semiring");
        Optional<Semiring> semiring = name.flatMap(Semiring::named);
        if (name.isPresent() && name.get().equals(LATER_SEMIRING)) {
            later("the semiring '" + LATER_SEMIRING + "'", pointer + "/semiring");
        } else if (name.isPresent() && semiring.isEmpty()) {
            List<String> known = Arrays.stream(Semiring.values()).map(Semiring::text).toList();
            String message = "there is no semiring '" + Text.shorten(name.get()) + "'";
            problems.error(
                    Code.E105,
                    message,
                    map.value(pointer + "/semiring"),
                    Suggestion.help(name.get(), known));
        }
        return semiring;
    }

    private Optional<Op> reduce(Members members, String pointer) {
        members.require("monoid");
        boolean userMonoid = members.get("monoid").filter(m -> m instanceof Json.Obj).isPresent();
        if (userMonoid) {
            later("a monoid of your own", pointer + "/monoid");
            return Optional.empty();
        }
        Optional<String> name = members.string("monoid");
        Optional<Monoid> monoid = name.flatMap(Monoid::named);
        if (name.isPresent() && LATER_MONOIDS.contains(name.get().replaceFirst("\\(.*", ""))) {
            later("the monoid '" + Text.shorten(name.get()) + "'", pointer + "/monoid");
        } else if (name.isPresent() && monoid.isEmpty()) {
            List<String> known = Arrays.stream(Monoid.Scalar.values()).map(Monoid::text).toList();
            String message = "there is no monoid '" + Text.shorten(name.get()) + "'";
            problems.error(
                    Code.E106,
                    message,
                    map.value(pointer + "/monoid"),
                    Suggestion.help(name.get(), known));
        }
        Optional<Fn> item =
                members.get("fn").isEmpty()
                        ? Optional.of(Op.Reduce.PLAIN_ITEM)
                        : fn(members, pointer);
        return monoid.flatMap(m -> item.map(i -> new Op.Reduce(m, i)));
    }

    private Optional<Fn> fn(Members members, String pointer) {
        return members.string("fn")
                .flatMap(text -> new ExprSyntax(map, problems).fn(text, pointer + "/fn"));
    }

    private Optional<Op> block(Members members, String pointer) {
        members.require("body");
        String label = members.string("label").orElse("");
        return members.object("body")
                .map(body -> new Op.Block(diagrams.nested(body, pointer + "/body", "body"), label));
    }

    private List<Port> ports(Members members, String key, String pointer) {
        List<Port> ports = new ArrayList<>();
        List<Json> items = members.array(key);
        for (int i = 0; i < items.size(); i++) {
            String where = pointer + "/" + key + "/" + i;
            switch (items.get(i)) {
                case Json.Str(_, String text) ->
                        port(text, where).ifPresentOrElse(ports::add, () -> members.hole(key));
                case Json.Obj _ -> {
                    later("a port with 'fill'", where);
                    members.hole(key);
                }
                case Json.Arr _, Json.Num _, Json.Bool _, Json.Null _ -> {
                    problems.error(
                            Code.E006,
                            "a port is " + items.get(i).kind() + ", not a string",
                            map.value(where));
                    members.hole(key);
                }
            }
        }
        return ports;
    }

    private Optional<Port> port(String text, String pointer) {
        Optional<PortSyntax.Indexed> read = PortSyntax.read(text);
        if (read.isPresent()) {
            String wire = read.get().name();
            return Optional.of(
                    new Port(
                            wire,
                            read.get().axes().orElse(axesOfWire.getOrDefault(wire, List.of()))));
        }
        if (PortSyntax.isComputed(text)) {
            later("an affine or gathered read ('" + Text.shorten(text) + "')", pointer);
        } else {
            String help =
                    "write a wire and, where its axes are renamed, their names: \"X\" or \"X[i, j]\"";
            problems.error(
                    Code.E012,
                    "'" + Text.shorten(text) + "' is not a port",
                    map.value(pointer),
                    help);
        }
        return Optional.empty();
    }

    private void later(String what, String pointer) {
        problems.error(Code.E015, what + " is not available in this version", map.value(pointer));
    }
}
