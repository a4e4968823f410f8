package org.heddle.rules.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.heddle.rules.Formulas;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Which sums are taken apart as they are written. In every formula `s`, `v`, `w` are items, `m`, `n` and `z` running values, `c` and `b` known before.
final class WrittenSumTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "exp(s - m) / z - c * exp(v - n)       ; exp(s - m) / z        ; -(c * exp(v - n))",
                "(exp(s - m) - exp(v - n)) * w         ; exp(s - m) * w        ; -exp(v - n) * w",
                "w * (s / m + sqrt(v) / n)             ; w * (s / m)           ; w * (sqrt(v) / n)",
                "(s / m - exp(v) * n) / z              ; s / m / z             ; -(exp(v) * n) / z",
                "((s - m) / z * v + c) * w             ; (s - m) / z * v * w   ; c * w",
                "(exp(s - m) / z + 0.1) * w            ; exp(s - m) / z * w    ; 0.1 * w",
                "-(s / m - v / n)                      ; -(s / m)              ; --(v / n)",
                "(exp(s - m) - exp(v - n)) * (c + b)   ; exp(s - m) * (c + b)  ; -exp(v - n) * (c + b)",
                "(exp(s - m) - exp(v - n)) * (v + w)   ; exp(s - m) * (v + w)  ; -exp(v - n) * (v + w)",
                "where(z == 0, 0, s / z) - exp(v - n)  ; where(z == 0, 0, s / z) ; -exp(v - n)"
            })
    void summandsThatAreRoundedOneByOne(String written, String first, String second) {
        assertThat(WrittenSum.of(Formulas.parse(written), FactorizerTest::kind))
                .contains(List.of(Formulas.parse(first), Formulas.parse(second)));
    }

    /// Items that are read exactly, products and powers of differences, and sums of what does not mix.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "s - m",
                "(s - m / c) * w",
                "(s - m) / z",
                "s * m - t * n",
                "s * m - exp(n) / c",
                "(exp(s - m) - exp(v - n)) * (exp(s - m) - exp(w - n))",
                "pow(exp(s - m) - exp(v - n), 2)",
                "exp(s - m) * (v + w)",
                "abs(exp(s - m) - exp(v - n))",
                "max(exp(s - m), exp(v - n)) * w"
            })
    void others(String written) {
        assertThat(WrittenSum.of(Formulas.parse(written), FactorizerTest::kind)).isEmpty();
    }
}
