/// What a kernel transfers for the memory that it has, as a formula.
///
/// ```
///   Schedule ──► Nesting        every choice of axes that are walked block by block
///                    │
///                    │ NestTransfers, Unskipped: where loops skip blocks, one sum for each range of lengths
///                Transfers      Σ once · Π size/label   moved,   Σ bytes · Π label ≤ M   held, by a group or by a cache
///                    │
///                    ├─ LeastTransfers the nest that moves the least with an M
///                    ├─ ClosedForm     H* = Σ α · M^(-β), and the labels that attain it, as powers of M
///                    ├─ BestLabels     the same as numbers, at sizes and an M
///                    ├─ Memories       a closed form over the levels of a machine: what each costs and passes on, what exchanges save
///                    ├─ Devices        what several devices receive of each other
///                    └─ Enough         from which extents on computing takes as long
///   Schedule ──► Columns        step by step: bytes moved, bytes held, operations
/// ```
///
/// The model is that of Abbott and Zardini (arXiv 2412.03317, §4): all of a level's memory is for tiles, blocks of an axis need not divide it, and what is transferred is counted, not when.
@org.jspecify.annotations.NullMarked
package org.heddle.rules.cost;
