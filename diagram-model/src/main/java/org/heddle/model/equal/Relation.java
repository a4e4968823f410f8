package org.heddle.model.equal;

/// In which sense the right diagram is to mean what the left one means.
public enum Relation {
    /// The same number everywhere; where one overflows in f64, nothing is said.
    EQUAL,
    /// The same number wherever the left one is finite, or infinite on purpose; the right one may be finite where the left one is not
    /// because an intermediate overflowed or was invalid (0/0), and another where the left one is made of what overflowed, or of a position among items whose exponentials vanished. What a rewrite may do.
    REFINES
}
