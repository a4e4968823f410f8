package org.heddle.model.diagnose;

import java.util.Collection;
import java.util.Locale;
import java.util.Optional;

/// Finds the name that was probably meant: the nearest by edit distance, case apart (Damerau-Levenshtein, adjacent
/// transpositions counted once).
public final class Suggestion {
    private static final int MAX_LENGTH = 64;
    private static final int MAX_CANDIDATES = 2000;

    private Suggestion() {}

    /// The nearest candidate, if it is near: at most a third of the longer name is changed, or only its case. Of very many
    /// candidates only the first are looked at.
    public static Optional<String> nearest(String name, Collection<String> candidates) {
        Optional<String> best = Optional.empty();
        int bestDistance = Integer.MAX_VALUE;
        for (String candidate : candidates.stream().limit(MAX_CANDIDATES).toList()) {
            int longer = Math.max(name.length(), candidate.length());
            int allowed = Math.max(1, longer / 3);
            boolean comparable =
                    longer <= MAX_LENGTH && Math.abs(name.length() - candidate.length()) <= allowed;
            if (!comparable || (longer == 1 && !name.equalsIgnoreCase(candidate))) {
                continue;
            }
            int distance =
                    distance(name.toLowerCase(Locale.ROOT), candidate.toLowerCase(Locale.ROOT));
            if (distance <= allowed && distance < bestDistance) {
                bestDistance = distance;
                best = Optional.of(candidate);
            }
        }
        return best;
    }

    /// A line of help: the name probably meant, or else all candidates where they are few.
    public static String[] help(String name, Collection<String> candidates) {
        Optional<String> nearest = nearest(name, candidates);
        if (nearest.isPresent()) {
            return new String[] {"did you mean '" + nearest.get() + "'?"};
        }
        boolean few = !candidates.isEmpty() && candidates.size() <= 16;
        return few ? new String[] {"known: " + String.join(", ", candidates)} : new String[0];
    }

    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            d[i][0] = i;
        }
        for (int j = 0; j <= b.length(); j++) {
            d[0][j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            for (int j = 1; j <= b.length(); j++) {
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] =
                        Math.min(d[i - 1][j - 1] + change, 1 + Math.min(d[i - 1][j], d[i][j - 1]));
                boolean swapped =
                        i > 1
                                && j > 1
                                && a.charAt(i - 1) == b.charAt(j - 2)
                                && a.charAt(i - 2) == b.charAt(j - 1);
                if (swapped) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
