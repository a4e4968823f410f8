/// Opens drivers by name, and says which can be opened here.
///
/// ```
///  "opencl" · "opencl:pocl" ─► driver.opencl ─┐
///  "cuda:0"                 ─► driver.cuda   ─┼─► Driver
///  "simulate"               ─► driver.simulate┘
/// ```
///
/// A native library is loaded only when a device of its kind is asked for.
///
/// Read next: {@link org.heddle.backend.driver.registry.Drivers}.
@NullMarked
package org.heddle.backend.driver.registry;

import org.jspecify.annotations.NullMarked;
