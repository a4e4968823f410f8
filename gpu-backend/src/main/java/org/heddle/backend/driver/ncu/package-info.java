/// NVIDIA Nsight Compute's command line: what a GPU's own counters see of a program's kernels.
///
/// ```
///  NcuProfiler ──► driver.job: files, child process ──► ncu ──► child JVM: NcuMain
///       ▲                                                │           │ the device's driver,
///       │                                                │           │ each launch once
///       └── Profile ◄── NcuReport ◄── ncu.csv ◄──────────┘ ◄─────────┘
/// ```
///
/// A process of its own, because ncu watches a process from its start. What ncu may do between is its own: it repeats a launch, with memory restored, where the
/// counters do not fit in one pass. Options and output are those of the *NVIDIA Nsight Compute CLI* documentation; metrics those of its *Kernel Profiling Guide*.
///
/// Out of scope: any other metric, times (a watched kernel is slower), and judging what was counted.
///
/// Read next: {@link org.heddle.backend.driver.ncu.NcuProfiler}.
@NullMarked
package org.heddle.backend.driver.ncu;

import org.jspecify.annotations.NullMarked;
