package org.heddle.rules.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.heddle.model.diagram.Diagram;
import org.heddle.model.diagram.Sizes;
import org.heddle.rules.Sketch;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.hardware.TimeConstant;
import org.heddle.rules.search.Least;
import org.heddle.rules.stream.Region;
import org.heddle.rules.stream.StreamAnalyzer;
import org.heddle.rules.stream.StreamForm;
import org.heddle.rules.stream.Streams;
import org.heddle.rules.time.Fit;
import org.heddle.rules.time.Need;
import org.heddle.testdata.RandomCascades;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// No blocking between two costs less than what is said of all of them.
final class LeastTest {
    private static final int DRAWS = 40;

    static Stream<Diagram> bodies() {
        SplittableRandom random = new SplittableRandom(11);
        List<Diagram> bodies = new ArrayList<>();
        RandomCascades.of(20, 17).map(RandomCascades.Cascade::diagram).forEach(bodies::add);
        for (int i = 0; i < 8; i++) {
            bodies.add(Chains.random(random));
        }
        for (String left : List.of("#x <= #q", "abs(#x - #q) <= 5", "#x >= 2 * #q")) {
            bodies.add(masked(left));
        }
        return bodies.stream();
    }

    private static Diagram masked(String left) {
        return new Sketch()
                .axis("q", 3)
                .axis("x", 3)
                .axis("d", 3)
                .axis("e", 3)
                .input("Q[q, d]", "K[x, d]", "V[x, e]")
                .contract("S[q, x]", "Q[q, d]", "K[x, d]")
                .map("T[q, x]", "s -> where(" + left + ", s, 0)", "S[q, x]")
                .contract("O[q, e]", "T[q, x]", "V[x, e]")
                .output("O")
                .diagram();
    }

    @ParameterizedTest
    @MethodSource("bodies")
    void nothingBetweenIsLess(Diagram body) {
        SplittableRandom random = new SplittableRandom(5);
        for (Hardware hardware : List.of(machine("cpu"), machine("h200"), measured())) {
            Map<String, Long> sizes = new LinkedHashMap<>();
            body.axes().keySet().forEach(axis -> sizes.put(axis, (long) random.nextInt(1, 90)));
            for (Region region : Streams.regions(body)) {
                for (StreamForm form : StreamAnalyzer.candidates(region)) {
                    Benches benches = new Benches(form, new Sizes(sizes), hardware);
                    for (int i = 0; i < DRAWS; i++) {
                        check(benches, random);
                    }
                }
            }
        }
    }

    private static Hardware machine(String name) {
        return HardwareReader.shipped(name).orElseThrow();
    }

    /// A machine on which everything takes longer than its rates say.
    private static Hardware measured() {
        Map<TimeConstant, Double> constants = new LinkedHashMap<>();
        for (Need need : Need.values()) {
            constants.put(need.constant(), need.isCount() ? 1e-9 : 1.5);
        }
        constants.put(TimeConstant.EXPOSED, 0.5);
        constants.put(TimeConstant.CACHED, 0.5);
        return Fit.with(machine("cpu"), constants, "a test");
    }

    private static void check(Benches benches, SplittableRandom random) {
        Blocking smallest = benches.whole();
        Blocking largest = benches.whole();
        Blocking between = benches.whole();
        List<String> axes = new ArrayList<>(benches.form().region().parallelAxes());
        axes.addAll(benches.loops());
        for (String axis : axes) {
            long[] three =
                    random.longs(3, 1, Math.max(1, benches.whole().size(axis)) + 1)
                            .sorted()
                            .toArray();
            smallest = smallest.with(axis, three[0]);
            between = between.with(axis, three[1]);
            largest = largest.with(axis, three[2]);
        }
        Cost cost = benches.at(between).at(between).cost();
        Least least = benches.least(smallest, largest);
        assertThat(cost.globalBytes())
                .as("%s between %s and %s", between, smallest, largest)
                .isGreaterThanOrEqualTo(least.bytes());
        assertThat(cost.seconds())
                .as("%s between %s and %s", between, smallest, largest)
                .isGreaterThanOrEqualTo(least.seconds() * (1 - 1e-12));
    }
}
