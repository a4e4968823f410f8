package org.heddle.rules.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import org.heddle.model.expr.Expr;
import org.heddle.rules.Formulas;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `p` and `q` are known not to be negative, nothing is known of `s`.
final class LogarithmsTest {
    private static Sign sign(Expr e) {
        return Sign.of(e, name -> name.equals("s") ? Sign.ANY : Sign.POSITIVE);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "log(p / q) ; log(p) - log(q)",
                "log(abs(s) * p / q) ; log(abs(s)) + log(p) - log(q)",
                "log(sqrt(p * q)) ; (log(p) + log(q)) / 2",
                "log(pow(p, 3)) ; 3 * log(p)",
                "log(rsqrt(p)) ; log(p) / -2",
                "sqrt(p / q) ; sqrt(p) / sqrt(q)",
                "rsqrt(p * q) ; rsqrt(p) * rsqrt(q)",
                "log(s * p) ; log(s * p)",
                "log(s / p) ; log(s / p)",
                "sqrt(s * p) ; sqrt(s * p)",
                "log(p + q) ; log(p + q)",
                "log(pow(s, 2)) ; log(pow(s, 2))"
            })
    void comeApartWhereNoFactorIsNegative(String text, String apart) {
        assertThat(
                        Normalizer.normalize(
                                Logarithms.apart(Formulas.parse(text), LogarithmsTest::sign)))
                .isEqualTo(Normalizer.normalize(Formulas.parse(apart)));
    }
}
