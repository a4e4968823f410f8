package org.heddle.model.text;

/// A part of the text: offsets in characters, the end exclusive.
record Span(int start, int end) {
    Span to(Span last) {
        return new Span(start, Math.max(start, last.end));
    }
}
