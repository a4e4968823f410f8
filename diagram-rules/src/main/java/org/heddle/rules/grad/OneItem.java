package org.heddle.rules.grad;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.diagram.Wire;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;

/// A sum of items all of which are 0 but the one that is chosen is that one.
///
/// ```
///   g[c] = where(y == #c, a, 0),  Σ_c g[c]·f[c]      ⇒      where(0 <= y < |c|, a·f[y], 0)
/// ```
///
/// What is read at a position has such a cotangent. The sum of a row of it needs no pass over the row. Legal by the unit of the sum; the position runs along none of the axes that are summed over, and every such axis is one of the item as it is written out, so that none is summed over for its length alone. Only boxes that depend on a cotangent
/// are written anew.
final class OneItem {
    /// Maps that are looked through, one behind the other.
    private static final int DEPTH = 3;

    private final Reads reads = new Reads();
    private final Items items = new Items(reads);
    private final Emitter emitter;

    private OneItem(Diagram diagram) {
        this.emitter = new Emitter(diagram.with(diagram.wires().values(), List.<Box>of()), reads);
    }

    /// The diagram without sums of one item.
    ///
    /// @param anew boxes that may be written without
    static Diagram apply(Diagram diagram, Set<String> anew) {
        OneItem law = new OneItem(diagram);
        for (Box box : diagram.ordered()) {
            if (!anew.contains(box.id()) || !law.isWritten(box)) {
                law.emitter.add(box);
            }
        }
        return law.emitter.whole(diagram.inputs(), diagram.outputs());
    }

    private static boolean isSum(Box box) {
        return switch (box.op()) {
            case Op.Reduce(Monoid monoid, _) -> monoid == Monoid.Scalar.SUM;
            case Op.Contract(Semiring semiring) -> semiring == Semiring.SUM_PRODUCT;
            case Op.Map _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ -> false;
        };
    }

    private boolean isWritten(Box box) {
        Optional<Expr> value = isSum(box) ? items.value(box) : Optional.empty();
        Optional<Product> item =
                value.map(e -> looked(e, DEPTH))
                        .filter(e -> reads.axes(e).equals(reads.axes(value.orElseThrow())))
                        .flatMap(Items::product);
        if (item.isEmpty()) {
            return false;
        }
        List<String> along = box.output().axes();
        Set<String> summed = new LinkedHashSet<>(reads.axes(item.get()));
        along.forEach(summed::remove);
        for (Expr guard : item.get().guards().values()) {
            for (String axis : summed) {
                Optional<Expr> one =
                        chosen(guard, axis).flatMap(at -> at(item.get(), guard, axis, at));
                if (one.isPresent()) {
                    write(box, one.get(), summed.size() > 1);
                    return true;
                }
            }
        }
        return false;
    }

    private void write(Box box, Expr value, boolean isSum) {
        Wire wire = emitter.wire(box.output().wire());
        if (isSum) {
            emitter.sum(wire, box.output().axes(), value);
        } else {
            emitter.map(wire, box.output().axes(), value);
        }
    }

    /// The value with what maps write in the place of reads of it.
    private Expr looked(Expr value, int depth) {
        return depth == 0
                ? value
                : value.substitute(
                        key ->
                                written(reads.port(key))
                                        .map(e -> looked(e, depth - 1))
                                        .orElseGet(() -> Expr.arg(key)));
    }

    private Optional<Expr> written(Port read) {
        Optional<Box> box = read.isPlain() ? emitter.producer(read.wire()) : Optional.empty();
        return box.flatMap(
                        own ->
                                switch (own.op()) {
                                    case Op.Map _ -> items.value(own);
                                    case Op.Constant(Expr value) -> Optional.of(value);
                                    case Op.Reduce _,
                                            Op.Contract _,
                                            Op.Scan _,
                                            Op.Reindex _,
                                            Op.Call _,
                                            Op.Block _ ->
                                            Optional.empty();
                                })
                .map(
                        value ->
                                reads.rename(
                                        value,
                                        Reads.renaming(
                                                box.orElseThrow().output().axes(), read.axes())));
    }

    /// The read of the position that a guard compares an index with.
    private Optional<Port> chosen(Expr guard, String axis) {
        if (!(guard instanceof Expr.Call(Fun fun, List<Expr> sides)) || fun != Fun.EQ) {
            return Optional.empty();
        }
        Expr index = new Expr.Index(axis);
        Expr other = sides.get(0).equals(index) ? sides.get(1) : sides.get(0);
        return sides.contains(index) && other instanceof Expr.Arg(String key)
                ? Optional.of(reads.port(key))
                        .filter(port -> !port.runsAlong().contains(axis))
                        .filter(port -> !emitter.wire(port.wire()).dtype().isFloating())
                : Optional.empty();
    }

    /// The item at a position; empty where something is read elsewhere, too.
    private Optional<Expr> at(Product item, Expr guard, String axis, Port position) {
        Expr value = item.withoutGuards(guard::equals).expr();
        boolean isPlain =
                value.arguments().stream()
                        .map(reads::port)
                        .allMatch(port -> port.isPlain() || !port.runsAlong().contains(axis));
        if (!isPlain) {
            return Optional.empty();
        }
        Expr y = reads.at(position);
        Expr chosen =
                reads.mapReads(value, port -> at(port, axis, position))
                        .rewrite(e -> e.equals(new Expr.Index(axis)) ? y : e);
        Expr inside =
                Expr.call(
                        Fun.AND,
                        Expr.call(Fun.GE, y, Expr.num(0)),
                        Expr.call(Fun.LT, y, new Expr.Extent(axis)));
        return Optional.of(Expr.call(Fun.WHERE, inside, chosen, Expr.num(0)));
    }

    private static Port at(Port port, String axis, Port position) {
        if (!port.runsAlong().contains(axis)) {
            return port;
        }
        List<Subscript> subscripts =
                port.subscripts().stream()
                        .map(
                                subscript ->
                                        subscript.axes().contains(axis)
                                                ? new Subscript.Gather(position)
                                                : subscript)
                        .toList();
        return new Port(port.wire(), subscripts, OptionalDouble.of(0));
    }
}
