package org.heddle.backend.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.heddle.model.diagram.DType;
import org.junit.jupiter.api.Test;

/// A product replaces a division only where the two are the same number for every dividend.
final class ReciprocalsTest {

    @Test
    void everyNormalPowerOfTwoHasOneWhoseProductsAreTheQuotients() {
        Random random = new Random(20_261_121);
        float[] edges = {
            0f,
            -0f,
            Float.MIN_VALUE,
            Float.MIN_NORMAL,
            Float.MAX_VALUE,
            Float.POSITIVE_INFINITY,
            Float.NaN
        };
        for (int exponent = -126; exponent <= 126; exponent++) {
            for (float divisor : new float[] {(float) Math.scalb(1.0, exponent), -0x1p3f}) {
                float factor = (float) Reciprocals.exact(divisor, DType.F32).orElseThrow();
                for (float x : edges) {
                    assertThat(Float.compare(x * factor, x / divisor)).isZero();
                }
                for (int n = 0; n < 100; n++) {
                    float x = Float.intBitsToFloat(random.nextInt());
                    assertThat(Float.compare(x * factor, x / divisor))
                            .as("%s / %s", x, divisor)
                            .isZero();
                }
            }
        }
    }

    @Test
    void otherDivisorsHaveNone() {
        double[] others = {0, -0.0, 3, 10, 0.1, 1.5, 12, Double.POSITIVE_INFINITY, Double.NaN};
        for (double divisor : others) {
            assertThat(Reciprocals.exact(divisor, DType.F32)).isEmpty();
            assertThat(Reciprocals.exact(divisor, DType.F64)).isEmpty();
        }
    }

    /// The reciprocal of 2^127 is subnormal in f32, and 2^-149 has none that is finite; in f64 both are ordinary.
    @Test
    void reciprocalsBeyondTheNormalRangeAreNotUsed() {
        assertThat(Reciprocals.exact(0x1p127, DType.F32)).isEmpty();
        assertThat(Reciprocals.exact(0x1p-149, DType.F32)).isEmpty();
        assertThat(Reciprocals.exact(0x1p127, DType.F64)).hasValue(0x1p-127);
        assertThat(Reciprocals.exact(0x1p1023, DType.F64)).isEmpty();
        assertThat(Reciprocals.exact(Double.MIN_VALUE, DType.F64)).isEmpty();
    }
}
