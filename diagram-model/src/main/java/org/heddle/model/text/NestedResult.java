package org.heddle.model.text;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// The wire between a nested box and the one around it: its axes and number format.
record NestedResult(Surroundings around, Wires wires) {

    /// Axes in the order of the left side, then as they occur.
    ///
    /// @throws Mistake where the box has not exactly one result
    List<String> axes(Shape shape, Set<String> target, Span span) throws Mistake {
        Set<String> inputs = new LinkedHashSet<>();
        shape.ports().forEach(port -> inputs.addAll(port.runsAlong()));
        Set<String> axes =
                switch (shape.op()) {
                    case Op.Contract _ -> {
                        inputs.retainAll(target);
                        yield inputs;
                    }
                    case Op.Map(Fn fn) -> {
                        single(fn.results().size(), span);
                        yield inputs;
                    }
                    case Op.Reindex _ -> inputs;
                    case Op.Constant(Expr value) -> value.indexAxes();
                    case Op.Reduce(Monoid monoid, _) -> {
                        single(monoid.components(), span);
                        if (shape.over().isEmpty()) {
                            inputs.retainAll(target);
                        }
                        Named.texts(shape.over()).forEach(inputs::remove);
                        if (monoid instanceof Monoid.TopK(String axis)) {
                            inputs.add(axis);
                        }
                        yield inputs;
                    }
                    case Op.Scan(Monoid monoid, _, _, _, _) -> {
                        single(monoid.components(), span);
                        yield inputs;
                    }
                    case Op.Call(String name, List<String> over) -> {
                        Optional<Set<String>> found = around.outputAxes(name, over, inputs);
                        single(found.isPresent() ? 1 : 2, span);
                        yield found.orElse(inputs);
                    }
                    case Op.Block _ -> {
                        single(2, span);
                        yield inputs;
                    }
                };
        List<String> ordered = new ArrayList<>(target);
        ordered.retainAll(axes);
        axes.stream().filter(axis -> !target.contains(axis)).forEach(ordered::add);
        return ordered;
    }

    private static void single(int results, Span span) throws Mistake {
        if (results != 1) {
            throw new Mistake(
                    Code.E024,
                    "a box with several results, or a block, stands in an expression",
                    span.start(),
                    "give its results names on a line of their own");
        }
    }

    /// f32, or f64 where an input is f64; integers stay integers, truth values truth values.
    static DType dtype(Shape shape, Wires wires) {
        List<DType> read = new ArrayList<>();
        for (Port port : shape.ports()) {
            wires.find(port.wire()).ifPresent(wire -> read.add(wire.dtype()));
        }
        if (read.contains(DType.F64)) {
            return DType.F64;
        }
        boolean whole = !read.isEmpty() && read.stream().noneMatch(DType::isFloating);
        return switch (shape.op()) {
            case Op.Map(Fn fn) -> dtype(fn.results().getFirst(), whole);
            case Op.Reduce(Monoid.Extremum _, _) -> DType.I64;
            case Op.Reduce(Monoid.Scalar monoid, Fn item) -> {
                boolean logic = monoid == Monoid.Scalar.AND || monoid == Monoid.Scalar.OR;
                DType ofItem = dtype(item.results().getFirst(), whole);
                yield logic ? DType.BOOL : ofItem == DType.BOOL ? DType.I64 : ofItem;
            }
            case Op.Contract _, Op.Reindex _, Op.Scan _ -> whole ? DType.I64 : DType.F32;
            case Op.Reduce _, Op.Constant _, Op.Call _, Op.Block _ -> DType.F32;
        };
    }

    private static DType dtype(Expr e, boolean whole) {
        if (e instanceof Expr.Call(Fun fun, _) && fun.isPredicate()) {
            return DType.BOOL;
        }
        return whole && keepsIntegers(e) ? DType.I64 : DType.F32;
    }

    private static boolean keepsIntegers(Expr e) {
        return switch (e) {
            case Expr.Num(double value) -> value == Math.rint(value) && !Double.isInfinite(value);
            case Expr.Arg _, Expr.Index _, Expr.Extent _ -> true;
            case Expr.Call(Fun fun, List<Expr> args) ->
                    (fun.keepsIntegers() || fun.isPredicate() || fun == Fun.WHERE)
                            && args.stream().allMatch(NestedResult::keepsIntegers);
        };
    }
}
