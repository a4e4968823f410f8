/// What the steps of a kernel keep busy, for how long, and in which configurations of teams.
///
/// ```
///   Nest ──► Product: a fold that matrix instructions compute              Schedule ──► Work: operations by pipe, as sums of products
///               │
///   Schedule ──► Spread: an axis over teams ── Residence: where tiles are, how many teams fit ──► Configurations
///                                                                                                     │ chosen
///   Overlap, Rounds: how far pipes work at the same time ──────────────────────────► seconds ◄── Stage: seconds by step and pipe
/// ```
///
/// After Abbott and Zardini (arXiv 2412.03317, §5). Out of scope: bytes and operations, which `cost` and `schedule` count; latencies. Read next: {@link org.heddle.rules.stage.Stage},
/// {@link org.heddle.rules.stage.Configurations}.
@org.jspecify.annotations.NullMarked
package org.heddle.rules.stage;
