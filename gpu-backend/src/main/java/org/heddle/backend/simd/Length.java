package org.heddle.backend.simd;

import java.util.OptionalLong;

/// How many elements of a block are valid: a number, or a variable where blocks differ.
///
/// @param known the number, where every block has it
record Length(String text, OptionalLong known) {
    static Length of(long number) {
        return new Length(Long.toString(number), OptionalLong.of(number));
    }

    static Length variable(String name) {
        return new Length(name, OptionalLong.empty());
    }

    boolean isOne() {
        return known.isPresent() && known.getAsLong() == 1;
    }

    /// Whether it is certain to be less than a number.
    boolean isBelow(long number) {
        return known.isPresent() && known.getAsLong() < number;
    }

    /// Whether it is certain to be a multiple of a number.
    boolean isMultipleOf(long number) {
        return known.isPresent() && known.getAsLong() % number == 0;
    }

    /// The largest multiple of a number that is not above it, as text.
    String wholes(long number) {
        return known.isPresent()
                ? Long.toString(known.getAsLong() / number * number)
                : text + " / " + number + " * " + number;
    }
}
