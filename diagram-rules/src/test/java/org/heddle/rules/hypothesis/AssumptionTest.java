package org.heddle.rules.hypothesis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// What assumptions are written like, and what is none.
final class AssumptionTest {
    private static Assumption read(String text) {
        return ((Assumption.Valid) Assumption.parse(text)).assumption();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "hbm=3T; hbm; 3e12; false",
                "special=2x; special; 2; true",
                "fma=0.5x|1x; fma; 0.5 1; true",
                "matrix=1x..4x; matrix; 1 2 4; true",
                "special=1x..9x:3; special; 1 3 9; true",
                "smem=256K; smem; 262144; false",
                "overlap=0.8; overlap; 0.8; false",
                "overlap.special=1/4; overlap.special; 0.25; false",
                "overlap=0..1:5; overlap; 0 0.25 0.5 0.75 1; false",
                "overlap=0|1; overlap; 0 1; false",
                "overlap=turns; overlap; 1; false",
                "teams=1|2|3; teams; 1 2 3; false",
                "registers=0; registers; 0; false",
                "g_q=384; g_q; 384; false",
                " s_x = 64 ; s_x; 64; false"
            })
    void isRead(String text, String what, String values, boolean relative) {
        Assumption assumption = read(text);
        assertThat(assumption.subject().text()).isEqualTo(what);
        assertThat(assumption.relative()).isEqualTo(relative);
        assertThat(assumption.values())
                .containsExactlyElementsOf(
                        Arrays.stream(values.split(" ", -1)).map(Double::valueOf).toList());
        assertThat(assumption.isRange()).isEqualTo(values.contains(" "));
    }

    @Test
    void aRangeOfPartsHasElevenEvenSteps() {
        assertThat(read("overlap=0..1").values())
                .hasSize(11)
                .satisfies(
                        v ->
                                assertThat(v.get(3))
                                        .isCloseTo(
                                                0.3,
                                                org.assertj.core.api.Assertions.within(1e-12)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hbm",
                "hbm=",
                "hbm=fast",
                "hbm=1x..2T",
                "hbm=x",
                "speed=2x",
                "overlap=",
                "overlap=1.1",
                "overlap=3/2",
                "overlap=1/0",
                "overlap=1..0",
                "overlap=0..1:1",
                "overlap=0..1:x",
                "overlap=0|",
                "overlap.tensor=1",
                "overlap.special=turns",
                "buffers=0",
                "buffers=1.5",
                "teams=-1",
                "teams=1..3",
                "registers=",
                "q=4",
                "g_q=0",
                "g_q=64K"
            })
    void isRefused(String text) {
        assertThat(Assumption.parse(text)).isInstanceOf(Assumption.Invalid.class);
    }

    @Test
    void aRefusalTellsWhatThereIs() {
        assertThat(((Assumption.Invalid) Assumption.parse("speed=2")).why())
                .contains("'speed'")
                .contains("hbm", "matrix", "overlap.special", "buffers", "g_i");
        assertThat(((Assumption.Invalid) Assumption.parse("overlap=2")).why())
                .isEqualTo("overlap expects parts such as 0.8, 1/3 or 0..1:5, not '2'");
    }
}
