package org.heddle.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.heddle.cli.Main;
import org.heddle.testdata.Golden;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `tutorial.md`, `gradients.md`, `cost.md` and `compare.md` are carried out from top to bottom, each in an empty folder, as a reader would.
///
/// * A `heddle` or `json` block below a line `**name**` is written to the file of that name.
/// * In a `console` block, lines after `$ ` are commands: `./heddle …`, run in this process, `cat FILE` and `ls DIR`; `exit N`
///   behind `# ` says how a command ends, 0 without it. The lines below a command are what it prints, standard output and error as they
///   come, but for empty ones at the end. `…` on a line of its own stands for any number of lines, within a line for any characters.
/// * There are no other blocks: what is shown is carried out.
final class TutorialTest {
    private static final Path DOCS = Checkout.here().root().resolve("docs");

    private static final Pattern FENCE =
            Pattern.compile("(?ms)(?:^\\*\\*(\\S+)\\*\\*\n\n)?^```(\\w*)\n(.*?)^```$");

    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    private static final Pattern EXIT = Pattern.compile("\\s+# exit (\\d+)$");

    /// Paths of the reader's folder: names with a suffix, and the folders that the page writes to.
    private static final Pattern FILE =
            Pattern.compile(
                    "(?<![\\w./-])(?:(?:data|exact|out|ours)(?:/[\\w.-]+)?|[\\w-]+\\.(?:hd|html|json|npy|svg))(?![\\w.-])");

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"tutorial.md, 20", "gradients.md, 4", "cost.md, 8", "compare.md, 4"})
    void everyCommandPrintsWhatThePageShows(String page, int least) throws Exception {
        Matcher fence = FENCE.matcher(Files.readString(DOCS.resolve(page)));
        SoftAssertions drift = new SoftAssertions();
        int commands = 0;
        while (fence.find()) {
            String body = fence.group(3);
            switch (fence.group(2)) {
                case "heddle", "json" -> {
                    assertThat(fence.group(1)).as("the name of the file\n%s", body).isNotNull();
                    Files.writeString(folder.resolve(fence.group(1)), body);
                }
                case "console" -> commands += console(body, drift);
                case "text" -> {}
                default -> fail("a block of kind '%s' is not carried out", fence.group(2));
            }
        }
        drift.assertAll();
        assertThat(commands).isGreaterThanOrEqualTo(least);
        Path picture = folder.resolve("fading.svg");
        if (page.equals("tutorial.md")) {
            Golden.check(DOCS.resolve("pictures/fading.svg"), Files.readString(picture));
        }
    }

    /// What is elided may be anything; everything else must be there, in its order.
    @Test
    void elisionsHideNothingElse() {
        assertThat(matches("a\n…\nd 1…3\n", "a\nb\nc\nd 123\n")).isTrue();
        assertThat(matches("a\n  …\nd\n", "a\nd\n")).isTrue();
        assertThat(matches("a\n…\nd\n", "a\nb\nc\n")).isFalse();
        assertThat(matches("a\nd\n", "a\nb\nd\n")).isFalse();
        assertThat(matches("d 1…3\n", "d 1\n3\n")).isFalse();
        assertThat(matches("a.c\n", "abc\n")).isFalse();
    }

    private int console(String body, SoftAssertions drift) throws Exception {
        List<String> lines = body.lines().toList();
        int commands = 0;
        int at = 0;
        while (at < lines.size()) {
            String command = lines.get(at);
            assertThat(command).as("a block begins with a command").startsWith("$ ");
            int end = at + 1;
            while (end < lines.size() && !lines.get(end).startsWith("$ ")) {
                end++;
            }
            String shown =
                    String.join("\n", lines.subList(at + 1, end)) + (end > at + 1 ? "\n" : "");
            String printed = run(command.substring(2));
            if (!matches(shown, printed)) {
                drift.fail(
                        "%s%nprints%n%s%nand not what is shown from this line on: %s",
                        command, printed, firstUnmatched(shown, printed));
            }
            commands++;
            at = end;
        }
        return commands;
    }

    private String run(String command) throws Exception {
        Matcher exit = EXIT.matcher(command);
        int expected = exit.find() ? Integer.parseInt(exit.group(1)) : 0;
        List<String> words = new ArrayList<>();
        Matcher word = WORD.matcher(exit.replaceFirst(""));
        while (word.find()) {
            words.add(
                    word.group(1) != null
                            ? word.group(1)
                            : FILE.matcher(word.group(2))
                                    .replaceAll(
                                            m ->
                                                    Matcher.quoteReplacement(
                                                            folder.resolve(m.group()).toString())));
        }
        return switch (words.removeFirst()) {
            case "./heddle" -> heddle(words, expected, command);
            case "cat" -> Files.readString(Path.of(words.getFirst()));
            case "ls" -> names(Path.of(words.getFirst()));
            default -> fail("no such command: " + command);
        };
    }

    private String heddle(List<String> words, int expected, String command) {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(screen, false, StandardCharsets.UTF_8);
        int exit =
                Main.run(
                        InputStream.nullInputStream(),
                        stream,
                        stream,
                        words.toArray(String[]::new));
        stream.flush();
        String printed = screen.toString(StandardCharsets.UTF_8).replace(folder + "/", "");
        assertThat(exit).as("%s\n%s", command, printed).isEqualTo(expected);
        return printed;
    }

    private static String names(Path of) throws Exception {
        try (Stream<Path> files = Files.list(of)) {
            return files.map(file -> file.getFileName() + "\n").sorted().reduce("", String::concat);
        }
    }

    private static String firstUnmatched(String shown, String printed) {
        List<String> lines = shown.lines().toList();
        int matched = 0;
        while (matched < lines.size()
                && matches(String.join("\n", lines.subList(0, matched + 1)) + "\n…\n", printed)) {
            matched++;
        }
        return matched < lines.size() ? lines.get(matched) : "the end";
    }

    private static boolean matches(String shown, String printed) {
        StringBuilder pattern = new StringBuilder();
        for (String line : shown.stripTrailing().lines().toList()) {
            if (line.strip().equals("…")) {
                pattern.append("(?:.*\n)*?");
            } else {
                for (String part : line.split("…", -1)) {
                    pattern.append(Pattern.quote(part)).append(".*?");
                }
                pattern.setLength(pattern.length() - 3);
                pattern.append("\n");
            }
        }
        return Pattern.matches(pattern.toString(), printed.stripTrailing() + "\n");
    }
}
