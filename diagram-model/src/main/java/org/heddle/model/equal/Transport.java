package org.heddle.model.equal;

import static org.heddle.model.equal.Residue.UNKNOWN;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;

/// Arithmetic modulo a pair of primes with an exponential: a number is what it is modulo p and, apart from that, modulo q; `exp` takes
/// the residue modulo q to a power modulo p. What holds of all real numbers by the laws of fields and of exponentials holds here, exactly.
///
/// ```
/// exp(a + b) = exp(a)·exp(b)      w^(a + b mod q) = w^a · w^b mod p
/// log(a·b) = log(a) + log(b)      exponents to the base w, of positive numbers
/// sqrt(a·b) = sqrt(a)·sqrt(b)     a^((p + 1) / 4) mod p, of positive numbers; what is positive is a square
/// a <= b, max, min                by a total order drawn anew for every pair: all laws of chains hold, shifts do not keep the order
/// ```
///
/// Small fractions are ordered as numbers are, so that masks over indices mean what they mean. The idea of the pair is Mirage's (M. Wu and others, "Mirage: a
/// multi-level superoptimizer for tensor programs", OSDI 2025, section 5); logarithms, roots, powers and order are added to it by the
/// choice of the primes, see {@link Primes}.
final class Transport {
    private final Primes primes;
    private final DiscreteLog logs;
    private final long key;
    private final Map<Double, Residue> literals = new HashMap<>();

    Transport(SplittableRandom random) {
        this.primes = Primes.draw(random);
        this.logs = new DiscreteLog(primes);
        this.key = random.nextLong();
    }

    Primes primes() {
        return primes;
    }

    /// A number of an input.
    Residue draw(SplittableRandom random) {
        return Residue.of(random.nextLong(primes.p()), random.nextLong(primes.q()), 1, 0);
    }

    Residue integer(long value) {
        return Residue.of(Math.floorMod(value, primes.p()), Math.floorMod(value, primes.q()), 0, 0);
    }

    Residue truth(boolean value) {
        return integer(value ? 1 : 0);
    }

    /// A literal, by its shortest decimal digits; NaN is undefined.
    Residue number(double value) {
        if (Double.isNaN(value)) {
            return Residue.UNDEFINED;
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? Residue.POSITIVE_INFINITY : Residue.NEGATIVE_INFINITY;
        }
        return literals.computeIfAbsent(
                value,
                _ -> {
                    BigDecimal decimal = new BigDecimal(Double.toString(value));
                    return Residue.of(
                            decimal(decimal, primes.p()), decimal(decimal, primes.q()), 0, 0);
                });
    }

    private static long decimal(BigDecimal decimal, long m) {
        BigInteger modulus = BigInteger.valueOf(m);
        BigInteger power =
                BigInteger.TEN.modPow(BigInteger.valueOf(-(long) decimal.scale()), modulus);
        return decimal.unscaledValue().multiply(power).mod(modulus).longValueExact();
    }

    /// The number that a residue is, where it is a small fraction.
    Optional<Fraction> fraction(Residue a) {
        return Fraction.of(a, primes);
    }

    Residue add(Residue a, Residue b) {
        if (a.isFinite() && b.isFinite()) {
            boolean whole = a.denominator() == 0 && b.denominator() == 0;
            return Residue.of(
                    a.knowsP() && b.knowsP() ? (a.p() + b.p()) % primes.p() : UNKNOWN,
                    a.knowsQ() && b.knowsQ() ? (a.q() + b.q()) % primes.q() : UNKNOWN,
                    whole
                            ? Math.max(a.numerator(), b.numerator())
                            : Math.max(
                                    a.numerator() + b.denominator(),
                                    b.numerator() + a.denominator()),
                    a.denominator() + b.denominator());
        }
        if (a.isUndefined()
                || b.isUndefined()
                || (!a.isFinite() && !b.isFinite() && !a.equals(b))) {
            return Residue.UNDEFINED;
        }
        return a.isFinite() ? b : a;
    }

    Residue negate(Residue a) {
        return switch (a.kind()) {
            case FINITE ->
                    Residue.of(
                            a.knowsP() ? (primes.p() - a.p()) % primes.p() : UNKNOWN,
                            a.knowsQ() ? (primes.q() - a.q()) % primes.q() : UNKNOWN,
                            a.numerator(),
                            a.denominator());
            case POSITIVE_INFINITY -> Residue.NEGATIVE_INFINITY;
            case NEGATIVE_INFINITY -> Residue.POSITIVE_INFINITY;
            case UNDEFINED -> a;
        };
    }

    Residue multiply(Residue a, Residue b) {
        if (a.isFinite() && b.isFinite()) {
            return Residue.of(
                    a.knowsP() && b.knowsP() ? a.p() * b.p() % primes.p() : UNKNOWN,
                    a.knowsQ() && b.knowsQ() ? a.q() * b.q() % primes.q() : UNKNOWN,
                    a.numerator() + b.numerator(),
                    a.denominator() + b.denominator());
        }
        return switch (sign(a) * sign(b)) {
            case 1 -> Residue.POSITIVE_INFINITY;
            case -1 -> Residue.NEGATIVE_INFINITY;
            default -> Residue.UNDEFINED;
        };
    }

    /// `1 / a`; undefined for 0, where the real quotient is infinite or none.
    Residue invert(Residue a) {
        return switch (a.kind()) {
            case FINITE ->
                    Residue.of(
                            a.p() > 0 ? Primes.inverse(a.p(), primes.p()) : UNKNOWN,
                            a.q() > 0 ? Primes.inverse(a.q(), primes.q()) : UNKNOWN,
                            a.denominator(),
                            a.numerator());
            case POSITIVE_INFINITY, NEGATIVE_INFINITY -> integer(0);
            case UNDEFINED -> a;
        };
    }

    Residue exp(Residue a) {
        return power(primes.w(), a);
    }

    Residue exp2(Residue a) {
        Optional<Fraction> known = fraction(a).filter(Fraction::isInteger);
        return known.isPresent() ? power(integer(2), known.get().numerator()) : power(2, a);
    }

    /// A power of a square modulo p.
    private Residue power(long base, Residue exponent) {
        return switch (exponent.kind()) {
            case FINITE -> {
                if (exponent.isZero()) {
                    yield integer(1);
                }
                yield exponent.knowsQ()
                        ? fresh(Primes.power(base, exponent.q(), primes.p()), UNKNOWN)
                        : Residue.UNDEFINED;
            }
            case POSITIVE_INFINITY, UNDEFINED -> exponent;
            case NEGATIVE_INFINITY -> integer(0);
        };
    }

    /// The result of what is no fraction of polynomials counts as drawn anew.
    private static Residue fresh(long p, long q) {
        return Residue.of(p, q, 1, 0);
    }

    Residue log(Residue a) {
        return switch (a.kind()) {
            case FINITE -> {
                if (a.isZero()) {
                    yield Residue.NEGATIVE_INFINITY;
                }
                if (sign(a) < 0 || !a.knowsP()) {
                    yield Residue.UNDEFINED;
                }
                if (a.p() == 1 && (!a.knowsQ() || a.q() == 1)) {
                    yield integer(0);
                }
                yield Primes.isSquare(a.p(), primes.p())
                        ? fresh(UNKNOWN, logs.of(a.p()))
                        : opaque(Opaque.LOG, a);
            }
            case POSITIVE_INFINITY -> a;
            case NEGATIVE_INFINITY, UNDEFINED -> Residue.UNDEFINED;
        };
    }

    /// Of a small fraction both residues; of another number one, since the signs of two would not fit each other.
    Residue root(Residue a) {
        if (!a.isFinite() || a.isZero()) {
            return a.kind() == Residue.Kind.NEGATIVE_INFINITY ? Residue.UNDEFINED : a;
        }
        if (sign(a) < 0) {
            return Residue.UNDEFINED;
        }
        Optional<Fraction> known = fraction(a);
        if (known.isPresent() && isSquare(a)) {
            return wholeRoot(known.get())
                    .orElseGet(
                            () ->
                                    Residue.of(
                                            Primes.root(a.p(), primes.p()),
                                            Primes.root(a.q(), primes.q()),
                                            0,
                                            0));
        }
        long m = a.knowsP() ? primes.p() : primes.q();
        if (!Primes.isSquare(a.identity(), m)) {
            return opaque(Opaque.ROOT, a);
        }
        long root = Primes.root(a.identity(), m);
        return a.knowsP() ? fresh(root, UNKNOWN) : fresh(UNKNOWN, root);
    }

    private boolean isSquare(Residue a) {
        return a.knowsP()
                && a.knowsQ()
                && Primes.isSquare(a.p(), primes.p())
                && Primes.isSquare(a.q(), primes.q());
    }

    /// The root of a fraction of squares.
    private Optional<Residue> wholeRoot(Fraction square) {
        long above = Math.round(Math.sqrt((double) square.numerator()));
        long below = Math.round(Math.sqrt((double) square.denominator()));
        return above * above == square.numerator() && below * below == square.denominator()
                ? Optional.of(multiply(integer(above), invert(integer(below))))
                : Optional.empty();
    }

    Residue pow(Residue base, Residue exponent) {
        Optional<Fraction> known = fraction(exponent);
        if (known.isPresent() && known.get().isInteger()) {
            return power(base, known.get().numerator());
        }
        if (known.isPresent() && known.get().equals(new Fraction(1, 2))) {
            return root(base);
        }
        if (!base.isFinite() || !exponent.isFinite() || sign(base) < 0 || !base.knowsP()) {
            return Residue.UNDEFINED;
        }
        if (base.isZero()) {
            return sign(exponent) > 0 ? integer(0) : Residue.UNDEFINED;
        }
        return Primes.isSquare(base.p(), primes.p())
                ? power(base.p(), exponent)
                : Residue.UNDEFINED;
    }

    private Residue power(Residue base, long exponent) {
        Residue factor = exponent < 0 ? invert(base) : base;
        Residue result = integer(1);
        for (long rest = Math.abs(exponent); rest > 0; rest >>= 1) {
            if ((rest & 1) == 1) {
                result = multiply(result, factor);
            }
            factor = rest > 1 ? multiply(factor, factor) : factor;
        }
        return result;
    }

    /// A function of which no law is known but those of its symmetry: the same number for the same argument.
    Residue opaque(Opaque function, Residue a) {
        if (!a.isFinite()) {
            return function.atInfinity(this, a);
        }
        int sign = sign(a);
        Residue size = function.parity() == Opaque.Parity.NONE ? a : multiply(a, integer(sign));
        if (size.isZero() && function.parity() != Opaque.Parity.NONE) {
            return integer(function.parity() == Opaque.Parity.EVEN ? 1 : 0);
        }
        long mixed = mix(size.identity() * 64 + function.number());
        Residue value =
                fresh(Math.floorMod(mixed, primes.p()), Math.floorMod(mix(mixed), primes.q()));
        return function.parity() == Opaque.Parity.ODD ? multiply(value, integer(sign)) : value;
    }

    /// 1, 0 or -1: of a small fraction its own sign; else squares modulo p are positive.
    int sign(Residue a) {
        return switch (a.kind()) {
            case POSITIVE_INFINITY -> 1;
            case NEGATIVE_INFINITY -> -1;
            case UNDEFINED -> 0;
            case FINITE -> {
                if (a.isZero()) {
                    yield 0;
                }
                Optional<Fraction> known = fraction(a);
                if (known.isPresent()) {
                    yield Long.signum(known.get().numerator());
                }
                long m = a.knowsP() ? primes.p() : primes.q();
                yield Primes.isSquare(a.identity(), m) ? 1 : -1;
            }
        };
    }

    /// A total order: that of the numbers for small fractions and infinities, drawn at random for all others among them;
    /// negation reverses it.
    int compare(Residue a, Residue b) {
        if (a.agreement(b) == Residue.Agreement.AGREE) {
            return 0;
        }
        int byRank = Double.compare(rank(a), rank(b));
        return byRank != 0 ? byRank : Long.compare(a.identity(), b.identity());
    }

    private double rank(Residue a) {
        return switch (a.kind()) {
            case POSITIVE_INFINITY -> Double.POSITIVE_INFINITY;
            case NEGATIVE_INFINITY -> Double.NEGATIVE_INFINITY;
            case UNDEFINED -> Double.NaN;
            case FINITE -> {
                Optional<Fraction> known = fraction(a);
                if (known.isPresent()) {
                    yield known.get().value();
                }
                int sign = sign(a);
                long size = multiply(a, integer(sign)).identity();
                double uniform = (mix(size) >>> 11) * 0x1p-53;
                yield sign * Math.exp(12 * uniform - 6);
            }
        };
    }

    /// The finaliser of SplitMix64 (G. Steele, D. Lea, C. Flood, OOPSLA 2014, doi:10.1145/2660193.2660195), keyed.
    private long mix(long value) {
        long z = value ^ key;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
