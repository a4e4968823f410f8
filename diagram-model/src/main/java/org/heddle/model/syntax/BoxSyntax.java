package org.heddle.model.syntax;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagnose.SourceMap;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// Reads the boxes of a diagram.
///
/// ```
/// box ::= { "name"?, "op": "contract", "semiring"?,       "in": [port], "out": [port] }
///       | { "name"?, "op": "map",      "fn",              "in", "out" }
///       | { "name"?, "op": "reduce",   "monoid", "fn"?,   "in", "out" }
///       | { "name"?, "op": "scan",     "monoid", "fn"?, "over": [axis], "exclusive"?, "backward"?, "in", "out" }
///       | { "name"?, "op": "reindex",  "in", "out" }
///       | { "name"?, "op": "constant", "value",           "out" }
///       | { "name"?, "op": "block",    "body", "label"?,  "in", "out" }
///       | { "name"?, "op": definition, "over",            "in", "out" }
/// port ::= "X[2*y + k, c]" | { "wire": "X[2*y + k, c]", "fill": number | expression }
/// ```
///
/// A box without a name has that of the first wire it writes; where that is taken, with `_2`, `_3` … behind it.
final class BoxSyntax {
    private static final List<String> KEYED_OPS =
            List.of("contract", "map", "reduce", "scan", "constant", "block");

    private final DiagramSyntax diagrams;
    private final SourceMap map;
    private final Problems problems;
    private final Set<String> holes;
    private final Map<String, List<String>> axesOfWire;
    private final Map<String, Monoid.User> monoids;

    BoxSyntax(
            DiagramSyntax diagrams,
            SourceMap map,
            Problems problems,
            Set<String> holes,
            Map<String, List<String>> axesOfWire,
            Map<String, Monoid.User> monoids) {
        this.diagrams = diagrams;
        this.map = map;
        this.problems = problems;
        this.holes = holes;
        this.axesOfWire = axesOfWire;
        this.monoids = monoids;
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
        List<Integer> places = List.copyOf(read.keySet());
        BoxNames names = new BoxNames();
        read.forEach(
                (i, box) ->
                        names.add(
                                box.name(),
                                box.outputs().isEmpty()
                                        ? "box" + i
                                        : box.outputs().getFirst().wire()));
        names.report(problems, k -> map.value(pointer + "/boxes/" + places.get(k) + "/name"));
        List<String> ids = names.ids();
        List<Box> boxes = new ArrayList<>();
        for (int k = 0; k < places.size(); k++) {
            Unnamed box = java.util.Objects.requireNonNull(read.get(places.get(k)));
            boxes.add(new Box(ids.get(k), box.op(), box.inputs(), box.outputs()));
        }
        return boxes;
    }

    private Unnamed box(Json.Obj object, String pointer) {
        Members members = new Members(object, pointer, map, problems, holes);
        Optional<String> opName = members.string("op");
        boolean fromNothing = opName.filter("constant"::equals).isPresent();
        List.of("op", "in", "out").stream()
                .filter(key -> !(fromNothing && key.equals("in")))
                .forEach(members::require);
        Optional<String> name = members.string("name");
        List<Port> inputs = ports(members, "in", pointer);
        List<Port> outputs = ports(members, "out", pointer);
        Optional<Op> op = opName.flatMap(text -> op(text, members, pointer));
        if (op.isEmpty()) {
            holes.add(pointer);
        }
        if (holes.contains(pointer + "/in") || holes.contains(pointer + "/out")) {
            holes.add(pointer);
            holes.add(pointer.substring(0, pointer.lastIndexOf('/')));
        }
        members.close(
                opName.map(text -> "a box '" + text + "'").orElse("a box"),
                keys(opName),
                key -> holders(key, opName.orElse("")));
        return new Unnamed(name, op.orElse(new Op.Contract(Semiring.SUM_PRODUCT)), inputs, outputs);
    }

    /// Which operations have a key that this one lacks, and which of them does what was meant.
    private static Optional<String> holders(String key, String op) {
        List<String> ops =
                KEYED_OPS.stream().filter(other -> keys(Optional.of(other)).contains(key)).toList();
        String instead =
                op.equals("contract") && key.equals("fn")
                        ? ": a contraction multiplies its inputs; reduce by sum adds up any fn of them"
                        : "";
        return ops.isEmpty()
                ? Optional.empty()
                : Optional.of("'" + key + "' is a key of " + String.join(", ", ops) + instead);
    }

    private static List<String> keys(Optional<String> op) {
        List<String> keys = new ArrayList<>(List.of("op", "in", "out", "name"));
        keys.addAll(
                switch (op.orElse("")) {
                    case "contract" -> List.of("semiring");
                    case "map" -> List.of("fn");
                    case "reduce" -> List.of("monoid", "fn");
                    case "scan" -> List.of("monoid", "fn", "over", "exclusive", "backward");
                    case "reindex" -> List.of();
                    case "constant" -> List.of("value");
                    case "block" -> List.of("body", "label");
                    case "" ->
                            List.of("semiring", "fn", "monoid", "value", "body", "label", "over");
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
            case "scan" -> scan(members, pointer);
            case "reindex" -> Optional.of(new Op.Reindex());
            case "constant" -> constant(members, pointer);
            case "block" -> block(members, pointer);
            default -> {
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
        if (name.isPresent() && semiring.isEmpty()) {
            List<String> known = Arrays.stream(Semiring.values()).map(Semiring::text).toList();
            String message = "there is no semiring '" + Text.shorten(name.get()) + "'";
            problems.error(
                    Code.E105,
                    message,
                    map.value(pointer + "/semiring"),
                    problems.help(name.get(), known));
        }
        return semiring;
    }

    private Optional<Op> reduce(Members members, String pointer) {
        Optional<Monoid> monoid = monoid(members, pointer);
        Optional<Fn> item = item(members, pointer);
        return monoid.flatMap(m -> item.map(i -> new Op.Reduce(m, i)));
    }

    private Optional<Op> scan(Members members, String pointer) {
        members.require("over");
        Optional<Monoid> monoid = monoid(members, pointer);
        Optional<Fn> item = item(members, pointer);
        Op.Prefix prefix = members.flag("exclusive") ? Op.Prefix.EXCLUSIVE : Op.Prefix.INCLUSIVE;
        Op.Direction direction =
                members.flag("backward") ? Op.Direction.BACKWARD : Op.Direction.FORWARD;
        List<String> over = members.names("over");
        if (over.size() != 1) {
            if (!holes.contains(members.pointerOf("over"))) {
                String message = "a scan runs over 1 axis, not " + over.size();
                problems.error(Code.E219, message, map.value(pointer + "/over"));
            }
            return Optional.empty();
        }
        return monoid.flatMap(
                m -> item.map(i -> new Op.Scan(m, i, over.getFirst(), prefix, direction)));
    }

    private Optional<Op> constant(Members members, String pointer) {
        members.require("value");
        String where = pointer + "/value";
        if (members.get("value").orElse(new Json.Null(0)) instanceof Json.Num(_, String number)) {
            OptionalDouble value = new ExprSyntax(map, problems).number(number, where);
            return value.isPresent()
                    ? Optional.of(new Op.Constant(Expr.num(value.getAsDouble())))
                    : Optional.empty();
        }
        return members.string("value")
                .flatMap(text -> new ExprSyntax(map, problems).scalar(text, where))
                .map(Op.Constant::new);
    }

    private Optional<Monoid> monoid(Members members, String pointer) {
        members.require("monoid");
        Optional<String> name = members.string("monoid");
        Optional<Monoid> monoid =
                name.flatMap(
                        text ->
                                Optional.<Monoid>ofNullable(monoids.get(text))
                                        .or(() -> Monoid.named(text)));
        boolean misread = name.filter(text -> isHole("/monoids", text, pointer)).isPresent();
        if (name.isPresent() && monoid.isEmpty() && !misread) {
            List<String> known = new ArrayList<>(monoids.keySet());
            Arrays.stream(Monoid.Scalar.values()).map(Monoid::text).forEach(known::add);
            Arrays.stream(Monoid.Extremum.values()).map(Monoid::text).forEach(known::add);
            known.addAll(List.of("logaddexp", "topk(k)"));
            String message = "there is no monoid '" + Text.shorten(name.get()) + "'";
            problems.error(
                    Code.E106,
                    message,
                    map.value(pointer + "/monoid"),
                    problems.help(name.get(), known));
        }
        return monoid;
    }

    /// Whether a member of the diagram of that name was not understood.
    private boolean isHole(String collection, String name, String boxPointer) {
        String diagram = boxPointer.substring(0, boxPointer.lastIndexOf("/boxes/"));
        return holes.contains(diagram + collection)
                || holes.contains(diagram + collection + Location.step(name));
    }

    private Optional<Fn> item(Members members, String pointer) {
        return members.get("fn").isEmpty()
                ? Optional.of(Op.Reduce.PLAIN_ITEM)
                : fn(members, pointer);
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
                case Json.Obj object ->
                        filled(object, where).ifPresentOrElse(ports::add, () -> members.hole(key));
                case Json.Arr _, Json.Num _, Json.Bool _, Json.Null _ -> {
                    problems.error(
                            Code.E006,
                            "a port is " + items.get(i).kind() + ", not a string or an object",
                            map.value(where));
                    members.hole(key);
                }
            }
        }
        return ports;
    }

    private Optional<Port> filled(Json.Obj object, String pointer) {
        Members members = new Members(object, pointer, map, problems, holes);
        List.of("wire", "fill").forEach(members::require);
        Optional<Port> port = members.string("wire").flatMap(text -> port(text, pointer + "/wire"));
        OptionalDouble fill = fill(members, pointer + "/fill");
        members.close("a port", List.of("wire", "fill"));
        return fill.isEmpty()
                ? Optional.empty()
                : port.map(p -> new Port(p.wire(), p.subscripts(), fill));
    }

    private OptionalDouble fill(Members members, String pointer) {
        Optional<Json> value = members.get("fill");
        if (value.isPresent() && value.get() instanceof Json.Num(_, String number)) {
            return new ExprSyntax(map, problems).number(number, pointer);
        }
        Optional<Expr> e =
                members.string("fill")
                        .flatMap(text -> new ExprSyntax(map, problems).scalar(text, pointer));
        if (e.isPresent() && e.get() instanceof Expr.Num(double number)) {
            return OptionalDouble.of(number);
        }
        if (e.isPresent()) {
            String message = "the fill '" + Text.shorten(e.get().toString()) + "' is not a number";
            problems.error(Code.E006, message, map.value(pointer), "write a literal, inf or -inf");
        }
        return OptionalDouble.empty();
    }

    private Optional<Port> port(String text, String pointer) {
        try {
            return Optional.of(
                    PortSyntax.port(text, wire -> axesOfWire.getOrDefault(wire, List.of())));
        } catch (PortSyntax.MalformedPort e) {
            String help =
                    e.code() == Code.E012
                            ? "write a wire and the positions read: \"X\", \"X[i, j]\", \"X[2*y + k]\", \"E[ids[t], d]\""
                            : "positions are sums such as 2*y + k - 1 or |x| - 1 - i; compute others into an integer wire";
            problems.error(e.code(), e.getMessage(), map.inside(pointer, e.offset()), help);
            return Optional.empty();
        }
    }
}
