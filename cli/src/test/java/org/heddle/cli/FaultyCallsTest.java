package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.heddle.cli.report.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/// Calls with mistakes: all are told at once, with what was probably meant, in the form asked for.
final class FaultyCallsTest {
    @TempDir private Path folder;

    static Stream<Arguments> severalMistakes() {
        return Stream.of(
                Arguments.of(
                        "eval matmul --size i=99999999999999999999,h --memory lots --in Q,A=a,A=b --bogus",
                        List.of(
                                "there is no option '--bogus'",
                                "--in expects WIRE=FILE, apart by commas, not 'Q'",
                                "--in gives wire 'A' twice",
                                "--size gives axis 'i' the size 99999999999999999999, the largest is 9223372036854775807",
                                "--size expects AXIS=NUMBER, apart by commas, not 'h'",
                                "--memory expects a number of bytes such as 2GiB, not 'lots'",
                                "give --out DIR")),
                Arguments.of(
                        "draw matmul -o x.png --size i=3",
                        List.of("-o expects a name that ends with", "--size chooses the sizes")),
                Arguments.of(
                        "derive matmul more --size i=1,i=2;i=3 --hardwar=h200",
                        List.of(
                                "'more' is one argument too many",
                                "there is no option '--hardwar'",
                                "--size gives axis 'i' the sizes 1 and 2",
                                "only `heddle compare` takes several")),
                Arguments.of(
                        "compare matmul --repetitions -1 --seed 99999999999999999999 --size i",
                        List.of(
                                "'99999999999999999999' is no whole number from -9223372036854775808 to",
                                "--repetitions is -1",
                                "--size expects")),
                Arguments.of(
                        "equal matmul --trials 0 --diagnostics poetry",
                        List.of(
                                "Invalid value for option '--diagnostics'",
                                "equal compares two diagrams, given are 1",
                                "--trials is 0")),
                Arguments.of(
                        "grad --text --json",
                        List.of("Missing required parameter: 'FILE'", "--text and --json")),
                Arguments.of(
                        "eval matmul --at O(1) --sample 0",
                        List.of("--at expects an element", "--sample expects")));
    }

    @ParameterizedTest
    @MethodSource("severalMistakes")
    void allMistakesOfACallAreTold(String line, List<String> messages) {
        Cli cli = heddle(line.split(" "));
        assertThat(cli.exit()).isEqualTo(2);
        List<String> told =
                line.contains("--json")
                        ? cli.json()
                                .get("diagnostics")
                                .valueStream()
                                .map(d -> d.get("message").asString())
                                .toList()
                        : cli.err().lines().filter(l -> l.startsWith("error[U001]: ")).toList();
        assertThat(told).hasSameSizeAs(messages);
        assertThat(messages)
                .allSatisfy(message -> assertThat(told).anyMatch(l -> l.contains(message)));
    }

    /// What is wrong of the diagram and of the names that options give, too.
    @Test
    void mistakesOfAllInputsAreTold() throws Exception {
        String wrong =
                Files.writeString(
                                folder.resolve("wrong.json"),
                                Cli.PRODUCT.replace(
                                        "[\"A\", \"B\"], \"out\"", "[\"A\", \"b\"], \"out\""))
                        .toString();
        for (String command : List.of("derive", "compile", "draw")) {
            Cli cli = heddle(command, wrong, "--hardware", "h20");
            assertThat(cli.exit()).isEqualTo(1);
            assertThat(cli.err()).contains("error[E101]", "error[D901]", "'h200'");
        }
        Cli arrays =
                heddle(
                        "eval",
                        "matmul",
                        "--in",
                        "A=nosuch.npy,B=" + folder + ",b=x",
                        "--size",
                        "j=-3,jj=4",
                        "--out",
                        folder.resolve("out").toString());
        assertThat(arrays.exit()).isEqualTo(1);
        assertThat(arrays.err())
                .contains("error[E602]", "did you mean 'B'?", "nosuch.npy: there is no such file")
                .contains(folder + ": it is no regular file", "error[E305]", "error[E102]")
                .doesNotContain("E304");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '"',
            value = {
                "chekc matmul, 2, did you mean 'check'?",
                "chekc --help, 2, did you mean 'check'?",
                "check matmul --diagnostic text, 2, did you mean '--diagnostics'?",
                "hardware sho h200, 2, did you mean 'show'?",
                "explain E1O1, 2, did you mean E101?",
                "rules fuze, 2, did you mean 'fuse'?",
                "check matmull, 1, did you mean 'matmul'",
                "check matmull.json, 1, did you mean 'matmul'",
                "draw matmul-derivaton, 1, did you mean 'matmul-derivation'",
                "check matmul-derivation, 1, \"'matmul-derivation' is the derivation of 'matmul'\"",
                "derive matmul --hardware h20, 1, did you mean 'h200'?",
                "compare matmul --device openlc, 3, did you mean 'opencl'?",
                "compare matmul --device intrp, 3, did you mean 'interp'?",
            })
    void whatWasMeantIsSuggested(String line, int exit, String help) {
        Cli cli = heddle(line.split(" "));
        assertThat(cli.exit()).isEqualTo(exit);
        assertThat(cli.err()).contains("help: " + help);
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void anEmptyNameIsNoFolder() {
        Cli cli = heddle("check", "");
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.err()).contains("FILE is an empty name");
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of("check nosuch.json", 1, "E015"),
                Arguments.of("show nosuch.json", 1, "E015"),
                Arguments.of("eval nosuch.json --out out", 1, "E015"),
                Arguments.of("replay nosuch.json", 1, "E015"),
                Arguments.of("derive matmul --rules nosuch.json", 1, "E015"),
                Arguments.of("draw matmul -o /proc/x.svg", 1, "E016"),
                Arguments.of("derive matmul -o /proc/x.json --hardware cpu", 1, "E016"),
                Arguments.of("check", 2, "U001"),
                Arguments.of("check matmul --bogus", 2, "U001"),
                Arguments.of("derive matmul --size i=x", 2, "U001"),
                Arguments.of("chekc matmul", 2, "U001"),
                Arguments.of("compare matmul --size i=4,k=4,j=4 --device cuda:99", 3, "D902"),
                Arguments.of("compile matmul --target cuda --hardware cpu", 1, "D905"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void everyFailureHasTheFormAskedFor(String line, int exit, String code) {
        Cli text = heddle(line.split(" "));
        assertThat(text.exit()).isEqualTo(exit);
        assertThat(text.err()).contains("error[" + code + "]: ").doesNotContain("Exception");
        for (boolean before : List.of(false, true)) {
            Cli json = heddle(with(line, "json", before));
            assertThat(json.exit()).isEqualTo(exit);
            assertThat(Json.parse(document(line, json)))
                    .anySatisfy(d -> assertThat(d.get("code").asString()).isEqualTo(code));
            Cli sarif = heddle(with(line, "sarif", before));
            assertThat(sarif.exit()).isEqualTo(exit);
            JsonNode log = Json.parse(document(line, sarif));
            assertThat(log.get("runs").get(0).get("results"))
                    .anySatisfy(r -> assertThat(r.get("ruleId").asString()).isEqualTo(code));
        }
        Cli failure = heddle((line + " --json").split(" "));
        assertThat(failure.exit()).isEqualTo(exit);
        assertThat(failure.json().get("exit").asInt()).isEqualTo(exit);
        assertThat(failure.json().get("diagnostics"))
                .anySatisfy(d -> assertThat(d.get("code").asString()).isEqualTo(code));
        assertThat(failure.err()).isEmpty();
    }

    private static String[] with(String line, String form, boolean before) {
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
        words.addAll(before ? 1 : words.size(), List.of("--diagnostics", form));
        return words.toArray(String[]::new);
    }

    private static String document(String line, Cli cli) {
        boolean check = line.startsWith("check");
        assertThat(check ? cli.err() : cli.out()).isEmpty();
        return check ? cli.out() : cli.err();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/dev/zero", "/dev/null", "/dev"})
    @Timeout(60)
    void endlessAndEmptyAndNoFilesAreRefused(String file) {
        assertThat(heddle("check", file).exit()).isEqualTo(1);
        assertThat(heddle("replay", file).exit()).isEqualTo(1);
        assertThat(heddle("derive", "matmul", "--hardware", file).exit()).isEqualTo(1);
        assertThat(heddle("derive", "matmul", "--rules", file).exit()).isEqualTo(1);
        Cli array = heddle("eval", "-e", "B[i] = A[i]", "--in", "A=" + file, "--out", "out");
        assertThat(array.exit()).isEqualTo(1);
        assertThat(array.err()).contains("error[E603]");
    }

    @Test
    @Timeout(60)
    void aPipeThatNobodyWritesIsNotWaitedFor() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor()).isZero();
        for (String line :
                List.of(
                        "check " + pipe,
                        "derive matmul --hardware " + pipe,
                        "derive matmul --rules " + pipe,
                        "replay " + pipe,
                        "eval matmul --in A=" + pipe + ",B=" + pipe + " --out out")) {
            Cli cli = heddle(line.split(" "));
            assertThat(cli.exit()).as(line).isEqualTo(1);
            assertThat(cli.err()).contains(pipe.toString(), "regular file");
        }
    }

    @Test
    void namesOfFilesDoNotSteerTheTerminal() {
        Cli cli = heddle("check", "a\u001b[2J\u202eb");
        assertThat(cli.err()).contains("a\\u001B[2J\\u202Eb").doesNotContain("\u001b", "\u202e");
        Cli size = heddle("derive", "matmul", "--size", "\u001b[2J");
        assertThat(size.err()).contains("\\u001B[2J").doesNotContain("\u001b");
    }

    @Test
    @Timeout(60)
    void thousandsOfMistakesAreCountedNotListed() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            text.append("B%d[i] = Z%d[2*i] + foo(A[i])\n".formatted(i, i));
        }
        Cli cli = Cli.withInput(text.toString(), "check", "-");
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.out().lines().filter(line -> line.startsWith("error["))).hasSize(201);
        assertThat(cli.out()).contains("error[E014]: 39800 more problems are not listed");
    }
}
