package org.heddle.rules.cost;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.heddle.model.check.SizeBinder;
import org.heddle.model.json.SourceText;
import org.heddle.model.text.TextReader;
import org.heddle.rules.derive.Deriver;
import org.heddle.rules.hardware.HardwareReader;
import org.heddle.rules.schedule.Schedule;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What narrower arrays save, against the same diagram with other types.
final class WidthsTest {
    private static final double MEMORY = 1 << 18;
    private static final long SIZE = 1 << 14;

    private static Schedule product(String left, String right, String result) {
        String text =
                "f(A: %s[i, k], B: %s[k, j]) -> C; C[i, j] : %s = A[i, k] * B[k, j]"
                        .formatted(left, right, result);
        try {
            var diagram = TextReader.read(new SourceText("f", text)).orThrow();
            return Deriver.derive(
                            diagram,
                            SizeBinder.bind(diagram, Map.of("i", SIZE, "j", SIZE, "k", SIZE)),
                            HardwareReader.shipped("h100").orElseThrow(),
                            List.of())
                    .kernels()
                    .getFirst()
                    .schedule();
        } catch (Exception e) {
            throw new AssertionError(text, e);
        }
    }

    /// Nothing narrowed is what the kernel moves and holds.
    @ParameterizedTest
    @ValueSource(strings = {"f32", "f16", "f8e4m3"})
    void nothingNarrowedChangesNothing(String format) {
        Schedule schedule = product(format, format, "f32");
        assertThat(Widths.narrowed(Nesting.of(schedule), Set.of()))
                .isEqualTo(NestTransfers.of(Nesting.of(schedule)));
    }

    /// An operand of half the width: `2·√(qA·qB)` is what both cost together, `√(1/2)` of it.
    @Test
    void oneOperandSavesAQuarter() {
        Map<String, Double> factors =
                Widths.halved(Nesting.all(product("f32", "f32", "f32")), MEMORY, _ -> SIZE);
        assertThat(factors.keySet()).containsExactly("A", "B", "C");
        assertThat(factors.get("A")).isCloseTo(Math.sqrt(0.5), within(0.02));
        assertThat(factors.get("B")).isCloseTo(factors.get("A"), within(1e-6));
        assertThat(factors.get("C")).isBetween(0.95, 0.9999);
    }

    /// What is moved is that of the type; tiles of operands are f32 whatever their arrays are, and half of that where narrowed.
    @Test
    void movesWhatTheNarrowerTypeMoves() {
        double half =
                Widths.narrowed(Nesting.of(product("f32", "f32", "f32")), Set.of("A"))
                        .getFirst()
                        .moved(Map.of(), _ -> SIZE);
        assertThat(half)
                .isEqualTo(
                        NestTransfers.of(Nesting.of(product("f16", "f32", "f32")))
                                .getFirst()
                                .moved(Map.of(), _ -> SIZE));
    }

    @Test
    void bytesAreNotHalved() {
        assertThat(
                        Widths.halved(
                                        Nesting.all(product("f8e4m3", "f16", "f32")),
                                        MEMORY,
                                        _ -> SIZE)
                                .keySet())
                .containsExactly("B", "C");
    }
}
