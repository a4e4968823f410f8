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
    private static final System.Logger LOG = System.getLogger(HardwareStore.class.getName());

    private HardwareStore() {}

    /// The file of a device.
    public static Path file(String device) {
        return file(folder(), device);
    }

    /// The description saved for a device; empty where there is none or, with a warning, where it cannot be used.
    public static Optional<Hardware> load(String device) {
        return load(folder(), device);
    }

    /// Saves a description, whole or not at all.
    public static Path save(String device, Hardware hardware) throws IOException {
        return save(folder(), device, hardware);
    }

    static Path folder() {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path base =
                cache == null || cache.isBlank()
                        ? Path.of(System.getProperty("user.home", "."), ".cache")
                        : Path.of(cache);
        return base.resolve("heddle").resolve("hardware");
    }

    static Path file(Path folder, String device) {
        return folder.resolve(
                device.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9]+", "-") + ".json");
    }

    static Optional<Hardware> load(Path folder, String device) {
        Path file = file(folder, device);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            return Optional.of(HardwareReader.read(file));
        } catch (HardwareReader.HardwareException e) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "the saved hardware description is not used: " + e.getMessage());
            return Optional.empty();
        }
    }

    static Path save(Path folder, String device, Hardware hardware) throws IOException {
        Files.createDirectories(folder);
        Path fresh = Files.createTempFile(folder, "hardware", ".tmp");
        try {
            Files.writeString(fresh, HardwareReader.write(hardware));
            return Files.move(
                    fresh,
                    file(folder, device),
                    StandardCopyOption.REPLACE_EXISTING,
                    StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
