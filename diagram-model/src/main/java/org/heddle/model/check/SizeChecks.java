package org.heddle.model.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.check.SizeEvaluator.SizeException;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Location;
import org.heddle.model.diagram.Axis;
import org.heddle.model.diagram.AxisClasses;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Symmetry;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.jgrapht.alg.util.UnionFind;

/// Sizes as far as the file says them: expressions are sizes, depend on each other without a cycle, and no port makes
/// two different numbers equal.
final class SizeChecks {
    private final Scope scope;
    private final Diagram diagram;

    SizeChecks(Scope scope) {
        this.scope = scope;
        this.diagram = scope.diagram();
    }

    void run() {
        for (Axis axis : diagram.axes().values()) {
            String pointer = "/axes" + Location.step(axis.name());
            if (axis.extent() instanceof Axis.Derived(Expr size)) {
                expression(axis.name(), size, pointer);
            }
            boolean sized = !(axis.extent() instanceof Axis.Free) && !scope.isHole(pointer);
            if (axis.defaultSize().isPresent() && sized) {
                String message = "axis '" + axis.name() + "' has a size and a default";
                scope.error(
                        Code.E309,
                        message,
                        scope.value("/defaults" + Location.step(axis.name())),
                        "defaults are for axes of size null");
            }
        }
        cycles();
        contradictions();
    }

    private void expression(String axis, Expr size, String pointer) {
        for (String name : size.arguments()) {
            if (scope.isUnknownAxis(name)) {
                String message =
                        "the size of axis '"
                                + axis
                                + "' depends on axis '"
                                + name
                                + "', which does not exist";
                scope.error(
                        Code.E102,
                        message,
                        scope.token(pointer, name),
                        scope.help(name, diagram.axes().keySet()));
            }
        }
        Set<String> foreign = new LinkedHashSet<>();
        size.rewrite(
                e -> {
                    switch (e) {
                        case Expr.Index(String name) -> foreign.add("#" + name);
                        case Expr.Extent(String name) -> foreign.add("|" + name + "|");
                        case Expr.Call(var fun, _) when !SizeEvaluator.FUNCTIONS.contains(fun) ->
                                foreign.add(fun.symbol());
                        case Expr.Call _, Expr.Num _, Expr.Arg _ -> {}
                    }
                    return e;
                });
        for (String what : foreign) {
            String message = "the size of axis '" + axis + "' cannot be made of '" + what + "'";
            String help =
                    what.startsWith("|")
                            ? "in a size an axis name alone is its size: " + what.replace("|", "")
                            : "sizes are made of axis names, integers, + - * / min max mod pow abs floor round where";
            scope.error(Code.E302, message, scope.token(pointer, what), help);
        }
        if (foreign.isEmpty()) {
            constants(axis, size, pointer);
        }
    }

    /// What is wrong whatever the sizes of other axes are.
    private void constants(String axis, Expr size, String pointer) {
        Set<Expr> divisions = new LinkedHashSet<>();
        size.rewrite(
                e -> {
                    if (e instanceof Expr.Call(Fun fun, List<Expr> args)
                            && (fun == Fun.DIV || fun == Fun.MOD)
                            && isZero(args.get(1))) {
                        divisions.add(e);
                    }
                    return e;
                });
        for (Expr division : divisions) {
            String message = "the size of axis '" + axis + "' divides by zero: " + division;
            scope.error(Code.E307, message, scope.part(pointer, division.toString()));
        }
        if (!divisions.isEmpty()) {
            return;
        }
        if (size.arguments().isEmpty()) {
            try {
                SizeEvaluator.evaluate(size, _ -> 0);
            } catch (SizeException e) {
                String message = "axis '" + axis + "' has the size " + size + ": " + e.getMessage();
                scope.error(e.code(), message, scope.part(pointer, e.part()));
            }
        }
    }

    private static boolean isZero(Expr divisor) {
        try {
            return divisor.arguments().isEmpty() && SizeEvaluator.evaluate(divisor, _ -> 0) == 0;
        } catch (SizeException _) {
            return false;
        }
    }

    private void cycles() {
        for (List<String> named : new SizeDependencies(diagram, AxisClasses.of(diagram)).cycles()) {
            String message =
                    named.size() == 1
                            ? "the size of axis '" + named.getFirst() + "' depends on itself"
                            : "sizes depend on each other in a cycle: " + Scope.list(named);
            scope.error(Code.E303, message, scope.value("/axes" + Location.step(named.getFirst())));
        }
    }

    private void contradictions() {
        UnionFind<String> classes = new UnionFind<>(new HashSet<>(diagram.axes().keySet()));
        Map<String, Axis> fixed = new HashMap<>();
        for (Axis axis : diagram.axes().values()) {
            if (axis.extent() instanceof Axis.Fixed) {
                fixed.put(axis.name(), axis);
            }
        }
        for (Wire wire : diagram.wires().values()) {
            for (Symmetry symmetry : wire.symmetries()) {
                symmetry.axes().forEach(a -> join(symmetry.axes().getFirst(), a, classes, fixed));
            }
        }
        List<Box> boxes = diagram.boxes();
        for (int i = 0; i < boxes.size(); i++) {
            List<Port> inputs = boxes.get(i).inputs();
            for (int k = 0; k < inputs.size(); k++) {
                join(inputs.get(k), "/boxes/" + i + "/in/" + k, classes, fixed);
            }
            List<Port> outputs = boxes.get(i).outputs();
            for (int k = 0; k < outputs.size(); k++) {
                join(outputs.get(k), "/boxes/" + i + "/out/" + k, classes, fixed);
            }
        }
    }

    private void join(
            Port port, String pointer, UnionFind<String> classes, Map<String, Axis> fixed) {
        Optional<Wire> wire =
                scope.wire(port.wire()).filter(w -> w.axes().size() == port.subscripts().size());
        for (int i = 0; i < port.subscripts().size(); i++) {
            Subscript subscript = port.subscripts().get(i);
            Optional<String> renamed = subscript.plainAxis();
            if (wire.isPresent() && renamed.isPresent()) {
                String own = wire.get().axes().get(i);
                join(own, renamed.get(), classes, fixed)
                        .ifPresent(pair -> differ(port, wire.get(), renamed.get(), pair, pointer));
            }
            if (subscript instanceof Subscript.Gather(Port index)) {
                join(index, pointer, classes, fixed);
            }
        }
    }

    /// Two axes of fixed sizes that are made equal.
    private record Pair(Axis left, Axis right) {}

    /// Makes two axes equal; tells where two different fixed sizes meet.
    private Optional<Pair> join(
            String own, String renamed, UnionFind<String> classes, Map<String, Axis> fixed) {
        boolean known = diagram.axes().containsKey(own) && diagram.axes().containsKey(renamed);
        if (!known || classes.inSameSet(own, renamed)) {
            return Optional.empty();
        }
        Axis left = fixed.get(classes.find(own));
        Axis right = fixed.get(classes.find(renamed));
        classes.union(own, renamed);
        Axis kept = left != null ? left : right;
        if (kept != null) {
            fixed.put(classes.find(own), kept);
        }
        return left != null && right != null && !left.extent().equals(right.extent())
                ? Optional.of(new Pair(left, right))
                : Optional.empty();
    }

    private void differ(Port port, Wire wire, String renamed, Pair pair, String pointer) {
        String message =
                "'"
                        + port
                        + "' reads '"
                        + wire
                        + "', so axis '"
                        + pair.right().name()
                        + "' ("
                        + size(pair.right())
                        + ") would equal axis '"
                        + pair.left().name()
                        + "' ("
                        + size(pair.left())
                        + ")";
        scope.error(Code.E301, message, scope.token(scope.textOf(port, pointer), renamed));
    }

    private static String size(Axis axis) {
        return axis.extent() instanceof Axis.Fixed(long size) ? Long.toString(size) : "?";
    }
}
