package org.heddle.model.diagram;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.model.size.Size;

/// What stands in a port's brackets for one axis of the wire: the position read there.
///
/// ```
/// Subscript ::= Affine(Σ coefficient·axis + offset)    y     2*y + k - 1     |x| - 1 - i     0
///             | Gather(port)                           ids[t]: the element of an integer wire
/// ```
///
/// Axes are those of the box; coefficients and offsets are integers made of axis sizes.
public sealed interface Subscript {
    /// More summands than this are not multiplied out.
    int MAX_TERMS = 1000;

    /// A position that is affine in the axes of the box.
    ///
    /// @param coefficients of the axes that occur, none of them 0, in order of first occurrence
    record Affine(SequencedMap<String, Size> coefficients, Size offset) implements Subscript {
        public Affine {
            coefficients = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(coefficients));
        }

        /// The axis, where the subscript is one axis as it stands.
        public Optional<String> axis() {
            boolean alone = coefficients.size() == 1 && offset.equals(Size.ZERO);
            return alone && coefficients.firstEntry().getValue().equals(Size.ONE)
                    ? Optional.of(coefficients.firstEntry().getKey())
                    : Optional.empty();
        }

        /// The same position as an expression of indices (`#y`) and sizes (`|x|`).
        public Expr toExpr() {
            return expression(axis -> new Expr.Index(axis));
        }

        private Expr expression(Function<String, Expr> index) {
            Expr sum = null;
            for (Map.Entry<String, Size> term : coefficients.entrySet()) {
                sum = add(sum, term.getValue(), index.apply(term.getKey()));
            }
            for (Size term : offset.terms()) {
                sum = add(sum, term, Expr.num(1));
            }
            return sum == null ? Expr.num(0) : sum;
        }

        private static Expr add(
                @org.jspecify.annotations.Nullable Expr sum, Size coefficient, Expr factor) {
            boolean minus = coefficient.terms().size() == 1 && coefficient.leading() < 0;
            Expr term = times(minus ? coefficient.times(-1) : coefficient, factor);
            if (sum == null) {
                return !minus
                        ? term
                        : term instanceof Expr.Num(double value)
                                ? Expr.num(-value)
                                : Expr.call(Fun.NEG, term);
            }
            return Expr.call(minus ? Fun.SUB : Fun.ADD, sum, term);
        }

        private static Expr times(Size coefficient, Expr factor) {
            if (coefficient.equals(Size.ONE)) {
                return factor;
            }
            Expr scale = coefficient.toExpr();
            return factor.equals(Expr.num(1)) ? scale : Expr.call(Fun.MUL, scale, factor);
        }

        @Override
        public String toString() {
            return expression(Expr::arg).toString();
        }
    }

    /// The element of an integer wire.
    ///
    /// @param index where that wire is read; its subscripts may be computed as well
    record Gather(Port index) implements Subscript {
        @Override
        public String toString() {
            return index.toString();
        }
    }

    /// One axis as it stands.
    static Subscript along(String axis) {
        SequencedMap<String, Size> only = new LinkedHashMap<>();
        only.put(axis, Size.ONE);
        return new Affine(only, Size.ZERO);
    }

    /// The axis, where the subscript is one axis as it stands.
    default Optional<String> plainAxis() {
        return switch (this) {
            case Affine affine -> affine.axis();
            case Gather _ -> Optional.empty();
        };
    }

    /// Axes of the box by whose indices the position is computed, each once.
    default Set<String> axes() {
        Set<String> axes = new LinkedHashSet<>();
        addAxesTo(axes);
        return axes;
    }

    /// Adds those axes to others.
    default void addAxesTo(Set<String> axes) {
        switch (this) {
            case Affine(var coefficients, _) -> axes.addAll(coefficients.keySet());
            case Gather(Port index) -> index.addAxesTo(axes);
        }
    }

    /// Axes whose sizes the position is computed from.
    default Set<String> extentAxes() {
        Set<String> axes = new LinkedHashSet<>();
        switch (this) {
            case Affine(var coefficients, Size offset) -> {
                coefficients.values().forEach(c -> axes.addAll(c.symbols()));
                axes.addAll(offset.symbols());
            }
            case Gather(Port index) ->
                    index.subscripts().forEach(inner -> axes.addAll(inner.extentAxes()));
        }
        return axes;
    }

    /// The same with other names of axes, in sizes too. Terms that come to the same axis are added.
    default Subscript renameAxes(UnaryOperator<String> renaming) {
        return rename(renaming, axis -> Size.symbol(renaming.apply(axis)));
    }

    /// The same with other names of axes as indices, and sizes in the place of sizes.
    default Subscript rename(UnaryOperator<String> renaming, Function<String, Size> sizes) {
        return switch (this) {
            case Affine(var coefficients, Size offset) -> {
                SequencedMap<String, Size> renamed = new LinkedHashMap<>();
                coefficients.forEach(
                        (axis, c) ->
                                renamed.merge(
                                        renaming.apply(axis), c.substitute(sizes), Size::plus));
                renamed.values().removeIf(Size.ZERO::equals);
                yield new Affine(renamed, offset.substitute(sizes));
            }
            case Gather(Port index) ->
                    new Gather(
                            index.withSubscripts(
                                    index.subscripts().stream()
                                            .map(inner -> inner.rename(renaming, sizes))
                                            .toList()));
        };
    }

    /// The subscript that an expression of axis names (their indices), `|axis|` and integers stands for; empty where it
    /// is not affine.
    ///
    /// @throws ArithmeticException where a coefficient exceeds a long, or has more summands than {@link #MAX_TERMS}
    static Optional<Affine> ofExpr(Expr e) {
        return switch (e) {
            case Expr.Num(double value) when value == Math.rint(value) && Math.abs(value) < 1e15 ->
                    Optional.of(constant(Size.of((long) value)));
            case Expr.Num _, Expr.Index _ -> Optional.empty();
            case Expr.Extent(String axis) -> Optional.of(constant(Size.symbol(axis)));
            case Expr.Arg(String axis) ->
                    along(axis) instanceof Affine affine ? Optional.of(affine) : Optional.empty();
            case Expr.Call(Fun fun, List<Expr> args) -> ofCall(fun, args);
        };
    }

    private static Optional<Affine> ofCall(Fun fun, List<Expr> args) {
        Optional<Affine> first = ofExpr(args.getFirst());
        if (fun == Fun.NEG) {
            return first.map(a -> scaled(a, Size.of(-1)));
        }
        if (args.size() != 2 || first.isEmpty()) {
            return Optional.empty();
        }
        Optional<Affine> second = ofExpr(args.get(1));
        return switch (fun) {
            case ADD -> second.map(b -> sum(first.get(), b));
            case SUB -> second.map(b -> sum(first.get(), scaled(b, Size.of(-1))));
            case MUL -> second.flatMap(b -> product(first.get(), b));
            default -> Optional.empty();
        };
    }

    private static Affine constant(Size size) {
        return new Affine(new LinkedHashMap<>(), size);
    }

    private static Affine sum(Affine a, Affine b) {
        SequencedMap<String, Size> sum = new LinkedHashMap<>(a.coefficients());
        b.coefficients().forEach((axis, c) -> sum.merge(axis, c, Size::plus));
        sum.values().removeIf(Size.ZERO::equals);
        return new Affine(sum, a.offset().plus(b.offset()));
    }

    private static Optional<Affine> product(Affine a, Affine b) {
        long terms = (long) a.offset().terms().size() * b.offset().terms().size();
        if (terms > MAX_TERMS) {
            throw new ArithmeticException(terms + " terms");
        }
        if (a.coefficients().isEmpty()) {
            return Optional.of(scaled(b, a.offset()));
        }
        return b.coefficients().isEmpty() ? Optional.of(scaled(a, b.offset())) : Optional.empty();
    }

    private static Affine scaled(Affine a, Size factor) {
        SequencedMap<String, Size> scaled = new LinkedHashMap<>();
        a.coefficients().forEach((axis, c) -> scaled.put(axis, c.times(factor)));
        scaled.values().removeIf(Size.ZERO::equals);
        return new Affine(scaled, a.offset().times(factor));
    }
}
