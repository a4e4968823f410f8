package org.heddle.backend.driver;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A host program: named buffers, the kernels' texts, and launches executed in order.
///
/// ```
///  buffers   Q:INPUT 8192 B   K:INPUT 8192 B   O:OUTPUT 8192 B
///  kernels   fused  <- "kernel void fused(...) {...}"
///  launches  fused<<<16x1x1, 64x1x1>>>(Q, K, O, 64)
/// ```
///
/// Two buffers or two kernels of one name, or a launch that names a kernel or buffer that is not
/// there, are refused with an {@link IllegalArgumentException}.
public record HostProgram(
        List<BufferSpec> buffers, List<KernelText> kernels, List<Launch> launches) {
    public HostProgram {
        buffers = List.copyOf(buffers);
        kernels = List.copyOf(kernels);
        launches = List.copyOf(launches);
        Map<String, BufferSpec> byName = new HashMap<>();
        for (BufferSpec buffer : buffers) {
            if (byName.put(buffer.name(), buffer) != null) {
                throw new IllegalArgumentException("two buffers are named '" + buffer.name() + "'");
            }
        }
        Set<String> entries = new HashSet<>();
        for (KernelText kernel : kernels) {
            if (!entries.add(kernel.entry())) {
                throw new IllegalArgumentException(
                        "two kernels are named '" + kernel.entry() + "'");
            }
        }
        for (Launch launch : launches) {
            checkLaunch(launch, entries, byName.keySet());
        }
    }

    private static void checkLaunch(Launch launch, Set<String> entries, Set<String> bufferNames) {
        if (!entries.contains(launch.entry())) {
            throw new IllegalArgumentException(
                    "launch of '" + launch.entry() + "', but the kernels are " + entries);
        }
        for (Argument argument : launch.arguments()) {
            if (argument instanceof Argument.BufferArgument(String buffer)
                    && !bufferNames.contains(buffer)) {
                throw new IllegalArgumentException(
                        "launch of '"
                                + launch.entry()
                                + "' takes buffer '"
                                + buffer
                                + "', but the buffers are "
                                + bufferNames);
            }
        }
    }

    /// The same, all kernels compiled with one more option.
    public HostProgram withOption(String option) {
        return new HostProgram(
                buffers,
                kernels.stream().map(kernel -> kernel.withOption(option)).toList(),
                launches);
    }

    /// The sum of all buffer sizes, in bytes.
    public long totalBytes() {
        long total = 0;
        for (BufferSpec buffer : buffers) {
            total = Math.addExact(total, buffer.bytes());
        }
        return total;
    }

    /// The same launches with nothing to be read back: outputs are workspace, and poisoned as before.
    public HostProgram withoutOutputs() {
        return new HostProgram(
                buffers.stream().map(HostProgram::withoutOutput).toList(), kernels, launches);
    }

    private static BufferSpec withoutOutput(BufferSpec buffer) {
        return buffer.role() == BufferSpec.Role.OUTPUT
                ? new BufferSpec(buffer.name(), buffer.bytes(), BufferSpec.Role.WORKSPACE)
                : buffer;
    }

    /// The buffers of one role, in declaration order.
    public List<BufferSpec> buffers(BufferSpec.Role role) {
        return buffers.stream().filter(buffer -> buffer.role() == role).toList();
    }

    /// Checks that every kernel is written in a language.
    ///
    /// @param device who asks, for the message
    /// @throws IllegalArgumentException naming the kernel that is not
    public void requireLanguage(KernelText.Language language, String device) {
        for (KernelText kernel : kernels) {
            if (kernel.language() != language) {
                throw new IllegalArgumentException(
                        "kernel '"
                                + kernel.entry()
                                + "' is "
                                + kernel.language()
                                + " source, but "
                                + device
                                + " runs "
                                + language);
            }
        }
    }
}
