package org.heddle.model.equal;

import java.math.BigInteger;
import java.util.SplittableRandom;

/// A pair of primes p = 2q + 1, and a number w whose powers modulo p repeat after q: `exp(a) = w^(a mod q) mod p` turns sums
/// modulo q into products modulo p, as the exponential does.
///
/// Both leave -1 as the rest of a division by 4·3·5·7·11·13, p also by 8. So -1 is no square modulo either, and all positive integers
/// without prime factors above 13 are squares: the squares behave as the positive numbers do, but for sums. They are
/// the powers of w.
record Primes(long p, long q, long w) {
    private static final long STEP = 4L * 3 * 5 * 7 * 11 * 13;
    private static final long LEAST = 1L << 29;
    private static final int CERTAINTY = 60;

    /// A pair drawn from about 200, below 2^31, so that products fit a long.
    static Primes draw(SplittableRandom random) {
        while (true) {
            long q = LEAST / STEP * STEP + random.nextLong(LEAST / STEP) * STEP + STEP - 1;
            long p = 2 * q + 1;
            if (q >= LEAST && isPrime(q) && isPrime(p)) {
                long root = random.nextLong(2, p - 1);
                return new Primes(p, q, root * root % p);
            }
        }
    }

    private static boolean isPrime(long number) {
        return BigInteger.valueOf(number).isProbablePrime(CERTAINTY);
    }

    /// `base^exponent` modulo m.
    static long power(long base, long exponent, long m) {
        long result = 1;
        long square = base;
        for (long rest = exponent; rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                result = result * square % m;
            }
            square = square * square % m;
        }
        return result;
    }

    /// The number whose product with one that is not 0 is 1, modulo a prime.
    static long inverse(long number, long m) {
        return power(number, m - 2, m);
    }

    /// Whether a number that is not 0 is a square modulo a prime.
    static boolean isSquare(long number, long m) {
        return power(number, (m - 1) / 2, m) == 1;
    }

    /// The root of a square that is a square itself, modulo a prime that leaves 3 when divided by 4.
    static long root(long square, long m) {
        return power(square, (m + 1) / 4, m);
    }
}
