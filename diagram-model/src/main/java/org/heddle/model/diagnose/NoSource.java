package org.heddle.model.diagnose;

/// For diagrams that were built rather than read: pointers without places.
enum NoSource implements SourceMap {
    INSTANCE;

    @Override
    public Location value(String pointer) {
        return Location.at(pointer);
    }

    @Override
    public Location key(String pointer) {
        return Location.at(pointer);
    }

    @Override
    public Location inside(String pointer, int offset) {
        return Location.at(pointer);
    }

    @Override
    public Location token(String pointer, String token) {
        return Location.at(pointer);
    }

    @Override
    public Location part(String pointer, String printed) {
        return Location.at(pointer);
    }
}
