package org.heddle.kernels.fuzz;

import java.util.Arrays;
import java.util.Random;

/// Changes bytes of a file, mostly one: replaced by any other, by one of the language or by one of its kind (a letter, a
/// digit), some dropped, some copied to elsewhere.
final class ByteMutations {
    private static final String TOKENS = "{}[]\",:0123456789-+*/ \\\nabcqxdST|#.e_()<>=\u00e9";
    private static final int MOST_CHANGES = 6;
    private static final int ATTEMPTS = 20;
    private static final int LONGEST_CUT = 12;
    private static final int LONGEST_COPY = 60;

    private ByteMutations() {}

    static byte[] of(byte[] bytes, Random random) {
        byte[] mutant = bytes.clone();
        for (int n = random.nextInt(3) > 0 ? 1 : 1 + random.nextInt(MOST_CHANGES);
                n > 0 && mutant.length > 0;
                n--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(7)) {
                case 0 -> mutant[at] = (byte) random.nextInt(256);
                case 1 -> mutant[at] = (byte) TOKENS.charAt(random.nextInt(TOKENS.length()));
                case 2 ->
                        mutant =
                                splice(
                                        mutant,
                                        at,
                                        at + 1 + random.nextInt(LONGEST_CUT),
                                        new byte[0]);
                case 3 -> mutant = splice(mutant, at, at, copied(mutant, random));
                case 4, 5 -> mutant[at] = alike(mutant, at, random);
                default -> {
                    byte[] copy = copied(mutant, random);
                    mutant = splice(mutant, at, at + copy.length, copy);
                }
            }
        }
        return mutant;
    }

    /// A byte of the file of the same kind, so that names, numbers and operators turn into others.
    private static byte alike(byte[] bytes, int at, Random random) {
        for (int n = 0; n < ATTEMPTS; n++) {
            byte other = bytes[random.nextInt(bytes.length)];
            if (other != bytes[at] && kind(other) == kind(bytes[at])) {
                return other;
            }
        }
        return bytes[at];
    }

    private static int kind(byte b) {
        return Character.isLetter(b) ? 0 : Character.isDigit(b) ? 1 : 2;
    }

    private static byte[] copied(byte[] bytes, Random random) {
        int from = random.nextInt(bytes.length);
        return Arrays.copyOfRange(
                bytes, from, Math.min(bytes.length, from + 1 + random.nextInt(LONGEST_COPY)));
    }

    private static byte[] splice(byte[] bytes, int from, int to, byte[] between) {
        int rest = Math.min(to, bytes.length);
        byte[] out = Arrays.copyOf(bytes, from + between.length + bytes.length - rest);
        System.arraycopy(between, 0, out, from, between.length);
        System.arraycopy(bytes, rest, out, from + between.length, bytes.length - rest);
        return out;
    }
}
