package org.heddle.model.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.DiagnosticPrinter;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.library.Unfold;
import org.junit.jupiter.api.Test;

/// Whatever the text, reading gives a diagram or located errors, never an exception.
class MutationTest {
    private static final long SEED = 42;
    private static final int MUTANTS = 4000;
    private static final String TOKENS = "{}[]\",:0123456789-+*/ \\\nabcqxdST|#.e_\u00e9";

    @Test
    void noMutantEscapes() {
        Random random = new Random(SEED);
        for (int i = 0; i < MUTANTS; i++) {
            String sample = Samples.ALL.get(random.nextInt(Samples.ALL.size()));
            survive(
                    mutate(sample.getBytes(StandardCharsets.UTF_8), random),
                    "seed " + SEED + ", mutant " + i);
        }
    }

    @Test
    void noTruncationEscapes() {
        for (String sample : Samples.ALL) {
            byte[] bytes = sample.getBytes(StandardCharsets.UTF_8);
            int end = sample.stripTrailing().length();
            for (int length = 0; length < end; length++) {
                List<Diagnostic> problems =
                        survive(Arrays.copyOf(bytes, length), "first " + length + " bytes");
                assertThat(problems).as("first %d bytes", length).anyMatch(Diagnostic::isError);
            }
        }
    }

    @Test
    void droppingOrDoublingALineIsSurvived() {
        for (String sample : Samples.ALL) {
            List<String> lines = sample.lines().toList();
            for (int i = 0; i < lines.size(); i++) {
                List<String> fewer = new ArrayList<>(lines);
                String line = fewer.remove(i);
                survive(
                        String.join("\n", fewer).getBytes(StandardCharsets.UTF_8),
                        "without line " + i);
                fewer.addAll(i, List.of(line, line));
                survive(
                        String.join("\n", fewer).getBytes(StandardCharsets.UTF_8),
                        "line " + i + " twice");
            }
        }
    }

    private static byte[] mutate(byte[] bytes, Random random) {
        byte[] mutant = bytes.clone();
        for (int n = 1 + random.nextInt(4); n > 0; n--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(4)) {
                case 0 -> mutant[at] = (byte) random.nextInt(256);
                case 1 -> mutant[at] = (byte) TOKENS.charAt(random.nextInt(TOKENS.length()));
                case 2 -> mutant = splice(mutant, at, at + 1 + random.nextInt(8), new byte[0]);
                default -> {
                    int from = random.nextInt(mutant.length);
                    byte[] copied =
                            Arrays.copyOfRange(
                                    mutant,
                                    from,
                                    Math.min(mutant.length, from + 1 + random.nextInt(30)));
                    mutant = splice(mutant, at, at, copied);
                }
            }
        }
        return mutant;
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] between) {
        int rest = Math.min(to, bytes.length);
        byte[] out = Arrays.copyOf(bytes, from + between.length + bytes.length - rest);
        System.arraycopy(between, 0, out, from, between.length);
        System.arraycopy(bytes, rest, out, from + between.length, bytes.length - rest);
        return out;
    }

    private static List<Diagnostic> survive(byte[] bytes, String which) {
        try {
            SourceText source = SourceText.decode("mutant.json", bytes);
            ReadResult result = DiagramReader.read(source);
            boolean errors = result.diagnostics().stream().anyMatch(Diagnostic::isError);
            assertThat(result.diagram().isEmpty()).as(which).isEqualTo(errors);
            assertThat(result.diagnostics())
                    .as(which)
                    .allMatch(d -> d.where().position().isPresent());
            DiagnosticPrinter.text(result.diagnostics(), _ -> Optional.of(source.text()));
            DiagnosticPrinter.json(result.diagnostics());
            result.diagram().ifPresent(diagram -> use(diagram, which));
            return result.diagnostics();
        } catch (DiagnosticException e) {
            return e.diagnostics();
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(
                    which + " escapes: " + new String(bytes, StandardCharsets.UTF_8), e);
        }
    }

    /// What reads without errors can be written, unfolded, checked again and bound.
    private static void use(Diagram diagram, String which) {
        assertThat(Samples.read(DiagramWriter.write(diagram))).as(which).isEqualTo(diagram);
        Diagram unfolded = Unfold.all(diagram);
        assertThat(Samples.read(DiagramWriter.write(unfolded))).as(which).isEqualTo(unfolded);
        try {
            SizeBinder.bind(unfolded, Map.of());
        } catch (DiagnosticException _) {
            // Sizes are missing: that is an answer.
        }
    }
}
