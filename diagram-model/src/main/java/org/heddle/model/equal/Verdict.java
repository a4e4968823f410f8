package org.heddle.model.equal;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heddle.model.diagnose.Diagnostic;

/// What a comparison of two diagrams found.
///
/// ```
/// Verdict ::= Equal(evidence)                     no difference found; the evidence bounds the chance that there is one
///           | Unequal(evidence, counterExample)   an input on which they differ
///           | Incomparable(problems)              interfaces that differ, or no sizes that fit both
/// ```
public sealed interface Verdict {
    /// No difference was found.
    record Equal(Evidence evidence) implements Verdict {}

    /// They differ.
    record Unequal(Evidence evidence, CounterExample counterExample) implements Verdict {}

    /// There is nothing to compare.
    record Incomparable(List<Diagnostic> problems) implements Verdict {
        public Incomparable {
            problems = List.copyOf(problems);
        }
    }

    /// Whether they are equal, as far as is known.
    default boolean holds() {
        return this instanceof Equal;
    }

    /// What was tried.
    ///
    /// @param trials number of inputs on which both were computed in f64
    /// @param compared number of elements compared there
    /// @param worst largest difference there, relative to `max(|left|, rms)`
    record Evidence(long seed, int trials, long compared, double worst, Field field) {}

    /// What arithmetic modulo primes found.
    ///
    /// ```
    /// Field ::= Agrees(…)        every element of every output that both know, at all settings
    ///         | Differs(where)   by a law that it does not keep, if `beyond` is not empty; else the diagrams differ
    ///         | Silent(why)      it says nothing of some output
    /// ```
    sealed interface Field {
        /// One line.
        String told();
    }

    /// All values that could be followed were the same.
    ///
    /// @param miss a bound on the probability that two diagrams that differ at the sizes tried agreed in all trials; of fractions of polynomials and exponentials only, and so
    ///     of nothing where `beyond` is not empty
    /// @param beyond what either is made of that is more: see {@link Reach}; comparisons for equality, too
    record Agrees(int trials, long compared, double miss, Set<String> beyond) implements Field {
        @Override
        public String told() {
            return compared + " elements agree modulo two primes in " + trials + " trials";
        }
    }

    record Differs(CounterExample where, Set<String> beyond) implements Field {
        @Override
        public String told() {
            return "residues differ: " + where;
        }
    }

    record Silent(String why) implements Field {
        @Override
        public String told() {
            return why;
        }
    }

    /// The input that tells the two apart; empty where none was found.
    default Optional<CounterExample> difference() {
        return this instanceof Unequal(_, CounterExample found)
                ? Optional.of(found)
                : Optional.empty();
    }
}
