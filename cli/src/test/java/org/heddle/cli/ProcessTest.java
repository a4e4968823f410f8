package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// What only a process of its own shows: its streams, their encoding, its end.
final class ProcessTest {
    private static ProcessBuilder heddle(String... arguments) {
        return heddleOn(System.getProperty("java.class.path"), arguments);
    }

    private static ProcessBuilder heddleOn(String classPath, String... arguments) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command =
                new ArrayList<>(
                        List.of(
                                java,
                                "-XX:TieredStopAtLevel=1",
                                "--enable-native-access=ALL-UNNAMED",
                                "-cp",
                                classPath,
                                "org.heddle.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("LC_ALL", "C");
        return builder;
    }

    @Test
    void writesUtf8InAnyLocale() throws Exception {
        Process process = heddle("rules").start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        assertThat(out).contains("map (g∘f)");
    }

    @Test
    void aReaderThatGoesAwayIsNoError() throws Exception {
        Process process = heddle("derive", "matmul", "--hardware", "cpu", "--json").start();
        process.getInputStream().close(); // long before it writes
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEmpty();
        assertThat(process.waitFor()).isZero();
    }

    @Test
    void aFullDiskIsAnError() throws Exception {
        File full = new File("/dev/full");
        assumeTrue(full.exists(), "[SKIP] no /dev/full");
        Process process = heddle("rules").redirectOutput(full).start();
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("error[E016]: cannot write to standard output: ");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void exitsWithTheCode() throws Exception {
        Process process = heddle("check", "no-such-file.json").start();
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .startsWith("error[E015]: ");
        assertThat(process.waitFor()).isEqualTo(1);
    }

    @Test
    void withoutAnOptionalLibraryItSaysWhichOne() throws Exception {
        String classPath =
                Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                        .filter(entry -> !entry.contains("eclipse" + File.separator + "elk"))
                        .collect(Collectors.joining(File.pathSeparator));
        Process process = heddleOn(classPath, "draw", "matmul").start();
        assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("the Eclipse Layout Kernel", ".dot")
                .doesNotContain("internal error");
        assertThat(process.waitFor()).isEqualTo(3);
    }

    @Test
    void anInterruptEndsItQuietly() throws Exception {
        Process process = heddle("check", "-").start();
        try {
            awaitStart(process);
            process.toHandle().destroy();
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEmpty();
            assertThat(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .isEmpty();
        } finally {
            process.destroyForcibly();
        }
    }

    private static void awaitStart(Process process) throws InterruptedException {
        assertThat(process.waitFor(1, TimeUnit.SECONDS)).as("waits for its input").isFalse();
    }
}
