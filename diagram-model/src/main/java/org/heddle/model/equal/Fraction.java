package org.heddle.model.equal;

import java.math.BigDecimal;
import java.util.Optional;

/// A fraction of small integers, its denominator positive.
record Fraction(long numerator, long denominator) {
    /// A number with both residues is taken for a fraction of integers this large: one in 2^30 others is, too.
    private static final long MOST = 1L << 20;

    private static final long MOST_BELOW = 1L << 9;

    /// The same where one residue has to do.
    private static final long MOST_ALONE = 1L << 10;

    private static final long MOST_BELOW_ALONE = 1L << 6;

    /// The fraction as which a residue reads; empty for what is no small fraction.
    static Optional<Fraction> of(Residue residue, Primes primes) {
        if (!residue.isFinite()) {
            return Optional.empty();
        }
        if (residue.knowsP() && residue.knowsQ()) {
            return of(residue.p(), primes.p(), MOST, MOST_BELOW)
                    .filter(f -> f.residue(primes.q()) == residue.q());
        }
        return residue.knowsP()
                ? of(residue.p(), primes.p(), MOST_ALONE, MOST_BELOW_ALONE)
                : of(residue.q(), primes.q(), MOST_ALONE, MOST_BELOW_ALONE);
    }

    /// Euclid's algorithm on the modulus and the residue meets the fraction on its way (P. Wang, "A p-adic algorithm for
    /// univariate partial fractions", SYMSAC 1981, doi:10.1145/800206.806398).
    private static Optional<Fraction> of(long residue, long m, long most, long mostBelow) {
        long before = m;
        long rest = residue;
        long factorBefore = 0;
        long factor = 1;
        while (rest > most) {
            long quotient = before / rest;
            long next = before - quotient * rest;
            before = rest;
            rest = next;
            long nextFactor = factorBefore - quotient * factor;
            factorBefore = factor;
            factor = nextFactor;
        }
        if (Math.abs(factor) > mostBelow || factor == 0) {
            return Optional.empty();
        }
        return Optional.of(new Fraction(factor < 0 ? -rest : rest, Math.abs(factor)));
    }

    /// The decimal fraction as which a number is written; empty where it takes more than 15 digits: it rounds another one.
    static Optional<BigDecimal> written(double value) {
        BigDecimal decimal = new BigDecimal(Double.toString(value)).stripTrailingZeros();
        return decimal.precision() > 15 ? Optional.empty() : Optional.of(decimal);
    }

    boolean isInteger() {
        return denominator == 1;
    }

    double value() {
        return (double) numerator / denominator;
    }

    private long residue(long m) {
        return Math.floorMod(numerator, m) * Primes.inverse(denominator % m, m) % m;
    }
}
