package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.heddle.cli.Cli.heddle;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.backend.driver.DriverException;
import org.heddle.model.json.SourceText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;

/// Every exit code, and what is printed with it.
final class ExitCodesTest {
    private static final CommandSpec DERIVE = CommandSpec.create().name("derive");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Session session =
            new Session(
                    new ByteArrayInputStream(new byte[0]),
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Ansi.OFF,
                    List.of("derive", "some.json"));

    @Test
    void wrongSizesAreToldWithTheirPlace() {
        Cli cli = Cli.withInput(Cli.PRODUCT, "derive", "-", "--size", "z=3");
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.err()).contains("error[E102]", "<stdin>:3:");
        assertThat(cli.out()).isEmpty();
    }

    @Test
    void unknownHardwareIsTold() {
        Cli cli = heddle("derive", "matmul", "--hardware", "abacus");
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.err()).contains("error[D901]", "abacus", "h200");
    }

    /// What is derived holds for any number format; what is emitted does not.
    @Test
    void aFormatThatNoKernelStoresIsDerivedWithAWarningAndNotCompiled() {
        String quarters = Cli.PRODUCT.replace("f32", "f8e4m3");
        Cli derived = Cli.withInput(quarters, "derive", "-", "--hardware", "h200");
        assertThat(derived.exit()).isZero();
        assertThat(derived.err()).contains("warning[S822]", "f8e4m3");
        Cli compiled = Cli.withInput(quarters, "compile", "-", "--hardware", "h200");
        assertThat(compiled.exit()).isEqualTo(1);
        assertThat(compiled.err()).contains("error[S822]", "f8e4m3");
    }

    @Test
    void cudaNeedsThreads() {
        Cli cli = heddle("compile", "matmul", "--target", "cuda", "--hardware", "cpu");
        assertThat(cli.exit()).isEqualTo(1);
        assertThat(cli.err()).contains("--hardware h200");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "no-such-command",
                "derive",
                "derive matmul --no-such-option",
                "derive matmul --size i",
                "derive matmul --size i=x",
                "derive matmul --size i=1,i=2",
                "derive matmul --size i=1;i=2",
                "compile matmul --target fortran",
                "compile matmul --emit poetry",
                "compile matmul --emit tile -o out",
                "compare matmul --repetitions -1",
                "run matmul",
                "run matmul --in A --out out",
                "run matmul --in A=a.npy,A=b.npy --out out",
                "explain E999"
            })
    void usage(String line) {
        Cli cli = line.isEmpty() ? heddle() : heddle(line.split(" "));
        assertThat(cli.exit()).isEqualTo(2);
        assertThat(cli.out()).isEmpty();
        assertThat(cli.err()).contains("error[U001]: ").doesNotContain("Exception");
        Cli json = heddle((line + " --json").strip().split(" ", -1));
        assertThat(json.exit()).isEqualTo(2);
        assertThat(json.err()).isEmpty();
        assertThat(json.json().get("kind").asString()).isEqualTo("usage");
        assertThat(json.json().get("exit").asInt()).isEqualTo(2);
        assertThat(json.json().get("message").asString()).isNotBlank();
        assertThat(json.json().get("hint").asString()).contains("--help");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cuda:99", "opencl:no-such-platform", "abacus"})
    void aMissingDeviceIsToldWithAHint(String device) {
        Cli cli = heddle("compare", "matmul", "--size", "i=4,k=4,j=4", "--device", device);
        assertThat(cli.exit()).isEqualTo(3);
        assertThat(cli.err()).startsWith("error[D902]: ").contains("  help: ");
        assertThat(cli.out()).isEmpty();
        Cli json =
                heddle("compare", "matmul", "--size", "i=4,k=4,j=4", "--device", device, "--json");
        assertThat(json.exit()).isEqualTo(3);
        assertThat(json.json().get("kind").asString()).isEqualTo("missing");
        assertThat(json.json().get("hint").asString()).isNotBlank();
    }

    @Test
    void furtherPassesAreNamed() {
        Cli cli = heddle("derive", "softmax", "--hardware", "cpu");
        assertThat(cli.exit()).isEqualTo(4);
        assertThat(cli.out().replaceAll("\\s+", " "))
                .contains("kernel P needs 2 passes over x: P = … ")
                .contains("known only when all items have gone by");
        assertThat(
                        heddle("derive", "softmax", "--hardware", "cpu", "--json")
                                .json()
                                .get("furtherPasses"))
                .singleElement()
                .satisfies(
                        pass -> {
                            assertThat(pass.get("reduction").asString()).isEqualTo("P");
                            assertThat(pass.get("passes").asInt()).isEqualTo(2);
                        });
    }

    @Test
    void aBugLeavesAReproducer() throws Exception {
        session.remember(new SourceText("some.json", "the diagram"));
        int exit =
                new Failures(session)
                        .report(new IllegalStateException("the roof is on fire"), DERIVE);
        assertThat(exit).isEqualTo(70);
        String text = err.toString(StandardCharsets.UTF_8);
        assertThat(text)
                .startsWith("error[D999]: internal error: the roof is on fire\n")
                .doesNotContain("\tat ");
        Path reproducer = reproducer(text);
        assertThat(Files.readString(reproducer))
                .contains(
                        "heddle derive some.json",
                        "the diagram",
                        "IllegalStateException",
                        "\tat org.heddle.cli.ExitCodesTest");
        Files.delete(reproducer);
    }

    private static Path reproducer(String text) {
        Matcher named = Pattern.compile("is in (\\S+)\n").matcher(text);
        assertThat(named.find()).isTrue();
        return Path.of(named.group(1));
    }

    @Test
    void aKernelThatDoesNotBuildIsABug() throws Exception {
        DriverException failure =
                new DriverException(DriverException.Kind.BUILD_FAILED, "line 3: no\nline 4", "");
        assertThat(new Failures(session).report(failure, DERIVE)).isEqualTo(70);
        String text = err.toString(StandardCharsets.UTF_8);
        assertThat(text).startsWith("error[D999]: internal error: line 3: no\n   help: line 4\n");
        Files.delete(reproducer(text));
    }

    @Test
    void memoryThatDoesNotSufficeIsNoBug() {
        assertThat(new Failures(session).report(new OutOfMemoryError("8 TB"), DERIVE)).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8)).contains("8 TB", "smaller sizes");
    }
}
