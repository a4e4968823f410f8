package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.InterpretDevice;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.model.eval.Positions;
import org.heddle.model.json.DiagramReader;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every diagram of the catalogue is derived at random sizes, 0 and 1 among them, and equal to the evaluator there: twenty settings each with `-Dheddle.soak=true`, else eight.
class RandomSizesTest {
    private static final int SETTINGS = Boolean.getBoolean("heddle.soak") ? 20 : 8;
    private static final int ATTEMPTS = 400;
    private static final long LONGEST = 23;
    private static final double MOST_ELEMENTS = 4000;

    static List<String> names() {
        return Catalogue.names();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void agreesWithTheEvaluatorAndMovesThePredictedBytes(String name) throws Exception {
        Diagram diagram = DiagramReader.read(Catalogue.find(name).orElseThrow()).orThrow();
        SplittableRandom random = new SplittableRandom(name.hashCode());
        int done = 0;
        for (int attempt = 0; attempt < ATTEMPTS && done < SETTINGS; attempt++) {
            Optional<Sizes> sizes = bind(diagram, draw(diagram, done, random));
            if (sizes.isPresent()) {
                agrees(diagram, sizes.get());
                done++;
            }
        }
        assertThat(done).isEqualTo(SETTINGS);
    }

    private static void agrees(Diagram diagram, Sizes sizes) throws Exception {
        Compiled compiled = Tight.compile(diagram, sizes);
        try (InterpretDevice device = new InterpretDevice(compiled.derivation().hardware())) {
            Comparison comparison = Comparer.compare(compiled, device, Comparer.Options.DEFAULT);
            assertThat(comparison.outputs())
                    .as("%s", sizes)
                    .isNotEmpty()
                    .allMatch(Comparison.OutputRow::ok);
            assertThat(comparison.bytesAgree()).as("%s", sizes).isTrue();
        }
    }

    /// First one axis of length 0 and the others ragged, then all of length 1, then any.
    private static Map<String, Long> draw(Diagram diagram, int done, SplittableRandom random) {
        Map<String, Long> sizes = new LinkedHashMap<>(Settings.generic(diagram));
        List<String> axes = List.copyOf(sizes.keySet());
        long longest =
                (long)
                        Math.clamp(
                                Math.pow(MOST_ELEMENTS, 1.0 / Math.max(1, axes.size())),
                                3,
                                LONGEST);
        sizes.replaceAll((_, _) -> done == 1 ? 1 : size(longest, done, random));
        if (done == 0 && !axes.isEmpty()) {
            sizes.put(axes.get(random.nextInt(axes.size())), 0L);
        }
        return sizes;
    }

    private static long size(long longest, int done, SplittableRandom random) {
        return done > 1 && random.nextInt(8) == 0
                ? random.nextInt(2)
                : random.nextLong(2, longest + 1);
    }

    /// Empty where sizes that are computed from these are negative, or where positions are read along an axis without any.
    private static Optional<Sizes> bind(Diagram diagram, Map<String, Long> given) {
        try {
            Sizes sizes = SizeBinder.bind(diagram, given);
            boolean looksUpNothing = Positions.of(diagram, sizes).containsValue(0L);
            return looksUpNothing ? Optional.empty() : Optional.of(sizes);
        } catch (DiagnosticException _) {
            return Optional.empty();
        }
    }
}
