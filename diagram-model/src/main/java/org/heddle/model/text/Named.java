package org.heddle.model.text;

import java.util.List;

/// A name and where it stands.
record Named(String text, Span span) {
    static List<String> texts(List<Named> names) {
        return names.stream().map(Named::text).toList();
    }
}
