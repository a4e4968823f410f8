package org.heddle.rules.stage;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Monoid;
import org.heddle.model.expr.Expr;
import org.heddle.model.expr.Fun;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.Instruction;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;

/// A fold that matrix instructions of a machine can compute.
///
/// ```
///   C[rows, columns, …] += A[rows, sum, …] · B[sum, columns, …]
/// ```
///
/// The format is that of the loaded operands, the wider of two; an operand that is computed is rounded to it. Products of two computed operands, and of formats that the machine has no matrix
/// instruction for, are no such folds.
///
/// @param left the operand that has the rows
/// @param rows axes of the result that only `left` has
/// @param columns axes of the result that only `right` has
/// @param format of both operands
public record Product(
        Node.Fold fold,
        Tile left,
        Tile right,
        List<String> rows,
        List<String> columns,
        DType format,
        Instruction instruction) {
    private static final String PIPE = "matrix";

    public Product {
        rows = List.copyOf(rows);
        columns = List.copyOf(columns);
    }

    /// Operations per second of a machine, all units together.
    public double perSecond(Hardware hardware) {
        return hardware.rate(PIPE, format);
    }

    /// The products of a nest, by the name of the tile that holds the result.
    public static Map<String, Product> of(Nest nest, Hardware hardware) {
        Map<String, DType> formats = formats(nest);
        Map<String, Tile> tiles = new LinkedHashMap<>();
        nest.tiles().forEach(tile -> tiles.put(tile.name(), tile));
        Map<String, Product> products = new LinkedHashMap<>();
        for (Nest.Placed placed : nest.placed()) {
            if (placed.node() instanceof Node.Fold fold) {
                product(fold, tiles, formats, hardware)
                        .ifPresent(product -> products.put(fold.tile().name(), product));
            }
        }
        return products;
    }

    /// The formats in which tiles are loaded.
    static Map<String, DType> formats(Nest nest) {
        Map<String, DType> formats = new LinkedHashMap<>();
        for (Nest.Placed placed : nest.placed()) {
            if (placed.node() instanceof Node.Load(Tile tile, var read, _)) {
                formats.put(tile.name(), nest.form().region().array(read.wire()).dtype());
            }
        }
        return formats;
    }

    private static Optional<Product> product(
            Node.Fold fold,
            Map<String, Tile> tiles,
            Map<String, DType> formats,
            Hardware hardware) {
        if (fold.monoid() != Monoid.Scalar.SUM
                || !(fold.item() instanceof Expr.Call(Fun fun, List<Expr> arguments))
                || fun != Fun.MUL
                || !(arguments.getFirst() instanceof Expr.Arg(String first))
                || !(arguments.getLast() instanceof Expr.Arg(String second))) {
            return Optional.empty();
        }
        Tile left = tiles.get(first);
        Tile right = tiles.get(second);
        Optional<DType> format = format(formats.get(first), formats.get(second));
        if (left == null || right == null || format.isEmpty()) {
            return Optional.empty();
        }
        List<String> rows = only(fold.tile(), left, right);
        List<String> columns = only(fold.tile(), right, left);
        if (rows.isEmpty() || columns.isEmpty()) {
            return Optional.empty();
        }
        return hardware.pipe(PIPE, format.get())
                .flatMap(_ -> instruction(hardware, format.get()))
                .map(i -> new Product(fold, left, right, rows, columns, format.get(), i));
    }

    private static Optional<DType> format(
            @org.jspecify.annotations.Nullable DType left,
            @org.jspecify.annotations.Nullable DType right) {
        if (left == null || right == null || left == right) {
            return Optional.ofNullable(left == null ? right : left);
        }
        return left.bytes() == right.bytes()
                ? Optional.empty()
                : Optional.of(left.bytes() > right.bytes() ? left : right);
    }

    private static List<String> only(Tile result, Tile of, Tile other) {
        List<String> axes = new ArrayList<>(result.axes());
        axes.retainAll(of.axes());
        axes.removeAll(other.axes());
        return axes;
    }

    /// The instruction that the most threads issue together.
    private static Optional<Instruction> instruction(Hardware hardware, DType format) {
        return hardware.instructions().stream()
                .filter(i -> i.pipe().equals(PIPE) && i.dtype() == format)
                .max(java.util.Comparator.comparingInt(Instruction::threads));
    }
}
