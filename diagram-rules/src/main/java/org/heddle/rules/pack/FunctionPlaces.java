package org.heddle.rules.pack;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.rules.law.Items;

/// Where a law of numbers can be used within the function of a box.
///
/// ```
///   ──[reduce ⊕ exp(s)·exp(t)·v]──   ⇒   ──[reduce ⊕ exp(s + t)·v]──
/// ```
///
/// Legal where the box reads and makes floating numbers, and what is demanded of inputs follows for the expressions that stand for them.
final class FunctionPlaces {
    private FunctionPlaces() {}

    /// The box after the first use.
    static Optional<Box> first(
            ScalarLaw law, Map<String, Demand> given, Diagram diagram, Box anchor) {
        return Items.of(anchor)
                .filter(_ -> isFloating(diagram, anchor))
                .flatMap(
                        fn ->
                                law.uses(fn.body())
                                        .filter(use -> isGiven(use, given, diagram, anchor, fn))
                                        .findFirst())
                .map(use -> Items.with(diagram, anchor, use.after()));
    }

    private static boolean isFloating(Diagram diagram, Box box) {
        return Stream.concat(box.inputs().stream(), box.outputs().stream())
                .allMatch(port -> diagram.wire(port.wire()).dtype().isFloating());
    }

    private static boolean isGiven(
            ScalarLaw.Use use, Map<String, Demand> given, Diagram diagram, Box box, Fn fn) {
        return given.entrySet().stream()
                .allMatch(
                        each ->
                                each.getValue()
                                        .follows(
                                                use.inputs()
                                                        .getOrDefault(each.getKey(), Expr.num(0)),
                                                diagram,
                                                argument -> wire(argument, box, fn)));
    }

    private static String wire(String argument, Box box, Fn fn) {
        return box.inputs().get(fn.parameters().indexOf(argument)).wire();
    }
}
