package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.heddle.backend.driver.RunOptions;
import org.heddle.backend.run.Comparer;
import org.heddle.backend.run.Comparison;
import org.heddle.backend.run.Compiled;
import org.heddle.backend.run.Device;
import org.heddle.backend.run.InterpretDevice;
import org.heddle.backend.run.Referee;
import org.heddle.model.data.Tensor;
import org.heddle.rules.derive.Step;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Every diagram of the catalogue as derived, with axes cut, on inputs made to break it, held against the evaluator element by element ({@link org.heddle.model.eval.Judge}).
class AdversarialTest {
    private static final int SEEDS = Boolean.getBoolean("heddle.soak") ? 20 : 1;

    /// Part of the compared elements that are finite and determined, for every diagram and kind.
    private static final double LEAST = 0.05;

    /// Laws of numbers that are not laws of infinities: `(inf + inf)·-1` is not `inf·(1 - 1)`,.
    private static final Map<String, Set<Adversary.Kind>> BEYOND =
            Map.of(
                    "associate-right", Set.of(Adversary.Kind.MASKED, Adversary.Kind.INFINITE),
                    "associate-left", Set.of(Adversary.Kind.MASKED, Adversary.Kind.INFINITE));

    static Stream<String> names() {
        return Catalogue.names().stream();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("names")
    void kernelsAgree(String name) throws Exception {
        Adversary adversary = Adversary.of(name);
        List<String> wrong = new ArrayList<>();
        Map<Adversary.Kind, Long> judged = new EnumMap<>(Adversary.Kind.class);
        Map<Adversary.Kind, Long> compared = new EnumMap<>(Adversary.Kind.class);
        try (InterpretDevice interpreter =
                        new InterpretDevice(adversary.compiled().derivation().hardware());
                OpenedDevice openCl = OpenedDevice.openCl()) {
            List<Device> devices = new ArrayList<>(List.of(interpreter));
            openCl.device().ifPresent(devices::add);
            for (Adversary.Draw draw : draws(adversary)) {
                Referee referee =
                        Referee.of(adversary.compiled(), draw.inputs(), Comparer.Options.DEFAULT);
                for (Device device : devices) {
                    Map<String, Tensor> outputs =
                            device.run(adversary.compiled(), draw.inputs(), RunOptions.ONCE)
                                    .outputs();
                    for (Comparison.OutputRow row : referee.judge(outputs)) {
                        judged.merge(draw.kind(), row.error().determined(), Long::sum);
                        compared.merge(draw.kind(), row.error().count(), Long::sum);
                        if (!row.ok()) {
                            wrong.add(device.id() + ", " + draw + ": " + row);
                        }
                    }
                }
            }
        }
        assertThat(wrong).as("%s %s", name, adversary.sizes()).isEmpty();
        assertThat(judged)
                .as("finite elements that could be found wrong, of %s", compared)
                .allSatisfy(
                        (kind, elements) ->
                                assertThat((double) elements)
                                        .as("%s", kind)
                                        .isGreaterThanOrEqualTo(LEAST * compared.get(kind)));
    }

    private static List<Adversary.Draw> draws(Adversary adversary) {
        List<Adversary.Draw> draws = new ArrayList<>();
        for (Adversary.Kind kind : kinds(adversary.compiled())) {
            for (int seed = 1; seed <= SEEDS; seed++) {
                draws.addAll(adversary.draws(kind, seed));
            }
        }
        return draws;
    }

    /// All kinds but those that a law of the derivation has a condition against.
    private static Set<Adversary.Kind> kinds(Compiled compiled) {
        Set<Adversary.Kind> kinds = EnumSet.allOf(Adversary.Kind.class);
        for (Step step : compiled.derivation().steps()) {
            kinds.removeAll(BEYOND.getOrDefault(step.rule(), Set.of()));
        }
        return kinds;
    }
}
