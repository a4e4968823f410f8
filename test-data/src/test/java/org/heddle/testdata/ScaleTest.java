package org.heddle.testdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.lang.ref.Reference;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Files of very many boxes are read, checked, bound and printed in time and memory in proportion to their length.
///
/// Times are those of this thread on a processor, so that other work on the machine counts little.
class ScaleTest {
    private static final int BOXES = 10_000;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    /// Bytes kept for each box: the diagram, the places of its parts in the text.
    private static final long BYTES_PER_BOX = 6_000;

    /// How a large file is large.
    enum Shape {
        /// Each box reads what the one before writes.
        CHAIN {
            @Override
            String file(int boxes) {
                Parts parts = new Parts();
                parts.wire("w0", "i");
                for (int k = 1; k <= boxes; k++) {
                    parts.wire("w" + k, "i");
                    parts.box("map\", \"fn\": \"x -> exp(x) + 1", "\"w" + (k - 1) + "\"", "w" + k);
                }
                return parts.file("\"i\": 4", "\"w0\"", "\"w" + boxes + "\"", "");
            }
        },
        /// One box reads what all others write.
        JOIN {
            @Override
            String file(int boxes) {
                Parts parts = new Parts();
                parts.wire("w0", "i");
                parts.wire("z", "i");
                StringJoiner all = new StringJoiner("\", \"", "\"", "\"");
                for (int k = 1; k < boxes; k++) {
                    all.add("w" + k);
                    parts.wire("w" + k, "i");
                    parts.box("map\", \"fn\": \"x -> exp(x) + 1", "\"w0\"", "w" + k);
                }
                parts.box("contract", all.toString(), "z");
                return parts.file("\"i\": 4", "\"w0\"", "\"z\"", "");
            }
        },
        /// A deep network: layers of products and normalised exponentials, each along an axis of its own.
        LAYERS {
            @Override
            String file(int boxes) {
                Parts parts = new Parts();
                StringJoiner axes = new StringJoiner(", ").add("\"e\": 4").add("\"q\": 4");
                StringJoiner inputs = new StringJoiner(", ").add("\"O0\"");
                parts.wire("O0", "q, e");
                for (int k = 1; k <= boxes / 4; k++) {
                    axes.add("\"x" + k + "\": null");
                    inputs.add("\"K" + k + "\"");
                    parts.wire("K" + k, "x" + k + ", e");
                    parts.wire("S" + k, "q, x" + k);
                    parts.wire("T" + k, "q, x" + k);
                    parts.wire("P" + k, "q, x" + k);
                    parts.wire("O" + k, "q, e");
                    parts.box("contract", "\"O" + (k - 1) + "\", \"K" + k + "\"", "S" + k);
                    parts.box(
                            "map\", \"fn\": \"s -> where(#x" + k + " <= #q, s / sqrt(|e|), -inf)",
                            "\"S" + k + "\"",
                            "T" + k);
                    parts.box(
                            "softmax\", \"over\": [\"x" + k + "\"], \"name\": \"p" + k,
                            "\"T" + k + "\"",
                            "P" + k);
                    parts.box("contract", "\"P" + k + "\", \"K" + k + "\"", "O" + k);
                }
                return parts.file(axes.toString(), inputs.toString(), "\"O" + boxes / 4 + "\"", "");
            }
        },
        /// As many axes as boxes, all of one size by the ports between them.
        RENAMINGS {
            @Override
            String file(int boxes) {
                Parts parts = new Parts();
                StringJoiner axes = new StringJoiner(", ").add("\"i0\": 4");
                parts.wire("w0", "i0");
                for (int k = 1; k <= boxes; k++) {
                    axes.add("\"i" + k + "\": null");
                    parts.wire("w" + k, "i" + k);
                    parts.box(
                            "map\", \"fn\": \"x -> x + 1",
                            "\"w" + (k - 1) + "[i" + k + "]\"",
                            "w" + k);
                }
                return parts.file(axes.toString(), "\"w0\"", "\"w" + boxes + "\"", "");
            }
        },
        /// Half of the boxes in definitions, which the other half call.
        DEFINITIONS {
            @Override
            String file(int boxes) {
                Parts parts = new Parts();
                StringJoiner definitions = new StringJoiner(",\n", ", \"definitions\": {", "}");
                parts.wire("w0", "i");
                for (int k = 1; k <= boxes / 2; k++) {
                    parts.wire("w" + k, "i");
                    parts.box(
                            "d" + k + "\", \"over\": [\"i\"], \"name\": \"b" + k,
                            "\"w" + (k - 1) + "\"",
                            "w" + k);
                    definitions.add(
                            "\"d"
                                    + k
                                    + "\": {\"axes\": {\"n\": null}, \"over\": [\"n\"], \"wires\": {\"a\": \"f32[n]\", \"b\": \"f32[n]\"}, \"inputs\": [\"a\"], \"outputs\": [\"b\"], \"boxes\": [{ \"op\": \"map\", \"fn\": \"x -> exp(x)\", \"in\": [\"a\"], \"out\": [\"b\"] }]}");
                }
                return parts.file(
                        "\"i\": 4", "\"w0\"", "\"w" + boxes / 2 + "\"", definitions.toString());
            }
        };

        abstract String file(int boxes);
    }

    /// The wires and boxes of a file, one a line.
    private static final class Parts {
        private final StringJoiner wires = new StringJoiner(",\n");
        private final StringJoiner boxes = new StringJoiner(",\n");

        void wire(String name, String axes) {
            wires.add("\"" + name + "\": \"f32[" + axes + "]\"");
        }

        void box(String op, String inputs, String output) {
            boxes.add(
                    "{ \"op\": \""
                            + op
                            + "\", \"in\": ["
                            + inputs
                            + "], \"out\": [\""
                            + output
                            + "\"] }");
        }

        String file(String axes, String inputs, String outputs, String more) {
            return "{ \"format\": \"heddle/1\", \"name\": \"large\", \"axes\": {"
                    + axes
                    + "},\n\"wires\": {"
                    + wires
                    + "},\n\"inputs\": ["
                    + inputs
                    + "], \"outputs\": ["
                    + outputs
                    + "],\n\"boxes\": ["
                    + boxes
                    + "]"
                    + more
                    + " }";
        }
    }

    private record Cost(int boxes, Duration time, long bytes) {
        @Override
        public String toString() {
            return String.format(
                    "%,d boxes: %,d ms, %,d bytes a box", boxes, time.toMillis(), bytes / boxes);
        }
    }

    private static Cost cost(Shape shape, int boxes) throws DiagnosticException {
        SourceText source = new SourceText("large.json", shape.file(boxes));
        long before = used();
        long start = processorTime();
        ReadResult result = DiagramReader.read(source);
        try {
            Diagram diagram = result.orThrow();
            String text = DiagramWriter.write(diagram);
            diagram.ordered();
            Map<String, Long> sizes = new HashMap<>();
            diagram.axes().keySet().stream()
                    .filter(axis -> axis.startsWith("x"))
                    .forEach(axis -> sizes.put(axis, 8L));
            SizeBinder.bind(diagram, sizes);
            Duration time = Duration.ofNanos(processorTime() - start);
            assertThat(text.length()).isGreaterThan(source.text().length() / 2);
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
    @EnumSource
    void tenThousandBoxesTakeLessThanTwoSeconds(Shape shape) throws DiagnosticException {
        Cost cost = cost(shape, BOXES);
        System.out.println("scale: " + shape + ", " + cost);
        assertThat(cost.time()).isLessThan(LONGEST);
        assertThat(cost.bytes()).isLessThan(BOXES * BYTES_PER_BOX);
    }

    @ParameterizedTest
    @EnumSource
    void timeAndMemoryGrowWithTheLength(Shape shape) throws DiagnosticException {
        int factor = Boolean.getBoolean("heddle.soak") ? 100 : 20;
        cost(shape, BOXES / 10);
        Cost small = cost(shape, BOXES / 10);
        Cost large = cost(shape, BOXES / 10 * factor);
        System.out.println("scale: " + shape + ", " + small + "; " + large);
        assertThat(large.time()).isLessThan(small.time().plusMillis(20).multipliedBy(3L * factor));
        assertThat(large.bytes()).isLessThan(large.boxes() * BYTES_PER_BOX);
    }

    /// A file in which everything is wrong costs no more than one in which all is right.
    @Test
    void mistakesWithoutNumberAreToldInTime() {
        String chain = Shape.CHAIN.file(BOXES);
        String calls = Shape.DEFINITIONS.file(BOXES);
        List<String> files =
                List.of(
                        chain.replace("exp(x)", "exq(x)"),
                        chain.replace("[\"w", "[\"v"),
                        chain.replace("f32[", "f33["),
                        chain.replaceAll(
                                "\"in\": \\[\"w\\d+\"], \"out\": \\[(\"w\\d+\")]",
                                "\"in\": [$1], \"out\": [$1]"),
                        loops(),
                        calls.replace("{ \"op\": \"d", "{ \"op\": \"e"),
                        calls.replace("\"a\": \"f32[n]\"", "\"a\": \"f33[n]\""),
                        calls.replaceAll("\"d(\\d+)\": (.*)\"map\"", "\"d$1\": $2\"d$1\""));
        for (String file : files) {
            long start = processorTime();
            List<Diagnostic> problems =
                    DiagramReader.read(new SourceText("wrong.json", file)).diagnostics();
            DiagnosticPrinter.text(problems, _ -> Optional.of(file));
            Duration time = Duration.ofNanos(processorTime() - start);
            System.out.println(
                    "scale: "
                            + problems.getFirst().code()
                            + " without number, "
                            + time.toMillis()
                            + " ms");
            assertThat(problems)
                    .anyMatch(
                            problem -> problem.code() == Code.E014 || problem.code() == Code.E204);
            assertThat(time).isLessThan(LONGEST.multipliedBy(2));
        }
    }

    /// Every box reads its own result, and that of the next box: a walk back from the first meets all before it finds a cycle.
    private static String loops() {
        Parts parts = new Parts();
        for (int k = 0; k < BOXES; k++) {
            parts.wire("w" + k, "i");
            parts.box(
                    "contract", "\"w" + Math.min(BOXES - 1, k + 1) + "\", \"w" + k + "\"", "w" + k);
        }
        return parts.file("\"i\": 4", "", "\"w0\"", "");
    }
}
