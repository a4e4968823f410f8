package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heddle.model.diagram.DType;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// Writes loads and stores. Every valid element moves once: whole vectors where the array and the tile have the same innermost axis, then the rest one by one; a
/// tile with another innermost axis is filled by a transposing copy.
final class CopyWriter {
    /// The variable that holds the offset of a row; no axis has such a name, since two underscores end none that people write.
    private static final String ROW = "row__";

    private final Emission emission;
    private final Numbers numbers;

    CopyWriter(Emission emission) {
        this.emission = emission;
        this.numbers = emission.numbers;
    }

    void load(Node.Load load) {
        Tile tile = load.tile();
        Region.Array array = emission.program.region().array(load.read().wire());
        emission.code.comment(
                tile.name()
                        + " ← "
                        + array.wire()
                        + "["
                        + String.join(", ", load.read().axes())
                        + "]");
        copy(tile, array, load.read().axes(), true);
    }

    void store(Node.Store store) {
        Tile tile = store.tile();
        Region.Array array = emission.program.region().array(store.wire());
        List<String> axes = emission.program.region().stage(store.wire()).axes();
        emission.code.comment(array.wire() + "[" + String.join(", ", axes) + "] ← " + tile.name());
        copy(tile, array, axes, false);
    }

    private void copy(Tile tile, Region.Array array, List<String> axes, boolean load) {
        List<String> distinct = axes.stream().distinct().toList();
        String inner = axes.isEmpty() ? "" : axes.getLast();
        boolean contiguous =
                !inner.isEmpty()
                        && emission.layouts.of(tile).inner().equals(inner)
                        && axes.stream().filter(inner::equals).count() == 1;
        Map<String, String> index = new LinkedHashMap<>();
        List<String> rows = new ArrayList<>(distinct);
        if (contiguous) {
            rows.remove(inner);
        }
        for (String axis : rows) {
            index.put(axis, emission.openLoop(axis));
        }
        boolean looped = !rows.stream().allMatch(emission::isSingle);
        if (!looped) {
            emission.code.open("");
        }
        if (contiguous) {
            contiguous(tile, array, axes, index, load);
        } else {
            element(tile, array, offset(axes, index), index, load);
        }
        if (!looped) {
            emission.code.close();
        }
        rows.reversed().forEach(emission::closeLoop);
    }

    private void contiguous(
            Tile tile,
            Region.Array array,
            List<String> axes,
            Map<String, String> rows,
            boolean load) {
        String inner = axes.getLast();
        int lanes = numbers.lanes();
        Map<String, String> index = new LinkedHashMap<>(rows);
        index.put(inner, "0");
        emission.code.line("const long " + ROW + " = " + offset(axes, index) + ";");
        index.put(inner, inner);
        String valid = emission.valid(inner);
        boolean constant = valid.matches("[0-9]+");
        long known = constant ? Long.parseLong(valid) : 0;
        if (!constant || known >= lanes) {
            emission.code.line("int " + inner + " = 0;");
            emission.code.open(
                    "for (; " + inner + " + " + lanes + " <= " + valid + "; " + inner + " += "
                            + lanes + ")");
            vector(tile, array, index, inner, load);
            emission.code.close();
        }
        if (!constant || known % lanes != 0) {
            String from = !constant || known >= lanes ? "" : "int " + inner + " = 0";
            emission.code.open(
                    "for (" + from + "; " + inner + " < " + valid + "; ++" + inner + ")");
            element(tile, array, ROW + " + " + inner, index, load);
            emission.code.close();
        }
    }

    private void vector(
            Tile tile, Region.Array array, Map<String, String> index, String inner, boolean load) {
        String type = ArrayTypes.vectorType(array.dtype(), numbers.lanes());
        String space = load ? "__global const " : "__global ";
        String global =
                "*("
                        + space
                        + type
                        + "*)("
                        + Emission.global(array)
                        + " + "
                        + ROW
                        + " + "
                        + inner
                        + ")";
        String local = emission.vector(tile, index);
        if (load) {
            emission.code.line(
                    local + " = " + ArrayTypes.decodeVector(array.dtype(), global, numbers) + ";");
        } else {
            emission.code.line(
                    global + " = " + ArrayTypes.encodeVector(array.dtype(), local, numbers) + ";");
        }
    }

    private void element(
            Tile tile, Region.Array array, String offset, Map<String, String> index, boolean load) {
        String global = Emission.global(array) + "[" + offset + "]";
        String local = emission.element(tile, index);
        if (load) {
            emission.code.line(
                    local + " = " + ArrayTypes.decode(array.dtype(), global, numbers) + ";");
        } else {
            emission.code.line(
                    global + " = " + ArrayTypes.encode(array.dtype(), local, numbers) + ";");
        }
    }

    /// The offset of an element in the array, 64 bits wide.
    private String offset(List<String> axes, Map<String, String> index) {
        List<String> terms = new ArrayList<>();
        long stride = 1;
        for (int i = axes.size() - 1; i >= 0; i--) {
            String axis = axes.get(i);
            String start = emission.start(axis);
            String within = index.getOrDefault(axis, "0");
            String at =
                    start.equals("0")
                            ? within
                            : within.equals("0") ? start : start + " + " + within;
            if (!at.equals("0")) {
                terms.addFirst(
                        stride == 1
                                ? at
                                : (at.contains(" ") ? "(" + at + ")" : at) + " * " + stride + "L");
            }
            stride *= emission.program.size(axis);
        }
        return terms.isEmpty() ? "0" : String.join(" + ", terms);
    }

    /// Whether arrays of a type can be read and written by this lowering.
    static boolean supports(DType dtype) {
        return switch (dtype) {
            case F64, F32, F16, BF16, I64, I32, I8, BOOL -> true;
            case F8E4M3, F8E5M2 -> false;
        };
    }
}
