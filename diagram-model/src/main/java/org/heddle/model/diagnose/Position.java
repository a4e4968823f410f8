package org.heddle.model.diagnose;

/// A place in a text file; line and column count from 1, columns in UTF-16 units.
public record Position(String file, int line, int column) {
    @Override
    public String toString() {
        return file + ":" + line + ":" + column;
    }
}
