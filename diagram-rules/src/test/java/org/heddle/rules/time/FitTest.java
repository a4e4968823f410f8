package org.heddle.rules.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.TimeConstant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Constants that made up times are found again from these times.
final class FitTest {
    private static final Map<TimeConstant, Double> TRUE =
            Map.of(
                    TimeConstant.EXPOSED, 0.4,
                    TimeConstant.SPECIAL, 1.5,
                    TimeConstant.LOCAL, 0.5,
                    TimeConstant.GLOBAL, 2.0,
                    TimeConstant.WAIT, 3e-10,
                    TimeConstant.ELEMENT, 6e-10,
                    TimeConstant.STEP, 0.0);

    private static final Hardware MACHINE = Machines.of(2, Map.of());

    /// Runs of a machine with these constants, each of them some per cent off.
    private static List<Timed> samples(double noise, long disturbedEvery) {
        SplittableRandom random = new SplittableRandom(3);
        Hardware machine = Fit.with(MACHINE, TRUE, "a test");
        List<Timed> samples = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            Map<Need, Double> amounts = new EnumMap<>(Need.class);
            amounts.put(Need.ARITHMETIC, 1e-5 * Math.pow(random.nextDouble(), 3));
            amounts.put(Need.SPECIAL, 1e-5 * Math.pow(random.nextDouble(), 3));
            amounts.put(Need.LOCAL, 1e-5 * Math.pow(random.nextDouble(), 2));
            amounts.put(Need.GLOBAL, 1e-5 * Math.pow(random.nextDouble(), 3));
            for (Need need : Need.values()) {
                if (need.isCount()) {
                    amounts.put(need, 3e4 * Math.pow(random.nextDouble(), 3));
                }
            }
            List<Task> tasks = List.of(new Task(Work.of(amounts), random.nextInt(1, 20)));
            Timed.Launched launch = new Timed.Launched(tasks, 1);
            double exact = new Timed(List.of(launch), 1).predicted(machine);
            double off = 1 + noise * (2 * random.nextDouble() - 1);
            double times = disturbedEvery > 0 && i % disturbedEvery == 0 ? 8 : 1;
            samples.add(new Timed(List.of(launch), exact * off * times));
        }
        return samples;
    }

    @Test
    void exactTimesGiveTheConstants() {
        Fit.Fitted fitted = Fit.of(samples(0, 0), MACHINE);
        assertThat(fitted.loss()).isLessThan(0.03);
        for (TimeConstant constant :
                List.of(
                        TimeConstant.SPECIAL,
                        TimeConstant.GLOBAL,
                        TimeConstant.WAIT,
                        TimeConstant.ELEMENT)) {
            assertThat(fitted.values().get(constant) / TRUE.get(constant))
                    .as(constant.key())
                    .isCloseTo(1, within(0.15));
        }
    }

    /// Times that are off by up to 5%, and every tenth by a factor of 8, as where other work came between.
    @ParameterizedTest
    @ValueSource(longs = {0, 10})
    void noiseAndDisturbancesHardlyMatter(long disturbedEvery) {
        List<Timed> seen = samples(0.05, disturbedEvery);
        Hardware fitted = Fit.with(MACHINE, Fit.of(seen, MACHINE).values(), "a test");
        for (Timed exact : samples(0, 0)) {
            assertThat(exact.predicted(fitted) / exact.seconds()).isCloseTo(1, within(0.25));
        }
    }

    /// Nothing computes faster than at its rate, however short times are.
    @Test
    void ratesAreNotExceeded() {
        List<Timed> fast =
                samples(0, 0).stream()
                        .map(sample -> new Timed(sample.launches(), sample.seconds() / 100))
                        .toList();
        Fit.Fitted fitted = Fit.of(fast, MACHINE);
        assertThat(fitted.values().get(TimeConstant.ARITHMETIC)).isGreaterThanOrEqualTo(1);
    }

    @Test
    void theSameSamplesGiveTheSameConstants() {
        assertThat(Fit.of(samples(0.05, 10), MACHINE).values())
                .isEqualTo(Fit.of(samples(0.05, 10), MACHINE).values());
    }
}
