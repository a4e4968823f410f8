package org.heddle.rules.law;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Expr.Call;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.rules.algebra.Factorizer;
import org.heddle.rules.algebra.Monotone;
import org.heddle.rules.algebra.Normalizer;
import org.heddle.rules.algebra.Sign;

/// What stands at the ends of an order is found before a function that keeps the order is applied.
///
/// ```
///  s, m, z ──[topk exp(s - m)/z]── v, i   ⇒   s ──[topk s]── r, i;   r, m, z ──[exp(r - m)/z]── v
/// ```
///
/// Legal where the function rises strictly with the item, or falls, whatever the values are that other reductions give it. Where it is constant for some of those (`where(z == 0, 0, …)`), all items tie there, and the lowest positions are taken.
/// In numbers that are rounded it refines: items of which exponentials vanish tie after the function and not before it. Functions that come to a finite end (`tanh`) are left: all large items tie at it. Used where the function sees reductions of the same items. Saves a pass, and the array of what is ranked.
public final class RankFirst implements Rule {
    @Override
    public String name() {
        return "rank-first";
    }

    @Override
    public String law() {
        return "topk (f∘s) = f∘topk s";
    }

    @Override
    public String condition() {
        return "f rises or falls strictly with the item";
    }

    @Override
    public Optional<Rewrite> apply(Diagram diagram, Box anchor) {
        if (!(anchor.op() instanceof Op.Reduce(Monoid monoid, _))
                || !(monoid instanceof Monoid.Extremum || monoid instanceof Monoid.TopK)
                || anchor.outputs().stream().anyMatch(port -> !port.isPlain())) {
            return Optional.empty();
        }
        Expansion expansion = Expansion.of(diagram, anchor);
        Monotone.Result result =
                Monotone.ofNumbers(
                        expansion.fn().body(),
                        monoid != Monoid.Extremum.ARGMIN,
                        expansion.kinds(anchor.reducedAxes()),
                        e -> WireSign.of(expansion, e),
                        _ -> false);
        if (!(result instanceof Monotone.Found found)
                || found.finish().equals(Expr.arg(Factorizer.REDUCED))
                || found.item().arguments().isEmpty()) {
            return Optional.empty();
        }
        Set<Expr> ties = new LinkedHashSet<>();
        if (!isStrict(found.finish(), ties)) {
            return Optional.empty();
        }
        return switch (found.direction()) {
            case RISING ->
                    Optional.of(
                            ranked(diagram, anchor, expansion, found.item(), found.finish(), ties));
            case FALLING ->
                    Optional.of(
                            ranked(
                                    diagram,
                                    anchor,
                                    expansion,
                                    Expr.call(Fun.NEG, found.item()),
                                    of(
                                            found.finish(),
                                            Expr.call(Fun.NEG, Expr.arg(Factorizer.REDUCED))),
                                    ties));
            case EITHER, VALLEY, HILL -> Optional.empty();
        };
    }

    /// A finish of another value.
    private static Expr of(Expr finish, Expr value) {
        return finish.substitute(name -> name.equals(Factorizer.REDUCED) ? value : Expr.arg(name));
    }

    /// @param item that is ranked instead
    /// @param finish what the items were, over {@link Factorizer#REDUCED} for such an item
    /// @param ties conditions under which all items tie
    private static Rewrite ranked(
            Diagram diagram,
            Box anchor,
            Expansion expansion,
            Expr item,
            Expr finish,
            Set<Expr> ties) {
        String at = fresh(expansion, "at");
        String value = fresh(expansion, "value");
        Edit edit = new Edit(diagram);
        Port position = anchor.outputs().getLast();
        Port found = ties.isEmpty() ? position : again(diagram, edit, position, Optional.empty());
        List<Port> outputs = new ArrayList<>();
        List<Box> after = new ArrayList<>();
        if (anchor.op() instanceof Op.Reduce(Monoid.TopK _, _)) {
            Port result = anchor.outputs().getFirst();
            boolean isDouble = diagram.wire(result.wire()).dtype() == DType.F64;
            DType dtype = isDouble ? DType.F64 : DType.F32;
            Port ranked = again(diagram, edit, result, Optional.of(dtype));
            outputs.add(ranked);
            Expr wanted =
                    Expr.call(
                            Fun.WHERE,
                            Expr.call(Fun.LT, Expr.arg(at), Expr.num(0)),
                            Expr.num(Double.NEGATIVE_INFINITY),
                            of(finish, Expr.arg(value)));
            after.add(
                    map(
                            anchor.id(),
                            result,
                            expansion,
                            List.of(at, value),
                            List.of(found, ranked),
                            wanted));
        }
        outputs.add(found);
        if (!ties.isEmpty()) {
            Expr wanted = tied(anchor, Expr.arg(at), ties);
            String id =
                    after.isEmpty() ? anchor.id() : Edit.fresh(diagram, anchor.id() + "_positions");
            after.add(map(id, position, expansion, List.of(at), List.of(found), wanted));
        }
        Box items = expansion.box(anchor, item);
        List<Box> boxes = new ArrayList<>();
        String id = after.isEmpty() ? anchor.id() : outputs.getFirst().wire();
        boxes.add(new Box(id, items.op(), items.inputs(), outputs));
        boxes.addAll(after);
        return new Rewrite(
                edit.replace(anchor, boxes.toArray(Box[]::new)).done(),
                List.of(anchor.id()),
                anchor.id() + " orders items as " + item + " does: " + expansion.fn().body());
    }

    /// The position that is found, or where all items tie the lowest.
    private static Expr tied(Box anchor, Expr at, Set<Expr> ties) {
        Expr lowest =
                anchor.op() instanceof Op.Reduce(Monoid.TopK(String axis), _)
                        ? new Expr.Index(axis)
                        : Expr.num(0);
        Expr isNone = Expr.call(Fun.LT, at, Expr.num(0));
        Expr all = ties.stream().reduce((a, b) -> Expr.call(Fun.OR, a, b)).orElseThrow();
        return Expr.call(Fun.WHERE, all, Expr.call(Fun.WHERE, isNone, at, lowest), at);
    }

    private static String fresh(Expansion expansion, String wanted) {
        return expansion.fn().parameters().contains(wanted)
                ? fresh(expansion, wanted + "_")
                : wanted;
    }

    private static Port again(Diagram diagram, Edit edit, Port output, Optional<DType> dtype) {
        Wire wire = diagram.wire(output.wire());
        Wire items =
                new Wire(
                        Edit.fresh(diagram, wire.name() + "_items"),
                        dtype.orElse(wire.dtype()),
                        output.axes());
        edit.add(items);
        return Port.of(items);
    }

    /// A map of what is found, and of what the expansion reads that is free of items.
    private static Box map(
            String id,
            Port output,
            Expansion expansion,
            List<String> own,
            List<Port> ports,
            Expr body) {
        List<String> parameters = new ArrayList<>();
        List<Port> inputs = new ArrayList<>();
        for (int i = 0; i < own.size(); i++) {
            if (body.arguments().contains(own.get(i))) {
                parameters.add(own.get(i));
                inputs.add(ports.get(i));
            }
        }
        for (int i = 0; i < expansion.ports().size(); i++) {
            String name = expansion.fn().parameters().get(i);
            if (body.arguments().contains(name)) {
                parameters.add(name);
                inputs.add(expansion.ports().get(i));
            }
        }
        return new Box(id, new Op.Map(new Fn(parameters, body)), inputs, List.of(output));
    }

    /// Whether a function rises or falls strictly with {@link Factorizer#REDUCED}, which rises or falls with it, unless one of some conditions holds under which it is constant.
    ///
    /// @param ties takes those conditions in, which do not mention it
    private static boolean isStrict(Expr e, Set<Expr> ties) {
        if (!(e instanceof Call(Fun fun, List<Expr> args))) {
            return e.equals(Expr.arg(Factorizer.REDUCED));
        }
        List<Expr> moving = args.stream().filter(RankFirst::isMoving).toList();
        if (fun == Fun.WHERE) {
            return isStrictChoice(args, ties);
        }
        if (moving.size() != 1 || !isStrict(moving.getFirst(), ties)) {
            return false;
        }
        boolean isFirst = isMoving(args.getFirst());
        return switch (fun) {
            case ADD, SUB, NEG, EXP, EXP2, LOG, SQRT, RSQRT -> true;
            case DIV -> isFirst;
            case MUL -> isNowhereZero(args.get(isFirst ? 1 : 0));
            case POW ->
                    isFirst
                            ? isNowhereZero(args.get(1))
                            : isNowhereZero(args.get(0)) && !args.get(0).equals(Expr.num(1));
            case TANH, SIGMOID, ERF, MIN, MAX, ABS, FLOOR, ROUND, MOD, SIN, COS -> false;
            case EQ, NE, LT, LE, GT, GE, AND, OR, NOT, WHERE -> false;
        };
    }

    /// A choice between what is constant and what is strict: by what does not move, or by whether the item is `-inf`, which is below all others.
    private static boolean isStrictChoice(List<Expr> args, Set<Expr> ties) {
        boolean isSecond = isMoving(args.get(1));
        if (isSecond == isMoving(args.get(2))) {
            return false;
        }
        Expr condition = args.getFirst();
        boolean isOfLeast =
                isMoving(condition)
                        && condition instanceof Call(Fun asked, List<Expr> sides)
                        && sides.getFirst().equals(Expr.arg(Factorizer.REDUCED))
                        && sides.getLast().equals(Expr.num(Double.NEGATIVE_INFINITY))
                        && asked == (isSecond ? Fun.NE : Fun.EQ);
        if (isMoving(condition) && !isOfLeast) {
            return false;
        }
        if (!isMoving(condition)) {
            ties.add(isSecond ? Expr.call(Fun.NOT, condition) : condition);
        }
        return isStrict(args.get(isSecond ? 1 : 2), ties);
    }

    private static boolean isMoving(Expr e) {
        return e.arguments().contains(Factorizer.REDUCED);
    }

    private static boolean isNowhereZero(Expr e) {
        return Sign.isAboveZero(e) || Sign.isAboveZero(Normalizer.simplify(Expr.call(Fun.NEG, e)));
    }
}
