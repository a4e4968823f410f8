package org.heddle.backend.driver.ncu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/// A program called `ncu` on a path of its own, in place of NVIDIA's.
///
/// What it is given is as NVIDIA's documentation says, so that a wrong option is an error; what it prints is of the documented form.
public final class FakeNcu {
    /// Titles as of 2024.
    public static final String TITLES =
            """
            "ID","Process ID","Process Name","Host Name","Kernel Name","Context","Stream","Block Size","Grid Size","Device","CC","Section Name","Metric Name","Metric Unit","Metric Value"
            """;

    /// Knows the options that Heddle gives; `$log` is where to print, `$job` the directory of the job, `"$@"` the program to watch.
    private static final String OPTIONS =
            """
            #!/bin/sh
            set -eu
            while [ $# -gt 0 ]; do
              case "$1" in
                --csv) shift ;;
                --log-file) log=$2; shift 2 ;;
                --page|--print-units|--print-kernel-base|--metrics|--target-processes|--cache-control|--clock-control)
                  echo "$1 $2"; shift 2 ;;
                -*) echo "unrecognised option '$1'" >&2; exit 64 ;;
                *) break ;;
              esac
            done
            job= waiting= device=
            for last in "$@"; do job=$waiting; waiting=$device; device=$last; done
            """;

    private FakeNcu() {}

    /// Puts it into a folder.
    ///
    /// @param does what it does with `$log`, `$job` and `"$@"`, as a shell script
    /// @return variables by which it is found
    public static Map<String, String> in(Path folder, String does) throws IOException {
        Path ncu = Files.writeString(folder.resolve("ncu"), OPTIONS + does);
        if (!ncu.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + ncu + " executable");
        }
        return Map.of("PATH", folder.toString());
    }

    /// Prints a text where Heddle looks for it.
    public static String printing(String text) {
        return "cat > \"$log\" <<'END'\n" + text + "END\n";
    }

    /// The rows of a launch.
    public static String launch(int id, String kernel, String read, String write, String cache) {
        return row(id, kernel, "dram__bytes_read.sum", read)
                + row(id, kernel, "dram__bytes_write.sum", write)
                + row(id, kernel, "lts__t_bytes.sum", cache);
    }

    private static String row(int id, String kernel, String metric, String value) {
        return """
               "%d","4711","java","127.0.0.1","%s","1","7","(256, 1, 1)","(16, 8, 1)","0","9.0","Command line profiler metrics","%s","byte","%s"
               """
                .formatted(id, kernel, metric, value);
    }
}
