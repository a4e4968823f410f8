package org.heddle.rules.pack;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.law.SameFunction;

/// A law of numbers, both sides of which are maps along the same axes: it holds within functions, too.
///
/// ```
///   exp(a)·exp(b) = exp(a + b)          Σ exp(s)·exp(t)·v   ⇒   Σ exp(s + t)·v
/// ```
///
/// An argument stands for any expression. The operands of what commutes and associates are met in any order, but all of them: `(s·exp(m))·exp(m)` is no product of two exponentials, and its author may have
/// multiplied in this order to stay in range.
///
/// @param left over the inputs of the law
/// @param right over the same
public record ScalarLaw(Expr left, Expr right) {
    /// Operands of one sum or product among which a law is looked for.
    private static final int MOST_OPERANDS = 6;

    /// A law as one of numbers; empty where a side reduces, reads elsewhere than in place, depends on an index or an axis' size, and where the left side asks for nothing or for less than the right one.
    public static Optional<ScalarLaw> of(Diagram left, Diagram right) {
        return side(left)
                .filter(Call.class::isInstance)
                .flatMap(l -> side(right).map(r -> new ScalarLaw(l, r)))
                .filter(law -> law.left().arguments().containsAll(law.right().arguments()));
    }

    private static Optional<Expr> side(Diagram side) {
        List<String> axes = side.wire(side.outputs().getFirst()).axes();
        Map<String, Expr> values = new HashMap<>();
        side.inputs().forEach(input -> values.put(input, Expr.arg(input)));
        for (Box box : side.ordered()) {
            boolean isInPlace =
                    Stream.concat(box.inputs().stream(), box.outputs().stream())
                            .allMatch(port -> port.isPlain() && port.axes().equals(axes));
            Optional<Expr> value = isInPlace ? value(box, values) : Optional.empty();
            if (value.isEmpty()) {
                return Optional.empty();
            }
            values.put(box.output().wire(), value.get());
        }
        return Optional.of(values.getOrDefault(side.outputs().getFirst(), Expr.num(0)));
    }

    /// What a map makes, or a copy.
    private static Optional<Expr> value(Box box, Map<String, Expr> values) {
        List<Expr> arguments =
                box.inputs().stream()
                        .map(port -> values.getOrDefault(port.wire(), Expr.arg(port.wire())))
                        .toList();
        return switch (Functions.uniform(box)) {
            case Op.Reindex _ -> Optional.of(arguments.getFirst());
            case Op.Map(Fn fn) when fn.results().size() == 1 && isFreeOfAxes(fn.body()) ->
                    Optional.of(
                            fn.body()
                                    .substitute(
                                            name -> arguments.get(fn.parameters().indexOf(name))));
            case Op.Map _,
                    Op.Contract _,
                    Op.Reduce _,
                    Op.Scan _,
                    Op.Constant _,
                    Op.Call _,
                    Op.Block _ ->
                    Optional.empty();
        };
    }

    private static boolean isFreeOfAxes(Expr e) {
        return !e.hasPart(part -> part instanceof Expr.Index || part instanceof Expr.Extent);
    }

    /// A use of the law in an expression.
    ///
    /// @param inputs what stands for the inputs of the law
    /// @param after the expression with the right side in place of the left one
    public record Use(Map<String, Expr> inputs, Expr after) {
        private Use in(Fun fun, List<Expr> args, int position) {
            List<Expr> changed = new ArrayList<>(args);
            changed.set(position, after);
            return new Use(inputs, new Call(fun, changed));
        }
    }

    /// All uses at one place each, outer places first.
    public Stream<Use> uses(Expr e) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return Stream.of();
        }
        Stream<Use> within =
                IntStream.range(0, args.size())
                        .boxed()
                        .flatMap(i -> uses(args.get(i)).map(use -> use.in(fun, args, i)));
        Stream<Use> here =
                met(left, e, Map.of()).stream().map(inputs -> new Use(inputs, made(inputs)));
        return Stream.concat(here, within);
    }

    private Expr made(Map<String, Expr> inputs) {
        return right.substitute(name -> inputs.getOrDefault(name, Expr.arg(name)));
    }

    /// What the inputs stand for where an expression is the pattern, in all ways.
    private static List<Map<String, Expr>> met(Expr pattern, Expr e, Map<String, Expr> before) {
        return switch (pattern) {
            case Expr.Arg(String name) -> {
                Expr known = before.get(name);
                Map<String, Expr> more = new HashMap<>(before);
                more.put(name, e);
                yield known == null ? List.of(more) : known.equals(e) ? List.of(before) : List.of();
            }
            case Expr.Num _, Expr.Index _, Expr.Extent _ ->
                    pattern.equals(e) ? List.of(before) : List.of();
            case Call(Fun fun, List<Expr> patterns) ->
                    e instanceof Call(Fun own, List<Expr> args) && own == fun
                            ? SameFunction.commutes(fun)
                                    ? inAnyOrder(
                                            SameFunction.operands(pattern),
                                            SameFunction.operands(e),
                                            before)
                                    : inTurn(patterns, args, before)
                            : List.of();
        };
    }

    private static List<Map<String, Expr>> inAnyOrder(
            List<Expr> patterns, List<Expr> operands, Map<String, Expr> before) {
        if (patterns.size() != operands.size() || patterns.size() > MOST_OPERANDS) {
            return List.of();
        }
        if (patterns.isEmpty()) {
            return List.of(before);
        }
        List<Map<String, Expr>> found = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            List<Expr> others = new ArrayList<>(operands);
            others.remove(i);
            for (Map<String, Expr> inputs : met(patterns.getFirst(), operands.get(i), before)) {
                found.addAll(inAnyOrder(patterns.subList(1, patterns.size()), others, inputs));
            }
        }
        return found;
    }

    private static List<Map<String, Expr>> inTurn(
            List<Expr> patterns, List<Expr> args, Map<String, Expr> before) {
        List<Map<String, Expr>> all = List.of(before);
        for (int i = 0; i < args.size(); i++) {
            Expr pattern = patterns.get(i);
            Expr arg = args.get(i);
            all = all.stream().flatMap(inputs -> met(pattern, arg, inputs).stream()).toList();
        }
        return all;
    }
}
