package org.heddle.backend.run;

import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.Resources;
import org.heddle.backend.driver.cuda.CompileResult;
import org.heddle.backend.driver.cuda.NvccCompiler;

/// Compiles CUDA text with nvcc, where it is installed, to see what registers and shared memory it takes. No GPU is needed.
public final class CudaCheck {
    /// The architecture checked: Hopper, compute capability 9.0 with its own instructions.
    public static final String ARCHITECTURE = "90a";

    private CudaCheck() {}

    /// What the compiler says of a kernel.
    ///
    /// @param resources registers per thread, shared memory and spills
    /// @param advisories warnings of the assembler
    /// @param dynamicSharedBytes shared memory that the launch adds to the static bytes in `resources`
    /// @param seconds time it took to compile
    public record Checked(
            Resources resources,
            java.util.List<String> advisories,
            long dynamicSharedBytes,
            double seconds) {}

    /// Compiles a kernel; empty where there is no nvcc or the kernel is not CUDA.
    ///
    /// @throws DriverException where the text does not compile
    public static Optional<Checked> compile(CompiledKernel kernel) throws DriverException {
        Optional<NvccCompiler> nvcc = NvccCompiler.find();
        if (nvcc.isEmpty()
                || kernel.text().language() != org.heddle.backend.driver.KernelText.Language.CUDA) {
            return Optional.empty();
        }
        CompileResult result = nvcc.get().compile(kernel.text(), ARCHITECTURE);
        Resources resources = result.resources().get(kernel.text().entry());
        if (resources == null) {
            throw new DriverException(
                    DriverException.Kind.BUILD_FAILED,
                    "nvcc did not report kernel " + kernel.text().entry(),
                    "");
        }
        return Optional.of(
                new Checked(
                        resources,
                        result.advisories(),
                        kernel.launch().map(launch -> launch.dynamicSharedBytes()).orElse(0L),
                        result.seconds()));
    }
}
