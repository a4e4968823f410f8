package org.heddle.rules.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.function.ToLongFunction;
import org.junit.jupiter.api.Test;

final class BestLabelsTest {
    /// Against all pairs of a fine ladder.
    @Test
    void movesTheLeast() {
        Transfers program = Programs.matmul(4);
        ToLongFunction<String> sizes = axis -> axis.equals("a") ? 300 : 5000;
        for (double memory : new double[] {100, 5e3, 2e5, 4e6}) {
            double least = Double.POSITIVE_INFINITY;
            for (double a = 1; a <= 300; a *= 1.01) {
                for (double c = 1; c <= 5000; c *= 1.01) {
                    Map<String, Double> labels = Map.of("g_a", a, "g_c", c, "s_b", 1.0);
                    if (program.held(labels, sizes) <= memory) {
                        least = Math.min(least, program.moved(labels, sizes));
                    }
                }
            }
            BestLabels best = BestLabels.of(program, memory, sizes).orElseThrow();
            assertThat(best.bytes()).isLessThan(least * (1 + 1e-6)).isGreaterThan(least * 0.98);
            assertThat(program.held(best.labels(), sizes)).isLessThanOrEqualTo(memory * (1 + 1e-9));
            assertThat(program.moved(best.labels(), sizes))
                    .isCloseTo(best.bytes(), within(1e-6 * least));
        }
    }

    @Test
    void axesThatFitAreNotCut() {
        ToLongFunction<String> sizes = axis -> axis.equals("a") ? 10 : 5000;
        BestLabels best = BestLabels.of(Programs.matmul(4), 1e5, sizes).orElseThrow();
        assertThat(best.fixed()).containsOnlyKeys("g_a");
        ClosedForm here = ClosedForm.of(Programs.matmul(4).fixed(best.fixed())).orElseThrow();
        assertThat(here.at(1e5, sizes)).isCloseTo(best.bytes(), within(1e-3 * best.bytes()));
        BestLabels all = BestLabels.of(Programs.matmul(4), 1e9, sizes).orElseThrow();
        assertThat(all.fixed()).containsOnlyKeys("g_a", "g_c");
        assertThat(all.bytes())
                .isCloseTo(4.0 * (10 * 5000 + 5000.0 * 5000 + 10 * 5000), within(1e-3));
    }

    @Test
    void nothingFitsInNothing() {
        assertThat(BestLabels.of(Programs.matmul(4), 11, _ -> 100)).isEmpty();
    }
}
