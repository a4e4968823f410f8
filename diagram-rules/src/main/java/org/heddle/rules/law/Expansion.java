package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Exponentials;
import org.heddle.rules.algebra.Normalizer;
import org.heddle.rules.algebra.Sign;

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
        Fn fn = Inlining.itemOf(box.op(), box.inputs().size());
        Box current = new Box(box.id(), new Op.Map(fn), box.inputs(), box.outputs());
        Optional<Inlining.Inlined> next = Optional.of(new Inlining.Inlined(fn, box.inputs()));
        while (next.isPresent()) {
            fn = next.get().fn();
            current = new Box(box.id(), new Op.Map(fn), next.get().inputs(), box.outputs());
            next = step(diagram, current, fn);
        }
        return new Expansion(diagram, fn, current.inputs());
    }

    /// The box with another function of its items, over the ports that this one is over.
    Box box(Box anchor, Expr item) {
        boolean pointwise = isPointwise(anchor);
        List<Integer> used = pointwise ? used(anchor, item) : positions();
        Fn function = new Fn(used.stream().map(fn.parameters()::get).toList(), item);
        Op op =
                switch (anchor.op()) {
                    case Op.Reduce(Monoid monoid, _) -> new Op.Reduce(monoid, function);
                    case Op.Contract(Semiring semiring) when !pointwise ->
                            new Op.Reduce(semiring.sum(), function);
                    case Op.Contract _ -> new Op.Map(function);
                    case Op.Map _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                            new Op.Map(function);
                };
        return new Box(anchor.id(), op, used.stream().map(ports::get).toList(), anchor.outputs());
    }

    private List<Integer> positions() {
        return IntStream.range(0, ports.size()).boxed().toList();
    }

    /// Ports that a map reads: for their elements, or for an axis that nothing else runs along.
    private List<Integer> used(Box map, Expr item) {
        Set<String> arguments = item.arguments();
        List<Integer> used = new ArrayList<>(positions());
        used.removeIf(i -> !arguments.contains(fn.parameters().get(i)));
        for (String axis : map.axes()) {
            if (used.stream().noneMatch(i -> ports.get(i).runsAlong().contains(axis))) {
                positions().stream()
                        .filter(i -> ports.get(i).runsAlong().contains(axis))
                        .findFirst()
                        .ifPresent(used::add);
            }
        }
        return used.stream().sorted().toList();
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
            case Op.Contract _ -> true;
            case Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
        };
    }

    private static Optional<Inlining.Inlined> step(Diagram diagram, Box box, Fn fn) {
        for (Port port : box.inputs()) {
            Optional<Box> producer = diagram.producer(port.wire());
            if (producer.isPresent()
                    && producer.get().op() instanceof Op.Map(Fn map)
                    && map.results().size() == 1
                    && OnlyReader.readsInPlace(box, port.wire())
                    && (isCopy(map) || isWrittenOut(diagram, producer.get()))) {
                Inlining.Inlined inlined = Inlining.inline(producer.get(), map, box, fn);
                if (inlined.fn().body().operations() <= MOST_OPERATIONS) {
                    return Optional.of(inlined);
                }
            }
        }
        return Optional.empty();
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

    /// The box that an argument is the output of, where that is a running extremum.
    Optional<Box> extremum(String argument) {
        int position = fn.parameters().indexOf(argument);
        return position < 0
                ? Optional.empty()
                : diagram.producer(ports.get(position).wire()).filter(Expansion::isExtremum);
    }

    /// Whether an argument is the output of a reduction, or made of such by maps.
    boolean isReduced(String argument) {
        int position = fn.parameters().indexOf(argument);
        return position >= 0
                && isReduced(diagram, ports.get(position).wire(), new LinkedHashSet<>());
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
        return box.op() instanceof Op.Reduce(Monoid monoid, _)
                && (monoid == Monoid.Scalar.MAX || monoid == Monoid.Scalar.MIN);
    }

    /// Whether an exponent is an item less its own extremum from above, up to what the item has no part in: with the item put in the place of the extremum, no argument
    /// of the item is left.
    ///
    /// That is asked of diagrams, before anything is streamed, so that no exponential is shifted twice: it need not be bounded by the extremum while items go by. Whether it is, in the loops of a
    /// kernel and with all extrema driving it one way, is asked of the region (`MovingExponents`). The two shorter ways hold without the item being known along all its arguments.
    ///
    /// @param conditions under which the exponential is not multiplied by 0
    boolean isAnchored(Expr written, Set<Expr> conditions) {
        Expr exponent = Exponentials.unkept(written, new LinkedHashSet<>());
        if (isLessItsMaximum(exponent)
                || isBelowItsMaximum(exponent)
                || Exponentials.isInfinite(exponent)) {
            return true;
        }
        List<Expr> attained = List.of(exponent);
        Set<String> ofItems = new LinkedHashSet<>();
        for (String argument : exponent.arguments()) {
            Optional<Box> extremum = extremum(argument);
            if (extremum.isPresent()) {
                Optional<Expr> item = itemOf(extremum.get(), argument);
                if (item.isEmpty() || isBelow(exponent, argument, fun(extremum.get()))) {
                    return false;
                }
                ofItems.addAll(item.get().arguments());
                List<Expr> bounds =
                        Exponentials.bounds(item.get(), fun(extremum.get()), conditions);
                attained =
                        attained.stream()
                                .flatMap(
                                        e ->
                                                bounds.stream()
                                                        .map(bound -> replace(e, argument, bound)))
                                .toList();
            }
        }
        return !ofItems.isEmpty()
                && attained.stream()
                        .anyMatch(
                                e ->
                                        Normalizer.simplify(e).arguments().stream()
                                                .noneMatch(ofItems::contains));
    }

    /// Whether an exponent is anchored and 0 for some item: not only below the sum of several extrema, which different items may attain.
    ///
    /// @param conditions under which the exponential is not multiplied by 0
    boolean isAttained(Expr written, Set<Expr> conditions) {
        Expr exponent = Exponentials.unkept(written, new LinkedHashSet<>());
        long extrema =
                exponent.arguments().stream()
                        .flatMap(
                                a ->
                                        extremum(a)
                                                .flatMap(box -> itemOf(box, a))
                                                .map(Normalizer::simplify)
                                                .stream())
                        .distinct()
                        .count();
        return isAnchored(written, conditions) && (extrema < 2 || isLessItsMaximum(exponent));
    }

    /// Whether an exponent is known to be above that of the item that attains an extremum: `s - m` for a minimum `m`.
    private static boolean isBelow(Expr exponent, String argument, Fun extremum) {
        Expr more = Expr.call(Fun.ADD, Expr.arg(argument), Expr.num(1));
        Expr slope =
                Normalizer.simplify(
                        Expr.call(Fun.SUB, replace(exponent, argument, more), exponent));
        Sign wrong = extremum == Fun.MAX ? Sign.POSITIVE : Sign.NEGATIVE;
        return Sign.of(slope, _ -> Sign.ANY) == wrong;
    }

    /// Whether the largest of what is made of the same arguments is subtracted from an exponent: then it has been shifted already, whatever conditions it is under.
    private boolean isLessItsMaximum(Expr exponent) {
        for (String argument : exponent.arguments()) {
            Optional<Expr> item =
                    extremum(argument)
                            .filter(box -> fun(box) == Fun.MAX)
                            .flatMap(extremum -> itemOf(extremum, argument));
            if (item.isPresent() && Exponentials.isLess(exponent, argument)) {
                Set<String> others = new LinkedHashSet<>(exponent.arguments());
                others.remove(argument);
                if (item.get().arguments().containsAll(others)) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether an exponent is an item less its own maximum, and less something more that no item has a part in: then the exponential of that goes to the tail.
    private boolean isBelowItsMaximum(Expr exponent) {
        for (String argument : exponent.arguments()) {
            Optional<Box> maximum = extremum(argument).filter(box -> fun(box) == Fun.MAX);
            Optional<Expr> item = maximum.flatMap(box -> itemOf(box, argument));
            if (item.isPresent()) {
                Expr anchored = Expr.call(Fun.SUB, item.get(), Expr.arg(argument));
                Expr rest = Normalizer.simplify(Expr.call(Fun.SUB, exponent, anchored));
                if (rest.arguments().stream().noneMatch(item.get().arguments()::contains)
                        && Sign.of(rest, _ -> Sign.ANY) == Sign.NEGATIVE) {
                    return true;
                }
            }
        }
        return false;
    }

    private static Expr replace(Expr e, String argument, Expr by) {
        return e.substitute(name -> name.equals(argument) ? by : Expr.arg(name));
    }

    private static Fun fun(Box extremum) {
        return extremum.op() instanceof Op.Reduce(Monoid monoid, _) && monoid == Monoid.Scalar.MAX
                ? Fun.MAX
                : Fun.MIN;
    }

    /// What an extremum is taken of, over this function's arguments; empty where they are not all read here.
    private Optional<Expr> itemOf(Box extremum, String argument) {
        Expansion of = of(diagram, extremum);
        Port read = ports.get(fn.parameters().indexOf(argument));
        Map<String, String> axes = new HashMap<>();
        if (!read.isPlain()) {
            return Optional.empty();
        }
        for (int i = 0; i < read.axes().size(); i++) {
            axes.put(extremum.output().axes().get(i), read.axes().get(i));
        }
        Map<String, Expr> arguments = new HashMap<>();
        for (int i = 0; i < of.ports().size(); i++) {
            Port port = of.ports().get(i);
            Optional<String> same =
                    ports.stream()
                            .filter(p -> unify(port, p, axes))
                            .findFirst()
                            .map(p -> fn.parameters().get(ports.indexOf(p)));
            if (same.isEmpty()) {
                return Optional.empty();
            }
            arguments.put(of.fn().parameters().get(i), Expr.arg(same.get()));
        }
        return Optional.of(
                of.fn()
                        .body()
                        .renameAxes(axis -> axes.getOrDefault(axis, axis))
                        .substitute(name -> arguments.getOrDefault(name, Expr.arg(name))));
    }

    /// Whether two ports read the same elements once axes are renamed; what the renaming must add is added to it.
    private static boolean unify(Port port, Port other, Map<String, String> axes) {
        if (!port.wire().equals(other.wire())
                || port.subscripts().size() != other.subscripts().size()) {
            return false;
        }
        Map<String, String> extended = new HashMap<>(axes);
        for (int i = 0; i < port.subscripts().size(); i++) {
            Subscript own = port.subscripts().get(i);
            Subscript their = other.subscripts().get(i);
            Optional<String> axis = own.plainAxis();
            if (axis.isPresent() && their.plainAxis().isPresent()) {
                String to = their.plainAxis().get();
                if (!to.equals(extended.computeIfAbsent(axis.get(), _ -> to))) {
                    return false;
                }
            } else if (!own.renameAxes(a -> extended.getOrDefault(a, a)).equals(their)) {
                return false;
            }
        }
        axes.putAll(extended);
        return port.fill().equals(other.fill());
    }
}
