package org.heddle.backend.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Caches of this machine's CPU as the operating system tells of them (Linux, `/sys/devices/system/cpu`).
///
/// @param secondBytes the second-level cache of one core
/// @param last the cache that cores share; empty where there is none or the system does not tell
record HostCaches(long secondBytes, Optional<Last> last) {
    static final Path SYSTEM = Path.of("/sys/devices/system/cpu");

    private static final long USUAL_SECOND_BYTES = 512L << 10;

    /// A cache that cores share.
    ///
    /// @param bytes of one
    /// @param count how many there are
    record Last(long bytes, int count) {}

    static HostCaches here() {
        return under(SYSTEM);
    }

    /// Bytes of the first-level data cache of one core; empty where the system does not tell.
    static Optional<Long> first(Path folder) {
        return bytes(folder.resolve("cpu0/cache/index0/size"));
    }

    static HostCaches under(Path folder) {
        Path first = folder.resolve("cpu0/cache");
        return new HostCaches(
                bytes(first.resolve("index2/size")).orElse(USUAL_SECOND_BYTES),
                bytes(first.resolve("index3/size")).map(bytes -> new Last(bytes, count(folder))));
    }

    /// Cores that list the same cores share a cache.
    private static int count(Path folder) {
        try (Stream<Path> cores = Files.list(folder)) {
            List<String> shared =
                    cores.map(core -> core.resolve("cache/index3/shared_cpu_list"))
                            .flatMap(file -> text(file).stream())
                            .distinct()
                            .toList();
            return Math.max(1, shared.size());
        } catch (IOException _) {
            return 1;
        }
    }

    private static Optional<Long> bytes(Path file) {
        return text(file)
                .filter(text -> text.matches("[1-9][0-9]{0,9}[KM]"))
                .map(
                        text ->
                                Long.parseLong(text.substring(0, text.length() - 1))
                                        << (text.endsWith("K") ? 10 : 20));
    }

    private static Optional<String> text(Path file) {
        try {
            return Optional.of(Files.readString(file).strip());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
