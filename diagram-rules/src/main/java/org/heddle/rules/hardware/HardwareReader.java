package org.heddle.rules.hardware;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.Nulls;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.heddle.model.syntax.JsonPlaces;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.MapperConfig;
import tools.jackson.databind.exc.InvalidFormatException;
import tools.jackson.databind.exc.InvalidNullException;
import tools.jackson.databind.exc.MismatchedInputException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.JacksonAnnotationIntrospector;
import tools.jackson.databind.json.JsonMapper;

/// Reads and writes hardware descriptions, and finds the shipped ones by name.
public final class HardwareReader {
    private static final JsonMapper MAPPER =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                    .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
                    .changeDefaultNullHandling(old -> old.withContentNulls(Nulls.FAIL))
                    .disable(DeserializationFeature.ACCEPT_FLOAT_AS_INT)
                    .annotationIntrospector(new AllButOptional())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .enable(MapperFeature.ACCEPT_CASE_INSENSITIVE_ENUMS)
                    .enable(SerializationFeature.INDENT_OUTPUT)
                    .disable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
                    .changeDefaultPropertyInclusion(
                            old -> old.withValueInclusion(JsonInclude.Include.NON_ABSENT))
                    .build();

    private static final String SCHEMA = "heddle-hardware-1.schema.json";

    private HardwareReader() {}

    /// The JSON Schema (draft 2020-12) of hardware descriptions: structure, keys, units.
    public static String schema() {
        return resource(SCHEMA);
    }

    /// Names of the shipped descriptions.
    public static List<String> shipped() {
        return List.of("h200", "h100", "h800", "b200", "a100", "rtx4090", "mi300x", "cpu");
    }

    /// A shipped description by name.
    public static Optional<Hardware> shipped(String name) {
        if (!shipped().contains(name)) {
            return Optional.empty();
        }
        String file = name + ".json";
        try {
            return Optional.of(parse(resource(file), file));
        } catch (HardwareException e) {
            throw new IllegalStateException("cannot use hardware resource " + file, e);
        }
    }

    private static String resource(String file) {
        try (InputStream in = HardwareReader.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("hardware resource " + file + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read hardware resource " + file, e);
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
            Optional<String> wrong = HardwareCheck.of(hardware);
            if (wrong.isPresent()) {
                throw new HardwareException(name + ": " + wrong.get());
            }
            return hardware;
        } catch (JacksonException e) {
            throw new HardwareException(
                    name + ": " + JsonPlaces.mistake(text).orElseGet(() -> reason(e)));
        }
    }

    /// Why a text is no description, with the JSON pointer of the place.
    private static String reason(JacksonException e) {
        StringBuilder pointer = new StringBuilder();
        for (JacksonException.Reference step : e.getPath()) {
            pointer.append('/')
                    .append(
                            step.getPropertyName() == null
                                    ? step.getIndex()
                                    : step.getPropertyName());
        }
        String place = pointer.isEmpty() ? "the description" : pointer.toString();
        String message = e.getOriginalMessage();
        if (e instanceof InvalidNullException
                || message.startsWith("Missing required creator property")
                || message.startsWith("Null value for creator property")
                || message.startsWith("Cannot map `null`")) {
            return place + " is missing: give it";
        }
        return switch (e) {
            case UnrecognizedPropertyException unknown ->
                    place + " is no key that there is: give " + keys(unknown);
            case InvalidFormatException wrong ->
                    place + " is '" + wrong.getValue() + "': give " + wanted(wrong.getTargetType());
            case MismatchedInputException wrong ->
                    place + " is of another kind: give " + wanted(wrong.getTargetType());
            case InputCoercionException wrong ->
                    place + " is out of range: give " + wanted(wrong.getTargetType());
            case StreamReadException unreadable -> place + ": " + unreadable.getOriginalMessage();
            default -> place + " cannot be used: give what `heddle schema hardware` says";
        };
    }

    private static String keys(UnrecognizedPropertyException unknown) {
        return unknown.getKnownPropertyIds() == null
                ? "none"
                : "one of "
                        + unknown.getKnownPropertyIds().stream()
                                .map(String::valueOf)
                                .collect(Collectors.joining(", "));
    }

    private static String wanted(@Nullable Class<?> type) {
        if (type == null) {
            return "what `heddle schema hardware` says";
        }
        if (type.isEnum()) {
            return "one of "
                    + Arrays.stream(type.getEnumConstants())
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "));
        }
        if (type == boolean.class || type == Boolean.class) {
            return "true or false";
        }
        if (type == int.class
                || type == long.class
                || type == Integer.class
                || type == Long.class) {
            return "a whole number";
        }
        if (type.isPrimitive() || Number.class.isAssignableFrom(type)) {
            return "a number";
        }
        if (type == String.class) {
            return "a text";
        }
        return Collection.class.isAssignableFrom(type) ? "an array" : "an object";
    }

    /// The description as JSON text.
    public static String write(Hardware hardware) {
        return MAPPER.writeValueAsString(hardware);
    }

    /// Every key is required whose component is not optional.
    private static final class AllButOptional extends JacksonAnnotationIntrospector {
        private static final long serialVersionUID = 1L;

        @Override
        public Boolean hasRequiredMarker(MapperConfig<?> config, AnnotatedMember member) {
            return member.getRawType() != Optional.class;
        }
    }

    /// A hardware file that cannot be used.
    public static final class HardwareException extends Exception {
        private static final long serialVersionUID = 1L;

        HardwareException(String message) {
            super(message);
        }
    }
}
