package org.heddle.backend.driver.cuda;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.heddle.backend.driver.BuildLog;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.DriverException.Kind;
import org.heddle.backend.driver.KernelText;

/// nvcc, as a process. It needs no GPU.
///
/// @param executable the `nvcc` binary
public record NvccCompiler(Path executable) implements CudaCompiler {
    private static final long TIMEOUT_SECONDS = 600;
    private static final KernelText EMPTY =
            KernelText.cuda("nothing", "extern \"C\" __global__ void nothing() {}\n");

    /// Looks on PATH, in CUDA_HOME and CUDA_PATH, and in `/usr/local/cuda`.
    public static Optional<NvccCompiler> find() {
        return find(System.getenv());
    }

    static Optional<NvccCompiler> find(Map<String, String> environment) {
        return CudaToolkit.find("nvcc", environment).map(NvccCompiler::new);
    }

    @Override
    public String description() {
        return executable.toString();
    }

    @Override
    public CompileResult compile(KernelText kernel, String arch) throws DriverException {
        if (kernel.language() != KernelText.Language.CUDA) {
            throw new IllegalArgumentException(
                    "kernel '" + kernel.entry() + "' is " + kernel.language() + " source");
        }
        try {
            Path directory = Files.createTempDirectory("heddle-nvcc-");
            try {
                return compile(kernel, arch, directory);
            } finally {
                delete(directory);
            }
        } catch (IOException e) {
            throw new DriverException(
                    Kind.BUILD_FAILED,
                    "nvcc's files cannot be written or read: " + e.getMessage(),
                    "look for free space in " + System.getProperty("java.io.tmpdir"),
                    e);
        }
    }

    private CompileResult compile(KernelText kernel, String arch, Path directory)
            throws IOException, DriverException {
        try {
            return attempt(kernel, arch, directory);
        } catch (DriverException failure) {
            Files.deleteIfExists(directory.resolve("kernel.cubin"));
            requireEmptyCompiles(arch, directory);
            throw failure;
        }
    }

    /// A kernel that fails is at fault only where an empty one does not.
    private void requireEmptyCompiles(String arch, Path directory)
            throws IOException, DriverException {
        try {
            attempt(EMPTY, arch, directory);
        } catch (DriverException failure) {
            throw new DriverException(
                    Kind.MISSING_TOOL,
                    executable
                            + " compiles nothing here, not even an empty kernel: "
                            + Files.readString(directory.resolve("log.txt")).strip(),
                    "nvcc needs a C++ compiler on PATH that it supports: on Debian or Ubuntu"
                            + " 'apt-get install g++'",
                    failure);
        }
    }

    private CompileResult attempt(KernelText kernel, String arch, Path directory)
            throws IOException, DriverException {
        Path source = directory.resolve("kernel.cu");
        Path cubin = directory.resolve("kernel.cubin");
        Path log = directory.resolve("log.txt");
        Files.writeString(source, kernel.source());
        long start = System.nanoTime();
        ProcessBuilder builder = new ProcessBuilder(command(kernel, arch));
        builder.directory(directory.toFile());
        builder.environment().put("TMPDIR", directory.toString());
        builder.redirectErrorStream(true);
        builder.redirectOutput(log.toFile());
        int exit = waitFor(kernel, builder.start());
        double seconds = (System.nanoTime() - start) * 1e-9;
        String text = new String(Files.readAllBytes(log), StandardCharsets.UTF_8);
        if (exit != 0 || !Files.exists(cubin)) {
            throw BuildLog.failure(kernel, text, "compiled by " + executable + " for sm_" + arch);
        }
        return CompileResult.of(arch, Files.readAllBytes(cubin), text, seconds);
    }

    private List<String> command(KernelText kernel, String arch) {
        List<String> command = new ArrayList<>();
        command.add(executable.toString());
        command.add("-gencode=arch=compute_" + arch + ",code=sm_" + arch);
        command.addAll(List.of("-cubin", "-O3", "-std=c++17", "-Xptxas", "-v"));
        command.addAll(kernel.options());
        command.addAll(List.of("-o", "kernel.cubin", "kernel.cu"));
        return command;
    }

    private static int waitFor(KernelText kernel, Process process) throws DriverException {
        try {
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                throw new DriverException(
                        Kind.BUILD_FAILED,
                        "nvcc did not compile kernel '"
                                + kernel.entry()
                                + "' within "
                                + TIMEOUT_SECONDS
                                + " s",
                        "");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DriverException(Kind.BUILD_FAILED, "nvcc was interrupted", "", e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static void delete(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException | UncheckedIOException e) {
            directory.toFile().deleteOnExit();
        }
    }
}
