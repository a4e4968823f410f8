package org.heddle.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.heddle.cli.report.Json;
import org.heddle.model.data.Npy;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.DiagnosticException;
import tools.jackson.databind.node.ArrayNode;

/// Output arrays as `.npy` files in a folder, all or none.
final class TensorFiles {
    private TensorFiles() {}

    /// Writes `<wire>.npy` for every wire.
    static void write(Path folder, Map<String, Tensor> tensors) throws DiagnosticException {
        try (Staging staging = Staging.in(folder)) {
            for (Map.Entry<String, Tensor> tensor : tensors.entrySet()) {
                try {
                    Npy.write(staging.file(name(tensor.getKey())), tensor.getValue());
                } catch (IOException e) {
                    throw Staging.failed(folder.resolve(name(tensor.getKey())).toString(), e);
                }
            }
            staging.commit();
        }
    }

    /// One line per array.
    static String text(Path folder, Map<String, Tensor> tensors) {
        StringBuilder text = new StringBuilder();
        tensors.forEach(
                (wire, tensor) ->
                        text.append(folder.resolve(name(wire)))
                                .append("  ")
                                .append(tensor)
                                .append('\n'));
        return text.toString();
    }

    /// `[{ wire, dtype, shape, file }]`.
    static ArrayNode json(Path folder, Map<String, Tensor> tensors) {
        ArrayNode array = Json.array();
        tensors.forEach(
                (wire, tensor) ->
                        array.addObject()
                                .put("wire", wire)
                                .put("dtype", tensor.dtype().text())
                                .put("file", folder.resolve(name(wire)).toString())
                                .set("shape", Json.longs(tensor.shape())));
        return array;
    }

    private static String name(String wire) {
        return wire + ".npy";
    }
}
