package org.heddle.model.equal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.SplittableRandom;
import org.heddle.model.equal.Residue.Agreement;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/// The laws that a transport keeps, for other primes every time.
final class TransportTest {
    private final SplittableRandom random;
    private final Transport field;

    TransportTest(RepetitionInfo info) {
        random = new SplittableRandom(info.getCurrentRepetition());
        field = new Transport(random);
    }

    private Residue any() {
        return field.draw(random);
    }

    private Residue positive() {
        Residue drawn = any();
        return field.sign(drawn) > 0 ? drawn : field.negate(drawn);
    }

    private static void same(Residue a, Residue b) {
        assertThat(a.agreement(b)).as("%s and %s", a, b).isEqualTo(Agreement.AGREE);
    }

    @RepeatedTest(8)
    void primesFit() {
        Primes primes = field.primes();
        assertThat(primes.p()).isEqualTo(2 * primes.q() + 1).isLessThan(1L << 31);
        assertThat(BigInteger.valueOf(primes.p()).isProbablePrime(80)).isTrue();
        assertThat(BigInteger.valueOf(primes.q()).isProbablePrime(80)).isTrue();
        assertThat(Primes.power(primes.w(), primes.q(), primes.p())).isEqualTo(1);
        assertThat(primes.w()).isGreaterThan(1);
        for (long n = 2; n <= 16; n++) {
            assertThat(Primes.isSquare(n, primes.p())).isTrue();
            assertThat(Primes.isSquare(primes.p() - n, primes.p())).isFalse();
        }
    }

    @RepeatedTest(8)
    void exponentialsAndLogarithmsAreInverse() {
        Residue a = any();
        Residue b = any();
        same(field.exp(field.add(a, b)), field.multiply(field.exp(a), field.exp(b)));
        same(field.log(field.exp(a)), a);
        Residue x = positive();
        Residue y = positive();
        same(field.exp(field.log(x)), x);
        same(field.log(field.multiply(x, y)), field.add(field.log(x), field.log(y)));
        same(field.exp2(field.integer(5)), field.integer(32));
        same(field.exp(Residue.NEGATIVE_INFINITY), field.integer(0));
        same(field.log(field.integer(0)), Residue.NEGATIVE_INFINITY);
    }

    @RepeatedTest(8)
    void rootsArePositive() {
        Residue x = positive();
        Residue root = field.root(x);
        same(field.multiply(root, root), x);
        assertThat(field.sign(root)).isEqualTo(1);
        Residue a = any();
        Residue half = field.multiply(a, field.number(0.5));
        same(field.root(field.exp(a)), field.exp(half));
        same(field.root(field.number(2.25)), field.number(1.5));
    }

    @RepeatedTest(8)
    void theOrderIsTotalAndNegationReversesIt() {
        Residue a = any();
        Residue b = any();
        Residue c = any();
        assertThat(field.compare(a, b)).isEqualTo(-field.compare(b, a));
        assertThat(field.compare(field.negate(b), field.negate(a))).isEqualTo(field.compare(a, b));
        if (field.compare(a, b) <= 0 && field.compare(b, c) <= 0) {
            assertThat(field.compare(a, c)).isLessThanOrEqualTo(0);
        }
        assertThat(field.compare(field.integer(-7), field.integer(3))).isNegative();
        assertThat(field.compare(field.number(0.25), field.number(0.3))).isNegative();
        assertThat(field.compare(a, Residue.POSITIVE_INFINITY)).isNegative();
        assertThat(field.sign(field.multiply(a, b))).isEqualTo(field.sign(a) * field.sign(b));
    }

    @RepeatedTest(8)
    void fractionsAreRecognised() {
        for (double value : new double[] {0, 1, -3, 0.125, -2.5, 1000, 511.75}) {
            assertThat(field.fraction(field.number(value)).orElseThrow().value()).isEqualTo(value);
        }
        same(field.number(0.1), field.invert(field.integer(10)));
        assertThat(field.fraction(any())).isEmpty();
        assertThat(field.invert(field.integer(0)).isUndefined()).isTrue();
    }
}
