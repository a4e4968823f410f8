package org.heddle.cli;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import org.heddle.backend.driver.DriverException;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import picocli.CommandLine.Option;

/// What commands share that read a diagram: the form of its diagnostics.
///
/// As text they are told as they are found. In another form they are one document, written when the command ends, and nothing
/// else is said. `check` writes it as its result; the others, whose result is something else, write it to standard error.
abstract class DiagramCommand extends HeddleCommand {
    @Option(
            names = "--diagnostics",
            paramLabel = "text|json|sarif",
            defaultValue = "text",
            description =
                    "Form of errors and warnings, on standard error (of check: its result); sarif is SARIF 2.1.0. Default: ${DEFAULT-VALUE}.")
    private DiagnosticsForm form = DiagnosticsForm.TEXT;

    private final List<Diagnostic> found = new ArrayList<>();

    DiagramCommand(Session session) {
        super(session);
    }

    /// What the command does.
    ///
    /// @return the exit code
    abstract int execute() throws DiagnosticException, DriverException;

    @Override
    public final Integer call() throws DiagnosticException, DriverException {
        int exit = execute();
        if (form != DiagnosticsForm.TEXT) {
            documents().print(form.of(session.located(found), session));
        }
        return exit;
    }

    @Override
    public void check(Faults faults) {
        if (isJson() && form != DiagnosticsForm.TEXT) {
            faults.add("--json holds the diagnostics: give it or --diagnostics");
        }
    }

    /// Where diagnostics go that are a document.
    PrintStream documents() {
        return session.err();
    }

    /// Keeps problems for the document at the end.
    final void keep(List<Diagnostic> diagnostics) {
        found.addAll(diagnostics);
    }

    final DiagnosticsForm form() {
        return form;
    }

    /// What was kept so far.
    final List<Diagnostic> kept() {
        return List.copyOf(found);
    }

    @Override
    final void say(String line) {
        if (form == DiagnosticsForm.TEXT) {
            super.say(line);
        }
    }

    /// Shows warnings on standard error, or keeps them.
    final void warn(List<Diagnostic> warnings) {
        if (form != DiagnosticsForm.TEXT) {
            keep(warnings);
        } else if (!warnings.isEmpty() && !isJson()) {
            say(form.of(warnings, session).stripTrailing());
        }
    }
}
