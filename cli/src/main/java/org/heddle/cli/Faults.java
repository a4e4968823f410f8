package org.heddle.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;

/// Collects what is wrong of independent parts of a call, so that all of it is told at once.
final class Faults {
    private final List<Diagnostic> found = new ArrayList<>();

    /// What may fail with diagnostics.
    @FunctionalInterface
    interface Step<T> {
        T get() throws DiagnosticException;
    }

    /// A call that makes no sense, exit 2.
    static DiagnosticException usage(String message, String... help) {
        return new DiagnosticException(
                Diagnostic.error(Code.U001, message, Location.DOCUMENT, help));
    }

    /// Adds that the call makes no sense.
    void add(String message, String... help) {
        addAll(usage(message, help).diagnostics());
    }

    void addAll(List<Diagnostic> diagnostics) {
        found.addAll(diagnostics);
    }

    /// What a step gives; empty where it failed, which is kept.
    <T> Optional<T> get(Step<T> step) {
        try {
            return Optional.of(step.get());
        } catch (DiagnosticException e) {
            addAll(e.diagnostics());
            return Optional.empty();
        }
    }

    boolean isEmpty() {
        return found.isEmpty();
    }

    /// Throws everything that was found, if anything was.
    void raise() throws DiagnosticException {
        if (!isEmpty()) {
            throw new DiagnosticException(found);
        }
    }
}
