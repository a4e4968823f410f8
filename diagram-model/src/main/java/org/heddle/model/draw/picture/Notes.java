package org.heddle.model.draw.picture;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.heddle.model.draw.scene.Label;

/// What is known about the kernels of a diagram beyond the diagram: by id of the block.
public record Notes(Map<String, Note> kernels) {
    public static final Notes NONE = new Notes(Map.of());

    public Notes {
        kernels = Collections.unmodifiableMap(new LinkedHashMap<>(kernels));
    }

    /// About one kernel.
    ///
    /// @param caption added to its name
    /// @param labels what is written at lines of its axes, such as g with a low q
    public record Note(String caption, Map<String, Label> labels) {
        public static final Note NONE = new Note("", Map.of());

        public Note {
            labels = Collections.unmodifiableMap(new LinkedHashMap<>(labels));
        }
    }

    public Note of(String block) {
        return kernels.getOrDefault(block, Note.NONE);
    }
}
