package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that are no diagrams: a diagnostic with its place, exit 1, and nothing is written.
final class BadInputTest {
    @TempDir private Path folder;

    static Stream<Arguments> badTexts() {
        byte[] good = Cli.PRODUCT.getBytes(StandardCharsets.UTF_8);
        byte[] binary = new byte[512];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) (i * 37 + 200);
        }
        return Stream.of(
                Arguments.of("binary junk", binary, "E011", ":1:1"),
                Arguments.of("zero bytes", new byte[100], "E001", ":1:1"),
                Arguments.of("empty", new byte[0], "E002", ":1:1"),
                Arguments.of("truncated", Arrays.copyOf(good, 150), "E002", ":6:2"),
                Arguments.of(
                        "a second text",
                        (Cli.PRODUCT + "{}").getBytes(StandardCharsets.UTF_8),
                        "E003",
                        ":15:1"),
                Arguments.of("key twice", text("\"k\": null", "\"i\": null"), "E004", ":3:24"),
                Arguments.of(
                        "not an object", "[]".getBytes(StandardCharsets.UTF_8), "E006", ":1:1"),
                Arguments.of(
                        "unknown wire",
                        text("[\"A\", \"B\"], \"out\"", "[\"A\", \"Z\"], \"out\""),
                        "E101",
                        ":13:38"));
    }

    private static byte[] text(String from, String to) {
        assertThat(Cli.PRODUCT).contains(from);
        return Cli.PRODUCT.replace(from, to).getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTexts")
    void isToldWithItsPlace(String what, byte[] bytes, String code, String place) throws Exception {
        Path file = Files.write(folder.resolve("bad.json"), bytes);
        Cli check = heddle("check", file.toString());
        assertThat(check.exit()).as(what).isEqualTo(1);
        assertThat(check.out()).contains("error[" + code + "]", file + place);
        Path output = folder.resolve("out");
        for (String command : List.of("compile", "derive")) {
            Cli cli = heddle(command, file.toString(), "-o", output.toString());
            assertThat(cli.exit()).isEqualTo(1);
            assertThat(cli.out()).isEmpty();
            assertThat(cli.err())
                    .contains("error[" + code + "]", file + place)
                    .doesNotContain("\tat ");
        }
        assertThat(Cli.namesIn(folder)).containsExactly(file.getFileName().toString());
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("badTexts")
    void isToldInJson(String what, byte[] bytes, String code, String place) throws Exception {
        Path file = Files.write(folder.resolve("bad.json"), bytes);
        for (String command : List.of("check", "show", "derive", "compile", "compare")) {
            Cli cli = heddle(command, file.toString(), "--json");
            assertThat(cli.exit()).as(what).isEqualTo(1);
            assertThat(cli.json().get("diagnostics"))
                    .anySatisfy(
                            d -> {
                                assertThat(d.get("code").asString()).isEqualTo(code);
                                assertThat(
                                                ":"
                                                        + d.get("line").asInt()
                                                        + ":"
                                                        + d.get("column").asInt())
                                        .startsWith(place);
                            });
        }
    }

    static Stream<Arguments> noTexts() {
        return Stream.of(
                Arguments.of("missing.json", "there is no such file"),
                Arguments.of("", "it is a directory"),
                Arguments.of("missing/deeper.json", "there is no such file"));
    }

    @ParameterizedTest
    @MethodSource("noTexts")
    void aFileThatCannotBeReadIsNamed(String name, String reason) throws Exception {
        String file = folder.resolve(name).toString();
        for (String command : List.of("check", "show", "derive", "compile", "compare")) {
            Cli cli = heddle(command, file);
            assertThat(cli.exit()).isEqualTo(1);
            assertThat(cli.err()).contains(file, reason);
        }
        assertThat(Cli.namesIn(folder)).isEmpty();
    }
}
