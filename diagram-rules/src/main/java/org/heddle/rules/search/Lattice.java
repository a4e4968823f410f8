package org.heddle.rules.search;

import java.util.List;

/// Points to choose from: a length for every axis.
///
/// @param <P> a point
public interface Lattice<P> {
    /// How many axes there are.
    int axes();

    /// The lengths of an axis, ascending, at least one.
    List<Long> choices(int axis);

    /// The point with the smallest choice on every axis.
    P smallest();

    /// The point with the largest choice on every axis.
    P largest();

    /// The length of a point along an axis.
    long length(P point, int axis);

    /// The same point with another length along an axis.
    P with(P point, int axis, long length);
}
