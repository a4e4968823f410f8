package org.heddle.model.eval;

import org.heddle.model.diagram.DType;

/// Which numbers an evaluation can hold.
public enum Range {
    /// Those of f64, whatever the types of wires are: the meaning of a diagram.
    F64,
    /// Those of the type in which a box computes: its output's, but never less than f32, and f64 where it reads f64. What the formula as written makes of an overflow on a device.
    TYPES,
    /// Those of f64, but a number below the least normal one of the type in which a box computes is compared as if it were 0.
    COMPARED;

    /// The largest number.
    ///
    /// @param computing the type in which a box computes, F32 or F64
    double largest(DType computing) {
        return this == TYPES && computing == DType.F32 ? Float.MAX_VALUE : Double.MAX_VALUE;
    }

    /// The least number that a comparison tells from 0; 0 where it tells all.
    double least(DType computing) {
        return this == COMPARED && computing == DType.F32 ? Float.MIN_NORMAL : 0;
    }
}
