package org.heddle.model.equal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// Exponents of powers of w: with `e = i·n - j`, `w^(i·n) = a·w^j` is looked up among the giant steps to the left (D. Shanks,
/// "Class number, a theory of factorization, and genera", 1971). About the square root of q steps for each.
final class DiscreteLog {
    private static final long EMPTY = -1;

    private final Primes primes;
    private final int stride;

    /// Giant steps by their powers, an open table; empty until the first logarithm.
    private long[] powers = {};

    private int[] steps = {};
    private final Map<Long, Long> known = new HashMap<>();

    DiscreteLog(Primes primes) {
        this.primes = primes;
        this.stride = (int) Math.ceil(Math.sqrt((double) primes.q())) + 1;
    }

    /// The exponent e, below q, with `w^e = a` modulo p.
    ///
    /// @param power a power of w
    long of(long power) {
        return known.computeIfAbsent(power, this::search);
    }

    private long search(long power) {
        if (powers.length == 0) {
            takeSteps();
        }
        long baby = power;
        for (long j = 0; j <= stride; j++) {
            int place = place(baby);
            if (powers[place] == baby) {
                return Math.floorMod((long) steps[place] * stride - j, primes.q());
            }
            baby = baby * primes.w() % primes.p();
        }
        throw new IllegalArgumentException(power + " is no power of " + primes);
    }

    private void takeSteps() {
        int length = Integer.highestOneBit(stride) * 4;
        powers = new long[length];
        steps = new int[length];
        Arrays.fill(powers, EMPTY);
        long step = Primes.power(primes.w(), stride, primes.p());
        long giant = 1;
        for (int i = 0; i <= stride; i++) {
            int place = place(giant);
            if (powers[place] == EMPTY) {
                powers[place] = giant;
                steps[place] = i;
            }
            giant = giant * step % primes.p();
        }
    }

    /// Where a power is in the table, or is to be.
    private int place(long power) {
        int place = Long.hashCode(power * 0x9e3779b97f4a7c15L) & (powers.length - 1);
        while (powers[place] != EMPTY && powers[place] != power) {
            place = (place + 1) & (powers.length - 1);
        }
        return place;
    }
}
