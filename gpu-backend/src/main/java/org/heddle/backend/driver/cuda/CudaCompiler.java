package org.heddle.backend.driver.cuda;

import java.util.Map;
import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverException.Kind;
import org.heddle.backend.driver.KernelText;

/// Compiles CUDA C++ to machine code of one architecture.
public sealed interface CudaCompiler permits NvccCompiler, NvrtcCompiler {

    /// What a user without a compiler is told.
    String HINT =
            "install the CUDA toolkit (nvcc), put it on PATH or set CUDA_HOME; the NVRTC library"
                    + " (libnvrtc.so) will do as well";

    /// Compiles all entries of a source.
    ///
    /// @param arch the target without its `sm_`, as in `90a`
    /// @throws DriverException BUILD_FAILED with the log, its message quoting the offending line
    CompileResult compile(KernelText kernel, String arch) throws DriverException;

    /// What it is, for the log.
    String description();

    /// nvcc if it is installed, else NVRTC if it can be loaded.
    ///
    /// @throws DriverException MISSING_TOOL
    static CudaCompiler find() throws DriverException {
        Map<String, String> environment = System.getenv();
        Optional<CudaCompiler> nvcc = NvccCompiler.find(environment).map(found -> found);
        Optional<CudaCompiler> compiler = nvcc.or(() -> NvrtcCompiler.find().map(found -> found));
        return compiler.orElseThrow(
                () -> new DriverException(Kind.MISSING_TOOL, "no CUDA compiler found", HINT));
    }
}
