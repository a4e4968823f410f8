package org.heddle.model.eval;

import org.heddle.model.diagram.DType;

/// Which numbers an evaluation can hold.
public enum Range {
    /// Those of f64, whatever the types of wires are: the meaning of a diagram.
    F64,
    /// Those of the type in which a box computes: its output's, but never less than f32, and f64 where it reads f64. What the formula as written makes of an overflow on a device; and of a comparison with what vanishes there, which is one with 0.
    TYPES;

    /// The largest number.
    ///
    /// @param computing the type in which a box computes, F32 or F64
    double largest(DType computing) {
        return this == TYPES && computing == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    }
}
