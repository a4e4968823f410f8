package org.heddle.rules.algebra;

/// How a leaf of an expression behaves while items stream by.
public enum Kind {
    /// Differs from item to item.
    ITEM,
    /// The running value of an earlier reduction over the same items.
    STATE,
    /// Neither: known before the first item.
    INVARIANT
}
