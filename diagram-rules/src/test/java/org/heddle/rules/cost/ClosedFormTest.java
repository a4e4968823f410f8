package org.heddle.rules.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.heddle.rules.cost.Programs.held;
import static org.heddle.rules.cost.Programs.moved;
import static org.heddle.rules.cost.Programs.sizes;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.ToLongFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The closed forms of Abbott and Zardini (arXiv 2412.03317, §4.1), found from what is moved and held.
final class ClosedFormTest {
    @Test
    void matmul() {
        ClosedForm form = ClosedForm.of(Programs.matmul(1)).orElseThrow();
        assertThat(form).hasToString("a·c + 2·a·b·c·M^(-1/2)");
        assertThat(form.labels()).hasToString("{g_a=M^(1/2), g_c=M^(1/2)}");
    }

    /// `2qd + 4xqd²/M`.
    @Test
    void oneOperandIsCut() {
        ClosedForm form = ClosedForm.of(Programs.streamed(1)).orElseThrow();
        assertThat(form).hasToString("2·d·q + 4·d^2·q·x·M^(-1)");
        assertThat(form.latex()).isEqualTo("2 \\, d \\, q + 4 \\, d^{2} \\, q \\, x \\, M^{-1}");
    }

    /// `2hqd + 4hxqd²/M`: only the product of the two blocks matters.
    @Test
    void labelsThatOccurTogetherAreOne() {
        ClosedForm form = ClosedForm.of(Programs.grouped(1)).orElseThrow();
        assertThat(form).hasToString("2·d·h·q + 4·d^2·h·q·x·M^(-1)");
        assertThat(form.labels().keySet()).containsExactly("g_q·g_h");
    }

    /// Elements of `q` bytes move `q^(1 + β)` times as many bytes through as many bytes of memory.
    @Test
    void wideElementsCostMoreThanTheirWidth() {
        ToLongFunction<String> large = _ -> 1 << 20;
        for (long q : new long[] {2, 4, 8}) {
            ClosedForm matmul = ClosedForm.of(Programs.matmul(1)).orElseThrow();
            ClosedForm wide = ClosedForm.of(Programs.matmul(q)).orElseThrow();
            assertThat(wide.at(1e5, large) / matmul.at(1e5, large))
                    .isCloseTo(matmul.quantised((double) q, 1e5, large), within(1e-9));
            ClosedForm streamed = ClosedForm.of(Programs.streamed(1)).orElseThrow();
            ClosedForm wider = ClosedForm.of(Programs.streamed(q)).orElseThrow();
            assertThat(wider.terms().getLast().at(1e5, large))
                    .isCloseTo(q * q * streamed.terms().getLast().at(1e5, large), within(1e3));
        }
    }

    /// Three indices of a sum that blocks share: each operand is moved again for one of them, and the tile has all.
    @Test
    void threeBlocksOfOneTile() {
        Transfers program =
                new Transfers(
                        List.of(
                                moved(1, "b c", "g_a"),
                                moved(1, "a c", "g_b"),
                                moved(1, "a b", "g_c")),
                        List.of(held(1, "", "g_a g_b g_c")),
                        sizes("g_a a", "g_b b", "g_c c"));
        assertThat(ClosedForm.of(program).orElseThrow()).hasToString("3·a·b·c·M^(-1/3)");
    }

    /// What falls faster than the slowest term, at the labels that the slowest decide.
    @Test
    void termsOfSeveralExponents() {
        Transfers program =
                new Transfers(
                        List.of(
                                moved(1, "b", "g_a"),
                                moved(1, "a", "g_b"),
                                moved(1, "c", "g_a g_b")),
                        List.of(held(1, "", "g_a g_b")),
                        sizes("g_a a", "g_b b"));
        assertThat(ClosedForm.of(program).orElseThrow())
                .hasToString("2·a·b·M^(-1/2) + a·b·c·M^(-1)");
    }

    @Test
    void moreTermsThanLabelsDecideHaveNone() {
        Transfers program =
                new Transfers(
                        List.of(moved(1, "b", "g_a"), moved(1, "a", "g_b")),
                        List.of(held(1, "", "g_a"), held(1, "", "g_b")),
                        sizes("g_a a", "g_b b"));
        assertThat(ClosedForm.of(program)).isEmpty();
    }

    /// For large memories the exact optimum tends to the closed form; below, it is never less by more than the terms that the limit leaves out.
    @Test
    void isTheLimitOfTheBestLabels() {
        Random random = new Random(5);
        int found = 0;
        for (int trial = 0; trial < 400; trial++) {
            Transfers program = random(random);
            Optional<ClosedForm> form = ClosedForm.of(program);
            if (form.isEmpty()) {
                continue;
            }
            found++;
            ToLongFunction<String> sizes = _ -> 1L << 60;
            double before = Double.POSITIVE_INFINITY;
            for (double memory : new double[] {1e9, 1e12, 1e15}) {
                double best = BestLabels.of(program, memory, sizes).orElseThrow().bytes();
                double off = Math.abs(form.get().at(memory, sizes) / best - 1);
                assertThat(off).as("%s, %s", program, form).isLessThan(before + 1e-6);
                before = off;
            }
            assertThat(before).as("%s, %s", program, form).isLessThan(2e-2);
        }
        assertThat(found).isGreaterThan(100);
    }

    private static Transfers random(Random random) {
        List<String> axes = List.of("a", "b", "c").subList(0, 1 + random.nextInt(3));
        List<Transfers.Moved> moved = new ArrayList<>();
        List<Transfers.Held> held = new ArrayList<>();
        for (int i = 0; i <= axes.size(); i++) {
            String again = some(axes, random);
            String own =
                    axes.stream()
                            .filter(a -> !again.contains("g_" + a))
                            .collect(Collectors.joining(" "));
            moved.add(moved(1 + random.nextInt(9), own, again));
        }
        for (int i = 0; i < 1 + random.nextInt(3); i++) {
            held.add(held(1 + random.nextInt(9), "", some(axes, random)));
        }
        held.add(held(4, "", axes.stream().map(a -> "g_" + a).collect(Collectors.joining(" "))));
        return new Transfers(
                moved,
                held,
                sizes(axes.stream().map(a -> "g_" + a + " " + a).toArray(String[]::new)));
    }

    private static String some(List<String> axes, Random random) {
        return axes.stream()
                .filter(_ -> random.nextBoolean())
                .map(axis -> "g_" + axis)
                .collect(Collectors.joining(" "));
    }
}
