package org.heddle.cli.report;

import java.util.List;
import java.util.Map;
import org.heddle.backend.driver.Argument;
import org.heddle.backend.driver.BufferSpec;
import org.heddle.backend.driver.Dim3;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.Launch;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.CompiledKernel;
import org.heddle.backend.run.Compiler;
import org.heddle.backend.run.CudaCheck;
import org.heddle.backend.tile.ListedBlocks;
import org.heddle.backend.tile.TileProgram;
import org.heddle.model.diagram.DType;
import org.heddle.model.diagram.Wire;
import org.heddle.rules.nest.BlockList;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// How the kernels of a compilation are launched, for a host program in any language.
///
/// ```
/// { format: "heddle-launch/1", diagram, target, hardware, sizes,
///   buffers:  [{ name, role: "input" | "output" | "workspace", dtype, shape, bytes }],
///   lists:    [{ rows, list, axis, block, by: [{ axis, block, blocks }], skipUnless: [condition], bits: [{ bit, condition, holdsWhere }] }],
///   kernels:  [{ entry, file, localBytes }],
///   launches: [{ entry, grid: [x, y, z], block: [x, y, z], dynamicSharedBytes, arguments: [{ buffer } | { i32 } | { i64 } | { f32 }] }] }
/// ```
///
/// Launches are in order; each waits for the one before.
///
/// A loop whose blocks depend on what inputs hold goes through a list of them, two buffers that the host fills. For each row, the numbers of the blocks of `by` as digits, the
/// last one fastest: the entries from `rows[row]` to `rows[row + 1]`. An entry is the number of a block for which all conditions of `skipUnless` hold, in ascending order, shifted
/// by the number of bits, and each bit whether its condition holds in the whole block. `x.first` and `x.last` are the ends of a block, `doc.least` and `doc.most` those of the
/// range of what is read in it. A host that lists every block that meets the conditions on ends of blocks, with no bit set, computes the
/// same.

public final class LaunchJson {
    /// Name of the format.
    public static final String FORMAT = "heddle-launch/1";

    private LaunchJson() {}

    public static ObjectNode of(Compiled compiled) {
        HostProgram program = compiled.hostProgram();
        ObjectNode document = Json.document(FORMAT);
        document.put("diagram", compiled.diagram().name());
        document.put("target", compiled.target().language());
        document.put("hardware", compiled.derivation().hardware().name());
        document.set("sizes", Json.sizes(compiled.derivation().sizes().byAxis()));
        ArrayNode buffers = document.putArray("buffers");
        program.buffers().forEach(buffer -> buffers.add(buffer(buffer, compiled)));
        ArrayNode lists = document.putArray("lists");
        for (CompiledKernel kernel : compiled.kernels()) {
            kernel.program().lists().forEach(list -> lists.add(list(list)));
        }
        ArrayNode kernels = document.putArray("kernels");
        for (CompiledKernel kernel : compiled.kernels()) {
            ObjectNode object = kernels.addObject();
            object.put("entry", kernel.text().entry());
            object.put("file", file(kernel, compiled));
            object.put("localBytes", kernel.localBytes());
        }
        ArrayNode launches = document.putArray("launches");
        program.launches().forEach(launch -> launches.add(launch(launch)));
        return document;
    }

    /// What nvcc says of each kernel, by entry.
    public static ObjectNode checked(Map<String, CudaCheck.Checked> checked) {
        ObjectNode document = Json.object();
        checked.forEach(
                (entry, found) -> {
                    ObjectNode object = document.putObject(entry);
                    object.put("registers", found.resources().registers());
                    object.put(
                            "sharedBytes",
                            found.resources().sharedBytes() + found.dynamicSharedBytes());
                    object.put(
                            "spilledBytes",
                            found.resources().spillStoreBytes()
                                    + found.resources().spillLoadBytes());
                    object.put("seconds", found.seconds());
                });
        return document;
    }

    /// Name of the file that holds a kernel's source.
    public static String file(CompiledKernel kernel, Compiled compiled) {
        return kernel.text().entry() + compiled.target().suffix();
    }

    private static ObjectNode list(ListedBlocks blocks) {
        TileProgram program = blocks.program();
        BlockList list = blocks.list();
        ObjectNode object = Json.object();
        object.put("rows", Compiler.buffer(blocks.rowsArray(), program));
        object.put("list", Compiler.buffer(blocks.listArray(), program));
        object.put("axis", list.axis());
        object.put("block", program.extent(list.axis()));
        ArrayNode by = object.putArray("by");
        for (String axis : list.rows()) {
            ObjectNode row = by.addObject();
            row.put("axis", axis);
            row.put("block", program.extent(axis));
            row.put("blocks", program.blocking().blocks(axis));
        }
        ArrayNode tests = object.putArray("skipUnless");
        list.guard().mayHaveItems().forEach(test -> tests.add(test.toString()));
        ArrayNode bits = object.putArray("bits");
        for (int bit = 0; bit < blocks.bits(); bit++) {
            ObjectNode one = bits.addObject();
            one.put("bit", bit);
            one.put("condition", blocks.conditions().get(bit).toString());
            one.put(
                    "holdsWhere",
                    list.guard().holds().get(blocks.conditions().get(bit)).toString());
        }
        return object;
    }

    private static ObjectNode buffer(BufferSpec buffer, Compiled compiled) {
        boolean isWire = compiled.derivation().result().wires().containsKey(buffer.name());
        ObjectNode object = Json.object();
        object.put("name", buffer.name());
        object.put(
                "role",
                switch (buffer.role()) {
                    case INPUT -> "input";
                    case OUTPUT -> "output";
                    case WORKSPACE -> "workspace";
                });
        if (isWire) {
            Wire wire = compiled.derivation().result().wire(buffer.name());
            object.put("dtype", wire.dtype().text());
            object.set(
                    "shape",
                    Json.longs(
                            wire.axes().stream().map(compiled.derivation().sizes()::of).toList()));
        } else {
            object.put("dtype", DType.I32.text());
            object.set("shape", Json.longs(List.of(buffer.bytes() / DType.I32.bytes())));
        }
        object.put("bytes", buffer.bytes());
        return object;
    }

    private static ObjectNode launch(Launch launch) {
        ObjectNode object = Json.object();
        object.put("entry", launch.entry());
        object.set("grid", dimensions(launch.grid()));
        object.set("block", dimensions(launch.block()));
        object.put("dynamicSharedBytes", launch.dynamicSharedBytes());
        ArrayNode arguments = object.putArray("arguments");
        for (Argument argument : launch.arguments()) {
            ObjectNode one = arguments.addObject();
            switch (argument) {
                case Argument.BufferArgument(String buffer) -> one.put("buffer", buffer);
                case Argument.IntArgument(int value) -> one.put("i32", value);
                case Argument.LongArgument(long value) -> one.put("i64", value);
                case Argument.FloatArgument(float value) -> one.put("f32", value);
            }
        }
        return object;
    }

    private static ArrayNode dimensions(Dim3 dimensions) {
        return Json.longs(
                List.of((long) dimensions.x(), (long) dimensions.y(), (long) dimensions.z()));
    }
}
