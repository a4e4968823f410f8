package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.rules.algebra.Exponentials;
import org.heddle.rules.algebra.Kind;

/// The function of a box's items with every map before it that takes exponentials written out, so that all exponentials of an item are seen at once.
///
/// @param fn over the ports, by position
record Expansion(Diagram diagram, Fn fn, List<Port> ports) {
    /// What is written out has no more operations than this.
    private static final int MOST_OPERATIONS = 64;

    Expansion {
        ports = List.copyOf(ports);
    }

    /// @param box a map, a contraction, or a reduction of items of one number
    static Expansion of(Diagram diagram, Box box) {
        return of(diagram, box, false);
    }

    /// The function of items as it is where an exponential is taken of them: what takes exponentials itself stays.
    static Expansion ofExponents(Diagram diagram, Box box) {
        return of(diagram, box, true);
    }

    private static Expansion of(Diagram diagram, Box box, boolean isExponent) {
        Fn fn = Inlining.itemOf(box.op(), box.inputs().size());
        Box current = new Box(box.id(), new Op.Map(fn), box.inputs(), box.outputs());
        Optional<Inlining.Inlined> next = Optional.of(new Inlining.Inlined(fn, box.inputs()));
        while (next.isPresent()) {
            fn = next.get().fn();
            current = new Box(box.id(), new Op.Map(fn), next.get().inputs(), box.outputs());
            next = step(diagram, current, fn, isExponent);
        }
        return new Expansion(diagram, fn, current.inputs());
    }

    /// The box with another function of its items, over the ports that this one is over.
    Box box(Box anchor, Expr item) {
        return box(anchor, List.of(item));
    }

    /// The same of items of several numbers.
    Box box(Box anchor, List<Expr> items) {
        boolean pointwise = isPointwise(anchor);
        List<Integer> used = used(anchor, items);
        Fn function = new Fn(used.stream().map(fn.parameters()::get).toList(), items);
        Op op =
                switch (anchor.op()) {
                    case Op.Reduce(Monoid monoid, _) -> new Op.Reduce(monoid, function);
                    case Op.Contract(Semiring semiring) when !pointwise ->
                            new Op.Reduce(semiring.sum(), function);
                    case Op.Contract _ -> new Op.Map(function);
                    case Op.Scan(Monoid monoid, _, String over, var prefix, var direction) ->
                            new Op.Scan(monoid, function, over, prefix, direction);
                    case Op.Map _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                            new Op.Map(function);
                };
        return new Box(anchor.id(), op, used.stream().map(ports::get).toList(), anchor.outputs());
    }

    /// The diagram with another function of the anchor's items; empty where it is the one that it has.
    ///
    /// @param reason why, after the name of the anchor
    Optional<Rewrite> rewrite(Box anchor, Expr item, String reason) {
        return item.equals(fn.body())
                ? Optional.empty()
                : Optional.of(
                        new Rewrite(
                                new Edit(diagram).replace(anchor, box(anchor, item)).done(),
                                List.of(anchor.id()),
                                anchor.id() + " " + reason));
    }

    private List<Integer> positions() {
        return IntStream.range(0, ports.size()).boxed().toList();
    }

    /// Ports that a box reads: for their elements, or for an axis that nothing else runs along.
    private List<Integer> used(Box box, List<Expr> items) {
        Set<String> arguments = new LinkedHashSet<>();
        items.forEach(item -> arguments.addAll(item.arguments()));
        List<Integer> used = new ArrayList<>(positions());
        used.removeIf(i -> !arguments.contains(fn.parameters().get(i)));
        for (String axis : box.axes()) {
            if (used.stream().noneMatch(i -> ports.get(i).runsAlong().contains(axis))) {
                positions().stream()
                        .filter(i -> ports.get(i).runsAlong().contains(axis))
                        .findFirst()
                        .ifPresent(used::add);
            }
        }
        return used.stream().sorted().toList();
    }

    /// What an argument of the function is read from.
    String wire(String argument) {
        return ports.get(fn.parameters().indexOf(argument)).wire();
    }

    /// Whether a box has one item an element.
    static boolean isPointwise(Box box) {
        return switch (box.op()) {
            case Op.Map _ -> true;
            case Op.Contract(Semiring semiring) ->
                    semiring == Semiring.SUM_PRODUCT && box.reducedAxes().isEmpty();
            case Op.Reduce _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                    false;
        };
    }

    /// Whether a box has items of one number.
    static boolean hasItems(Op op) {
        return switch (op) {
            case Op.Map(Fn fn) -> fn.results().size() == 1;
            case Op.Reduce(Monoid monoid, _) -> monoid.components() == 1;
            case Op.Scan(Monoid monoid, _, _, _, _) -> monoid.components() == 1;
            case Op.Contract _ -> true;
            case Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
        };
    }

    /// The same with the map that makes what a port reads written out; empty where there is none, or it takes exponentials.
    Optional<Expansion> writtenOut(Port port) {
        Box reader = new Box("", new Op.Map(fn), ports, List.of());
        return diagram.producer(port.wire())
                .flatMap(producer -> writtenOut(producer, reader, fn))
                .map(inlined -> new Expansion(diagram, inlined.fn(), inlined.inputs()));
    }

    private static Optional<Inlining.Inlined> writtenOut(Box producer, Box reader, Fn fn) {
        return producer.op() instanceof Op.Map(Fn map)
                        && map.results().size() == 1
                        && !Exponentials.areIn(map.body())
                        && OnlyReader.readsInPlace(reader, producer.output().wire())
                ? Optional.of(Inlining.inline(producer, map, reader, fn))
                        .filter(inlined -> inlined.fn().body().operations() <= MOST_OPERATIONS)
                : Optional.empty();
    }

    private static Optional<Inlining.Inlined> step(
            Diagram diagram, Box box, Fn fn, boolean isExponent) {
        for (Port port : box.inputs()) {
            Optional<Box> producer = diagram.producer(port.wire());
            if (producer.isPresent()
                    && producer.get().op() instanceof Op.Map(Fn map)
                    && map.results().size() == 1
                    && OnlyReader.readsInPlace(box, port.wire())
                    && (isCopy(map) || isWrittenOut(diagram, producer.get()))
                    && !(Exponentials.areIn(map.body())
                            && (isExponent || isInExponent(fn, box, port.wire())))) {
                Inlining.Inlined inlined = Inlining.inline(producer.get(), map, box, fn);
                if (inlined.fn().body().operations() <= MOST_OPERATIONS) {
                    return Optional.of(inlined);
                }
            }
        }
        return Optional.empty();
    }

    /// Whether an exponential is taken of what is read from a wire: it joins none that that is made of.
    private static boolean isInExponent(Fn fn, Box box, String wire) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < box.inputs().size(); i++) {
            if (box.inputs().get(i).wire().equals(wire)) {
                names.add(fn.parameters().get(i));
            }
        }
        return fn.body()
                .hasPart(
                        e ->
                                Exponentials.isTaken(e)
                                        && e.arguments().stream().anyMatch(names::contains));
    }

    private static boolean isCopy(Fn map) {
        return map.body() instanceof Expr.Arg;
    }

    /// A map that takes exponentials, or sees what is made of reductions: both may cancel.
    private static boolean isWrittenOut(Diagram diagram, Box map) {
        return takesExponentials(diagram, map, new LinkedHashSet<>())
                || map.inputs().stream()
                        .anyMatch(port -> isReduced(diagram, port.wire(), new LinkedHashSet<>()));
    }

    private static boolean takesExponentials(Diagram diagram, Box map, Set<String> seen) {
        return seen.add(map.id())
                && map.op() instanceof Op.Map(Fn fn)
                && (fn.results().stream().anyMatch(Exponentials::areIn)
                        || map.inputs().stream()
                                .flatMap(port -> diagram.producer(port.wire()).stream())
                                .anyMatch(box -> takesExponentials(diagram, box, seen)));
    }

    /// Whether a leaf of the function varies along one of these axes.
    Predicate<Expr> along(Set<String> axes) {
        Set<String> names = new LinkedHashSet<>();
        for (int i = 0; i < ports.size(); i++) {
            if (ports.get(i).runsAlong().stream().anyMatch(axes::contains)) {
                names.add(fn.parameters().get(i));
            }
        }
        return leaf ->
                switch (leaf) {
                    case Expr.Arg(String name) -> names.contains(name);
                    case Expr.Index(String axis) -> axes.contains(axis);
                    case Expr.Num _, Expr.Extent _, Expr.Call _ -> false;
                };
    }

    /// What a leaf of the function is where these axes are reduced: an item, what reductions have made, or neither.
    Function<Expr, Kind> kinds(Set<String> axes) {
        Predicate<Expr> isItem = along(axes);
        return leaf ->
                isItem.test(leaf)
                        ? Kind.ITEM
                        : leaf instanceof Expr.Arg(String name) && isReduced(name)
                                ? Kind.STATE
                                : Kind.INVARIANT;
    }

    /// The box that an argument is the output of, where that is a running extremum.
    Optional<Box> extremum(String argument) {
        int position = fn.parameters().indexOf(argument);
        return position < 0
                ? Optional.empty()
                : diagram.producer(ports.get(position).wire()).filter(Expansion::isExtremum);
    }

    /// Whether an argument is a running extremum, or the extremum of what goes before each index.
    boolean isExtreme(String argument) {
        int position = fn.parameters().indexOf(argument);
        return position >= 0
                && diagram.producer(ports.get(position).wire())
                        .filter(box -> isExtremum(box) || isGreatestSoFar(box, ports.get(position)))
                        .isPresent();
    }

    private static boolean isGreatestSoFar(Box box, Port read) {
        return box.op() instanceof Op.Scan(Monoid monoid, _, _, _, _)
                && ScaledSums.isGreatest(monoid)
                && box.outputs().getLast().wire().equals(read.wire());
    }

    /// Whether an argument is the output of a reduction or a scan, or made of such by maps.
    boolean isReduced(String argument) {
        int position = fn.parameters().indexOf(argument);
        return position >= 0
                && isReduced(diagram, ports.get(position).wire(), new LinkedHashSet<>());
    }

    /// Whether an argument is made of reductions and is no running extremum.
    boolean isOfSums(String argument) {
        return isReduced(argument) && !isExtreme(argument);
    }

    /// Whether an argument is made of what is reduced along some of these axes.
    boolean isReducedAlong(String argument, Set<String> axes) {
        return isReducedAlong(wire(argument), axes, new LinkedHashSet<>());
    }

    private boolean isReducedAlong(String wire, Set<String> axes, Set<String> seen) {
        return seen.add(wire)
                && diagram.producer(wire)
                        .filter(
                                box ->
                                        !Collections.disjoint(box.reducedAxes(), axes)
                                                || box.reads().stream()
                                                        .anyMatch(
                                                                read ->
                                                                        isReducedAlong(
                                                                                read, axes, seen)))
                        .isPresent();
    }

    private static boolean isReduced(Diagram diagram, String wire, Set<String> seen) {
        return seen.add(wire)
                && diagram.producer(wire)
                        .filter(
                                box ->
                                        box.op() instanceof Op.Reduce
                                                || (box.op() instanceof Op.Map
                                                        && box.inputs().stream()
                                                                .anyMatch(
                                                                        port ->
                                                                                isReduced(
                                                                                        diagram,
                                                                                        port.wire(),
                                                                                        seen))))
                        .isPresent();
    }

    private static boolean isExtremum(Box box) {
        return box.op() instanceof Op.Reduce(Monoid monoid, _) && isExtremum(monoid);
    }

    private static boolean isExtremum(Monoid monoid) {
        return monoid == Monoid.Scalar.MAX || monoid == Monoid.Scalar.MIN;
    }

    /// What bounds its exponents, where these axes are reduced.
    Anchors anchors(Set<String> axes) {
        return new Anchors(this, along(axes), _ -> true);
    }
}
