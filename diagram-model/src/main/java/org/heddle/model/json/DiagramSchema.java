package org.heddle.model.json;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/// The JSON Schema (draft 2020-12) of diagram files: structure, keys and descriptions, for editors. Names, axes and sizes are for
/// the checker.
public final class DiagramSchema {
    private static final String RESOURCE = "heddle-1.schema.json";

    private DiagramSchema() {}

    /// The schema as JSON text.
    public static String text() {
        try (InputStream in = DiagramSchema.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException("resource " + RESOURCE + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException("cannot read resource " + RESOURCE, e);
        }
    }
}
