package org.heddle.model.eval;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.MathContext;
import org.junit.jupiter.api.Test;

class ErfTest {
    private static final MathContext DIGITS = new MathContext(80);
    private static final BigDecimal TWO_BY_ROOT_PI =
            BigDecimal.TWO.divide(
                    new BigDecimal(
                                    "3.141592653589793238462643383279502884197169399375105820974944592307816406286209")
                            .sqrt(DIGITS),
                    DIGITS);

    /// The Taylor series in 80 digits: `2/√π Σ (-1)ⁿ x²ⁿ⁺¹ / (n! (2n+1))`, DLMF 7.6.1.
    private static double taylor(double x) {
        BigDecimal exact = new BigDecimal(x);
        BigDecimal minusSquare = exact.multiply(exact, DIGITS).negate();
        BigDecimal term = exact;
        BigDecimal sum = exact;
        for (int n = 1; n < 400; n++) {
            term = term.multiply(minusSquare, DIGITS).divide(BigDecimal.valueOf(n), DIGITS);
            sum = sum.add(term.divide(BigDecimal.valueOf(2L * n + 1), DIGITS), DIGITS);
        }
        return sum.multiply(TWO_BY_ROOT_PI, DIGITS).doubleValue();
    }

    @Test
    void isWithin1e15OfTheTaylorSeries() {
        double worst = 0;
        for (int i = 1; i <= 650; i++) {
            double x = i * 0.01 + 0.003;
            double expected = taylor(x);
            worst = Math.max(worst, Math.abs(Erf.of(x) - expected) / expected);
            assertThat(Erf.of(-x)).isEqualTo(-Erf.of(x));
        }
        assertThat(worst).isLessThan(1e-15);
    }

    @Test
    void ends() {
        assertThat(Erf.of(0)).isEqualTo(0);
        assertThat(Erf.of(-0.0)).isEqualTo(-0.0);
        assertThat(Erf.of(Double.MIN_VALUE)).isLessThan(1e-300).isPositive();
        assertThat(Erf.of(1e-10)).isEqualTo(taylor(1e-10));
        assertThat(Erf.of(30)).isEqualTo(1);
        assertThat(Erf.of(Double.NEGATIVE_INFINITY)).isEqualTo(-1);
        assertThat(Erf.of(Double.NaN)).isNaN();
    }
}
