package org.heddle.model.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticPrinter;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Op;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.syntax.Draft;
import org.heddle.model.syntax.Limits;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever the text, reading gives a diagram that can be written and read again, or located errors: never an exception,
/// and in bounded time.
@Timeout(120)
class TextMutationTest {
    private static final long SEED = 7;
    private static final int MUTANTS = Boolean.getBoolean("heddle.soak") ? 500_000 : 3_000;
    private static final Duration QUICK = Duration.ofSeconds(20);
    private static final List<String> WORDS =
            List.of(
                    "(", ")", "[", "]", "{", "}", ",", ";", "\n", "=", "->", "*", "+", "-", "--",
                    "\\", "\"", "@", "|", "#", ":", ".", "x", "q", "S", "axis ", "wire ", "def ",
                    "monoid ", "scan ", "block ", "else ", " 3", "1e9", "topk(k)", "sum[x](",
                    "softmax", "f16", "^", "\u00e9", "\u0000");

    @Test
    void noMutantEscapes() {
        Random random = new Random(SEED);
        for (int i = 0; i < MUTANTS; i++) {
            String text = Texts.ALL.get(random.nextInt(Texts.ALL.size()));
            survive(mutate(text, random), "seed " + SEED + ", mutant " + i);
        }
    }

    @Test
    void noTruncationEscapes() {
        for (String text : Texts.ALL) {
            for (int length = 0; length < text.length(); length++) {
                survive(text.substring(0, length), "first " + length);
            }
        }
    }

    @Test
    void aLineWithAMistakeLeavesTheOthers() {
        for (String text : Texts.ALL) {
            List<String> lines = new ArrayList<>(text.lines().toList());
            for (int i = 0; i < lines.size(); i++) {
                String line = lines.get(i);
                if (line.contains("] = ") && !line.contains("{")) {
                    lines.set(i, line.replaceFirst(" = ", " = ^"));
                    List<Diagnostic> found = survive(String.join("\n", lines), "line " + i);
                    assertThat(found).extracting(Diagnostic::code).containsExactly(Code.E022);
                    assertThat(found.getFirst().where().position().orElseThrow().line())
                            .isEqualTo(i + 1);
                    lines.set(i, line);
                }
            }
        }
    }

    private static String mutate(String text, Random random) {
        StringBuilder mutant = new StringBuilder(text);
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(mutant.length());
            int end = Math.min(mutant.length(), at + 1 + random.nextInt(8));
            switch (random.nextInt(4)) {
                case 0 -> mutant.replace(at, end, WORDS.get(random.nextInt(WORDS.size())));
                case 1 -> mutant.insert(at, WORDS.get(random.nextInt(WORDS.size())));
                case 2 -> mutant.delete(at, end);
                default -> {
                    int from = random.nextInt(mutant.length());
                    int to = Math.min(mutant.length(), from + 1 + random.nextInt(40));
                    mutant.insert(at, mutant.substring(from, to));
                }
            }
        }
        return mutant.toString();
    }

    /// Problems of the syntax; where there are none, the diagram comes back when it is written.
    private static List<Diagnostic> survive(String text, String which) {
        try {
            Problems problems = new Problems();
            SourceText source = new SourceText("mutant.hd", text);
            Draft draft = TextReader.draft(source, Limits.STANDARD, problems);
            assertThat(problems.list()).as(which).allMatch(TextMutationTest::isPlaced);
            DiagnosticPrinter.text(problems.list(), _ -> Optional.of(text));
            Diagram diagram = draft.diagram();
            if (!problems.hasErrors() && allNamed(diagram)) {
                String written = TextWriter.write(diagram);
                assertThat(Texts.read(written)).as("%s\n%s", which, written).isEqualTo(diagram);
            }
            if (hasPlainPorts(diagram)) {
                ReadResult result = TextReader.read(source);
                boolean errors = result.diagnostics().stream().anyMatch(Diagnostic::isError);
                assertThat(result.diagram().isEmpty()).as(which).isEqualTo(errors);
                assertThat(result.diagnostics()).as(which).allMatch(TextMutationTest::isPlaced);
            }
            return problems.list();
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(which + " escapes:\n" + text, e);
        }
    }

    private static boolean hasPlainPorts(Diagram diagram) {
        return diagram.boxes().stream()
                        .allMatch(
                                box ->
                                        box.hasPlainPorts()
                                                && (!(box.op() instanceof Op.Block(Diagram b, _))
                                                        || hasPlainPorts(b)))
                && diagram.definitions().values().stream()
                        .allMatch(TextMutationTest::hasPlainPorts);
    }

    /// Only the count of what is not listed has no place.
    private static boolean isPlaced(Diagnostic d) {
        return d.where().position().isPresent() || d.code() == Code.E014;
    }

    /// Whether every wire that the interface names exists.
    private static boolean allNamed(Diagram diagram) {
        return diagram.wires().keySet().containsAll(diagram.inputs())
                && diagram.boxes().stream()
                        .allMatch(
                                box ->
                                        box.outputs().stream()
                                                .allMatch(
                                                        p ->
                                                                diagram.wires()
                                                                        .containsKey(p.wire())));
    }

    static Stream<Arguments> hostile() {
        String line = "y[i] = ";
        return Stream.of(
                Arguments.of("brackets", line + "(".repeat(1_000_000)),
                Arguments.of("reads", line + "A[".repeat(500_000)),
                Arguments.of("calls", line + "sum[i](".repeat(300_000)),
                Arguments.of("braces", "y = block () {".repeat(300_000)),
                Arguments.of("definitions", "def f() {".repeat(300_000)),
                Arguments.of("minuses", line + "- ".repeat(1_000_000) + "1"),
                Arguments.of("nots", line + "not ".repeat(1_000_000) + "1"),
                Arguments.of("terms", line + "A[i] + ".repeat(500_000) + "1"),
                Arguments.of("parameters", line + "(a, ".repeat(300_000)),
                Arguments.of("names", "f(" + "a, ".repeat(500_000)),
                Arguments.of("lines", "y[i = 1\n".repeat(100_000)),
                Arguments.of("a name", "y".repeat(5_000_000)),
                Arguments.of("a title", "f" + "-a".repeat(2_000_000)),
                Arguments.of("words", "a ".repeat(5_000_000)),
                Arguments.of(
                        "closed",
                        line + "(".repeat(190) + "A[i, k] * " + "B[k, j]" + ")".repeat(190)),
                Arguments.of(
                        "nested sums",
                        line + "A[i, k] * (1 + ".repeat(60) + "B[j]" + ")".repeat(60)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("hostile")
    void hostileTextsCostBoundedTime(String what, String text) {
        long start = System.nanoTime();
        survive(text, what);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).as(what).isLessThan(QUICK);
    }
}
