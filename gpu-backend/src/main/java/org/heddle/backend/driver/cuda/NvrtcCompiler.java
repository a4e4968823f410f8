package org.heddle.backend.driver.cuda;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.backend.driver.BuildLog;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.KernelText;

/// NVIDIA's run-time compiler library, called directly: JCuda's binding wants `libnvrtc.so.12`, this
/// one takes any version from 11.2 on. Used where nvcc is not installed.
///
/// NVRTC sees no host headers: a source may include CUDA's own (found in CUDA_HOME) and must not use
/// the C++ standard library.
public final class NvrtcCompiler implements CudaCompiler {
    private static final List<String> SONAMES =
            List.of("libnvrtc.so", "libnvrtc.so.13", "libnvrtc.so.12", "libnvrtc.so.11.2");

    private final SymbolLookup library;
    private final String soname;

    private NvrtcCompiler(SymbolLookup library, String soname) {
        this.library = library;
        this.soname = soname;
    }

    /// NVRTC, if some version can be loaded.
    @SuppressWarnings("restricted") // loading native code is the purpose
    public static Optional<NvrtcCompiler> find() {
        for (String soname : SONAMES) {
            try {
                SymbolLookup library = SymbolLookup.libraryLookup(soname, Arena.global());
                if (library.find("nvrtcGetCUBIN").isPresent()) {
                    return Optional.of(new NvrtcCompiler(library, soname));
                }
            } catch (IllegalArgumentException e) {
                // not this one
            }
        }
        return Optional.empty();
    }

    @Override
    public String description() {
        return soname;
    }

    @Override
    public CompileResult compile(KernelText kernel, String arch) throws DriverException {
        long start = System.nanoTime();
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment handle = arena.allocate(ADDRESS);
            MemorySegment nothing = MemorySegment.NULL;
            int created =
                    call(
                            "nvrtcCreateProgram",
                            handle,
                            arena.allocateFrom(kernel.source()),
                            arena.allocateFrom("kernel.cu"),
                            0,
                            nothing,
                            nothing);
            if (created != 0) {
                throw BuildLog.failure(kernel, soname + " could not start: error " + created, "");
            }
            MemorySegment program = handle.get(ADDRESS, 0);
            try {
                List<String> options = options(kernel, arch);
                int status =
                        call(
                                "nvrtcCompileProgram",
                                program,
                                options.size(),
                                strings(options, arena));
                String log = text(program, arena);
                if (status != 0) {
                    throw BuildLog.failure(kernel, log, "compiled by " + soname);
                }
                byte[] cubin = bytes("nvrtcGetCUBIN", program, arena);
                double seconds = (System.nanoTime() - start) * 1e-9;
                return CompileResult.of(arch, cubin, log, seconds);
            } finally {
                call("nvrtcDestroyProgram", handle);
            }
        }
    }

    private static List<String> options(KernelText kernel, String arch) {
        List<String> options = new ArrayList<>();
        options.add("--gpu-architecture=sm_" + arch);
        options.add("--std=c++17");
        options.add("--ptxas-options=-v");
        for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
            String home = System.getenv(variable);
            if (home != null && !home.isBlank()) {
                options.add("--include-path=" + home + "/include");
            }
        }
        options.add("--include-path=/usr/local/cuda/include");
        options.addAll(kernel.options());
        return options;
    }

    private static MemorySegment strings(List<String> texts, Arena arena) {
        MemorySegment array = arena.allocate(ADDRESS, texts.size());
        for (int i = 0; i < texts.size(); i++) {
            array.setAtIndex(ADDRESS, i, arena.allocateFrom(texts.get(i)));
        }
        return array;
    }

    private String text(MemorySegment program, Arena arena) {
        byte[] log = bytes("nvrtcGetProgramLog", program, arena);
        return new String(log, StandardCharsets.UTF_8).replace("\0", "").strip();
    }

    /// What `function` and its companion `functionSize` give.
    private byte[] bytes(String function, MemorySegment program, Arena arena) {
        MemorySegment size = arena.allocate(JAVA_LONG);
        if (call(function + "Size", program, size) != 0) {
            return new byte[0];
        }
        MemorySegment data = arena.allocate(Math.max(1, size.get(JAVA_LONG, 0)), 16);
        return call(function, program, data) == 0 ? data.toArray(JAVA_BYTE) : new byte[0];
    }

    /// Calls a function that takes pointers and ints, and returns a status: 0 is success.
    @SuppressWarnings("restricted") // calling native code is the purpose
    private int call(String function, Object... arguments) {
        MemoryLayout[] layouts = new MemoryLayout[arguments.length];
        for (int i = 0; i < arguments.length; i++) {
            layouts[i] = arguments[i] instanceof Integer ? JAVA_INT : ADDRESS;
        }
        FunctionDescriptor type = FunctionDescriptor.of(JAVA_INT, layouts);
        MemorySegment address = library.findOrThrow(function);
        try {
            return (int)
                    Linker.nativeLinker()
                            .downcallHandle(address, type)
                            .invokeWithArguments(arguments);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new IllegalStateException(function + " cannot be called", e);
        }
    }
}
