/// OpenCL under oclgrind: bytes counted, data races and invalid accesses found, no device needed.
///
/// ```
///  SimulateDriver ──► driver.job: files, child JVM ──► SimulatorMain
///       ▲                                                 │ OpenClDriver on oclgrind's ICD
///       ├── outputs ◄─────────────────────────────────────┤
///       └── Counters ◄── OclgrindReport ◄── stdout.txt, oclgrind.log
/// ```
///
/// A process of its own, because two OpenCL implementations in one process crash, and because
/// oclgrind reads its settings from the environment.
///
/// What counts: executed loads and stores of global, local and constant memory. What does not:
/// bytes moved inside builtins and by atomics (they are listed by name), private memory, caches.
///
/// Read next: {@link org.heddle.backend.driver.simulate.SimulateDriver}.
@NullMarked
package org.heddle.backend.driver.simulate;

import org.jspecify.annotations.NullMarked;
