package org.heddle.model.diagnose;

import java.util.List;

/// One problem: its code, how bad it is, the particulars, where, and what to do about it.
///
/// @param message names the wire or axis and the bound that is violated, with its numbers
/// @param notes lines of help
public record Diagnostic(
        Code code, Severity severity, String message, Location where, List<String> notes) {
    public Diagnostic {
        notes = List.copyOf(notes);
    }

    public static Diagnostic error(Code code, String message, Location where, String... notes) {
        return new Diagnostic(code, Severity.ERROR, message, where, List.of(notes));
    }

    public static Diagnostic warning(Code code, String message, Location where, String... notes) {
        return new Diagnostic(code, Severity.WARNING, message, where, List.of(notes));
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    /// The same, where it does not stop what is being done.
    public Diagnostic asWarning() {
        return new Diagnostic(code, Severity.WARNING, message, where, notes);
    }

    /// The same problem with its place in the text, where the map knows it.
    public Diagnostic locatedBy(SourceMap map) {
        if (where.position().isPresent()) {
            return this;
        }
        Location found =
                where.part().isEmpty()
                        ? map.value(where.pointer())
                        : map.part(where.pointer(), where.part());
        return new Diagnostic(code, severity, message, found, notes);
    }

    @Override
    public String toString() {
        return severity + "[" + code + "]: " + message + " " + where;
    }
}
