package org.heddle.backend.driver.cuda;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Where the programs of NVIDIA's CUDA toolkit are.
public final class CudaToolkit {
    private CudaToolkit() {}

    /// Looks on PATH, in CUDA_HOME and CUDA_PATH, and in `/usr/local/cuda`.
    ///
    /// @param program its name: `nvcc`, `ncu`
    public static Optional<Path> find(String program, Map<String, String> environment) {
        List<Path> directories = new ArrayList<>();
        Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(environment.getOrDefault("PATH", ""))
                .filter(entry -> !entry.isBlank())
                .forEach(entry -> directories.add(Path.of(entry)));
        for (String variable : List.of("CUDA_HOME", "CUDA_PATH")) {
            String home = environment.getOrDefault(variable, "");
            if (!home.isBlank()) {
                directories.add(Path.of(home, "bin"));
            }
        }
        if (!environment.isEmpty()) {
            directories.add(Path.of("/usr/local/cuda/bin"));
        }
        return directories.stream()
                .map(directory -> directory.resolve(program))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
