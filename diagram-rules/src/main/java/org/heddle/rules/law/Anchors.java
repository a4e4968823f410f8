package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Predicate;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Deviations;
import org.heddle.rules.algebra.Exponentials;
import org.heddle.rules.algebra.Exponentials.Part;
import org.heddle.rules.algebra.Finite;
import org.heddle.rules.algebra.Growth;
import org.heddle.rules.algebra.Normalizer;
import org.heddle.rules.algebra.Sign;

/// What is known of the size of exponents from the extrema that are taken from them.
///
/// ```
///   s - max s                       anchored, and attained: 0 for some item
///   (s - max s) + (t - max t)       anchored, at most 0; no item need be near that
///   (s - max s) - max(0, t)         bounded
/// ```
///
/// @param of the function that the exponents are in
/// @param isItem whether a leaf of it varies from item to item
/// @param isKnown whether an argument that is an extremum is taken for one
record Anchors(Expansion of, Predicate<Expr> isItem, Predicate<String> isKnown) {
    /// Whether an exponent is an item less its own extremum from above, up to what no item has a part in: with the item put in the place of the extremum, no argument
    /// of the item is left, and nothing of another: `s - max s + t` may be as large as `t`.
    ///
    /// That is asked of diagrams, before anything is streamed, so that no exponential is shifted twice: it need not be bounded by the extremum while items go by. Whether it is, in the loops of a
    /// kernel and with all extrema driving it one way, is asked of the region (`MovingExponents`). The two shorter ways hold without the item being known along all its arguments.
    ///
    /// @param conditions under which the exponential is not multiplied by 0
    boolean isAnchored(Expr written, Set<Expr> conditions) {
        Expr exponent = Finite.unkept(written, new LinkedHashSet<>());
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
                        .map(Normalizer::simplify)
                        .anyMatch(
                                e ->
                                        e.arguments().stream().noneMatch(ofItems::contains)
                                                && !e.hasPart(isItem));
    }

    /// Whether an exponential stays in range while items go by, as far as can be told of a diagram: its exponent moves with no reduction of the same items, or those bound it by themselves. What is
    /// known of other extrema is no part of what a kernel streams: of `(s - m) + (s - n)`, `m` the largest `s` of a row and `n` of a column, `s - n` is left where `s` attains `m`.
    ///
    /// @param reduced the axes along which the items lie
    boolean isHeld(Part part, Set<String> reduced) {
        Expr exponent = withoutLogarithms(part.exponent());
        List<String> running =
                exponent.arguments().stream()
                        .filter(argument -> !isItem.test(Expr.arg(argument)))
                        .filter(argument -> of.isReducedAlong(argument, reduced))
                        .toList();
        return running.isEmpty()
                || !exponent.hasPart(isItem)
                || (running.stream().allMatch(argument -> of.extremum(argument).isPresent())
                        && running.stream()
                                .noneMatch(
                                        argument -> leaves(argument, exponent, part.conditions()))
                        && new Anchors(of, isItem, running::contains).isBounded(part));
    }

    /// Whether the exponent of the item that attains an extremum moves with it: in `s/2 - m` it falls, so that those before may have been as large as can be; in `2·s - m` it rises.
    private boolean leaves(String argument, Expr exponent, Set<Expr> conditions) {
        Box extremum = of.extremum(argument).orElseThrow();
        return itemOf(extremum, argument).stream()
                .flatMap(item -> Exponentials.bounds(item, fun(extremum), conditions).stream())
                .map(
                        item ->
                                Growth.along(
                                        replace(exponent, argument, item),
                                        item,
                                        e -> !e.hasPart(isItem)))
                .flatMapToDouble(OptionalDouble::stream)
                .anyMatch(times -> times != 0);
    }

    /// Exponentials of logarithms free of items are powers, which go to the tail.
    private Expr withoutLogarithms(Expr exponent) {
        return exponent.rewrite(
                e ->
                        e instanceof Expr.Call(Fun fun, _) && fun == Fun.LOG && !e.hasPart(isItem)
                                ? Expr.num(0)
                                : e);
    }

    /// The box that an argument is the output of, where that is an extremum that is taken for one.
    private Optional<Box> extremum(String argument) {
        return of.extremum(argument).filter(_ -> isKnown.test(argument));
    }

    /// Whether a product has no exponential, or one whose exponent is anchored.
    boolean isAnchored(Part part) {
        return part.exponent().equals(Expr.num(0))
                || isAnchored(part.exponent(), part.conditions());
    }

    /// Whether a product has no exponential above 1, as far as maxima say.
    boolean isBounded(Part part) {
        return isAnchored(part)
                || Deviations.isNeverPositive(
                        Finite.unkept(part.exponent(), new LinkedHashSet<>()),
                        argument ->
                                extremum(argument)
                                        .filter(box -> fun(box) == Fun.MAX)
                                        .flatMap(box -> itemOf(box, argument))
                                        .map(Exponentials::unmasked));
    }

    /// Whether a product has no exponential, or one whose exponent is anchored and 0 for some item that counts: not only below the sum of several extrema, which different items may attain, nor below one
    /// that an item may attain which is left out.
    boolean isAttained(Part part) {
        Expr exponent = Finite.unkept(part.exponent(), new LinkedHashSet<>());
        List<Expr> items = new ArrayList<>();
        boolean masked = false;
        for (String argument : exponent.arguments()) {
            if (extremum(argument).isPresent()) {
                Optional<Expr> item = itemOf(extremum(argument).get(), argument);
                item.ifPresent(items::add);
                masked |= item.isEmpty() || Exponentials.isMasked(item.get());
            }
        }
        boolean leavesOut = part.leavesOut(isItem) && !masked;
        boolean isOfOne = items.stream().map(Normalizer::simplify).distinct().count() < 2;
        return isAnchored(part) && !leavesOut && (isOfOne || isLessItsMaximum(exponent));
    }

    /// Whether an exponent is known to be above that of the item that attains an extremum: `s - m` for a minimum `m`.
    private static boolean isBelow(Expr exponent, String argument, Fun extremum) {
        Sign wrong = extremum == Fun.MAX ? Sign.POSITIVE : Sign.NEGATIVE;
        return Sign.of(Growth.with(exponent, argument), _ -> Sign.ANY) == wrong;
    }

    /// How often an argument is subtracted; 0 where it is not, or is more than a summand.
    private static double subtracted(Expr exponent, String argument) {
        return Growth.with(exponent, argument) instanceof Expr.Num(double slope)
                ? Math.max(0, -slope)
                : 0;
    }

    /// Whether the largest of what is made of the same wires is subtracted from an exponent: then it has been shifted already, whatever conditions it is under.
    private boolean isLessItsMaximum(Expr exponent) {
        for (String argument : exponent.arguments()) {
            Optional<Box> maximum = extremum(argument).filter(box -> fun(box) == Fun.MAX);
            double times = maximum.isPresent() ? subtracted(exponent, argument) : 0;
            if (times != 0 && times != 1) {
                if (isMultiple(exponent, times, maximum.get(), argument)) {
                    return true;
                }
            } else if (times == 1) {
                Set<String> others = new LinkedHashSet<>(exponent.arguments());
                others.remove(argument);
                Expansion items = Expansion.ofExponents(of.diagram(), maximum.get());
                if (wires(items, items.fn().parameters()).containsAll(wires(of, others))) {
                    return true;
                }
            }
        }
        return false;
    }

    /// Whether an exponent is so many times what an extremum is taken of, less the extremum.
    private boolean isMultiple(Expr exponent, double times, Box maximum, String argument) {
        return itemOf(maximum, argument)
                .map(Exponentials::unmasked)
                .map(item -> Expr.call(Fun.SUB, item, Expr.arg(argument)))
                .map(less -> Expr.call(Fun.MUL, Expr.num(times), less))
                .filter(own -> Normalizer.normalize(own).equals(Normalizer.normalize(exponent)))
                .isPresent();
    }

    private static Set<String> wires(Expansion expansion, Collection<String> arguments) {
        Set<String> wires = new LinkedHashSet<>();
        for (String argument : arguments) {
            int position = expansion.fn().parameters().indexOf(argument);
            wires.add(expansion.ports().get(position).wire());
        }
        return wires;
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

    /// What an extremum is taken of, over this function's arguments, with maps that make its items written out where this function reads what they read; empty where they are not all read here.
    private Optional<Expr> itemOf(Box extremum, String argument) {
        Port read = of.ports().get(of.fn().parameters().indexOf(argument));
        Map<String, String> axes = new HashMap<>();
        if (!read.isPlain()) {
            return Optional.empty();
        }
        for (int i = 0; i < read.axes().size(); i++) {
            axes.put(extremum.output().axes().get(i), read.axes().get(i));
        }
        return item(Expansion.ofExponents(of.diagram(), extremum), axes);
    }

    /// @param axes of the items, by what they are here
    private Optional<Expr> item(Expansion items, Map<String, String> axes) {
        Map<String, String> all = new HashMap<>(axes);
        Map<String, Expr> arguments = new HashMap<>();
        for (int i = 0; i < items.ports().size(); i++) {
            Port port = items.ports().get(i);
            Optional<String> same =
                    of.ports().stream()
                            .filter(p -> unify(port, p, all))
                            .findFirst()
                            .map(p -> of.fn().parameters().get(of.ports().indexOf(p)));
            if (same.isEmpty()) {
                return items.writtenOut(port).flatMap(more -> item(more, axes));
            }
            arguments.put(items.fn().parameters().get(i), Expr.arg(same.get()));
        }
        return Optional.of(
                items.fn()
                        .body()
                        .renameAxes(axis -> all.getOrDefault(axis, axis))
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
