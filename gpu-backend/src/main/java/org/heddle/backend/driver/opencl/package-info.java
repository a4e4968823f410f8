/// OpenCL through JOCL.
///
/// ```
///  "pocl" ─► OpenClDevices.find ─► OpenClDevice ─► OpenClDriver ─► one OpenClSession per run
///              loads libOpenCL.so.1 and asks           context, profiling queue
///              every platform for its devices
/// ```
///
/// Times are those of profiling events (start to end of the command on the device). PoCL compiles a
/// kernel for its group size at the first launch: the untimed first pass takes that. Only one
/// OpenCL implementation may be loaded per process; oclgrind therefore runs in another one, see
/// `driver.simulate`.
///
/// Read next: {@link org.heddle.backend.driver.opencl.OpenClSession}.
@NullMarked
package org.heddle.backend.driver.opencl;

import org.jspecify.annotations.NullMarked;
