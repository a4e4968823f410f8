package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.heddle.cli.Cli.heddle;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.heddle.cli.report.Json;
import org.heddle.model.data.Distribution;
import org.heddle.model.data.Npy;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagram.DType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Diagrams in the text notation, given as a file, on standard input or in place: every command takes them, and mistakes
/// are told where they stand in the text.
final class NotationTest {
    private static final String PRODUCT =
            """
            product(A: f32[i, k], B: f32[k, j]) -> C
            axis i default 3, k default 4, j default 5
            C[i, j] = A[i, k] * B[k, j]
            """;

    private static final String WRONG = PRODUCT.replace("* B", "* b");

    @TempDir private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"check", "show", "draw", "derive"})
    void everyCommandTakesAFileAStreamAndAText(String command) throws Exception {
        Path file = Files.writeString(folder.resolve("product.hd"), PRODUCT);
        Cli ofFile = heddle(command, file.toString());
        assertThat(ofFile.exit()).as(ofFile.err()).isZero();
        assertThat(ofFile.out()).isNotEmpty();
        assertThat(Cli.withInput(PRODUCT, command, "-").out()).isEqualTo(ofFile.out());
        assertThat(heddle(command, "-e", PRODUCT).out()).isEqualTo(ofFile.out());
        String json = heddle("show", file.toString(), "--json").out();
        assertThat(Cli.withInput(json, command, "-").out()).isEqualTo(ofFile.out());
    }

    /// As `heddle grad NAME > g.hd` leaves it.
    @ParameterizedTest
    @ValueSource(strings = {"check", "show", "draw", "derive"})
    void jsonIsReadWhateverItsFileIsCalled(String command) throws Exception {
        String json = heddle("grad", "-e", PRODUCT).out();
        assertThat(json).startsWith("{");
        Cli asJson = heddle(command, file("gradient.json", json));
        Cli asText = heddle(command, file("gradient.hd", "\n  " + json));
        assertThat(asText.exit()).as(asText.err()).isZero();
        assertThat(asText.out().replace("gradient.hd", "gradient.json")).isEqualTo(asJson.out());
    }

    @Test
    void mistakesInJsonAreToldAsSuchWhateverItsFileIsCalled() throws Exception {
        String json = heddle("show", "-e", PRODUCT, "--json").out();
        String cut = file("cut.hd", json.stripTrailing().substring(0, json.indexOf("boxes")));
        assertThat(heddle("check", cut).out()).contains("error[E002]").doesNotContain("E020");
        String list = file("list.hd", "[1, 2]");
        assertThat(heddle("check", list).out()).contains("error[E006]").doesNotContain("E020");
        assertThat(heddle("check", file("words.hd", "C[i = A[i]")).out()).contains("error[E02");
    }

    /// The ways to give a diagram.
    enum Form {
        JSON_FILE,
        TEXT_FILE,
        JSON_STREAM,
        TEXT_STREAM,
        TEXT_IN_PLACE
    }

    /// Runs a command on the product, given in a form.
    private Cli product(Form form, String command, String... more) throws Exception {
        String json = heddle("show", "-e", PRODUCT, "--json").out();
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(
                switch (form) {
                    case JSON_FILE -> List.of(file("product.json", json));
                    case TEXT_FILE -> List.of(file("product.hd", PRODUCT));
                    case JSON_STREAM, TEXT_STREAM -> List.of("-");
                    case TEXT_IN_PLACE -> List.of("-e", PRODUCT);
                });
        words.addAll(List.of(more));
        String in = form == Form.JSON_STREAM ? json : form == Form.TEXT_STREAM ? PRODUCT : "";
        Cli cli = Cli.withInput(in, words.toArray(String[]::new));
        assertThat(cli.exit()).as("%s, %s: %s", command, form, cli.err()).isZero();
        return cli;
    }

    private String file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /// The bytes of all files in a folder, by name.
    private static Map<String, String> contents(Path folder) throws IOException {
        Map<String, String> contents = new TreeMap<>();
        for (String name : Cli.namesIn(folder)) {
            byte[] bytes = Files.readAllBytes(folder.resolve(name));
            contents.put(name, HexFormat.of().formatHex(bytes));
        }
        assertThat(contents).isNotEmpty();
        return contents;
    }

    @ParameterizedTest
    @EnumSource
    void commandsThatWriteFilesWriteTheSame(Form form) throws Exception {
        Npy.write(
                folder.resolve("a.npy"),
                Tensor.random(DType.F32, List.of(3L, 4L), 5, Distribution.NORMAL));
        Npy.write(
                folder.resolve("b.npy"),
                Tensor.random(DType.F32, List.of(4L, 5L), 6, Distribution.NORMAL));
        String in = "A=" + folder.resolve("a.npy") + ",B=" + folder.resolve("b.npy");
        List<List<String>> commands =
                List.of(
                        List.of("compile", "--target", "opencl", "-o"),
                        List.of("run", "--device", "interp", "--in", in, "--out"),
                        List.of("eval", "--in", in, "--out"));
        for (List<String> command : commands) {
            List<Map<String, String>> written = new ArrayList<>();
            for (Form each : List.of(Form.JSON_FILE, form)) {
                Path out = folder.resolve(command.getFirst() + "-" + each);
                List<String> more = new ArrayList<>(command.subList(1, command.size()));
                more.add(out.toString());
                product(each, command.getFirst(), more.toArray(String[]::new));
                written.add(contents(out));
            }
            assertThat(written.get(1)).as("%s", command).isEqualTo(written.get(0));
        }
        product(form, "compare", "--device", "interp");
    }

    @Test
    void mistakesAreToldAtTheirPlaceInTheText() throws Exception {
        String file = Files.writeString(folder.resolve("a b.hd"), WRONG).toString();
        Map<String, Cli> runs =
                Map.of(
                        file,
                        heddle("check", file, "--diagnostics", "sarif"),
                        "<stdin>",
                        Cli.withInput(WRONG, "check", "-", "--diagnostics", "sarif"),
                        "<text>",
                        heddle("check", "-e", WRONG, "--diagnostics", "sarif"));
        runs.forEach(
                (name, cli) -> {
                    assertThat(cli.exit()).isEqualTo(1);
                    JsonNode results = Json.parse(cli.out()).get("runs").get(0).get("results");
                    JsonNode unknown = results.get(results.size() - 1);
                    assertThat(unknown.get("ruleId").asString()).isEqualTo("E101");
                    JsonNode place = unknown.get("locations").get(0).get("physicalLocation");
                    assertThat(place.get("region").get("startLine").asInt()).isEqualTo(3);
                    assertThat(place.get("region").get("startColumn").asInt()).isEqualTo(21);
                    String uri = place.get("artifactLocation").get("uri").asString();
                    assertThat(URI.create(uri).getPath()).isEqualTo(name);
                });
        assertThat(heddle("check", file).out())
                .contains(file + ":3:21", " 3 | C[i, j] = A[i, k] * b[k, j]", "did you mean 'B'?");
        JsonNode listed = Json.parse(heddle("check", file, "--diagnostics", "json").out());
        assertThat(listed.get(listed.size() - 1).get("line").asInt()).isEqualTo(3);
    }

    /// A convolution as plain loops, on arrays in files.
    @Test
    void aConvolutionIsWhatPlainLoopsGive() throws Exception {
        List<Long> shapeX = List.of(2L, 3L, 7L, 6L);
        List<Long> shapeW = List.of(4L, 3L, 3L, 2L);
        Tensor x = Tensor.random(DType.F32, shapeX, 5, Distribution.NORMAL);
        Tensor w = Tensor.random(DType.F32, shapeW, 6, Distribution.NORMAL);
        Npy.write(folder.resolve("x.npy"), x);
        Npy.write(folder.resolve("w.npy"), w);
        String in = "X=" + folder.resolve("x.npy") + ",W=" + folder.resolve("w.npy");
        List<String> inputs = new ArrayList<>(List.of("--in", in, "--out"));
        Cli cli = heddle(words("conv2d", inputs, "out"));
        assertThat(cli.exit()).as(cli.err()).isZero();
        Tensor y = Npy.read(folder.resolve("out/Y.npy"));
        assertThat(y.shape()).isEqualTo(List.of(2L, 4L, 7L, 6L));
        for (int n = 0; n < 2; n++) {
            for (int o = 0; o < 4; o++) {
                for (int i = 0; i < 7; i++) {
                    for (int j = 0; j < 6; j++) {
                        double sum = convolved(x, w, n, o, i, j);
                        assertThat(y.at(n, o, i, j)).isCloseTo(sum, within(1e-12));
                    }
                }
            }
        }
        String text = heddle("show", "conv2d").out();
        Cli streamed = Cli.withInput(text, words("-", inputs, "streamed"));
        assertThat(streamed.exit()).as(streamed.err()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("streamed/Y.npy")))
                .isEqualTo(Files.readAllBytes(folder.resolve("out/Y.npy")));
    }

    /// With a border of zeros, one wide.
    private static double convolved(Tensor x, Tensor w, int n, int o, int y, int column) {
        double sum = 0;
        for (int c = 0; c < 3; c++) {
            for (int i = 0; i < 3; i++) {
                for (int j = 0; j < 2; j++) {
                    int row = y + i - 1;
                    int at = column + j - 1;
                    boolean inside = row >= 0 && row < 7 && at >= 0 && at < 6;
                    sum += inside ? x.at(n, c, row, at) * w.at(o, c, i, j) : 0;
                }
            }
        }
        return sum;
    }

    private String[] words(String file, List<String> inputs, String out) {
        List<String> words = new ArrayList<>(List.of("eval", file));
        words.addAll(inputs);
        words.add(folder.resolve(out).toString());
        return words.toArray(String[]::new);
    }
}
