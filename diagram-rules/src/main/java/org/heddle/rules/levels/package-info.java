/// The best blocks of all levels of a machine at once: whole numbers, nested, of whole matrix instructions.
///
/// ```
///   StreamForm ──► Trial: bytes, operations, room, at any blocks         Hardware ──► Chain: caches ─► local memory ─► registers
///                    │                                                                  │
///                    └────────────► Levels: blocks of a group ◄─────────────────────────┘
///                                      │ for each
///                                      ├─► Pieces   what a thread, or an instruction, computes at a time, fold by fold
///                                      └─► Caches   what the groups that work at the same time share, and in which order it goes by: {@link org.heddle.rules.levels.CacheSearch}, the nearest cache first
///                                      │
///                                      └─► Level: blocks, order, bytes, seconds, what binds ({@link org.heddle.rules.levels.Binding}), the runner-up
/// ```
///
/// All three are searched by {@link org.heddle.rules.search.BranchAndBound}. At local memory the bytes are those that {@link org.heddle.rules.schedule.Scheduler} counts; what it chooses is not
/// chosen by this search, which knows instructions that no lowering emits ([ADR 11](../../../../../../../../docs/adr/0011-blocks-of-all-levels.md)). Out of scope: overlap, which
/// {@link org.heddle.rules.stage} knows; exchanges. Read next: {@link org.heddle.rules.levels.Levels}.
@NullMarked
package org.heddle.rules.levels;

import org.jspecify.annotations.NullMarked;
