package org.heddle.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.model.data.Npy;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Page;
import org.heddle.model.diagram.DType;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The examples on the pages of diagnostic codes do what the pages say: what is wrong gives its code and prints what is
/// shown, what is mended does not.
///
/// The `json` blocks of a page are the files `wrong.json` and `mended.json` of its `console` blocks, the `heddle` blocks
/// `wrong.hd` and `mended.hd`. An array is named after what it
/// holds: `f32-3x5.npy`, `f64-nan-4.npy`. `-Dgolden.update=true` writes what is printed now into the page.
final class PagesTest {
    private static final Path PAGES =
            Path.of("../diagram-model/src/main/resources/org/heddle/model/diagnose/pages");

    private static final Pattern FENCE =
            Pattern.compile("(?ms)^```(json|heddle|console|text)\n(.*?)^```\n");

    private static final Pattern FILE = Pattern.compile("(?<![\\w/-])[\\w-]+\\.(npy|json|hd)\\b");

    private static final Pattern ARRAY =
            Pattern.compile("(f32|f64|c8)(-nan)?-(\\d+(?:x\\d+)*)\\.npy");

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(Code.class)
    void examplesDoWhatThePageSays(Code code) throws Exception {
        String page = Page.of(code).markdown();
        int mendedFrom = page.indexOf("\n## Mended\n");
        Matcher fence = FENCE.matcher(page);
        List<String> wrongCommands = new ArrayList<>();
        Optional<String> mendedFile = Optional.empty();
        List<String> mendedCommands = new ArrayList<>();
        StringBuilder now = new StringBuilder();
        boolean shown = false;
        while (fence.find()) {
            boolean wrong = fence.start() < mendedFrom;
            String body = fence.group(2);
            switch (fence.group(1)) {
                case "json", "heddle" -> {
                    String suffix = fence.group(1).equals("json") ? ".json" : ".hd";
                    Files.writeString(file((wrong ? "wrong" : "mended") + suffix), body);
                    mendedFile = wrong ? mendedFile : Optional.of(body);
                }
                case "console" -> {
                    String command = body.lines().findFirst().orElseThrow().substring(2);
                    (wrong ? wrongCommands : mendedCommands).add(command);
                    if (wrong) {
                        String printed = run(command);
                        assertThat(printed).as(command).contains("[" + code + "]: ");
                        fence.appendReplacement(
                                now,
                                Matcher.quoteReplacement(
                                        "```console\n$ " + command + "\n" + printed + "```\n"));
                    }
                }
                default -> shown |= wrong && body.contains("error[" + code + "]: ");
            }
        }
        fence.appendTail(now);
        if (wrongCommands.isEmpty()) {
            assertThat(shown).as("a page shows what is wrong").isTrue();
            return;
        }
        if (mendedCommands.isEmpty() && mendedFile.isPresent()) {
            wrongCommands.forEach(c -> mendedCommands.add(c.replace("wrong.", "mended.")));
        }
        assertThat(mendedCommands).as("a page shows it mended").isNotEmpty();
        for (String command : mendedCommands) {
            assertThat(run(command))
                    .as(command)
                    .doesNotContain("[" + code + "]")
                    .doesNotContain("error");
        }
        compare(code, now.toString(), page);
    }

    private static void compare(Code code, String now, String page) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(PAGES.resolve(code + ".md"), now);
        } else {
            assertThat(page)
                    .as("what page %s shows; -Dgolden.update=true writes it", code)
                    .isEqualTo(now);
        }
    }

    /// Runs a pipeline: `heddle` in this process, everything else in a shell.
    private String run(String pipeline) throws Exception {
        String text = "";
        byte[] in = new byte[0];
        for (String command : pipeline.split(" \\| (?=heddle )|(?<= -) \\| ", -1)) {
            if (command.startsWith("heddle ")) {
                Cli cli = heddle(command.substring("heddle ".length()), in);
                text = cli.out() + cli.err();
            } else {
                text = "";
                in = shell(command, in);
            }
            in = text.isEmpty() ? in : text.getBytes(StandardCharsets.UTF_8);
        }
        String printed = new String(in, StandardCharsets.UTF_8);
        return printed.replace(folder + "/", "");
    }

    private Cli heddle(String arguments, byte[] in) throws Exception {
        List<String> words = new ArrayList<>();
        for (String word : arguments.split(" ", -1)) {
            Matcher named = FILE.matcher(word);
            StringBuilder placed = new StringBuilder();
            while (named.find()) {
                create(named.group());
                named.appendReplacement(
                        placed, Matcher.quoteReplacement(file(named.group()).toString()));
            }
            named.appendTail(placed);
            words.add(word.equals("out") ? file("out").toString() : placed.toString());
        }
        return Cli.withInput(in, words.toArray(String[]::new));
    }

    private static byte[] shell(String command, byte[] in) throws Exception {
        Process process = new ProcessBuilder("sh", "-c", command).start();
        try (OutputStream to = process.getOutputStream()) {
            to.write(in);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        process.getInputStream().transferTo(out);
        assertThat(process.waitFor()).as(command).isZero();
        return out.toByteArray();
    }

    private void create(String name) throws Exception {
        Matcher array = ARRAY.matcher(name);
        if (name.equals("text.npy")) {
            Files.writeString(file(name), "1 2 3\n4 5 6\n");
        } else if (array.matches()) {
            List<Long> shape = new ArrayList<>();
            for (String size : array.group(3).split("x", -1)) {
                shape.add(Long.valueOf(size));
            }
            DType dtype = array.group(1).equals("f64") ? DType.F64 : DType.F32;
            Tensor tensor = Tensor.allocate(dtype, shape);
            if (array.group(2) != null) {
                tensor.set(1, Double.NaN);
            }
            Npy.write(file(name), tensor);
            if (array.group(1).equals("c8")) {
                byte[] bytes = Files.readAllBytes(file(name));
                String header = new String(bytes, StandardCharsets.ISO_8859_1);
                Files.writeString(
                        file(name), header.replace("<f4", "<c8"), StandardCharsets.ISO_8859_1);
            }
        } else if (name.endsWith(".npy") && !name.equals("missing.npy")) {
            fail("nothing says what array %s holds", name);
        }
    }

    private Path file(String name) {
        return folder.resolve(name);
    }
}
