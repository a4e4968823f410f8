/// Hardware as data: levels of memory, pipes, limits.
///
/// ```
///   h200.json, host.json, FILE  --HardwareReader-->  Hardware: global ─► local ─► registers, and what each can do per second
/// ```
///
/// New hardware is a file, not code. Read next: {@link org.heddle.rules.hardware.Hardware}.
@NullMarked
package org.heddle.rules.hardware;

import org.jspecify.annotations.NullMarked;
