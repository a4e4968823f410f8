package org.heddle.rules.algebra;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.heddle.model.expr.Expr;
import org.heddle.rules.Formulas;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `p` and `q` are known not to be negative, nothing is known of `s`, nor of the running value `r`.
final class DistributionTest {
    private static Sign sign(Expr e) {
        return Sign.of(e, name -> name.equals("s") || name.equals("r") ? Sign.ANY : Sign.POSITIVE);
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
                "log(where(s > 0, p, q)) ; where(s > 0, log(p), log(q))",
                "sqrt(where(s == -inf, 0, p / q)) ; where(s == -inf, 0, sqrt(p) / sqrt(q))",
                "pow(where(s > 0, p, 2), 3) ; where(s > 0, pow(p, 3), 8)",
                "max(s / p, 0) ; max(s, 0) / p",
                "max(s / r, 0) ; where(r < 0, min(s, 0) / r, max(s, 0) / r)",
                "min(r * s, 0) ; where(r < 0, max(s, 0) * r, min(s, 0) * r)",
                "where(p / q > 0, s, 0) ; where(p > 0, where(q < inf, s, 0), 0)",
                "where(s / q > 0, s, 0) ; where(s / q > 0, s, 0)",
                "log(s * p) ; log(s * p)",
                "log(s / p) ; log(s / p)",
                "sqrt(s * p) ; sqrt(s * p)",
                "log(p + q) ; log(p + q)",
                "log(pow(s, 2)) ; log(pow(s, 2))"
            })
    void comeApartWhereNoFactorIsNegative(String text, String apart) {
        assertThat(
                        Normalizer.normalize(
                                Distribution.apart(
                                        Formulas.parse(text),
                                        DistributionTest::sign,
                                        e -> e.arguments().equals(Set.of("r")))))
                .isEqualTo(Normalizer.normalize(Formulas.parse(apart)));
    }
}
