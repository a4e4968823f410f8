package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.heddle.model.data.Npy;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/// What `eval` computes, its options, and what it refuses.
final class EvalTest {
    @TempDir private Path folder;

    private Cli eval(String diagram, String in, String... more) throws Exception {
        Path file = Files.writeString(folder.resolve("diagram.json"), diagram);
        String[] always = {
            "eval", file.toString(), "--in", in, "--out", folder.resolve("out").toString()
        };
        return heddle(Stream.concat(Stream.of(always), Stream.of(more)).toArray(String[]::new));
    }

    private String array(String wire, DType dtype, double... values) throws Exception {
        Path file = folder.resolve(wire + ".npy");
        Npy.write(file, Tensor.of(dtype, List.of((long) values.length), values));
        return wire + "=" + file;
    }

    private Tensor output(String wire) throws Exception {
        return Npy.read(folder.resolve("out/" + wire + ".npy"));
    }

    private static String sum(String dtype) {
        return """
        { "format": "heddle/1",
          "name": "sum",
          "axes": { "i": null },
          "wires": { "x": "%s[i]", "s": "%s[]" },
          "inputs": ["x"], "outputs": ["s"],
          "boxes": [ { "op": "reduce", "monoid": "sum", "in": ["x"], "out": ["s"] } ] }
        """
                .formatted(dtype, dtype);
    }

    @Test
    void roundedResultsAreThoseThatTheWireHolds() throws Exception {
        String in = array("x", DType.F16, 2048, 1, 2);
        assertThat(eval(sum("f16"), in).exit()).isZero();
        assertThat(output("s").dtype()).isEqualTo(DType.F64);
        assertThat(output("s").at()).isEqualTo(2051);
        assertThat(eval(sum("f16"), in, "--rounded").exit()).isZero();
        assertThat(output("s").dtype()).isEqualTo(DType.F16);
        assertThat(output("s").at()).isEqualTo(2052);
    }

    @Test
    void anIntegerBeyondItsWireIsNotCut() throws Exception {
        String in = array("x", DType.I8, 100, 100);
        Cli cli = eval(sum("i8"), in);
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.err()).contains("[E610]", "element 0 of output s is 200.0", "i8");
        assertThat(eval(sum("i8"), in, "--rounded").exit()).isZero();
        assertThat(output("s").at()).isEqualTo(127);
    }

    @ParameterizedTest
    @CsvSource({"40B, 0", "0.04kB, 0", "39, 1", "0.0390625KiB, 0", "1TiB, 0", "999TB, 0"})
    void memoryIsBounded(String memory, int exit) throws Exception {
        String in = array("x", DType.F32, 1, 2, 3);
        Cli cli = eval(sum("f32"), in, "--memory", memory);
        assertThat(cli.exit()).as(cli.err()).isEqualTo(exit);
        if (exit == 1) {
            assertThat(cli.err())
                    .contains("[S824]", "needs 40 bytes, " + memory + " bytes are allowed", "'x'");
        }
    }

    @ParameterizedTest
    @CsvSource({"two", "-1", "2 GiBs", "''", "1e9"})
    void memoryIsANumberOfBytes(String memory) throws Exception {
        Cli cli = eval(sum("f32"), array("x", DType.F32, 1), "--memory", memory);
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.err()).contains("--memory expects a number of bytes such as 2GiB");
    }

    /// A window sum over what an index array picks, scanned: everything that ports and scans compute, from a file.
    @Test
    void computedPositionsAndScansAreReadFromFiles() throws Exception {
        String diagram =
                """
                { "format": "heddle/1",
                  "name": "windows",
                  "axes": { "n": null, "t": null, "k": 3 },
                  "wires": { "X": "f32[n]", "ids": "i32[t]", "W": "f32[t]", "S": "f32[t]", "a": "i32[]" },
                  "inputs": ["X", "ids"], "outputs": ["S", "a"],
                  "boxes": [
                    { "op": "reduce", "monoid": "sum", "fn": "x, y -> x + 10 * y",
                      "in": [{ "wire": "X[ids[t]]", "fill": 1 }, { "wire": "X[t + k - 1]", "fill": 0 }], "out": ["W"] },
                    { "op": "scan", "monoid": "sum", "over": ["t"], "in": ["W"], "out": ["S"] },
                    { "op": "reduce", "monoid": "argmax", "in": ["W"], "out": ["a"] } ] }
                """;
        double[] x = {1, 2, 3, 4, 5};
        double[] ids = {4, 0, -1, 2};
        String in = array("X", DType.F32, x) + "," + array("ids", DType.I32, ids);
        Cli cli = eval(diagram, in);
        assertThat(cli.exit()).as(cli.err()).isZero();
        double scanned = 0;
        for (int t = 0; t < ids.length; t++) {
            for (int k = 0; k < 3; k++) {
                int at = t + k - 1;
                scanned += ids[t] < 0 ? 1 : x[(int) ids[t]];
                scanned += at < 0 ? 0 : 10 * x[at];
            }
            assertThat(output("S").at(t)).isEqualTo(scanned);
        }
        assertThat(output("a").at()).isEqualTo(3);
    }

    /// At sizes whose arrays would not fit: an element takes only what it depends on.
    @Test
    void elementsAreComputedOnDemand() {
        String[] line = {"eval", "-e", "s[i, j] = where(#i == #j, #i, 0); t[i] = sum[j](s[i, j])"};
        Cli cli =
                heddle(
                        Stream.concat(
                                        Stream.of(line),
                                        Stream.of(
                                                "--size",
                                                "i=40000,j=50000",
                                                "--at",
                                                "t[39999]",
                                                "--at",
                                                "s[7, 7]",
                                                "--memory",
                                                "100MiB"))
                                .toArray(String[]::new));
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out()).isEqualTo("t[39999] = 39999.0\ns[7, 7] = 7.0\n");
    }

    @Test
    void aSampleHasTheCorners() {
        Cli cli =
                heddle(
                        "eval",
                        "-e",
                        "s[i, j] = 1000 * #i + #j",
                        "--size",
                        "i=500,j=700",
                        "--sample",
                        "9",
                        "--json");
        assertThat(cli.exit()).as(cli.err()).isZero();
        JsonNode elements = cli.json().get("elements");
        assertThat(elements.size()).isGreaterThanOrEqualTo(9);
        for (JsonNode element : elements) {
            JsonNode index = element.get("index");
            assertThat(element.get("value").asDouble())
                    .isEqualTo(1000.0 * index.get(0).asLong() + index.get(1).asLong());
        }
        assertThat(elements.get(elements.size() - 1).get("index").toString())
                .isEqualTo("[499,699]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--at s[2,0] | axis 'i' has size 2, so there is no index 2",
                "--at s[0] | gives 1 indices, wire 's' has the axes [i, j]",
                "--at S[0,0] | did you mean 's'?",
                "--at s[0,x] | expects an element such as O[0,5]",
                "--sample 0 | at least 1, not 0",
                "-q | give --out DIR",
                "--sample 1 --out data | give one of them"
            })
    void elementsThatAreNotThere(String options, String message) {
        String[] line = {"eval", "-e", "s[i, j] = #i + #j", "--size", "i=2,j=3"};
        Cli cli =
                heddle(
                        Stream.concat(Stream.of(line), Stream.of(options.split(" ")))
                                .toArray(String[]::new));
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.err()).contains(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "A[i] - A[j] ; symmetric ; E611",
                "A[i] - A[j] ; antisymmetric ; ok",
                "exp(A[i]) * A[j] + A[i] * exp(A[j]) ; symmetric ; ok",
                "A[i] + A[j] ; antisymmetric ; E611"
            })
    void whatAComputedWireClaimsIsLookedAt(String value, String kind, String outcome)
            throws Exception {
        Path file =
                Files.writeString(
                        folder.resolve("claim.hd"),
                        "f(A: f64[i]) -> T\naxis i=3, j=3\nS[i, j] : f64 %s(i, j) = %s\nT[i, j] : f64 = S[i, j] + 1\n"
                                .formatted(kind, value));
        Cli cli =
                heddle(
                        "eval",
                        file.toString(),
                        "--in",
                        array("A", DType.F64, 1, 2.5, -3),
                        "--out",
                        folder.resolve("out").toString());
        assertThat(cli.exit()).as(cli.err()).isEqualTo(outcome.equals("ok") ? 0 : 1);
        if (!outcome.equals("ok")) {
            assertThat(cli.err()).contains("[" + outcome + "]", "wire 'S' is not " + kind);
        }
    }
}
