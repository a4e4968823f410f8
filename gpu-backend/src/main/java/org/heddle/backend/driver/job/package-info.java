/// Programs that run in a process of their own, once, and answer in files.
///
/// ```
///  JobProcess ──► JobDirectory (job.json, input-*.bin) ──► child JVM: a main class calls JobWorker
///      ▲                                                        │ opens its driver,
///      │                                                        │ one pass, nothing timed
///      └── Reply, outputs ◄── reply.json, output-*.bin ◄────────┘
/// ```
///
/// The child may be started by a tool that watches it. It ends when the process that waits for it does.
///
/// Out of scope: which driver runs the program (the main classes of `driver.simulate` and `driver.ncu`), and what a tool tells of the run.
///
/// Read next: {@link org.heddle.backend.driver.job.JobProcess}.
@NullMarked
package org.heddle.backend.driver.job;

import org.jspecify.annotations.NullMarked;
