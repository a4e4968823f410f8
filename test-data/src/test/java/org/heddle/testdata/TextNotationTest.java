package org.heddle.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.heddle.model.check.Checker;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.data.Distribution;
import org.heddle.model.data.Tensor;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticPrinter;
import org.heddle.model.diagnose.Problems;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.diagram.Wire;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.json.DiagramReader;
import org.heddle.model.json.DiagramWriter;
import org.heddle.model.json.SourceText;
import org.heddle.model.library.Unfold;
import org.heddle.model.syntax.Limits;
import org.heddle.model.text.TextReader;
import org.heddle.model.text.TextWriter;
import org.junit.jupiter.api.Test;

/// The text notation says what JSON says: on random diagrams in which every form of the language occurs.
///
/// ```
///  read(write(d)) = d      write(read(write(d))) = write(d)      JSON ─► d ─► text ─► d' ─► JSON computes the same
/// ```
///
/// A diagram that does not come back is made as small as it can be before it is shown.
final class TextNotationTest {
    private static final boolean SOAK = Boolean.getBoolean("heddle.soak");
    private static final int DRAWN = SOAK ? 300_000 : 4_000;
    private static final int EVALUATED = SOAK ? 20_000 : 200;

    private static Diagram draw(long seed) {
        return RandomForms.draw(seed, (int) (seed % 7));
    }

    @Test
    void whatIsDrawnIsWellTyped() {
        for (long seed = 0; seed < EVALUATED; seed++) {
            holds(draw(seed), seed, TextNotationTest::refusal);
        }
    }

    @Test
    void diagramsComeBackFromTheirText() {
        for (long seed = 0; seed < DRAWN; seed++) {
            holds(draw(seed), seed, TextNotationTest::change);
        }
    }

    @Test
    void diagramsMeanTheSameInBothForms() {
        for (long seed = 0; seed < EVALUATED; seed++) {
            long given = seed;
            holds(draw(seed), seed, diagram -> otherMeaning(diagram, given));
        }
    }

    /// Shows the smallest diagram that has a fault.
    private static void holds(
            Diagram diagram, long seed, Function<Diagram, Optional<String>> fault) {
        if (fault.apply(diagram).isPresent()) {
            Predicate<Diagram> sameFault = d -> fault.apply(d).isPresent();
            Diagram smallest = Shrink.smallest(diagram, sameFault);
            throw new AssertionError(
                    "seed " + seed + ": " + fault.apply(smallest).orElseThrow() + "\n" + smallest);
        }
    }

    private static Optional<String> refusal(Diagram diagram) {
        return Checker.check(diagram).stream()
                .filter(Diagnostic::isError)
                .findFirst()
                .map(Diagnostic::toString);
    }

    /// How reading gives another diagram than was written; empty where it does not.
    private static Optional<String> change(Diagram diagram) {
        String written = TextWriter.write(diagram);
        Problems problems = new Problems();
        SourceText source = new SourceText("random.hd", written);
        Diagram read = TextReader.draft(source, Limits.STANDARD, problems).diagram();
        if (problems.hasErrors()) {
            return Optional.of(
                    DiagnosticPrinter.text(problems.list(), _ -> Optional.of(written)) + written);
        }
        if (!read.equals(diagram)) {
            return Optional.of("is read back as\n" + read + "\nfrom\n" + written);
        }
        String again = TextWriter.write(read);
        return again.equals(written)
                ? Optional.empty()
                : Optional.of("is written as\n" + written + "\nand then as\n" + again);
    }

    private static Optional<String> otherMeaning(Diagram diagram, long seed) {
        try {
            SourceText json = new SourceText("random.json", DiagramWriter.write(diagram));
            Diagram first = DiagramReader.read(json).orThrow();
            SourceText text = new SourceText("random.hd", TextWriter.write(first));
            Diagram second = TextReader.read(text).orThrow();
            String written = DiagramWriter.write(second);
            if (!written.equals(json.text())) {
                return Optional.of("is other JSON after it was text:\n" + written);
            }
            return values(diagram, seed).equals(values(second, seed))
                    ? Optional.empty()
                    : Optional.of("computes something else after it was text");
        } catch (Exception e) {
            return Optional.of(e.toString());
        }
    }

    private static List<List<Double>> values(Diagram diagram, long seed) throws Exception {
        Diagram unfolded = Unfold.all(diagram);
        Sizes sizes = SizeBinder.bind(unfolded, Map.of());
        Map<String, Tensor> given = new LinkedHashMap<>();
        for (String input : diagram.inputs()) {
            Wire wire = diagram.wire(input);
            List<Long> shape = wire.axes().stream().map(sizes::of).toList();
            given.put(
                    input,
                    Tensor.random(wire.dtype(), shape, seed + given.size(), Distribution.INTEGER));
        }
        Map<String, Tensor> outputs = Evaluator.of(unfolded, sizes, given).evaluate();
        return diagram.outputs().stream()
                .map(name -> outputs.getOrDefault(name, given.get(name)))
                .map(t -> LongStream.range(0, t.elements()).mapToObj(t::get).toList())
                .toList();
    }

    /// A test on diagrams that lack a form says nothing of it.
    @Test
    void everyFormIsDrawn() {
        StringBuilder all = new StringBuilder();
        for (long seed = 0; seed < EVALUATED; seed++) {
            all.append(TextWriter.write(draw(seed)));
        }
        assertThat(all.toString())
                .contains(
                        "contract(",
                        "min-plus(",
                        "max-plus(",
                        "log-sum-exp(",
                        "or-and(",
                        "max-product(",
                        "reduce linear[",
                        "scan ",
                        "exclusive ",
                        "backward ",
                        "topk(",
                        "argmax[",
                        "argmin[",
                        "logaddexp[",
                        " else ",
                        "_at",
                        "symmetric(",
                        "antisymmetric(",
                        "storage(",
                        "singleton",
                        "block \"label\" (",
                        "\\u0001",
                        "def ",
                        ": i8",
                        ": bool",
                        ": f8e5m2",
                        " = ",
                        "@",
                        "where(",
                        "axis axis",
                        "\"a..b\"");
    }
}
