package org.heddle.model.diagnose;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/// Collects problems, so that all are told at once; after {@link #LIMIT} errors further errors are only counted, and so
/// are warnings after as many: no number of warnings hides an error.
public final class Problems {
    /// More than anyone reads; keeps hostile input from filling memory.
    public static final int LIMIT = 200;

    private final List<Diagnostic> found = new ArrayList<>();
    private int errors;
    private int warnings;

    public void add(Diagnostic diagnostic) {
        int before = diagnostic.isError() ? errors++ : warnings++;
        if (before < LIMIT) {
            found.add(diagnostic);
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

    /// Whether further errors would not be listed: then nothing need be searched for that would only be told with them.
    public boolean isFull() {
        return errors >= LIMIT;
    }

    /// Help on a misspelt name, none where it would not be listed.
    public String[] help(String name, Collection<String> known) {
        return isFull() ? new String[0] : Suggestion.help(name, known);
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
        int unlisted = errors + warnings - found.size();
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
