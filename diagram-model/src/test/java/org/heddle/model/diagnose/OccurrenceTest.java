package org.heddle.model.diagnose;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Parts of expressions are found however they are spaced, and not inside other words.
final class OccurrenceTest {
    @ParameterizedTest
    @CsvSource({
        "i / 0,        2*k + (i/ 0),      7",
        "i / 0,        ii/0 + i/0,        7",
        "7 / 2,        17/2 + 7/25 + 7/2, 14",
        "7 / 2,        1.7/2 + 7/2,       8",
        "j / (3 - 3),  2 + j/(3-3),       4",
        "'mod(m, 0)',  'mod(m,0)',        0",
        "-i,           3 - i,             2",
        "i / 0,        i0,                -1",
        "'',           i,                 -1",
    })
    void isWhereTheWordsAndSignsStand(String printed, String text, int at) {
        assertThat(Occurrence.of(printed, text, 0, text.length()).orElse(-1)).isEqualTo(at);
    }
}
