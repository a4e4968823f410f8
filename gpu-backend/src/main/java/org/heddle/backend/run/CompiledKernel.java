package org.heddle.backend.run;

import java.util.Optional;
import org.heddle.backend.driver.KernelText;
import org.heddle.backend.driver.Launch;
import org.heddle.backend.tile.TileProgram;
import org.heddle.rules.derive.Kernel;

/// One kernel of a compilation.
///
/// @param text its source
/// @param launch how it is launched; empty where its output has no elements
/// @param localBytes bytes of local (shared) memory that its text uses per group
public record CompiledKernel(
        Kernel kernel,
        TileProgram program,
        KernelText text,
        Optional<Launch> launch,
        long localBytes) {}
