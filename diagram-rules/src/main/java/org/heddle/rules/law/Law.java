package org.heddle.rules.law;

/// An equation that a step of a derivation uses, from left to right.
public interface Law {
    /// The name by which a derivation quotes the law.
    String name();

    /// The law as one line, `lhs = rhs`.
    String law();

    /// Where it may be used, in one line.
    String condition();
}
