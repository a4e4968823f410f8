package org.heddle.rules.grad;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.heddle.model.diagram.Box;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.diagram.Op;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Semiring;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;

/// What a product is divided by: the sum of a row of items, or that and further exponentials of the row.
///
/// ```
///   z = Σ_x w            w / z
///   z + exp(c - m)       w / (z + exp(c - m))        none of the row and no other term is larger than the whole
/// ```
///
/// @param sum a read of the sum
/// @param box adds the items: those of one wire as they are, or exponentials of its reads
/// @param whole the divisor
record RowSum(Port sum, Box box, Expr whole) {
    /// The divisor as such a sum, if it is one.
    ///
    /// @param producer the box that writes a wire
    static Optional<RowSum> of(
            Expr divisor, Reads reads, Function<String, Optional<Box>> producer) {
        List<RowSum> sums = new ArrayList<>();
        for (Expr summand : summands(divisor)) {
            if (summand instanceof Expr.Arg(String key)) {
                Optional<Box> box =
                        producer.apply(reads.port(key).wire()).filter(RowSum::addsItems);
                if (box.isEmpty()) {
                    return Optional.empty();
                }
                sums.add(new RowSum(reads.port(key), box.get(), divisor));
            } else if (!isExponential(summand)) {
                return Optional.empty();
            }
        }
        return sums.size() == 1
                        && Set.copyOf(sums.getFirst().sum.axes()).containsAll(reads.axes(divisor))
                ? Optional.of(sums.getFirst())
                : Optional.empty();
    }

    private static List<Expr> summands(Expr e) {
        if (!(e instanceof Expr.Call(Fun fun, List<Expr> args)) || fun != Fun.ADD) {
            return List.of(e);
        }
        List<Expr> all = new ArrayList<>();
        args.forEach(arg -> all.addAll(summands(arg)));
        return all;
    }

    static boolean isExponential(Expr e) {
        return e instanceof Expr.Call(Fun fun, _) && fun == Fun.EXP;
    }

    private static boolean addsItems(Box box) {
        boolean adds =
                switch (box.op()) {
                    case Op.Reduce(Monoid monoid, Fn item) ->
                            monoid == Monoid.Scalar.SUM
                                    && (isExponential(item.body())
                                            || (item.body() instanceof Expr.Arg
                                                    && box.inputs().size() == 1));
                    case Op.Contract(Semiring semiring) ->
                            semiring == Semiring.SUM_PRODUCT && box.inputs().size() == 1;
                    case Op.Map _, Op.Scan _, Op.Reindex _, Op.Constant _, Op.Call _, Op.Block _ ->
                            false;
                };
        return adds && box.hasPlainPorts();
    }

    /// Whether the items are those of a wire.
    boolean isOfWire() {
        return !(box.op() instanceof Op.Reduce(_, Fn item) && isExponential(item.body()));
    }

    /// The items of a wire, along the axes that the sum is read along.
    Port items() {
        return box.inputs().getFirst().renameAxes(Reads.renaming(box.output().axes(), sum.axes()));
    }

    /// Whether a read is of an item of the very row.
    boolean isOf(Port item) {
        Port summed = box.inputs().getFirst();
        return isOfWire()
                && summed.wire().equals(item.wire())
                && box.output().renameAxes(Reads.renaming(summed.axes(), item.axes())).equals(sum);
    }

    /// Whether an exponential is one of the further terms.
    boolean hasBeside(Expr exponential) {
        return isExponential(exponential) && summands(whole).contains(exponential);
    }

    /// The product without the guard that the divisor is not 0.
    Product withoutGuard(Product product) {
        return product.withoutGuards(guard -> guard.equals(Expr.call(Fun.NE, whole, Expr.num(0))));
    }
}
