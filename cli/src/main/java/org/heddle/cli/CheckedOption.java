package org.heddle.cli;

/// Options, or a command with its options, whose values are looked at before anything is done.
@FunctionalInterface
interface CheckedOption {
    /// Adds whatever is wrong of the values.
    void check(Faults faults);
}
