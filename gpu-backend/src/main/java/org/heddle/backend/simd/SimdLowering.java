package org.heddle.backend.simd;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.backend.code.CodeWriter;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.diagram.DType;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.stream.Region;

/// Writes a tile program as one OpenCL C kernel for a CPU.
public final class SimdLowering {
    private final Emission emission;
    private final TileProgram program;
    private final CodeWriter code;
    private final ComputeWriter computes;
    private final FoldWriter folds;
    private final CopyWriter copies;

    private SimdLowering(TileProgram program, Numbers numbers) {
        this.program = program;
        this.code = new CodeWriter();
        this.emission = new Emission(program, numbers, code);
        this.computes = new ComputeWriter(emission);
        this.folds = new FoldWriter(emission);
        this.copies = new CopyWriter(emission);
    }

    /// The kernel's text.
    ///
    /// @throws IllegalArgumentException where an array has an element type that this lowering cannot touch
    public static SimdKernel lower(TileProgram program) {
        DType dtype =
                program.tiles().stream().anyMatch(tile -> tile.dtype() == DType.F64)
                        ? DType.F64
                        : DType.F32;
        int lanes = Math.clamp(program.schedule().hardware().lanes(dtype), 2, 16);
        return new SimdLowering(program, new Numbers(dtype, lanes)).kernel();
    }

    private SimdKernel kernel() {
        long localBytes = 0;
        code.line("__attribute__((reqd_work_group_size(1, 1, 1)))");
        code.open("__kernel void " + program.name() + "(" + parameters() + ")");
        for (Tile tile : program.tiles()) {
            TileLayout layout = emission.layouts.of(tile);
            localBytes += layout.elements() * tile.dtype().bytes();
            code.line(
                    "__local "
                            + emission.numbers.scalar()
                            + " "
                            + emission.local(tile)
                            + "["
                            + layout.elements()
                            + "] __attribute__((aligned(64))); // "
                            + tile.name()
                            + layout.order()
                            + ": "
                            + tile.meaning());
        }
        long groups = groups();
        body(program.body());
        code.close();
        String body = code.toString().replace("lane_index", laneIndex());
        Set<DType> arrays = new LinkedHashSet<>();
        program.arrays().forEach(array -> arrays.add(array.dtype()));
        String source = header() + Preamble.write(emission.numbers, body, arrays) + "\n" + body;
        return new SimdKernel(program.name(), source, groups, localBytes);
    }

    private String laneIndex() {
        StringBuilder lanes = new StringBuilder("(int" + emission.numbers.lanes() + ")(0");
        for (int i = 1; i < emission.numbers.lanes(); i++) {
            lanes.append(", ").append(i);
        }
        return lanes.append(')').toString();
    }

    private String header() {
        StringBuilder text = new StringBuilder();
        text.append("// ").append(program.name()).append(": ");
        text.append(program.schedule().labels())
                .append("; one work-item per work-group computes one tile\n");
        text.append("// predicted: ")
                .append(program.schedule().cost().globalReadBytes())
                .append(" bytes loaded, ");
        text.append(program.schedule().cost().globalWriteBytes()).append(" stored\n\n");
        return text.toString();
    }

    private String parameters() {
        StringBuilder text = new StringBuilder();
        for (Region.Array array : program.arrays()) {
            text.append(text.isEmpty() ? "" : ", ")
                    .append(program.isOutput(array.wire()) ? "__global " : "__global const ")
                    .append(ArrayTypes.scalarType(array.dtype()))
                    .append("* restrict ")
                    .append(Emission.global(array));
        }
        return text.toString();
    }

    /// Decodes the group number, the last grid axis fastest.
    private long groups() {
        long groups = 1;
        List<String> cut = program.grid().stream().filter(program::isCut).toList();
        String rest = "group";
        if (!cut.isEmpty()) {
            code.line("");
            code.line("const long group = get_group_id(0);");
        }
        for (String axis : cut.reversed()) {
            long blocks = program.groups(axis);
            groups = Math.multiplyExact(groups, blocks);
            boolean first = axis.equals(cut.getFirst());
            emission.declareBlock(
                    axis, first ? "(int)(" + rest + ")" : "(int)(" + rest + " % " + blocks + ")");
            rest = first ? rest : rest.equals("group") ? "group / " + blocks : "group / " + groups;
        }
        boolean empty = program.grid().stream().anyMatch(axis -> program.size(axis) == 0);
        return empty ? 0 : groups;
    }

    private void body(List<Node> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            boolean fillsNext =
                    node instanceof Node.Fill fill
                            && i + 1 < nodes.size()
                            && nodes.get(i + 1) instanceof Node.Fold fold
                            && fold.tile().name().equals(fill.tile().name());
            if (!fillsNext) {
                code.line("");
                step(node, i > 0 && fills(nodes.get(i - 1), node));
            }
        }
    }

    /// Whether a fold starts from the unit just filled in, so that neither fill nor read is needed.
    private static boolean fills(Node before, Node node) {
        return before instanceof Node.Fill fill
                && node instanceof Node.Fold fold
                && fold.tile().name().equals(fill.tile().name());
    }

    private void step(Node node, boolean fresh) {
        switch (node) {
            case Node.Loop(String axis, List<Node> inner) -> {
                code.open(
                        "for (int "
                                + axis
                                + "_block = 0; "
                                + axis
                                + "_block < "
                                + program.blocking().blocks(axis)
                                + "; ++"
                                + axis
                                + "_block)");
                emission.declareBlock(axis, axis + "_block");
                body(inner);
                code.close();
            }
            case Node.Load load -> copies.load(load);
            case Node.Store store -> copies.store(store);
            case Node.Fill fill -> computes.fill(fill);
            case Node.Compute compute -> computes.compute(compute);
            case Node.Fold fold -> folds.fold(fold, fresh);
        }
    }
}
