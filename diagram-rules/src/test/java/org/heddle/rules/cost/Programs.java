package org.heddle.rules.cost;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.Set;
import org.heddle.model.size.Size;

/// Transfers written down, an element a value of `q` bytes.
final class Programs {
    private Programs() {}

    /// The product of matrices a × b and b × c.
    static Transfers matmul(long q) {
        return new Transfers(
                List.of(moved(q, "a b", "g_c"), moved(q, "b c", "g_a"), moved(q, "a c", "")),
                List.of(held(q, "", "g_a g_c"), held(q, "", "g_a s_b"), held(q, "", "s_b g_c")),
                sizes("g_a a", "g_c c", "s_b b"));
    }

    /// Rows of queries and outputs that stay while pairs of rows go by.
    static Transfers streamed(long q) {
        return new Transfers(
                List.of(moved(2 * q, "q d", ""), moved(2 * q, "x d", "g_q")),
                List.of(held(2 * q, "d", "g_q"), held(2 * q, "d", "s_x")),
                sizes("g_q q", "s_x x"));
    }

    /// The same of several heads that share keys and values.
    static Transfers grouped(long q) {
        return new Transfers(
                List.of(moved(2 * q, "q h d", ""), moved(2 * q, "x d", "g_q g_h")),
                List.of(held(2 * q, "d", "g_q g_h"), held(2 * q, "d", "s_x")),
                sizes("g_q q", "g_h h", "s_x x"));
    }

    static Transfers.Moved moved(long coefficient, String symbols, String repeated) {
        return new Transfers.Moved(1, Size.multiple(coefficient, words(symbols)), set(repeated));
    }

    static Transfers.Held held(long coefficient, String symbols, String labels) {
        return new Transfers.Held(Size.multiple(coefficient, words(symbols)), set(labels));
    }

    static SequencedMap<String, Size> sizes(String... labels) {
        SequencedMap<String, Size> sizes = new LinkedHashMap<>();
        for (String each : labels) {
            List<String> words = words(each);
            sizes.put(words.getFirst(), Size.symbol(words.getLast()));
        }
        return sizes;
    }

    private static Set<String> set(String words) {
        return Set.copyOf(words(words));
    }

    private static List<String> words(String text) {
        return Arrays.stream(text.split(" ", -1)).filter(word -> !word.isEmpty()).toList();
    }
}
