package org.heddle.backend.code;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/// A source text whose lines know what they are there for.
///
/// ```
///   for (int x_block = 0; …)              axis x
///       // P_m ⊕= max over x of S         wire P_m
///       for (int q = 0; …)                wire P_m
/// ```
///
/// @param text lines that all end in a line break
/// @param origins one for each line
public record Traced(String text, List<Origin> origins) {
    public Traced {
        origins = List.copyOf(origins);
        long lines = lines(text);
        if (lines != origins.size()) {
            throw new IllegalArgumentException(origins.size() + " origins for " + lines + " lines");
        }
    }

    /// A text that is there for the kernel as a whole.
    public static Traced whole(String text) {
        return new Traced(text, Collections.nCopies(lines(text), Origin.NONE));
    }

    /// This text, then another.
    public Traced then(Traced other) {
        List<Origin> both = new ArrayList<>(origins);
        both.addAll(other.origins);
        return new Traced(text + other.text, both);
    }

    static int lines(String text) {
        return Math.toIntExact(text.chars().filter(c -> c == '\n').count());
    }
}
