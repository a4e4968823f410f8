package org.heddle.backend.driver;

import java.util.Optional;

/// How a kernel was built.
///
/// @param seconds wall time of the compiler; 0 if its source was built for an earlier entry
/// @param log what the compiler said (warnings, advisories); empty if nothing
/// @param resources what the kernel needs, where the compiler tells
public record KernelBuild(
        String entry, double seconds, String log, Optional<Resources> resources) {}
