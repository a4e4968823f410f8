/// How many bytes a diagram has to move between global and local memory: every cut into kernels, every block extent.
///
/// ```
///  diagram ─Deriver─► kernels, block extents ─► OpenCL ─Counted─► bytes ──┐
///     │                                                                   ├─ TrafficTest: at most 1.05 to 1
///     └─Cuts─► every part ─Tilings─► fewest bytes ────────────────────────┘
/// ```
///
/// What is derived is executed by Oclgrind, which counts what its text loads and stores. The search knows what a kernel's loop nest moves and holds at given extents, and nothing of how
/// the scheduler chooses.
/// Read next: {@link org.heddle.kernels.traffic.TrafficTest}.
@NullMarked
package org.heddle.kernels.traffic;

import org.jspecify.annotations.NullMarked;
