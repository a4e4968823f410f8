package org.heddle.model.eval;

/// A compiled scalar expression.
@FunctionalInterface
public interface Scalar {
    /// The value for the arguments, by position of the parameters, at an index, by position of the axes, that the
    /// expression was compiled for ({@link Scalars#compile}).
    double at(double[] arguments, long[] index);
}
