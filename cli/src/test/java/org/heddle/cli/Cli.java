package org.heddle.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.heddle.cli.report.Json;
import picocli.CommandLine.Help.Ansi;
import tools.jackson.databind.JsonNode;

/// Runs the command in this process.
///
/// @param out all of standard output
/// @param err all of standard error
record Cli(int exit, String out, String err) {
    /// A diagram that needs no catalogue and derives in no time.
    /// A sum over the items of the same document.
    static final String DOCUMENTS =
            """
            documents(A: f32[q, x], V: f32[x], a: i32[q], b: i32[x]) -> O
            axis q default 64, x default 65536
            W[q, x] = where(a[q] == b[x], A[q, x], -inf)
            P[q, x] = softmax[x](W[q, x])
            O[q] = sum[x](P[q, x] * V[x])
            """;

    static final String PRODUCT =
            """
            { "format": "heddle/1",
              "name": "product",
              "axes": { "i": null, "k": null, "j": null },
              "defaults": { "i": 9, "k": 10, "j": 11 },
              "wires": {
                "A": "f32[i, k]",
                "B": "f32[k, j]",
                "C": "f32[i, j]"
              },
              "inputs": ["A", "B"],
              "outputs": ["C"],
              "boxes": [
                { "op": "contract", "in": ["A", "B"], "out": ["C"] }
              ] }
            """;

    static Cli heddle(String... arguments) {
        return withInput("", arguments);
    }

    /// With text on standard input.
    static Cli withInput(String in, String... arguments) {
        return withInput(in.getBytes(StandardCharsets.UTF_8), arguments);
    }

    /// With bytes on standard input.
    static Cli withInput(byte[] in, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream outStream = new PrintStream(out, false, StandardCharsets.UTF_8);
        PrintStream errStream = new PrintStream(err, false, StandardCharsets.UTF_8);
        int exit =
                Main.run(
                        new Session(
                                new ByteArrayInputStream(in),
                                outStream,
                                errStream,
                                Ansi.OFF,
                                List.of(arguments)));
        outStream.flush();
        errStream.flush();
        return new Cli(
                exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    }

    /// Names of the files in a folder, hidden ones too.
    static List<String> namesIn(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    JsonNode json() {
        return Json.parse(out);
    }
}
