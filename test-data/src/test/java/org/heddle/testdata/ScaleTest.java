package org.heddle.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
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
import org.heddle.model.text.TextReader;
import org.heddle.model.text.TextWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Files of very many boxes are read, checked, bound and printed in time and memory in proportion to their length.
///
/// Times are those of this thread on a processor, so that other work on the machine counts little.
@Isolated("it weighs the heap")
class ScaleTest {
    private static final int BOXES = 10_000;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /// Bytes kept for each box: the diagram, the places of its parts in the text.
    private static final long BYTES_PER_BOX = 6_000;

    private record Cost(int boxes, Duration time, long bytes) {
        @Override
        public String toString() {
            return String.format(
                    "%,d boxes: %,d ms, %,d bytes a box", boxes, time.toMillis(), bytes / boxes);
        }
    }

    /// In which notation a large file is written.
    enum Notation {
        JSON {
            @Override
            ReadResult read(String text) {
                return DiagramReader.read(new SourceText("large.json", text));
            }

            @Override
            String write(Diagram diagram) {
                return DiagramWriter.write(diagram);
            }
        },
        TEXT {
            @Override
            ReadResult read(String text) {
                return TextReader.read(new SourceText("large.hd", text));
            }

            @Override
            String write(Diagram diagram) {
                return TextWriter.write(diagram);
            }
        };

        abstract ReadResult read(String text);

        abstract String write(Diagram diagram);
    }

    static Stream<Arguments> files() {
        return Arrays.stream(LargeFile.values())
                .flatMap(
                        shape ->
                                Arrays.stream(Notation.values())
                                        .map(notation -> Arguments.of(shape, notation)));
    }

    /// A large file in a notation.
    private static String file(LargeFile shape, Notation notation, int boxes)
            throws DiagnosticException {
        return notation.write(Notation.JSON.read(shape.of(boxes)).orThrow());
    }

    private static Cost cost(LargeFile shape, Notation notation, int boxes)
            throws DiagnosticException {
        String file = file(shape, notation, boxes);
        long before = used();
        long start = processorTime();
        ReadResult result = notation.read(file);
        try {
            Diagram diagram = result.orThrow();
            String text = notation.write(diagram);
            diagram.ordered();
            Map<String, Long> sizes = new HashMap<>();
            diagram.axes().keySet().stream()
                    .filter(axis -> axis.startsWith("x"))
                    .forEach(axis -> sizes.put(axis, 8L));
            SizeBinder.bind(diagram, sizes);
            Duration time = Duration.ofNanos(processorTime() - start);
            assertThat(text).isEqualTo(file);
            return new Cost(boxes, time, used() - before);
        } finally {
            Reference.reachabilityFence(result);
        }
    }

    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static long used() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @ParameterizedTest
    @MethodSource("files")
    void tenThousandBoxesTakeLessThanTwoSeconds(LargeFile shape, Notation notation)
            throws DiagnosticException {
        Cost cost = cost(shape, notation, BOXES);
        System.out.println("scale: " + shape + " " + notation + ", " + cost);
        assertThat(cost.time()).isLessThan(LONGEST);
        assertThat(cost.bytes()).isLessThan(BOXES * BYTES_PER_BOX);
    }

    @ParameterizedTest
    @MethodSource("files")
    void timeAndMemoryGrowWithTheLength(LargeFile shape, Notation notation)
            throws DiagnosticException {
        int factor = Boolean.getBoolean("heddle.soak") ? 100 : 10;
        cost(shape, notation, BOXES / 10);
        Cost small = cost(shape, notation, BOXES / 10);
        Cost large = cost(shape, notation, BOXES / 10 * factor);
        System.out.println("scale: " + shape + " " + notation + ", " + small + "; " + large);
        assertThat(large.time()).isLessThan(small.time().plusMillis(20).multipliedBy(3L * factor));
        assertThat(large.bytes()).isLessThan(large.boxes() * BYTES_PER_BOX);
    }

    /// A text in which everything is wrong costs no more than one in which all is right.
    @Test
    void mistakesWithoutNumberInTextsAreToldInTime() throws DiagnosticException {
        String chain = file(LargeFile.CHAIN, Notation.TEXT, BOXES);
        String calls = file(LargeFile.DEFINITIONS, Notation.TEXT, BOXES);
        String layers = file(LargeFile.LAYERS, Notation.TEXT, BOXES);
        List<String> files =
                List.of(
                        chain.replace("exp(", "exq("),
                        chain.replaceAll("\\(w\\d+\\[", "(v0["),
                        chain.replaceAll("\\(w\\d+\\[", "(v$0["),
                        chain.replace("= ", "= )"),
                        chain.replace("= ", "= ("),
                        chain.replace("] = ", "] : f33 = "),
                        chain.replaceAll("(w\\d+)\\[i] = exp\\(w\\d+", "$1[i] = exp($1"),
                        chain.replaceAll("(?m)^w\\d+\\[i]", "w0[i]"),
                        layers.replaceAll("sqrt\\(", "sqrd("),
                        calls.replaceAll("= d(\\d+)", "= e$1"),
                        calls.replace("f32[n]", "f33[n]"),
                        calls.replace("exp(", "exq("),
                        calls.replace("{", ""),
                        calls.replaceAll("def d\\d+", "def d"));
        for (String file : files) {
            inTime(file, "wrong.hd", Notation.TEXT);
        }
    }

    private static List<Diagnostic> inTime(String file, String name, Notation notation) {
        long start = processorTime();
        List<Diagnostic> problems = notation.read(file).diagnostics();
        DiagnosticPrinter.text(problems, _ -> Optional.of(file));
        Duration time = Duration.ofNanos(processorTime() - start);
        Code code = problems.getFirst().code();
        System.out.println(
                "scale: " + code + " without number in " + name + ", " + time.toMillis() + " ms");
        assertThat(problems).anyMatch(Diagnostic::isError);
        assertThat(time).isLessThan(LONGEST.multipliedBy(2));
        return problems;
    }

    /// A file in which everything is wrong costs no more than one in which all is right.
    @Test
    void mistakesWithoutNumberAreToldInTime() {
        String chain = LargeFile.CHAIN.of(BOXES);
        String calls = LargeFile.DEFINITIONS.of(BOXES);
        List<String> files =
                List.of(
                        chain.replace("exp(x)", "exq(x)"),
                        chain.replace("[\"w", "[\"v"),
                        chain.replace("f32[", "f33["),
                        chain.replaceAll(
                                "\"in\": \\[\"w\\d+\"], \"out\": \\[(\"w\\d+\")]",
                                "\"in\": [$1], \"out\": [$1]"),
                        LargeFile.loops(BOXES),
                        calls.replace("{ \"op\": \"d", "{ \"op\": \"e"),
                        calls.replace("\"a\": \"f32[n]\"", "\"a\": \"f33[n]\""),
                        calls.replaceAll("\"d(\\d+)\": (.*)\"map\"", "\"d$1\": $2\"d$1\""));
        for (String file : files) {
            List<Diagnostic> problems = inTime(file, "wrong.json", Notation.JSON);
            assertThat(problems)
                    .anyMatch(
                            problem -> problem.code() == Code.E014 || problem.code() == Code.E204);
        }
    }
}
