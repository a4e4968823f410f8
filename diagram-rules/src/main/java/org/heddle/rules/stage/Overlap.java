package org.heddle.rules.stage;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.TimeConstant;

/// How far the pipes work at the same time.
///
/// ```
///   Fraction(φ)     Σ (1 - φ)·t + max φ·t     over pipes that take t: the part φ of a pipe's time is hidden, all hidden parts at once
///   Turns           teams do the steps of a round in order, each when its pipe is free; copies run ahead
/// ```
///
/// One φ for all pipes is `longest + (1 - φ) · (sum of the others)`: 0 one after the other, 1 all at once.
public sealed interface Overlap {
    /// What the scheduler assumes of computing and transferring where a description does not say it.
    Fraction SCHEDULED = new Fraction(1 - TimeConstant.EXPOSED.usual(), Map.of());

    /// What the scheduler assumes of computing and transferring on some hardware.
    static Fraction scheduled(Hardware hardware) {
        return new Fraction(1 - hardware.constant(TimeConstant.EXPOSED), Map.of());
    }

    /// Parts of the pipes are hidden.
    ///
    /// @param hidden of every pipe, between 0 and 1
    /// @param own of some pipes, instead
    record Fraction(double hidden, Map<Pipe, Double> own) implements Overlap {
        public Fraction {
            Map<Pipe, Double> all = new EnumMap<>(Pipe.class);
            all.putAll(own);
            own = Collections.unmodifiableMap(all);
            requireFraction(hidden);
            own.values().forEach(Fraction::requireFraction);
        }

        private static void requireFraction(double value) {
            if (!(value >= 0 && value <= 1)) {
                throw new IllegalArgumentException("overlap " + value + " is not in 0..1");
            }
        }

        /// The same with another part of a pipe hidden.
        public Fraction with(Pipe pipe, double part) {
            Map<Pipe, Double> other = new EnumMap<>(Pipe.class);
            other.putAll(own);
            other.put(pipe, part);
            return new Fraction(hidden, other);
        }

        double of(Pipe pipe) {
            return own.getOrDefault(pipe, hidden);
        }
    }

    /// The teams of a group take turns: while one computes its exponentials, another has the matrix unit.
    record Turns() implements Overlap {}
}
