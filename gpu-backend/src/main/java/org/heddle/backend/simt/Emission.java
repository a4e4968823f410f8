package org.heddle.backend.simt;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.heddle.backend.code.CodeWriter;
import org.heddle.backend.simt.Text.Kind;
import org.heddle.backend.simt.Text.Range;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.nest.Tile;

/// What the writers of one kernel share: the plan, the text so far, and how elements, indices and expressions are written.
final class Emission {
    final Plan plan;
    final Dialect dialect;
    final Axes axes;
    final Helpers helpers;
    private final Map<String, String> vectors = new LinkedHashMap<>();
    private CodeWriter code = new CodeWriter();
    private Optional<Mapping.Pieces> pieces = Optional.empty();
    private Set<Expr> known = Set.of();

    Emission(Plan plan) {
        this.plan = plan;
        this.dialect = plan.dialect;
        this.axes = plan.axes;
        this.helpers = new Helpers(plan.dialect);
    }

    /// Where the next line goes.
    CodeWriter code() {
        return code;
    }

    /// What `write` writes, as text by itself.
    String capture(Runnable write) {
        CodeWriter outer = code;
        code = new CodeWriter();
        write.run();
        String captured = code.toString();
        code = outer;
        return captured;
    }

    /// The type of so many neighbours in an array, which from now on is defined.
    String vector(DType dtype, int width) {
        String name = vectorName(dtype, width);
        vectors.putIfAbsent(name, dialect.vectorType(dtype, width, name));
        return name;
    }

    /// What types of neighbours may be called, as `f16x8`.
    static List<String> vectorNames(DType dtype) {
        return Widths.WIDTHS.stream().map(width -> vectorName(dtype, width)).toList();
    }

    private static String vectorName(DType dtype, int width) {
        return dtype.toString() + "x" + width;
    }

    /// Definitions of the vector types that the kernel uses.
    List<String> vectorTypes() {
        return List.copyOf(vectors.values());
    }

    /// What `write` writes about elements of pieces.
    String inPieces(Mapping.Pieces mapping, Supplier<String> write) {
        Optional<Mapping.Pieces> outer = pieces;
        pieces = Optional.of(mapping);
        String text = write.get();
        pieces = outer;
        return text;
    }

    /// Whether a name occurs in a text.
    static boolean mentions(String text, String name) {
        return Pattern.compile("\\b" + Pattern.quote(name) + "\\b").matcher(text).find();
    }

    /// The element of a tile at the current indices.
    String element(String tile) {
        return switch (plan.storage(tile)) {
            case Storage.Shared shared ->
                    shared.order().isEmpty()
                            ? shared.name() + "[0]"
                            : shared.name()
                                    + shared.order().stream()
                                            .map(axis -> "[" + position(shared, axis) + "]")
                                            .collect(Collectors.joining());
            case Storage.Held held ->
                    (held.rounds() > 1 ? held.name() + "[round]" : held.name())
                            + inPiece(held.pieces());
        };
    }

    /// The index in memory: that along the axis, but for the last axis of a swizzled tile.
    private String position(Storage.Shared shared, String axis) {
        if (shared.swizzle().isEmpty() || !axis.equals(shared.order().getLast())) {
            return axes.index(axis);
        }
        String key = shared.swizzle().get().key(axes);
        int run = pieces.map(mapping -> mapping.extent(axis)).orElse(1);
        boolean keepsTogether = run > 1 && Swizzle.GROUP % run == 0;
        String name = axes.name(axis);
        return keepsTogether
                ? "(" + name + "_0 ^ (" + key + ")) + " + name + "_i"
                : name + " ^ (" + key + ")";
    }

    /// The position inside a thread's piece, as in `[q_i][x_i]`.
    String inPiece(Mapping.Pieces pieces) {
        return pieces.axes().stream()
                .filter(axis -> pieces.extent(axis) > 1)
                .map(axis -> "[" + axes.name(axis) + "_i]")
                .collect(Collectors.joining());
    }

    /// The extents of a thread's piece, as in `[4][4]`.
    String pieceBrackets(Mapping.Pieces pieces) {
        return pieces.axes().stream()
                .filter(axis -> pieces.extent(axis) > 1)
                .map(axis -> "[" + pieces.extent(axis) + "]")
                .collect(Collectors.joining());
    }

    /// Expressions of a step that writes a tile.
    ExprText expressions(Tile target, Set<String> reads) {
        return new ExprText(
                plan.real(target, reads),
                dialect,
                helpers,
                this::argument,
                this::index,
                plan.program.sizes()::of,
                known);
    }

    /// What `write` writes where conditions are known to hold.
    void knowing(Set<Expr> conditions, Runnable write) {
        Set<Expr> outer = known;
        known = conditions;
        write.run();
        known = outer;
    }

    private Text argument(String tile) {
        boolean integer = plan.storage(tile).tile().dtype() == DType.I64;
        return new Text(element(tile), integer ? Kind.INTEGER : Kind.REAL, Text.ATOM, Range.ANY);
    }

    private Text index(String axis) {
        String text = axes.global(axis);
        double last = Math.max(0, axes.size(axis) - 1);
        return Text.integer(text, text.contains(" ") ? Text.SUM : Text.ATOM, new Range(0, last));
    }

    /// `accumulator ⊕ item` as a number of the tile's type; a multiply-add where it is one.
    String accumulate(
            Monoid.Scalar monoid, Tile tile, String accumulator, Expr value, ExprText expressions) {
        Expr item = Guard.assuming(value, known);
        if (monoid == Monoid.Scalar.SUM
                && tile.dtype() != DType.I64
                && item instanceof Expr.Call(Fun fun, List<Expr> args)
                && fun == Fun.MUL
                && expressions.isReal(item)) {
            String convert = isMixed(tile, item) ? "(double) " : "";
            int context = convert.isEmpty() ? 0 : Text.UNARY;
            return dialect.function("fma", plan.real(tile, item.arguments()))
                    + "("
                    + convert
                    + expressions.real(args.get(0)).in(context)
                    + ", "
                    + convert
                    + expressions.real(args.get(1)).in(context)
                    + ", "
                    + convert
                    + accumulator
                    + ")";
        }
        return combine(
                monoid,
                tile.dtype(),
                accumulator,
                expressions.as(tile.dtype(), expressions.write(item)));
    }

    /// Whether f64 is computed, and f32 among it: functions are chosen by the types of all their arguments, which then are to be converted.
    private boolean isMixed(Tile tile, Expr item) {
        return plan.real(tile, item.arguments()) == DType.F64
                && Stream.concat(
                                Stream.of(tile),
                                item.arguments().stream().map(name -> plan.storage(name).tile()))
                        .anyMatch(t -> t.dtype() == DType.F32);
    }

    /// `a ⊕ b`.
    String combine(Monoid.Scalar monoid, DType dtype, String a, Text b) {
        boolean integer = dtype == DType.I64;
        return switch (monoid) {
            case SUM -> a + " + " + b.in(Text.SUM + 1);
            case PROD -> a + " * " + b.in(Text.PRODUCT + 1);
            case MAX ->
                    (integer ? "max" : helpers.use(Helpers.Helper.MAX, dtype))
                            + "("
                            + a
                            + ", "
                            + b.text()
                            + ")";
            case MIN ->
                    (integer ? "min" : helpers.use(Helpers.Helper.MIN, dtype))
                            + "("
                            + a
                            + ", "
                            + b.text()
                            + ")";
            case AND -> a + " != 0 && " + b.in(Text.COMPARISON) + " != 0 ? " + truths(dtype);
            case OR -> a + " != 0 || " + b.in(Text.COMPARISON) + " != 0 ? " + truths(dtype);
        };
    }

    private static String truths(DType dtype) {
        return literal(dtype, 1) + " : " + literal(dtype, 0);
    }

    /// A literal of a tile's type; infinities of i64 are its ends.
    static String literal(DType dtype, double value) {
        if (dtype != DType.I64) {
            return Literals.real(value, dtype);
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "0x7fffffffffffffffL" : "(-0x7fffffffffffffffL - 1)";
        }
        return (long) value + "L";
    }

    /// A tile with its axes, as in `S[q, x]`.
    static String notation(Tile tile) {
        return tile.axes().isEmpty() ? tile.name() : tile.toString();
    }
}
