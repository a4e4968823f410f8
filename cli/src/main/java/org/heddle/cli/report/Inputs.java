package org.heddle.cli.report;

import java.util.List;

/// Where the inputs of a comparison came from.
///
/// @param seed of those that are random
/// @param given wires whose arrays were given
public record Inputs(long seed, List<String> given) {
    public Inputs {
        given = List.copyOf(given);
    }

    @Override
    public String toString() {
        return (given.isEmpty() ? "" : "given " + String.join(", ", given) + ", ")
                + "random inputs of seed "
                + seed;
    }
}
