package org.heddle.backend.driver;

import java.util.ArrayList;
import java.util.List;

/// The source of one kernel entry. Several entries may share one source: it is built once.
///
/// @param entry the kernel's function name; in CUDA it must be declared `extern "C"`
/// @param language what the source is written in
/// @param source the whole translation unit
/// @param options compiler options, one per element, added to those of the driver
public record KernelText(String entry, Language language, String source, List<String> options) {

    /// The language of a kernel source.
    public enum Language {
        OPENCL,
        CUDA
    }

    public KernelText {
        if (entry.isBlank()) {
            throw new IllegalArgumentException("a kernel needs an entry name");
        }
        options = List.copyOf(options);
    }

    public static KernelText openCl(String entry, String source) {
        return new KernelText(entry, Language.OPENCL, source, List.of());
    }

    public static KernelText cuda(String entry, String source) {
        return new KernelText(entry, Language.CUDA, source, List.of());
    }

    /// The same, compiled with one more option.
    public KernelText withOption(String option) {
        List<String> more = new ArrayList<>(options);
        more.add(option);
        return new KernelText(entry, language, source, more);
    }
}
