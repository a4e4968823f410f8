package org.heddle.model.equal;

import java.util.HashMap;
import java.util.Map;

/// Exponents of powers of w: with `e = i·n - j`, `w^(i·n) = a·w^j` is looked up among the giant steps to the left (D. Shanks,
/// "Class number, a theory of factorization, and genera", 1971). About the square root of q steps for each.
final class DiscreteLog {
    private final Primes primes;
    private final int stride;
    private final Map<Long, Integer> giants = new HashMap<>();

    DiscreteLog(Primes primes) {
        this.primes = primes;
        this.stride = (int) Math.ceil(Math.sqrt((double) primes.q())) + 1;
    }

    /// The exponent e, below q, with `w^e = a` modulo p.
    ///
    /// @param power a power of w
    long of(long power) {
        if (giants.isEmpty()) {
            long step = Primes.power(primes.w(), stride, primes.p());
            long giant = 1;
            for (int i = 0; i <= stride; i++) {
                giants.putIfAbsent(giant, i);
                giant = giant * step % primes.p();
            }
        }
        long baby = power;
        for (long j = 0; j <= stride; j++) {
            Integer i = giants.get(baby);
            if (i != null) {
                return Math.floorMod((long) i * stride - j, primes.q());
            }
            baby = baby * primes.w() % primes.p();
        }
        throw new IllegalArgumentException(power + " is no power of " + primes);
    }
}
