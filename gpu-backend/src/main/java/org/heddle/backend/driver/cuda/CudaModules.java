package org.heddle.backend.driver.cuda;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import jcuda.CudaException;
import jcuda.Pointer;
import jcuda.driver.CUfunction;
import jcuda.driver.CUmodule;
import jcuda.driver.JCudaDriver;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverException.Kind;
import org.heddle.backend.driver.KernelBuild;
import org.heddle.backend.driver.KernelText;

/// The modules of one session: each distinct source is compiled and loaded once.
final class CudaModules {
    /// What makes two kernels share a build.
    private record Unit(String source, List<String> options) {}

    /// A compiled source, loaded.
    private record Loaded(CUmodule module, CompileResult compiled) {}

    private final CudaCompiler compiler;
    private final String arch;
    private final Map<Unit, Loaded> loaded = new LinkedHashMap<>();
    private final Map<String, CUmodule> moduleOf = new LinkedHashMap<>();

    CudaModules(CudaCompiler compiler, String arch) {
        this.compiler = compiler;
        this.arch = arch;
    }

    List<KernelBuild> build(List<KernelText> kernels) throws DriverException {
        List<KernelBuild> builds = new ArrayList<>();
        for (KernelText kernel : kernels) {
            Unit unit = new Unit(kernel.source(), kernel.options());
            double seconds = 0;
            if (!loaded.containsKey(unit)) {
                CompileResult compiled = compiler.compile(kernel, arch);
                loaded.put(unit, new Loaded(load(kernel, compiled), compiled));
                seconds = compiled.seconds();
            }
            Loaded one = loaded.get(unit);
            moduleOf.put(kernel.entry(), one.module());
            builds.add(
                    new KernelBuild(
                            kernel.entry(),
                            seconds,
                            one.compiled().log(),
                            Optional.ofNullable(one.compiled().resources().get(kernel.entry()))));
        }
        return builds;
    }

    private static CUmodule load(KernelText kernel, CompileResult compiled) throws DriverException {
        CUmodule module = new CUmodule();
        try {
            // The direct buffer keeps JCuda from pinning a Java array for as long as loading takes.
            Pointer image = Pointer.to(compiled.cubin().asByteBuffer());
            JCudaDriver.cuModuleLoadDataEx(module, image, 0, new int[0], Pointer.to(new int[0]));
            return module;
        } catch (CudaException e) {
            throw CudaErrors.translate(
                    "loading kernel '" + kernel.entry() + "' for sm_" + compiled.arch(), e);
        }
    }

    /// The kernel of that name.
    ///
    /// @throws DriverException BUILD_FAILED if the source does not define it
    CUfunction function(String entry) throws DriverException {
        CUmodule module = moduleOf.get(entry);
        if (module == null) {
            throw new IllegalArgumentException("kernel '" + entry + "' was not built");
        }
        try {
            CUfunction function = new CUfunction();
            JCudaDriver.cuModuleGetFunction(function, module, entry);
            return function;
        } catch (CudaException e) {
            throw new DriverException(
                    Kind.BUILD_FAILED,
                    "the source of kernel '"
                            + entry
                            + "' has no kernel of that name ("
                            + e.getMessage()
                            + ")",
                    "declare it extern \"C\" __global__",
                    e);
        }
    }

    void close() {
        loaded.values()
                .forEach(one -> CudaErrors.quietly(() -> JCudaDriver.cuModuleUnload(one.module())));
    }
}
