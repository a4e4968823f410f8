package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.heddle.kernels.Catalogue;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.SourceText;
import org.heddle.rules.hardware.HardwareReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each command does what it is for, without a device.
final class CommandsTest {
    @TempDir private Path folder;

    static List<String> names() {
        return Catalogue.names();
    }

    @Test
    void checkAcceptsAFile() throws Exception {
        Path file = Files.writeString(folder.resolve("product.json"), Cli.PRODUCT);
        assertThat(heddle("check", file.toString()))
                .isEqualTo(new Cli(0, "product: ok, 1 box, 3 wires\n", ""));
    }

    @Test
    void checkReadsStandardInput() {
        assertThat(Cli.withInput(Cli.PRODUCT, "check", "-").exit()).isZero();
    }

    @Test
    void checkTellsWhichSizesAreToBeGiven() {
        String open =
                Cli.PRODUCT.replace(
                        "\"defaults\": { \"i\": 9, \"k\": 10, \"j\": 11 },",
                        "\"defaults\": { \"j\": 2 },");
        assertThat(Cli.withInput(open, "check", "-").out()).contains("sizes to give: i, k");
        String tied =
                open.replace("[\"A\", \"B\"], \"out\"", "[\"A[i, i]\", \"B[i, j]\"], \"out\"");
        assertThat(Cli.withInput(tied, "check", "-").out())
                .contains("sizes to give: i (k the same)\n");
    }

    @Test
    void aFileWinsOverACatalogueName() throws Exception {
        Path file = Files.writeString(folder.resolve("matmul"), Cli.PRODUCT);
        assertThat(heddle("check", file.toString()).out()).startsWith("product: ok");
        assertThat(heddle("check", "matmul").out()).startsWith("matmul: ok");
    }

    @Test
    void showPrintsTheCanonicalForm() {
        String json = Cli.PRODUCT.replace(" ", "");
        assertThat(Cli.withInput(json, "show", "-", "--json").out()).isEqualTo(Cli.PRODUCT);
        String text = Cli.withInput(json, "show", "-").out();
        assertThat(text).startsWith("product(").doesNotContain("{");
        assertThat(Cli.withInput(text, "show", "-", "--json").out()).isEqualTo(Cli.PRODUCT);
    }

    @Test
    void textIsADiagramWhereverAFileIs() throws Exception {
        String text = "C[i, j] = A[i, k] * B[k, j]";
        Path file = Files.writeString(folder.resolve("product.hd"), text);
        String shown = "diagram(A: f32[i, k], B: f32[k, j]) -> C\n" + text + "\n";
        assertThat(heddle("show", "-e", text).out()).isEqualTo(shown);
        assertThat(heddle("show", file.toString()).out()).isEqualTo(shown);
        assertThat(Cli.withInput(text, "show", "-").out()).isEqualTo(shown);
        assertThat(
                        heddle(
                                        "derive",
                                        "-e",
                                        text,
                                        "--size",
                                        "i=64,j=64,k=64",
                                        "--hardware",
                                        "cpu")
                                .exit())
                .isZero();
        Cli wrong = heddle("check", "-e", text.replace("*", "%"));
        assertThat(wrong.exit()).isEqualTo(1);
        assertThat(wrong.out()).contains("error[E022]", "<text>:1:19");
        assertThat(heddle("check", "matmul", "-e", text).exit()).isEqualTo(2);
        assertThat(heddle("check").exit()).isEqualTo(2);
    }

    @Test
    void showListsTheCatalogue() {
        assertThat(heddle("show").out().lines())
                .filteredOn(line -> line.matches(" {2}[a-z].*"))
                .hasSameSizeAs(Catalogue.names());
        assertThat(heddle("show").out()).startsWith("Matrix products\n  matmul ");
    }

    @ParameterizedTest
    @MethodSource("names")
    void deriveTellsEveryEntryInAHundredColumns(String name) {
        for (String[] arguments :
                List.of(
                        new String[] {"derive", name, "--hardware", "cpu"},
                        new String[] {"derive", name, "--hardware", "cpu", "--explain"})) {
            Cli cli = heddle(arguments);
            assertThat(cli.exit()).isIn(0, 4);
            assertThat(cli.out().lines())
                    .allMatch(line -> line.codePointCount(0, line.length()) <= 100);
            assertThat(cli.out()).contains("Result: ");
        }
    }

    /// What a second kernel merges are accumulators: sums of exponentials are not negative, places of a choice are sorted. Positions that nobody reads are not merged.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    d(S: f32[q, x]) -> T, I; T[q, k], I[q, k] : i32 = topk(k)[x](S[q, x])                               | q=1,x=10000,k=3
                    d(S: f32[q, x]) -> T; T[q, k], I[q, k] : i32 = topk(k)[x](S[q, x])                                  | q=1,x=10000,k=3
                    d(S: f32[q, x]) -> r; L[q, x] = log-softmax[x](S[q, x]); r[q] = sum[x](where(#x == 0, 1, 2) * L[q, x]) | q=1,x=100000
                    d(S: f32[q, x], a: f32[x]) -> O; P[q, x] = softmax[x](S[q, x]); O[q] = sum[x](P[q, x] * exp(S[q, x] - a[x])) | q=1,x=100000
                    """)
    void whatPartsCanHoldIsMerged(String diagram, String sizes) {
        Cli cli = heddle("derive", "-e", diagram, "--size", sizes, "--hardware", "cpu");
        assertThat(cli.out()).containsPattern("\\d  split  ");
        assertThat(cli.err()).doesNotContain("fails");
        assertThat(cli.exit()).isZero();
    }

    @Test
    void deriveExplainsTheCorrectionAndItsCheck() {
        Cli cli = heddle("derive", "logsumexp", "--hardware", "cpu", "--explain");
        assertThat(cli.exit()).isZero();
        assertThat(cli.out())
                .contains("law  f(x ++ y) = merge(f(x), f(y))")
                .contains("φ = exp(S - L_m)")
                .contains("exp(L_m - L_m')")
                .contains("merge(f(x), f(y)) = f(x ++ y): holds on 1000 random splits")
                .contains("H = ");
    }

    @Test
    void deriveWritesTheDerivation() throws Exception {
        Path file = folder.resolve("d.json");
        Cli cli = heddle("derive", "matmul", "--hardware", "cpu", "-o", file.toString());
        assertThat(cli.err()).contains("wrote " + file);
        assertThat(Files.readString(file)).contains("heddle-derivation/1");
        assertThat(Cli.namesIn(folder)).containsExactly(file.getFileName().toString());
    }

    @Test
    void compileWritesSourceLaunchAndDerivation() throws Exception {
        for (String target : List.of("opencl", "cuda")) {
            Path out = folder.resolve("new").resolve(target);
            Cli cli =
                    heddle(
                            "compile",
                            "matmul",
                            "--target",
                            target,
                            "--hardware",
                            "h200",
                            "-o",
                            out.toString());
            assertThat(cli.exit()).as(cli.err()).isZero();
            String suffix = target.equals("cuda") ? ".cu" : ".cl";
            assertThat(Cli.namesIn(out))
                    .containsExactlyInAnyOrder(
                            "C" + suffix, "matmul.launch.json", "matmul.derivation.json");
            assertThat(Files.readString(out.resolve("C" + suffix))).contains("C(");
            assertThat(cli.out().lines()).hasSize(3).allMatch(line -> Files.exists(Path.of(line)));
        }
    }

    @Test
    void compileStopsAtEveryStage() throws Exception {
        assertThat(emit("diagram")).isEqualTo(heddle("show", "matmul", "--json").out());
        assertThat(emit("derivation")).contains("Derivation\n", "Result: ");
        assertThat(emit("schedule")).startsWith("Kernel C: A, B → C\n").contains("g_i=");
        assertThat(emit("tile")).contains("tile program C").contains("load A");
        assertThat(emit("source")).contains("kernel void");
        assertThat(heddle("compile", "matmul", "--hardware", "cpu").out())
                .isEqualTo(emit("source"));
    }

    private static String emit(String stage) {
        Cli cli = heddle("compile", "matmul", "--hardware", "cpu", "--emit", stage);
        assertThat(cli.exit()).as(cli.err()).isZero();
        return cli.out();
    }

    @Test
    void compareOnTheInterpreterAgrees() {
        Cli cli =
                heddle(
                        "compare",
                        "kernel-density",
                        "--device",
                        "interp",
                        "--size",
                        "i=17;i=33",
                        "--size",
                        "j=40,d=3");
        assertThat(cli.exit()).as(cli.err()).isZero();
        assertThat(cli.out())
                .contains(
                        "kernel-density  i=17, j=40, d=3",
                        "kernel-density  i=33, j=40, d=3",
                        "All settings")
                .contains(
                        "global read",
                        "exact",
                        "17 (all)",
                        "has no clock worth showing",
                        "Result: correct");
        assertThat(cli.out().lines())
                .allMatch(line -> line.codePointCount(0, line.length()) <= 100);
    }

    @Test
    void whereOnlyTheInterpreterIsThereFreeAxesAreCutShort() throws Exception {
        String text =
                Cli.PRODUCT
                        .replace("\"k\": null, \"j\": null", "\"k\": 100, \"j\": \"2*i\"")
                        .replace("\"i\": 9, \"k\": 10, \"j\": 11", "\"i\": 900");
        Diagram diagram = DiagramReader.read(new SourceText("product.json", text)).orThrow();
        assertThat(CompareCommand.small(diagram)).isEqualTo(Map.of("i", 64L));
        assertThat(SizeBinder.bind(diagram, CompareCommand.small(diagram)).byAxis())
                .isEqualTo(Map.of("i", 64L, "k", 100L, "j", 128L));
    }

    @Test
    void hardwareListsAndShows() {
        assertThat(heddle("hardware").out())
                .contains("h200", "host")
                .isEqualTo(heddle("hardware", "list").out());
        for (String name : HardwareReader.shipped()) {
            assertThat(heddle("hardware", "show", name).json().get("name").asString())
                    .isEqualTo(name);
            assertThat(heddle("hardware").out()).contains("\n" + name + " ");
        }
        assertThat(heddle("hardware").out())
                .contains("4.80 TB/s", "232 kB", "67.0 Tflop/s", "989 Tflop/s")
                .doesNotContain("null");
    }

    @Test
    void devicesAlwaysHaveTheInterpreter() {
        assertThat(heddle("devices").out()).startsWith("interp");
    }

    @Test
    void rulesAreListedWithTheirLaws() {
        assertThat(heddle("rules").out())
                .contains("merge-maps")
                .contains("map f ; map g = map (g∘f)");
    }

    @Test
    void explainKnowsEveryCode() {
        String all = heddle("explain").out();
        assertThat(heddle("explain", "e101").out()).startsWith("# E101: unknown wire\n");
        for (Code code : Code.values()) {
            assertThat(heddle("explain", code.name()).out())
                    .contains(code.title())
                    .contains("## Why it is a rule")
                    .doesNotContain(".md)");
            assertThat(all)
                    .doesNotContain("No family is known")
                    .contains(code.name() + "  " + code.title());
        }
    }

    @Test
    void schemaIsAJsonSchema() {
        assertThat(heddle("schema").json().get("$schema").asString()).contains("2020-12");
        assertThat(heddle("schema", "--json").out()).isEqualTo(heddle("schema").out());
        assertThat(heddle("schema", "diagram").out()).isEqualTo(heddle("schema").out());
        for (String of : List.of("pack", "hardware")) {
            assertThat(heddle("schema", of).json().get("title").asString())
                    .contains("heddle-" + of + "/1");
        }
    }

    @Test
    void completionAndHelpAndVersionAreThere() {
        assertThat(heddle("generate-completion").out()).contains("heddle");
        assertThat(heddle("--help").out()).contains("Exit: 0 ok");
        assertThat(heddle("derive", "--help").out()).contains("--hardware", "Exit 4");
        assertThat(heddle("--version").out()).startsWith("heddle ");
    }

    @Test
    void quietSaysNothing() throws Exception {
        Path file = folder.resolve("d.json");
        assertThat(
                        heddle("derive", "matmul", "--hardware", "cpu", "-q", "-o", file.toString())
                                .err())
                .isEmpty();
    }

    @Test
    void shownDiagramsCanBeReadAgain() throws Exception {
        for (String name : Catalogue.names()) {
            String json = heddle("show", name, "--json").out();
            assertThat(Cli.withInput(heddle("show", name).out(), "show", "-", "--json").out())
                    .isEqualTo(json);
            DiagramReader.read(new SourceText(name, json)).orThrow();
        }
    }

    /// The law of a pack leaves its trace in what is executed: the kernel adds once and multiplies once.
    @Test
    void lawsOfAPackReachTheDevice() throws Exception {
        Path pack = folder.resolve("pack.json");
        Files.writeString(
                pack,
                """
                { "format": "heddle-pack/1",
                  "name": "mine",
                  "rules": [
                    { "name": "square-of-sum",
                      "law": "a·a + 2·a·b + b·b = (a + b)·(a + b)",
                      "left": "f(a: f32[i], b: f32[i]) -> r; r[i] = a[i] * a[i] + 2 * a[i] * b[i] + b[i] * b[i]",
                      "right": "f(a: f32[i], b: f32[i]) -> r; s[i] = a[i] + b[i]; r[i] = s[i] * s[i]",
                      "use": "cost" }] }
                """);
        String text = "r[i] = a[i] * a[i] + 2 * a[i] * b[i] + b[i] * b[i]";
        for (String rules : new String[] {"", "--rules"}) {
            List<String> line =
                    new ArrayList<>(
                            List.of(
                                    "compare",
                                    "-e",
                                    text,
                                    "--device",
                                    "interp",
                                    "--size",
                                    "i=50",
                                    "--json"));
            if (!rules.isEmpty()) {
                line.addAll(List.of(rules, pack.toString()));
            }
            Cli cli = heddle(line.toArray(String[]::new));
            assertThat(cli.exit()).as(cli.err()).isZero();
            assertThat(cli.out().contains("square-of-sum")).isEqualTo(!rules.isEmpty());
        }
    }
}
