package org.heddle.rules.hardware;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagram.DType;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes hardware descriptions, and finds the shipped ones by name.
public final class HardwareReader {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
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
            return parse(Files.readString(file), file.toString());
        } catch (CharacterCodingException _) {
            throw new HardwareException(file + ": the text is not UTF-8");
        } catch (IOException e) {
            throw new HardwareException("cannot read " + file + ": " + e.getMessage());
        }
    }

    /// Reads a description from its text.
    ///
    /// @param name of the text in messages
    /// @throws HardwareException where it is no valid description
    public static Hardware parse(String text, String name) throws HardwareException {
        try {
            @Nullable Hardware hardware = MAPPER.readValue(text, Hardware.class);
            if (hardware == null) {
                throw new HardwareException(name + ": there is no description, only null");
            }
            if (!Hardware.FORMAT.equals(hardware.format())) {
                throw new HardwareException(
                        name
                                + ": format is '"
                                + hardware.format()
                                + "', not '"
                                + Hardware.FORMAT
                                + "'");
            }
            Optional<String> wrong = wrong(hardware);
            if (wrong.isPresent()) {
                throw new HardwareException(name + ": " + wrong.get());
            }
            return hardware;
        } catch (JacksonException e) {
            String where = e.getPath().isEmpty() ? "" : " (" + e.getPathReference() + ")";
            throw new HardwareException(name + ": " + e.getOriginalMessage() + where);
        }
    }

    /// The first thing that the cost model could not count with.
    private static Optional<String> wrong(Hardware hardware) {
        if (hardware.levels().size() < 2) {
            return Optional.of(
                    "at least the levels global and local are needed, there are "
                            + hardware.levels().size());
        }
        if (hardware.units() < 1
                || hardware.vectorLanes() < 1
                || hardware.vectorRegisters() < 1
                || hardware.threadsPerGroup() < 1) {
            return Optional.of(
                    "units, vectorLanes, vectorRegisters and threadsPerGroup must be at least 1");
        }
        for (Hardware.Level level : hardware.levels()) {
            if (level.capacityBytes() < 1
                    || level.granularityBytes() < 1
                    || !(level.bytesPerSecond() > 0)) {
                return Optional.of(
                        "level "
                                + level.name()
                                + " needs a positive capacityBytes, granularityBytes and bytesPerSecond");
            }
        }
        for (String pipe : List.of("fma", "special")) {
            for (DType dtype : List.of(DType.F32, DType.F64)) {
                boolean there =
                        hardware.pipes().stream()
                                .anyMatch(
                                        p ->
                                                p.name().equals(pipe)
                                                        && p.dtype() == dtype
                                                        && p.perSecond() > 0);
                if (!there) {
                    return Optional.of(
                            "a pipe '"
                                    + pipe
                                    + "' for "
                                    + dtype
                                    + " with a positive rate is needed");
                }
            }
        }
        return Optional.empty();
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
