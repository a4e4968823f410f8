package org.heddle.backend.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import org.heddle.rules.hardware.Hardware;
import org.heddle.rules.hardware.HardwareReader;

/// Hardware descriptions measured on this machine, one file per device under `$XDG_CACHE_HOME/heddle/hardware` (`~/.cache` by default).
public final class HardwareStore {
    private HardwareStore() {}

    /// The file of a device.
    public static Path file(String device) {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isBlank()
                        ? Path.of(System.getProperty("user.home", "."), ".cache")
                        : Path.of(cache);
        String name = device.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-");
        return base.resolve("heddle").resolve("hardware").resolve(name + ".json");
    }

    /// The description saved for a device; empty where there is none or it cannot be used.
    public static Optional<Hardware> load(String device) {
        Path file = file(device);
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(HardwareReader.read(file));
        } catch (HardwareReader.HardwareException _) {
            return Optional.empty();
        }
    }

    /// Saves a description, whole or not at all.
    public static Path save(String device, Hardware hardware) throws IOException {
        Path file = file(device);
        Files.createDirectories(file.getParent());
        Path fresh = Files.createTempFile(file.getParent(), "hardware", ".tmp");
        Files.writeString(fresh, HardwareReader.write(hardware));
        return Files.move(
                fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }
}
