package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.model.size.Size;

/// Turns a read round: a box that gives a cotangent to each element that it read becomes one that gathers, for each element of the wire, what the reads of it give.
///
/// ```
///   X[j, k]          the sum over the box's other axes
///   X[2*y + k - 1]   position h is read by k = h - 2*y + 1, for each y; where that k lies outside its axis, nothing reads h so
///   E[ids[t], d]     the sum over t of what reads v: where(ids[t] == #v, g, 0)
///   A[i, i]          the same of the second index: where(#i == #j, g, 0)
/// ```
///
/// An affine position is solved for an axis with coefficient 1 or -1 that occurs nowhere else in the port, an axis of the box's output before others: then every element of the wire sums over
/// the few reads that can be of it. Where there is none, and for gathers, each element looks at all reads.
final class Transposition {
    private final Reads reads;
    private final Emitter emitter;
    private final Box box;
    private final Port port;
    private final List<String> along = new ArrayList<>();
    private final SequencedMap<String, Subscript.Affine> solved = new LinkedHashMap<>();
    private final Set<String> eliminated = new LinkedHashSet<>();
    private final List<Expr> conditions = new ArrayList<>();
    private Expr item;

    private Transposition(Reads reads, Emitter emitter, Box box, Port port, Expr item) {
        this.reads = reads;
        this.emitter = emitter;
        this.box = box;
        this.port = port;
        this.item = item;
    }

    /// An item to be summed over all axes but those along which the wire runs.
    ///
    /// @param along by position of the wire's axes, the axis that runs along it
    /// @param solved axes of the box that are no more: others determine them
    record Turned(List<String> along, Set<String> solved, Expr item) {}

    /// @param item the cotangent of one read, along the axes of the box
    static Turned of(Reads reads, Emitter emitter, Box box, Port port, Expr item) {
        return new Transposition(reads, emitter, box, port, item).turn();
    }

    private Turned turn() {
        List<String> axes = emitter.wire(port.wire()).axes();
        Set<String> taken = new HashSet<>(box.axes());
        for (int i = 0; i < axes.size(); i++) {
            Subscript subscript = port.subscripts().get(i);
            Optional<String> plain = subscript.plainAxis().filter(axis -> !along.contains(axis));
            if (plain.isPresent() && !solved.containsKey(plain.get())) {
                along.add(plain.get());
            } else {
                String position = emitter.freshAxis(axes.get(i), taken);
                taken.add(position);
                along.add(position);
                meet(subscript, i, position);
            }
        }
        solved.forEach(this::substitute);
        Expr result =
                conditions.stream()
                        .reduce((a, b) -> Expr.call(Fun.AND, a, b))
                        .map(all -> Formulas.where(all, item, Expr.num(0)))
                        .orElse(item);
        return named(axes, result);
    }

    /// With the wire's own names for its axes where nothing else has them any more.
    private Turned named(List<String> axes, Expr result) {
        Set<String> used = reads.axes(result);
        used.addAll(along);
        Map<String, String> names = new HashMap<>();
        for (int i = 0; i < axes.size(); i++) {
            if (!box.axes().contains(along.get(i)) && used.add(axes.get(i))) {
                names.put(along.get(i), axes.get(i));
            }
        }
        UnaryOperator<String> renaming = axis -> names.getOrDefault(axis, axis);
        List<String> renamed = along.stream().map(renaming).toList();
        return new Turned(renamed, Set.copyOf(eliminated), reads.rename(result, renaming));
    }

    private void meet(Subscript subscript, int dimension, String position) {
        switch (subscript) {
            case Subscript.Affine affine -> {
                Optional<String> unknown = unknown(affine, dimension);
                if (unknown.isPresent()) {
                    solved.put(unknown.get(), solution(affine, unknown.get(), position));
                } else {
                    conditions.add(Expr.call(Fun.EQ, affine.toExpr(), new Expr.Index(position)));
                }
            }
            case Subscript.Gather(Port index) ->
                    conditions.add(Expr.call(Fun.EQ, reads.at(index), new Expr.Index(position)));
        }
    }

    /// An axis that the position can be solved for.
    private Optional<String> unknown(Subscript.Affine affine, int dimension) {
        Set<String> elsewhere = new LinkedHashSet<>();
        for (int i = 0; i < port.subscripts().size(); i++) {
            if (i != dimension) {
                elsewhere.addAll(port.subscripts().get(i).axes());
            }
        }
        List<String> possible =
                affine.coefficients().entrySet().stream()
                        .filter(e -> isUnit(e.getValue()) && !elsewhere.contains(e.getKey()))
                        .map(Map.Entry::getKey)
                        .toList();
        return possible.stream()
                .filter(box.outputAxes()::contains)
                .findFirst()
                .or(() -> possible.stream().findFirst());
    }

    private static boolean isUnit(Size coefficient) {
        return coefficient.equals(Size.ONE) || coefficient.equals(Size.of(-1));
    }

    /// From `position = ±axis + rest`, the axis.
    private static Subscript.Affine solution(
            Subscript.Affine affine, String axis, String position) {
        int sign = Size.ONE.equals(affine.coefficients().get(axis)) ? 1 : -1;
        SequencedMap<String, Size> coefficients = new LinkedHashMap<>();
        coefficients.put(position, Size.of(sign));
        affine.coefficients()
                .forEach(
                        (other, coefficient) -> {
                            if (!other.equals(axis)) {
                                coefficients.put(other, coefficient.times(-sign));
                            }
                        });
        return new Subscript.Affine(coefficients, affine.offset().times(-sign));
    }

    /// Puts a solution in the place of an axis. Reads along it get a fill; where the item is not 0 by that outside the axis, it is by a condition. Where a read of another wire would come to stand at
    /// the position itself, whose axis need not be as long, the position is compared instead.
    private void substitute(String axis, Subscript.Affine value) {
        if (reads(axis).stream().anyMatch(read -> clashes(read, composed(read, axis, value)))) {
            conditions.add(Expr.call(Fun.EQ, value.toExpr(), new Expr.Index(axis)));
            return;
        }
        eliminated.add(axis);
        boolean factor = isFactor(item, axis);
        Expr index = value.toExpr();
        item = composed(item, axis, value, index);
        conditions.replaceAll(condition -> composed(condition, axis, value, index));
        if (!factor) {
            conditions.add(
                    Expr.call(
                            Fun.AND,
                            Expr.call(Fun.GE, index, Expr.num(0)),
                            Expr.call(Fun.LT, index, new Expr.Extent(axis))));
        }
    }

    private List<Port> reads(String axis) {
        List<Expr> parts = new ArrayList<>(conditions);
        parts.add(item);
        return parts.stream()
                .flatMap(e -> e.arguments().stream())
                .map(reads::port)
                .filter(read -> read.runsAlong().contains(axis))
                .toList();
    }

    private boolean clashes(Port before, Port after) {
        boolean same =
                before.wire().equals(port.wire()) && before.subscripts().equals(port.subscripts());
        for (int i = 0; i < before.subscripts().size(); i++) {
            Optional<String> plain = after.subscripts().get(i).plainAxis();
            if (!same
                    && plain.isPresent()
                    && !before.subscripts().get(i).equals(after.subscripts().get(i))) {
                return true;
            }
        }
        return false;
    }

    private Expr composed(Expr e, String axis, Subscript.Affine value, Expr index) {
        return reads.mapReads(e, read -> composed(read, axis, value))
                .rewrite(part -> part.equals(new Expr.Index(axis)) ? index : part);
    }

    private static Port composed(Port read, String axis, Subscript.Affine value) {
        if (!read.runsAlong().contains(axis)) {
            return read;
        }
        List<Subscript> subscripts =
                read.subscripts().stream().map(s -> composed(s, axis, value)).toList();
        boolean plain = subscripts.stream().allMatch(s -> s.plainAxis().isPresent());
        OptionalDouble fill =
                plain ? OptionalDouble.empty() : OptionalDouble.of(read.fill().orElse(0));
        return new Port(read.wire(), subscripts, fill);
    }

    private static Subscript composed(Subscript subscript, String axis, Subscript.Affine value) {
        return switch (subscript) {
            case Subscript.Affine affine -> composed(affine, axis, value);
            case Subscript.Gather(Port index) -> new Subscript.Gather(composed(index, axis, value));
        };
    }

    private static Subscript composed(
            Subscript.Affine affine, String axis, Subscript.Affine value) {
        Size scale = affine.coefficients().getOrDefault(axis, Size.ZERO);
        if (scale.equals(Size.ZERO)) {
            return affine;
        }
        SequencedMap<String, Size> coefficients = new LinkedHashMap<>(affine.coefficients());
        coefficients.remove(axis);
        value.coefficients()
                .forEach((other, c) -> coefficients.merge(other, c.times(scale), Size::plus));
        coefficients.values().removeIf(Size.ZERO::equals);
        return new Subscript.Affine(
                coefficients, affine.offset().plus(value.offset().times(scale)));
    }

    /// Whether every product of the item has one read along the axis, as a factor that is 0 outside: then the item is.
    private boolean isFactor(Expr e, String axis) {
        return Products.gathered(e, _ -> false).terms().stream()
                .allMatch(
                        term ->
                                reads.count(term, axis) == 1
                                        && term.factors().values().stream()
                                                .anyMatch(factor -> vanishesOutside(factor, axis)));
    }

    private boolean vanishesOutside(Product.Factor factor, String axis) {
        if (factor.power() != 1 || !(factor.atom() instanceof Expr.Arg(String key))) {
            return false;
        }
        Port read = reads.port(key);
        return read.fill().orElse(0) == 0
                && read.subscripts().stream()
                        .anyMatch(s -> s instanceof Subscript.Affine && s.axes().contains(axis));
    }
}
