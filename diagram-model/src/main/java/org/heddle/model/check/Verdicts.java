package org.heddle.model.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.AxisClasses;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.library.Dependencies;
import org.heddle.model.library.Library;

/// What is known of definitions before their calls are checked; filled callees first.
final class Verdicts {
    private final Map<String, Diagram> definitions;
    private final Set<String> unsound = new HashSet<>();
    private final Map<String, String> single = new HashMap<>();
    private final Map<String, Dependencies> dependencies = new HashMap<>();

    Verdicts(Map<String, Diagram> definitions) {
        this.definitions = definitions;
    }

    /// Definitions with errors of their own: nothing is concluded from them.
    Set<String> unsound() {
        return unsound;
    }

    /// Why a definition of one axis cannot be called with several; empty where it can.
    String single(Diagram definition) {
        String known = single.get(definition.name());
        if (known == null) {
            known = definition.over().size() == 1 ? reason(definition) : "";
            single.put(definition.name(), known);
        }
        return known;
    }

    /// Which outputs of a definition without errors depend on which of its inputs.
    Dependencies dependencies(Diagram definition) {
        return dependencies.computeIfAbsent(definition.name(), _ -> Dependencies.of(definition));
    }

    private String reason(Diagram definition) {
        String parameter = definition.over().getFirst();
        if (!definition.axes().containsKey(parameter)) {
            return "";
        }
        Set<String> same = new HashSet<>(AxisClasses.of(definition).of(parameter));
        for (String axis : same) {
            if (!(definition.axis(axis).extent() instanceof Axis.Free)) {
                return "gives axis '" + axis + "' a size of its own";
            }
        }
        return definition.boxes().stream()
                .map(box -> reason(box, same, definition.wires()))
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse("");
    }

    private String reason(Box box, Set<String> same, Map<String, Wire> wires) {
        for (Port port : box.inputs()) {
            for (Subscript subscript : port.subscripts()) {
                boolean computed = subscript.plainAxis().isEmpty();
                if (computed && subscript.axes().stream().anyMatch(same::contains)) {
                    return "computes the position '" + subscript + "'";
                }
            }
        }
        return switch (box.op()) {
            case Op.Map(Fn fn) -> index(fn, same);
            case Op.Reduce(Monoid monoid, Fn item) -> {
                String index = index(item, same);
                yield index.isEmpty() && needsOrder(box, monoid, item, wires)
                        ? ordered(box.reducedAxes(), same)
                        : index;
            }
            case Op.Scan(_, _, String over, _, _) -> ordered(Set.of(over), same);
            case Op.Constant(Expr value) -> index(value, same);
            case Op.Contract _, Op.Reindex _ -> "";
            case Op.Block _ ->
                    box.axes().stream().anyMatch(same::contains)
                            ? "holds a block along that axis"
                            : "";
            case Op.Call(String name, List<String> over) -> {
                Optional<Diagram> callee = Library.standard().find(name, definitions);
                if (over.stream().noneMatch(same::contains)
                        || callee.isEmpty()
                        || unsound.contains(name)) {
                    yield "";
                }
                boolean several = callee.get().over().size() > 1;
                yield several || !single(callee.get()).isEmpty()
                        ? "calls '" + name + "', which cannot"
                        : "";
            }
        };
    }

    private static boolean needsOrder(Box box, Monoid monoid, Fn item, Map<String, Wire> wires) {
        return switch (monoid) {
            case Monoid.Scalar _, Monoid.LogAddExp _ -> false;
            case Monoid.Extremum _, Monoid.TopK _ -> true;
            case Monoid.User user -> {
                List<NumberKind> kinds =
                        box.inputs().stream()
                                .flatMap(p -> Optional.ofNullable(wires.get(p.wire())).stream())
                                .map(wire -> NumberKind.of(wire.dtype()))
                                .toList();
                yield kinds.size() == box.inputs().size()
                        && MonoidChecks.orderMatters(user, item, box, kinds).isPresent();
            }
        };
    }

    private static String index(Fn fn, Set<String> same) {
        return fn.results().stream()
                .map(result -> index(result, same))
                .filter(reason -> !reason.isEmpty())
                .findFirst()
                .orElse("");
    }

    private static String index(Expr e, Set<String> same) {
        return e.indexAxes().stream()
                .filter(same::contains)
                .findFirst()
                .map(axis -> "takes the index '#" + axis + "'")
                .orElse("");
    }

    private static String ordered(Set<String> axes, Set<String> same) {
        return axes.stream().anyMatch(same::contains)
                ? "needs the order of the indices along that axis"
                : "";
    }
}
