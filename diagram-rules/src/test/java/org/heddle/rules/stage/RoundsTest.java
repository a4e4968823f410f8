package org.heddle.rules.stage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Teams that take turns, against what can be said without trying.
final class RoundsTest {
    private static final List<Pipe> COMPUTING = List.of(Pipe.MATRIX, Pipe.FMA, Pipe.SPECIAL);

    private static Rounds.Phase phase(Pipe pipe, double seconds) {
        return new Rounds.Phase(pipe, seconds);
    }

    private static List<Rounds.Phase> twoPipes(double matrix, double special) {
        return List.of(phase(Pipe.MATRIX, matrix), phase(Pipe.SPECIAL, special));
    }

    /// Two teams hide the shorter pipe behind the longer one, whichever that is; one hides nothing.
    @ParameterizedTest
    @CsvSource({"1, 2, 1, 3", "2, 2, 1, 4", "2, 1, 3, 6", "2, 2, 2, 4", "3, 2, 1, 6", "4, 1, 1, 4"})
    void twoPipesAlternate(int teams, double matrix, double special, double period) {
        assertThat(Rounds.period(twoPipes(matrix, special), teams)).isCloseTo(period, within(1e-9));
    }

    /// Two teams of three equal phases leave a pipe idle a third of the time, three do not.
    @Test
    void asManyTeamsAsPipesFillThem() {
        List<Rounds.Phase> phases =
                List.of(phase(Pipe.MATRIX, 1), phase(Pipe.SPECIAL, 1), phase(Pipe.FMA, 1));
        assertThat(Rounds.period(phases, 2)).isCloseTo(3, within(1e-9));
        assertThat(Rounds.period(phases, 3)).isCloseTo(3, within(1e-9));
        assertThat(Rounds.period(phases, 6)).isCloseTo(6, within(1e-9));
    }

    @Test
    void nothingTakesNoTime() {
        assertThat(Rounds.period(List.of(), 3)).isZero();
    }

    /// No shorter than the busiest pipe and than one team alone, no longer than one after the other.
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void liesBetweenItsBounds(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 100; i++) {
            int teams = 1 + random.nextInt(6);
            List<Rounds.Phase> phases = new ArrayList<>();
            Map<Pipe, Double> busy = new EnumMap<>(Pipe.class);
            double alone = 0;
            for (int p = 0; p < 1 + random.nextInt(6); p++) {
                Rounds.Phase phase = phase(COMPUTING.get(random.nextInt(3)), 1 + random.nextInt(9));
                phases.add(phase);
                busy.merge(phase.pipe(), phase.seconds(), Double::sum);
                alone += phase.seconds();
            }
            double longest =
                    busy.values().stream().mapToDouble(Double::doubleValue).max().orElse(0);
            assertThat(Rounds.period(phases, teams))
                    .as("seed %d, %d teams, %s", seed, teams, phases)
                    .isBetween(Math.max(alone, teams * longest) * 0.999, teams * alone * 1.001);
        }
    }
}
