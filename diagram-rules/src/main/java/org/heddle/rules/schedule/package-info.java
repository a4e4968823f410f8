/// Schedules: how large the blocks are, what that costs, and the search for the best.
///
/// ```
///   Region ── StreamAnalyzer.candidates ──► StreamForm ── NestBuilder ──► Nest
///                                                                          │ Counts: bytes per level, operations, as products over axes
///   Hardware, Sizes ── Scheduler ── extents per axis, capacity ── Cost ────┘
///                          │ the best few ── Groups: work of each ── rules.time.Simulation ──► the time that is told
///                          └──► Schedule: the winner, why, the runner-up ── Planner ──► Plan: that kernel, or two that fill the units
/// ```
///
/// The counts are exact and symbolic; binding sizes and block extents turns them into numbers. Nothing here executes anything: the interpreter,
/// which does, shares no code with the counts. Read next: {@link org.heddle.rules.schedule.Counts}, {@link org.heddle.rules.schedule.Scheduler}.
@NullMarked
package org.heddle.rules.schedule;

import org.jspecify.annotations.NullMarked;
