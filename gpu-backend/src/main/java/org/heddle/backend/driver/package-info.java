/// Drivers: what runs emitted kernel source on a device, and what a run gives back.
///
/// ```
///  HostProgram ─┐                            ┌─ outputs (poisoned before the run)
///  inputs      ─┼─► Driver.run ─► RunResult ─┼─ seconds per launch, per repetition
///  RunOptions  ─┘       │                    ├─ KernelBuild per kernel: log, registers, spills
///                       │                    └─ Counters, where the device counts (simulate)
///                       ▼
///   RunSequence: allocate, upload, poison, build, launch, download, warm up, repeat
///                       │ the same order on every device
///                       ▼
///   DeviceSession ◄── driver.opencl (JOCL) · driver.cuda (JCuda driver API)
///   Driver        ◄── driver.simulate (OpenCL under oclgrind, in a process of its own)
///   Profiler      ◄── driver.ncu (CUDA under ncu, in a process of its own): Profile
/// ```
///
/// A driver knows nothing of diagrams, tiles or kernels' meaning: it sees text, bytes and launches.
/// Out of scope: choosing launch parameters, comparing results, calibrating hardware descriptions.
///
/// Read next: {@link org.heddle.backend.driver.HostProgram}, {@link
/// org.heddle.backend.driver.Driver}, {@link org.heddle.backend.driver.RunSequence}; drivers are
/// opened by name in `org.heddle.backend.driver.registry`.
@NullMarked
package org.heddle.backend.driver;

import org.jspecify.annotations.NullMarked;
