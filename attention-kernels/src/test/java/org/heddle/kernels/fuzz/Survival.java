package org.heddle.kernels.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.DiagnosticPrinter;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.json.ReadResult;
import org.heddle.model.json.SourceText;
import org.heddle.model.library.Unfold;
import org.heddle.model.text.TextReader;
import org.heddle.model.text.TextWriter;

/// Puts files through all that follows reading, and counts what became of them.
final class Survival {
    /// Far more than any small file needs, also on a busy machine.
    private static final Duration LONGEST = Duration.ofSeconds(20);

    /// Definitions that call each other unfold to as many boxes as may be: their texts, twice over, are no matter for the small heap of the long runs.
    private static final int MOST_WRITTEN = 20_000;

    private long files;
    private long valid;
    private Duration slowest = Duration.ZERO;

    /// Fails where a file escapes: with an exception, a problem without a place, or too long a time.
    void check(String file, byte[] bytes, String which) {
        long start = System.nanoTime();
        try {
            files++;
            read(SourceText.decode(file, bytes), which);
        } catch (DiagnosticException e) {
            assertThat(e.diagnostics()).as(which).isNotEmpty();
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(
                    which + " escapes:\n" + new String(bytes, StandardCharsets.UTF_8), e);
        }
        Duration spent = Duration.ofNanos(System.nanoTime() - start);
        slowest = spent.compareTo(slowest) > 0 ? spent : slowest;
        assertThat(spent).as(which).isLessThan(LONGEST);
    }

    private void read(SourceText source, String which) {
        ReadResult result = result(source);
        List<Diagnostic> problems = result.diagnostics();
        if (result.diagram().isEmpty() != problems.stream().anyMatch(Diagnostic::isError)
                || !problems.stream().allMatch(Survival::isPlaced)) {
            throw new AssertionError(which + ": " + problems + "\n" + source.text());
        }
        DiagnosticPrinter.text(problems, _ -> Optional.of(source.text()));
        DiagnosticPrinter.json(problems);
        if (result.diagram().isPresent()) {
            valid++;
            use(result.diagram().get(), which);
        }
    }

    /// Only the count of what is not listed has no place.
    private static boolean isPlaced(Diagnostic problem) {
        return problem.where().position().isPresent() || problem.code() == Code.E014;
    }

    /// What is valid can be written, read again, ordered, unfolded, checked again and bound.
    private static void use(Diagram diagram, String which) {
        same(diagram, which);
        diagram.ordered();
        Diagram unfolded = Unfold.all(diagram);
        if (unfolded.boxes().size() <= MOST_WRITTEN) {
            same(unfolded, which);
        }
        try {
            SizeBinder.bind(unfolded, Map.of());
        } catch (DiagnosticException e) {
            assertThat(e.diagnostics()).as(which).isNotEmpty();
        }
    }

    private static ReadResult result(SourceText source) {
        return source.file().endsWith(".hd") ? TextReader.read(source) : DiagramReader.read(source);
    }

    /// Both forms give the diagram back.
    private static void same(Diagram diagram, String which) {
        same(diagram, new SourceText("written.json", DiagramWriter.write(diagram)), which);
        same(diagram, new SourceText("written.hd", TextWriter.write(diagram)), which);
    }

    private static void same(Diagram diagram, SourceText written, String which) {
        ReadResult again = result(written);
        if (!again.diagram().equals(Optional.of(diagram))) {
            throw new AssertionError(
                    which + " is written as\n" + written.text() + again.diagnostics());
        }
    }

    @Override
    public String toString() {
        return String.format(
                "%,d files, %,d of them valid, the slowest took %,d ms",
                files, valid, slowest.toMillis());
    }
}
