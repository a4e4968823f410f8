package org.heddle.rules.pack;

import java.util.Collection;
import java.util.function.Function;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;

/// What a diagram of core boxes costs before any kernel is made of it, for given sizes: operations first, then numbers moved.
///
/// A special function, a division among them, counts as eight operations, as it roughly takes on machines with a unit for it.
/// Which wires will stay inside a kernel is not known yet; so numbers moved decide only between equal operations.
///
/// @param operations of all items of all boxes
/// @param numbers read and written by all boxes
public record Work(double operations, double numbers) {
    private static final int SPECIAL = 8;

    /// The work of a diagram.
    public static Work of(Diagram diagram, Sizes sizes) {
        return of(diagram.boxes(), diagram::wire, sizes);
    }

    /// The work of some boxes.
    ///
    /// @param wires by name
    static Work of(Collection<Box> boxes, Function<String, Wire> wires, Sizes sizes) {
        double operations = 0;
        double numbers = 0;
        for (Box box : boxes) {
            double items = 1;
            for (String axis : box.axes()) {
                items *= sizes.of(axis);
            }
            operations += items * perItem(box);
            for (Port port : box.inputs()) {
                numbers += sizes.elements(wires.apply(port.wire()));
            }
            for (Port port : box.outputs()) {
                numbers += sizes.elements(wires.apply(port.wire()));
            }
        }
        return new Work(operations, numbers);
    }

    /// Whether this is less than another one.
    public boolean isLessThan(Work other) {
        return operations < other.operations
                || (operations == other.operations && numbers < other.numbers);
    }

    private static double perItem(Box box) {
        return switch (box.op()) {
            case Op.Contract _ -> box.inputs().size();
            case Op.Map(Fn fn) -> of(fn);
            case Op.Reduce(_, Fn item) -> of(item) + 1;
            case Op.Scan(_, Fn item, _, _, _) -> of(item) + 1;
            case Op.Constant(Expr value) -> value.operations();
            case Op.Reindex _ -> 0;
            case Op.Call _, Op.Block _ -> 0;
        };
    }

    private static double of(Fn fn) {
        return fn.results().stream()
                .mapToDouble(e -> e.operations() + (SPECIAL - 1.0) * e.specialOperations())
                .sum();
    }
}
