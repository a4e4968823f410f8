package org.heddle.model.diagnose;

import java.util.List;

/// From a JSON pointer to the place in the text that it was read from.
///
/// Each method answers with the pointer alone where the text is not known.
public interface SourceMap {
    /// The start of a value.
    Location value(String pointer);

    /// The start of the key of a member.
    Location key(String pointer);

    /// The character at an offset of a string value, escapes counted as they are written.
    Location inside(String pointer, int offset);

    /// The first place in a string value where a name or sign occurs as a word of its own; else the start of the value.
    Location token(String pointer, String token);

    /// The first place in a string value where an expression stands that prints so; else the start of the value.
    Location part(String pointer, String printed);

    /// The map of the value at a pointer, as if it were a document of its own; answers keep their full pointers.
    default SourceMap under(String prefix) {
        return prefix.isEmpty() ? this : new NestedSourceMap(this, prefix);
    }

    /// Adds the places in the text to problems that were found without it.
    default List<Diagnostic> locate(List<Diagnostic> diagnostics) {
        return diagnostics.stream().map(d -> d.locatedBy(this)).toList();
    }

    /// The map that knows no text.
    static SourceMap none() {
        return NoSource.INSTANCE;
    }
}
