package org.heddle.rules.law;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.heddle.model.diagram.Port;
import org.heddle.model.diagram.Subscript;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fn;
import org.heddle.model.expr.Fun;
import org.heddle.model.size.Size;

/// The same box, its loop along an axis begun at the other end: `|x| - 1 - x` stands where `x` stood.
///
/// @param over the axis
record Mirror(String over) {
    Port port(Port port) {
        return port.withSubscripts(port.subscripts().stream().map(this::subscript).toList());
    }

    Fn fn(Fn fn) {
        Expr last = Expr.call(Fun.SUB, new Expr.Extent(over), Expr.num(1));
        return fn.mapResults(
                result ->
                        result.rewrite(
                                e ->
                                        e instanceof Expr.Index(String axis) && axis.equals(over)
                                                ? Expr.call(Fun.SUB, last, e)
                                                : e));
    }

    /// Whether a port reads along the axis from its other end, and in no other way.
    boolean isMirrored(Port port) {
        return port.subscripts().stream()
                .filter(subscript -> subscript.axes().contains(over))
                .allMatch(
                        subscript ->
                                subscript.plainAxis().isEmpty()
                                        && subscript(subscript)
                                                .plainAxis()
                                                .equals(Optional.of(over)));
    }

    private Subscript subscript(Subscript subscript) {
        return switch (subscript) {
            case Subscript.Affine(var coefficients, Size offset) -> {
                Size factor = coefficients.getOrDefault(over, Size.ZERO);
                SequencedMap<String, Size> mirrored = new LinkedHashMap<>(coefficients);
                mirrored.replace(over, factor.times(-1));
                yield new Subscript.Affine(
                        mirrored, offset.plus(factor.times(Size.symbol(over).plus(Size.of(-1)))));
            }
            case Subscript.Gather(Port index) -> new Subscript.Gather(port(index));
        };
    }
}
