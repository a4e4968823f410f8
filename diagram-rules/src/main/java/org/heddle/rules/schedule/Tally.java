package org.heddle.rules.schedule;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A sum of counts, prepared to be taken at many extents of the same sizes: sizes are multiplied out, and counts that repeat along the same axes are one term.
final class Tally {
    private final List<Term> terms = new ArrayList<>();
    private final List<Count> guarded = new ArrayList<>();

    /// `coefficient · Π blocks(repeated) · Π pieces(pieced) · Π touched(padded)`, axes by position.
    private static final class Term {
        private final long coefficient;
        private final int[] repeated;
        private final int[] pieced;
        private final int[] pieces;
        private final int[] padded;
        private final Count.Run[] runs;

        Term(
                long coefficient,
                int[] repeated,
                int[] pieced,
                int[] pieces,
                int[] padded,
                Count.Run[] runs) {
            this.coefficient = coefficient;
            this.repeated = repeated;
            this.pieced = pieced;
            this.pieces = pieces;
            this.padded = padded;
            this.runs = runs;
        }

        long at(Blocking blocking) {
            long value = coefficient;
            for (int axis : repeated) {
                value = Math.multiplyExact(value, blocking.blocks(axis));
            }
            for (int i = 0; i < pieced.length; i++) {
                value = Math.multiplyExact(value, blocking.pieces(pieced[i], pieces[i]));
            }
            for (int i = 0; i < padded.length; i++) {
                value = Math.multiplyExact(value, runs[i].touched(blocking, padded[i]));
            }
            return value;
        }

        /// The same at the longest blocks, of which pieces need not be whole, and beyond whose ends nothing need be touched.
        long least(Blocking largest) {
            long value = coefficient;
            for (int axis : repeated) {
                value = Math.multiplyExact(value, largest.blocks(axis));
            }
            for (int i = 0; i < pieced.length; i++) {
                value = Math.multiplyExact(value, Math.ceilDiv(largest.size(pieced[i]), pieces[i]));
            }
            for (int axis : padded) {
                value = Math.multiplyExact(value, largest.size(axis));
            }
            return value;
        }
    }

    /// What counts of one term have in common.
    private record Along(
            List<String> repeated, Map<String, Integer> pieced, Map<String, Count.Run> padded) {}

    /// @param sizes of the axes, whatever the extents
    /// @throws ArithmeticException where a count exceeds a long
    Tally(List<Count> counts, Blocking sizes) {
        Map<Along, Long> coefficients = new LinkedHashMap<>();
        for (Count count : counts) {
            if (count.left().isPresent()) {
                guarded.add(count);
                continue;
            }
            long coefficient = count.coefficient();
            for (String axis : count.whole()) {
                coefficient = Math.multiplyExact(coefficient, sizes.size(axis));
            }
            coefficients.merge(
                    new Along(count.repeated(), count.pieced(), count.padded()),
                    coefficient,
                    Math::addExact);
        }
        coefficients.forEach(
                (along, coefficient) ->
                        terms.add(
                                new Term(
                                        coefficient,
                                        sizes.positions(along.repeated()),
                                        sizes.positions(List.copyOf(along.pieced().keySet())),
                                        along.pieced().values().stream()
                                                .mapToInt(Integer::intValue)
                                                .toArray(),
                                        sizes.positions(List.copyOf(along.padded().keySet())),
                                        along.padded().values().toArray(Count.Run[]::new))));
    }

    /// The sum at given extents.
    ///
    /// @throws ArithmeticException where it exceeds a long
    long at(Blocking blocking) {
        long sum = 0;
        for (Term term : terms) {
            sum = Math.addExact(sum, term.at(blocking));
        }
        for (Count count : guarded) {
            sum = Math.addExact(sum, count.at(blocking));
        }
        return sum;
    }

    /// A number that the sum is not below at any extents up to these.
    ///
    /// @throws ArithmeticException where it exceeds a long
    long least(Blocking largest) {
        long sum = 0;
        for (Term term : terms) {
            sum = Math.addExact(sum, term.least(largest));
        }
        for (Count count : guarded) {
            sum = Math.addExact(sum, count.least(largest));
        }
        return sum;
    }
}
