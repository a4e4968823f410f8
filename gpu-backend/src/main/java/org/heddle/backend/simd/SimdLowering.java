package org.heddle.backend.simd;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.heddle.backend.code.CodeWriter;
import org.heddle.backend.code.Origin;
import org.heddle.backend.code.Traced;
import org.heddle.backend.tile.ListedBlocks;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.diagram.DType;
import org.heddle.rules.bounds.Guard;
import org.heddle.rules.nest.Nest;
import org.heddle.rules.nest.Node;
import org.heddle.rules.nest.Served;
import org.heddle.rules.nest.Starts;
import org.heddle.rules.nest.Tile;
import org.heddle.rules.schedule.Padding;
import org.heddle.rules.stream.Region;

/// Writes a tile program as one OpenCL C kernel for a CPU.
public final class SimdLowering {
    private final Emission emission;
    private final TileProgram program;
    private final CodeWriter code = new CodeWriter();
    private final Served served;
    private final List<String> around;
    private final ComputeWriter computes;
    private final FoldWriter folds;
    private final CopyWriter copies;

    private SimdLowering(TileProgram program, Numbers numbers) {
        this.program = program;
        this.served = new Served(program.nest());
        this.around = new ArrayList<>(program.grid());
        this.emission =
                new Emission(
                        program,
                        numbers,
                        new Names(program, vectors(program, numbers.lanes())),
                        code);
        this.computes = new ComputeWriter(emission);
        this.folds = new FoldWriter(emission);
        this.copies = new CopyWriter(emission);
    }

    /// The kernel's text.
    ///
    /// @throws IllegalArgumentException where an array has an element type that this lowering cannot touch
    /// @throws ArithmeticException where there are more groups than a long counts
    public static SimdKernel lower(TileProgram program) {
        DType dtype = program.nest().widest();
        int lanes = Padding.lanes(dtype, program.schedule().hardware());
        return new SimdLowering(program, new Numbers(dtype, lanes)).kernel();
    }

    private static int vectors(TileProgram program, int lanes) {
        int most = 1;
        for (Nest.Placed placed : program.nest().placed()) {
            if (placed.node() instanceof Node.Fold fold) {
                most = Math.max(most, Piece.vectors(program.registers(fold), lanes));
            }
        }
        return most;
    }

    private SimdKernel kernel() {
        long localBytes = 0;
        code.line("__attribute__((reqd_work_group_size(1, 1, 1)))");
        code.open("__kernel void " + emission.names.entry() + "(" + parameters() + ")");
        for (Tile tile : program.tiles()) {
            TileLayout layout = emission.layouts.of(tile);
            int bytes =
                    tile.isPositions() ? tile.dtype().bytes() : emission.numbers.dtype().bytes();
            localBytes += (long) layout.elements() * bytes;
            String declaration =
                    "__local "
                            + emission.scalar(tile)
                            + " "
                            + emission.names.local(tile)
                            + "["
                            + layout.elements()
                            + "] __attribute__((aligned(64))); // "
                            + tile.name()
                            + layout.order()
                            + ": "
                            + tile.meaning();
            code.tracing(Origin.wires(served.by(tile)), () -> code.line(declaration));
        }
        long groups = groups();
        body(program.body());
        code.close();
        Set<DType> arrays = new LinkedHashSet<>();
        program.arrays().forEach(array -> arrays.add(array.dtype()));
        String body = code.toString();
        String head = header() + Preamble.write(emission.numbers, body, arrays) + "\n";
        Traced source = Traced.whole(head).then(code.traced());
        return new SimdKernel(emission.names.entry(), source, groups, localBytes);
    }

    private String header() {
        String labels = program.schedule().labels();
        return "// "
                + program.name()
                + ": "
                + (labels.isEmpty() ? "" : labels + "; ")
                + "one work-item per work-group computes one tile\n"
                + "// predicted: "
                + program.schedule().cost().globalReadBytes()
                + " bytes loaded, "
                + program.schedule().cost().globalWriteBytes()
                + " stored\n\n";
    }

    private String parameters() {
        List<String> parameters = new ArrayList<>();
        program.arrays().forEach(array -> parameters.add(parameter(array)));
        for (ListedBlocks list : program.lists()) {
            parameters.add("__global const int* restrict " + emission.names.rows(list));
            parameters.add("__global const int* restrict " + emission.names.entries(list));
        }
        return String.join(", ", parameters);
    }

    private String parameter(Region.Array array) {
        String space = program.isOutput(array.wire()) ? "__global " : "__global const ";
        return space
                + ArrayTypes.scalarType(array.dtype())
                + "* restrict "
                + emission.names.array(array.wire());
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
            String number = first ? "(int)(" + rest + ")" : "(int)(" + rest + " % " + blocks + ")";
            code.tracing(Origin.axis(axis), () -> emission.declareBlock(axis, number));
            rest = "group / " + groups;
        }
        boolean empty = program.grid().stream().anyMatch(axis -> program.size(axis) == 0);
        return empty ? 0 : groups;
    }

    private void body(List<Node> nodes) {
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            boolean start = Starts.isStart(nodes, i);
            if (!start || !(node instanceof Node.Fill)) {
                code.line("");
                code.tracing(origin(node), () -> step(node, start));
            }
        }
    }

    private Origin origin(Node node) {
        return node instanceof Node.Loop loop
                ? Origin.axis(loop.axis())
                : Origin.wires(served.by(node));
    }

    /// @param start whether a fold starts from its unit
    private void step(Node node, boolean start) {
        switch (node) {
            case Node.Loop(String axis, Guard anySize, List<Node> inner) -> {
                Guard guard = anySize.at(program.sizes()::of);
                if (guard.isListed()) {
                    emission.loops.openListed(axis, anySize, around);
                } else {
                    emission.loops.open(axis, guard);
                }
                around.add(axis);
                body(inner);
                around.removeLast();
                emission.loops.close(guard);
            }
            case Node.Load load -> copies.load(load);
            case Node.Store store -> copies.store(store);
            case Node.Fill fill -> computes.fill(fill);
            case Node.Compute compute -> computes.compute(compute);
            case Node.Fold fold -> folds.fold(fold, start);
        }
    }
}
