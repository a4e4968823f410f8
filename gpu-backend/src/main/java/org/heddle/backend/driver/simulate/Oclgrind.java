package org.heddle.backend.driver.simulate;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.heddle.backend.driver.DriverException;
import org.heddle.backend.driver.HostProgram;
import org.heddle.backend.driver.Launch;

/// Where oclgrind is, and the environment it runs in.
///
/// @param library the runtime library that an `.icd` file names
record Oclgrind(Path library) {
    static final String HINT =
            "install oclgrind ('apt-get install oclgrind ocl-icd-libopencl1'), or set"
                    + " HEDDLE_OCLGRIND to its liboclgrind-rt-icd.so";

    /// Enough for any tile that a GPU can hold, and what PoCL offers.
    static final long LOCAL_BYTES = 1L << 20;

    /// oclgrind reads sizes as 32-bit numbers.
    static final long MAX_GLOBAL_BYTES = (1L << 32) - 1;

    static final int MAX_GROUP_SIZE = 1024;
    private static final int MAX_REPORTS = 100;
    private static final String FILE = "liboclgrind-rt-icd.so";

    /// Looks at `HEDDLE_OCLGRIND`, beside an `oclgrind` on the path, and in the usual directories.
    ///
    /// @throws DriverException MISSING_TOOL
    static Oclgrind find(Map<String, String> environment) throws DriverException {
        Optional<Path> library =
                candidates(environment).stream().filter(Files::isRegularFile).findFirst();
        if (library.isEmpty()) {
            throw new DriverException(
                    DriverException.Kind.MISSING_TOOL, "oclgrind is not installed", HINT);
        }
        return new Oclgrind(library.get());
    }

    static List<Path> candidates(Map<String, String> environment) {
        List<Path> candidates = new ArrayList<>();
        String chosen = environment.get("HEDDLE_OCLGRIND");
        if (chosen != null && !chosen.isBlank()) {
            candidates.add(Path.of(chosen));
            return candidates;
        }
        for (String entry : pathEntries(environment)) {
            if (!entry.isBlank() && Files.isExecutable(Path.of(entry, "oclgrind"))) {
                candidates.add(Path.of(entry, "..", "lib", "oclgrind", FILE).normalize());
                candidates.add(Path.of(entry, "..", "lib", FILE).normalize());
            }
        }
        for (String prefix : List.of("/usr", "/usr/local", "/opt/oclgrind")) {
            candidates.add(Path.of(prefix, "lib", "oclgrind", FILE));
            candidates.add(Path.of(prefix, "lib64", "oclgrind", FILE));
            candidates.add(Path.of(prefix, "lib", FILE));
            candidates.add(Path.of(prefix, "lib", "x86_64-linux-gnu", "oclgrind", FILE));
        }
        return candidates;
    }

    private static List<String> pathEntries(Map<String, String> environment) {
        return Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(environment.getOrDefault("PATH", ""))
                .toList();
    }

    /// Changes a process environment so that OpenCL means oclgrind, counting and checking.
    ///
    /// @param vendors a directory that holds one `.icd` file naming the library
    /// @param log the file that receives race and access reports
    void configure(Map<String, String> environment, Path vendors, Path log, HostProgram program) {
        environment.keySet().removeIf(name -> name.startsWith("OCLGRIND_"));
        environment.remove("OCL_ICD_FILENAMES");
        environment.remove("OCL_ICD_DEFAULT_PLATFORM");
        environment.put("OCL_ICD_VENDORS", vendors.toString());
        environment.put("LC_ALL", "C"); // digits without separators
        environment.put("OCLGRIND_INST_COUNTS", "1");
        environment.put("OCLGRIND_DATA_RACES", "1");
        environment.put("OCLGRIND_UNIFORM_WRITES", "1");
        environment.put("OCLGRIND_MAX_ERRORS", String.valueOf(MAX_REPORTS));
        environment.put("OCLGRIND_LOG", log.toString());
        environment.put("OCLGRIND_LOCAL_MEM_SIZE", String.valueOf(LOCAL_BYTES));
        environment.put("OCLGRIND_GLOBAL_MEM_SIZE", String.valueOf(MAX_GLOBAL_BYTES));
        environment.put("OCLGRIND_CONSTANT_MEM_SIZE", String.valueOf(MAX_GLOBAL_BYTES));
        environment.put("OCLGRIND_MAX_WGSIZE", String.valueOf(groupSize(program)));
        // Groups one after the other: results, counts and reports come out the same every time.
        environment.put("OCLGRIND_NUM_THREADS", "1");
    }

    private static long groupSize(HostProgram program) {
        return program.launches().stream()
                .map(Launch::block)
                .mapToLong(block -> block.volume())
                .reduce(MAX_GROUP_SIZE, Math::max);
    }
}
