package org.heddle.model.syntax;

import java.util.ArrayList;
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
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;

/// Reads the monoids that a file defines.
///
/// ```
/// monoids ::= { name: { "state": { component: dtype },
///                       "unit":  { component: number | expression },
///                       "merge": { component: expression of n (left) and n' (right) } } }
/// ```
final class MonoidSyntax {
    private final SourceMap map;
    private final Problems problems;
    private final Set<String> holes;

    MonoidSyntax(SourceMap map, Problems problems, Set<String> holes) {
        this.map = map;
        this.problems = problems;
        this.holes = holes;
    }

    /// By name; those with mistakes are left out, and their pointers are holes.
    Map<String, Monoid.User> monoids(Members diagram) {
        Map<String, Monoid.User> monoids = new LinkedHashMap<>();
        diagram.object("monoids")
                .ifPresent(
                        object ->
                                object.members()
                                        .forEach(
                                                (name, member) -> {
                                                    String where =
                                                            diagram.pointerOf("monoids")
                                                                    + Location.step(name);
                                                    monoid(name, member.value(), where)
                                                            .ifPresentOrElse(
                                                                    m -> monoids.put(name, m),
                                                                    () -> holes.add(where));
                                                }));
        return monoids;
    }

    private Optional<Monoid.User> monoid(String name, Json value, String pointer) {
        if (!(value instanceof Json.Obj object)) {
            String message = "monoid '" + name + "' is " + value.kind() + ", not an object";
            problems.error(Code.E006, message, map.value(pointer));
            return Optional.empty();
        }
        Members members = new Members(object, pointer, map, problems, holes);
        List.of("state", "unit", "merge").forEach(members::require);
        Map<String, DType> state = state(members);
        Map<String, Expr> units = expressions(members, "unit", state.keySet());
        Map<String, Expr> merges = expressions(members, "merge", state.keySet());
        members.close("a monoid", List.of("state", "unit", "merge"));
        List<Monoid.Component> components = new ArrayList<>();
        state.forEach(
                (component, dtype) -> {
                    Expr unit = units.get(component);
                    Expr merge = merges.get(component);
                    if (unit != null && merge != null) {
                        components.add(new Monoid.Component(component, dtype, unit, merge));
                    }
                });
        boolean whole = !components.isEmpty() && components.size() == state.size();
        return whole ? Optional.of(new Monoid.User(name, components)) : Optional.empty();
    }

    private Map<String, DType> state(Members members) {
        Map<String, DType> state = new LinkedHashMap<>();
        Optional<Json.Obj> object = members.object("state");
        if (object.isPresent() && object.get().members().isEmpty()) {
            String where = members.pointerOf("state");
            problems.error(Code.E510, "the state has no component", map.value(where));
        }
        object.ifPresent(
                o ->
                        o.members()
                                .forEach(
                                        (component, member) -> {
                                            String where =
                                                    members.pointerOf("state")
                                                            + Location.step(component);
                                            dtype(member.value(), where)
                                                    .ifPresentOrElse(
                                                            d -> state.put(component, d),
                                                            () -> holes.add(where));
                                        }));
        return state;
    }

    private Optional<DType> dtype(Json value, String pointer) {
        if (!(value instanceof Json.Str(_, String text))) {
            String message = "a component's number format is " + value.kind();
            problems.error(Code.E006, message, map.value(pointer), "write \"f32\"");
            return Optional.empty();
        }
        Optional<DType> dtype = DType.named(text);
        if (dtype.isEmpty()) {
            List<String> known = List.of(DType.values()).stream().map(DType::text).toList();
            String message = "there is no number format '" + Text.shorten(text) + "'";
            problems.error(Code.E104, message, map.value(pointer), problems.help(text, known));
        }
        return dtype;
    }

    private Map<String, Expr> expressions(Members members, String key, Set<String> components) {
        Map<String, Expr> expressions = new LinkedHashMap<>();
        Optional<Json.Obj> object = members.object(key);
        if (object.isEmpty()) {
            return expressions;
        }
        String pointer = members.pointerOf(key);
        object.get()
                .members()
                .forEach(
                        (component, member) -> {
                            String where = pointer + Location.step(component);
                            if (!components.contains(component)) {
                                String message =
                                        "'" + key + "' names '" + component + "', not in the state";
                                problems.error(
                                        Code.E510,
                                        message,
                                        map.key(where),
                                        problems.help(component, components));
                            }
                            expression(member.value(), where)
                                    .ifPresent(e -> expressions.put(component, e));
                        });
        for (String component : components) {
            if (!object.get().members().containsKey(component)) {
                String message = "'" + key + "' lacks the component '" + component + "'";
                problems.error(Code.E510, message, map.value(pointer));
            }
        }
        return expressions;
    }

    private Optional<Expr> expression(Json value, String pointer) {
        return switch (value) {
            case Json.Str(_, String text) -> new ExprSyntax(map, problems).scalar(text, pointer);
            case Json.Num(_, String number) -> {
                OptionalDouble unit = new ExprSyntax(map, problems).number(number, pointer);
                yield unit.isPresent()
                        ? Optional.of(Expr.num(unit.getAsDouble()))
                        : Optional.empty();
            }
            case Json.Obj _, Json.Arr _, Json.Bool _, Json.Null _ -> {
                String message = "an expression is " + value.kind() + ", not a string or a number";
                problems.error(Code.E006, message, map.value(pointer));
                yield Optional.empty();
            }
        };
    }
}
