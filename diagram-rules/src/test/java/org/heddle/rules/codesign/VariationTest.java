package org.heddle.rules.codesign;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class VariationTest {
    private static List<Double> values(String text) {
        return ((Variation.Valid) Variation.parse(text)).variation().values();
    }

    @Test
    void rangesDouble() {
        assertThat(values("smem=64K..512K")).containsExactly(65536., 131072., 262144., 524288.);
        assertThat(values("hbm=1T..5T")).containsExactly(1e12, 2e12, 4e12, 5e12);
        assertThat(values("hbm=3T..3T")).containsExactly(3e12);
    }

    @Test
    void rangesOfACountAreEven() {
        assertThat(values("fma=1T..16T:3")).containsExactly(1e12, 4e12, 16e12);
    }

    @Test
    void listsAreSorted() {
        assertThat(values("units=132|66|132|1.5K")).containsExactly(66., 132., 1500.);
    }

    @Test
    void countsAreWhole() {
        assertThat(values("units=2..8:3")).containsExactly(2., 4., 8.);
        assertThat(values("units=100..200:3")).containsExactly(100., 141., 200.);
        assertThat(values("smem=1.5K")).containsExactly(1536.);
        assertThat(why("units=1.5")).isEqualTo("units expects whole numbers, not '1.5'");
        assertThat(why("units=1.5..5:4")).isEqualTo("units expects whole numbers, not '1.5..5:4'");
        assertThat(why("smem=100.5")).isEqualTo("smem expects whole numbers, not '100.5'");
        assertThat(why("units=2..3:5"))
                .isEqualTo(
                        "units has 2 whole numbers of the 5 asked for in '2..3:5': ask for fewer, or give them, such as 2|3");
    }

    private static String why(String text) {
        return ((Variation.Invalid) Variation.parse(text)).why();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "smem",
                "smem=",
                "smem=0",
                "smem=-1K",
                "smem=1K..",
                "smem=2K..1K",
                "smem=1..2..3",
                "smem=1..1P:1",
                "smem=1K..8K:99",
                "hbm=1..9999999P",
                "hbm=fast",
                "colour=1..2",
                "=1"
            })
    void othersAreToldWhatIsWrong(String text) {
        assertThat(Variation.parse(text)).isInstanceOf(Variation.Invalid.class);
    }
}
