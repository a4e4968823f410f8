package org.heddle.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Suggestion;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.eval.EvaluationException;
import org.heddle.model.eval.Evaluator;
import org.heddle.model.eval.Samples;
import picocli.CommandLine.Option;

/// The options `--at` and `--sample`: which elements to compute, where whole arrays would take too long or too much memory.
final class ElementsOption implements CheckedOption {
    private static final Pattern ELEMENT =
            Pattern.compile(
                    "\\s*([A-Za-z_][A-Za-z_0-9]*)\\s*\\[(\\s*|\\s*[0-9]{1,18}\\s*(?:,\\s*[0-9]{1,18}\\s*)*)]\\s*");

    @Option(
            names = "--at",
            paramLabel = "WIRE[I,...]",
            description =
                    "Compute this element, of any wire, and what it depends on only; print it. May be given several times.")
    private List<String> elements = List.of();

    @Option(
            names = "--sample",
            paramLabel = "N",
            description =
                    "Compute N elements or more of each output, and print them: corners, one for each border of tiles, random ones.")
    private Optional<Integer> count = Optional.empty();

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Chooses the elements of --sample (default ${DEFAULT-VALUE}).")
    private long seed;

    /// A computed element.
    record Element(String wire, List<Long> index, double value) {}

    private record Named(String wire, List<Long> index) {}

    @Override
    public void check(Faults faults) {
        for (String text : elements) {
            if (!ELEMENT.matcher(text).matches()) {
                faults.add("--at expects an element such as O[0,5], not '" + text + "'");
            }
        }
        if (count.isPresent() && count.get() < 1) {
            faults.add("--sample expects a number of elements, at least 1, not " + count.get());
        }
    }

    boolean isGiven() {
        return !elements.isEmpty() || count.isPresent();
    }

    /// The elements asked for, those named first.
    ///
    /// @throws DiagnosticException where there is no such element
    List<Element> compute(Diagram diagram, Sizes sizes, Evaluator evaluator)
            throws DiagnosticException, EvaluationException {
        Faults faults = new Faults();
        List<Named> wanted = new ArrayList<>();
        for (String text : elements) {
            faults.get(() -> named(text, diagram, sizes)).ifPresent(wanted::add);
        }
        faults.raise();
        List<Element> computed = new ArrayList<>();
        for (Named element : wanted) {
            long[] index = element.index().stream().mapToLong(Long::longValue).toArray();
            double value = evaluator.element(element.wire(), index);
            computed.add(new Element(element.wire(), element.index(), value));
        }
        for (String output : count.isPresent() ? diagram.outputs() : List.<String>of()) {
            Samples samples = evaluator.sample(output, count.orElseThrow(), seed);
            for (int i = 0; i < samples.count(); i++) {
                computed.add(new Element(output, samples.index(i), samples.value(i)));
            }
        }
        return computed;
    }

    private static Named named(String text, Diagram diagram, Sizes sizes)
            throws DiagnosticException {
        Matcher matcher = ELEMENT.matcher(text);
        matcher.matches();
        String name = matcher.group(1);
        if (!diagram.wires().containsKey(name)) {
            throw Faults.usage(
                    "--at: the diagram has no wire '" + name + "'",
                    Suggestion.help(name, diagram.wires().keySet()));
        }
        List<String> axes = diagram.wire(name).axes();
        List<Long> index = parts(matcher.group(2)).stream().map(Long::valueOf).toList();
        if (index.size() != axes.size()) {
            throw Faults.usage(
                    "--at %s gives %d indices, wire '%s' has the axes %s"
                            .formatted(text, index.size(), name, axes));
        }
        for (int i = 0; i < axes.size(); i++) {
            long size = sizes.of(axes.get(i));
            if (index.get(i) >= size) {
                throw Faults.usage(
                        "--at %s: axis '%s' has size %d, so there is no index %d"
                                .formatted(text, axes.get(i), size, index.get(i)));
            }
        }
        return new Named(name, index);
    }

    private static List<String> parts(String indices) {
        return indices.isBlank()
                ? List.of()
                : Arrays.stream(indices.split(",", -1)).map(String::strip).toList();
    }
}
