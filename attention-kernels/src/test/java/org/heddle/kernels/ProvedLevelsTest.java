package org.heddle.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.heddle.rules.cost.LeastTransfers;
import org.heddle.rules.cost.Memories;
import org.heddle.rules.derive.Kernel;
import org.heddle.rules.levels.Levels;
import org.heddle.rules.schedule.Schedule;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The search of the blocks of all levels of a machine with one cache comes to its end: by bounds nothing is better.
final class ProvedLevelsTest {
    /// Every eighth, all of them with `-Dheddle.soak`.
    private static Stream<String> catalogue() {
        List<String> names = Catalogue.names();
        int step = Boolean.getBoolean("heddle.soak") ? 1 : 8;
        return IntStream.range(0, names.size()).filter(i -> i % step == 0).mapToObj(names::get);
    }

    @ParameterizedTest
    @MethodSource("catalogue")
    void nothingIsBetter(String name) throws Exception {
        for (Kernel kernel : Derived.of(name, "h200").kernels()) {
            Optional<Levels> levels = Levels.of(kernel.schedule());
            assertThat(levels.map(Levels::gap).orElse(0.0)).as(kernel.block()).isZero();
            levels.ifPresent(found -> noneIsBelowTheLeast(found, kernel.schedule()));
        }
    }

    /// Real labels of each level by itself are a bound of what whole blocks of all levels move.
    private static void noneIsBelowTheLeast(Levels levels, Schedule schedule) {
        for (Memories.Fed fed :
                Memories.of(
                        LeastTransfers.of(schedule),
                        schedule.hardware(),
                        schedule.blocking().diagram()::of)) {
            assertThat(levels.levels())
                    .filteredOn(level -> level.name().equals(fed.level()))
                    .as(fed.level())
                    .isNotEmpty()
                    .allMatch(level -> level.bytes() >= (1 - 1e-6) * fed.bytes());
        }
    }
}
