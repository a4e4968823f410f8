package org.heddle.rules.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.heddle.model.expr.Expr;
import org.heddle.rules.Formulas;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What is known of sums with deviations from extrema: `m` is the maximum of `s`, `n` its minimum, `k` the maximum of `2*s + t`.
final class DeviationsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "s - m               ; NEGATIVE",
                "m - s               ; POSITIVE",
                "s - n               ; POSITIVE",
                "n - s               ; NEGATIVE",
                "2*s - 2*m           ; NEGATIVE",
                "3*n - s - s - s     ; NEGATIVE",
                "m - 2*s + n         ; ANY",
                "s + s - m - m       ; NEGATIVE",
                "2*s + t - k         ; NEGATIVE",
                "s + t - k           ; ANY",
                "(s - m) + (n - s)   ; ANY",
                "(s - m) - abs(t)    ; NEGATIVE",
                "(s - m) + abs(t)    ; ANY",
                "(m - s) + exp(t)    ; POSITIVE",
                "(s - m) * t         ; ANY",
                "s + m               ; ANY",
                "t - u               ; ANY"
            })
    void signsFollowFromWhatExtremaAreOf(String sum, Sign sign) {
        assertThat(
                        Deviations.sign(
                                parse(sum), DeviationsTest::ofMaximum, DeviationsTest::ofMinimum))
                .isEqualTo(sign);
    }

    private static Expr parse(String e) {
        return Formulas.parse(e);
    }

    private static Optional<Expr> ofMaximum(String name) {
        return switch (name) {
            case "m" -> Optional.of(parse("s"));
            case "k" -> Optional.of(parse("2*s + t"));
            default -> Optional.empty();
        };
    }

    private static Optional<Expr> ofMinimum(String name) {
        return name.equals("n") ? Optional.of(parse("s")) : Optional.empty();
    }
}
