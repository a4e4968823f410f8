/// Which blocks of a loop have anything to do, and in which of them a condition need not be asked.
///
/// ```
///   items of one pass, as  exp(where(#x <= #q, s, -inf) - m)
///        │ WrittenOut: the pointwise stages that they read in their place, up to a bounded size
///        │ Support: conditions without which every item is its monoid's unit          #x <= #q
///        ▼
///   conditions over indices ── Ranges: what their terms can be in a block, from its first and last index,
///        │                             and from the least and most element of what is read in it (BlockRanges)
///        │ BlockTest
///        ▼
///   Guard of a loop:   a block may have items    x.first <= q.last          else it is skipped
///                      a condition always holds  x.last  <= q.first         there the test is dropped
///        │
///        ├─► org.heddle.rules.schedule counts the blocks that remain (LiveBlocks)
///        └─► every backend writes the test, the loop's bounds that follow from it, or a loop through a list
/// ```
///
/// A block of an axis spans the indices from its first to its last, the last block like all others, even where the axis ends before. Read next:
/// {@link org.heddle.rules.bounds.Guard}, {@link org.heddle.rules.bounds.Support}.
@NullMarked
package org.heddle.rules.bounds;

import org.jspecify.annotations.NullMarked;
