package org.heddle.backend.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Sizes of caches are read as the system writes them.
final class HostCachesTest {
    @TempDir private Path folder = Path.of("");

    private void cache(int core, int index, String size, String cores) throws IOException {
        Path cache = Files.createDirectories(folder.resolve("cpu" + core + "/cache/index" + index));
        Files.writeString(cache.resolve("size"), size + "\n");
        Files.writeString(cache.resolve("shared_cpu_list"), cores + "\n");
    }

    @Test
    void readsSizesAndCountsSharedCaches() throws IOException {
        for (int core = 0; core < 4; core++) {
            cache(core, 2, "1024K", "" + core);
            cache(core, 3, "32M", core < 2 ? "0-1" : "2-3");
        }
        assertThat(HostCaches.under(folder))
                .isEqualTo(
                        new HostCaches(1L << 20, Optional.of(new HostCaches.Last(32L << 20, 2))));
    }

    @Test
    void readsTheFirstLevel() throws IOException {
        assertThat(HostCaches.first(folder)).isEmpty();
        cache(0, 0, "48K", "0");
        assertThat(HostCaches.first(folder)).contains(48L << 10);
    }

    @Test
    void assumesASecondLevelWhereNothingIsTold() throws IOException {
        assertThat(HostCaches.under(folder))
                .isEqualTo(new HostCaches(512L << 10, Optional.empty()));
        cache(0, 2, "much", "0");
        assertThat(HostCaches.under(folder).secondBytes()).isEqualTo(512L << 10);
    }
}
