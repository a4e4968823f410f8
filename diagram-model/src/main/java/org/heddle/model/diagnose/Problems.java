package org.heddle.model.diagnose;

import java.util.ArrayList;
import java.util.List;

/// Collects problems, so that all are told at once; after {@link #LIMIT} of them the rest is only counted.
public final class Problems {
    /// More than anyone reads; keeps hostile input from filling memory.
    public static final int LIMIT = 200;

    private final List<Diagnostic> found = new ArrayList<>();
    private int unlisted;
    private int errors;

    public void add(Diagnostic diagnostic) {
        errors += diagnostic.isError() ? 1 : 0;
        if (found.size() < LIMIT) {
            found.add(diagnostic);
        } else {
            unlisted++;
        }
    }

    public void addAll(List<Diagnostic> diagnostics) {
        diagnostics.forEach(this::add);
    }

    public void error(Code code, String message, Location where, String... notes) {
        add(Diagnostic.error(code, message, where, notes));
    }

    public void warning(Code code, String message, Location where, String... notes) {
        add(Diagnostic.warning(code, message, where, notes));
    }

    /// Whether further problems would not be listed: then suggestions need not be searched for.
    public boolean isFull() {
        return found.size() >= LIMIT;
    }

    public boolean hasErrors() {
        return errors > 0;
    }

    /// How many of the problems are errors, unlisted ones included.
    public int errors() {
        return errors;
    }

    /// All problems in the order in which they were found, the unlisted ones as one more.
    public List<Diagnostic> list() {
        List<Diagnostic> all = new ArrayList<>(found);
        if (unlisted > 0) {
            String message =
                    unlisted + " more problem" + (unlisted == 1 ? " is" : "s are") + " not listed";
            all.add(
                    new Diagnostic(
                            Code.E014,
                            errors > 0 ? Severity.ERROR : Severity.WARNING,
                            message,
                            Location.DOCUMENT,
                            List.of()));
        }
        return List.copyOf(all);
    }
}
