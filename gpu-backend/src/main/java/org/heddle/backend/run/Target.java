package org.heddle.backend.run;

import java.util.Locale;
import java.util.Optional;
import org.heddle.rules.hardware.Hardware;

/// What source text a compilation gives.
public enum Target {
    /// OpenCL C for CPUs: one work-item per group, explicit vectors.
    OPENCL_SIMD("opencl", ".cl"),
    /// OpenCL C for GPUs: many work-items per group, local memory, barriers.
    OPENCL_SIMT("opencl", ".cl"),
    /// CUDA C++ for GPUs.
    CUDA("cuda", ".cu");

    private final String language;
    private final String suffix;

    Target(String language, String suffix) {
        this.language = language;
        this.suffix = suffix;
    }

    /// `opencl` or `cuda`.
    public String language() {
        return language;
    }

    /// File name suffix of its source text.
    public String suffix() {
        return suffix;
    }

    /// The target of a language on hardware that executes in a given way.
    public static Optional<Target> of(String language, Hardware.Execution execution) {
        return switch (language.toLowerCase(Locale.ROOT)) {
            case "opencl" ->
                    Optional.of(
                            switch (execution) {
                                case SIMD -> OPENCL_SIMD;
                                case SIMT -> OPENCL_SIMT;
                            });
            case "cuda" -> Optional.of(CUDA);
            default -> Optional.empty();
        };
    }
}
