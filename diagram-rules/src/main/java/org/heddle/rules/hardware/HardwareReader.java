package org.heddle.rules.hardware;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes hardware descriptions, and finds the shipped ones by name.
public final class HardwareReader {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
            .enable(SerializationFeature.INDENT_OUTPUT)
            .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
            .build();

    private HardwareReader() {}

    /// Names of the shipped descriptions.
    public static List<String> shipped() {
        return List.of("h200", "cpu");
    }

    /// A shipped description by name.
    public static Optional<Hardware> shipped(String name) {
        if (!shipped().contains(name)) {
            return Optional.empty();
        }
        try (InputStream in = HardwareReader.class.getResourceAsStream(name + ".json")) {
            if (in == null) {
                throw new IllegalStateException("hardware resource " + name + ".json is missing");
            }
            return Optional.of(MAPPER.readValue(in, Hardware.class));
        } catch (IOException e) {
            throw new IllegalStateException("cannot read hardware resource " + name, e);
        }
    }

    /// Reads a description.
    ///
    /// @throws HardwareException where the file cannot be read or is no valid description
    public static Hardware read(Path file) throws HardwareException {
        try {
            Hardware hardware = MAPPER.readValue(Files.readString(file), Hardware.class);
            if (!Hardware.FORMAT.equals(hardware.format())) {
                throw new HardwareException(file + ": format is '" + hardware.format() + "', not '" + Hardware.FORMAT + "'");
            }
            if (hardware.levels().size() < 2) {
                throw new HardwareException(file + ": at least the levels global and local are needed");
            }
            return hardware;
        } catch (IOException e) {
            throw new HardwareException("cannot read " + file + ": " + e.getMessage());
        } catch (JacksonException e) {
            throw new HardwareException(file + ": " + e.getOriginalMessage());
        }
    }

    /// The description as JSON text.
    public static String write(Hardware hardware) {
        return MAPPER.writeValueAsString(hardware);
    }

    /// A hardware file that cannot be used.
    public static final class HardwareException extends Exception {
        private static final long serialVersionUID = 1L;

        HardwareException(String message) {
            super(message);
        }
    }
}
