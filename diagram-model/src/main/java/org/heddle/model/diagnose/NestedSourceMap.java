package org.heddle.model.diagnose;

/// A part of a document seen as a document.
record NestedSourceMap(SourceMap whole, String prefix) implements SourceMap {
    @Override
    public Location value(String pointer) {
        return whole.value(prefix + pointer);
    }

    @Override
    public Location key(String pointer) {
        return whole.key(prefix + pointer);
    }

    @Override
    public Location inside(String pointer, int offset) {
        return whole.inside(prefix + pointer, offset);
    }

    @Override
    public Location token(String pointer, String token) {
        return whole.token(prefix + pointer, token);
    }

    @Override
    public Location part(String pointer, String printed) {
        return whole.part(prefix + pointer, printed);
    }
}
