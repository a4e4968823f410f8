package org.heddle.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.cli.report.Json;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.DiagnosticPrinter;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.node.ObjectNode;

/// What a command that failed prints, and its exit code.
///
/// | failure | exit | kind in JSON |
/// | --- | --- | --- |
/// | diagnostics; a file or array that cannot be used; memory does not suffice | 1 | `diagnostics`, `input`, `memory` |
/// | a call that makes no sense (its text is that of {@link UsageErrors}) | 2 | `usage` |
/// | a device or tool is missing | 3 | `missing` |
/// | anything else | 70 | `bug` |
///
/// With `--json` the document on stdout is `{format: "heddle-failure/1", exit, kind, message, hint, diagnostics, reproducer}`.
final class Failures implements IExecutionExceptionHandler {
    private final Session session;

    Failures(Session session) {
        this.session = session;
    }

    private record Failure(
            int exit,
            String kind,
            String message,
            String hint,
            List<Diagnostic> diagnostics,
            String reproducer) {
        Failure(int exit, String kind, String message, String hint) {
            this(exit, kind, message, hint, List.of(), "");
        }
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        boolean json = line.getCommand() instanceof HeddleCommand command && command.isJson();
        if (!json
                && failure instanceof DiagnosticException problems
                && line.getCommand() instanceof DiagramCommand command) {
            session.err().print(command.failed(problems.diagnostics()));
            return Exit.WRONG;
        }
        return report(failure, json);
    }

    /// Reports a call that makes no sense, as JSON.
    ///
    /// @return the exit code
    int usage(String message, String hint) {
        session.out().print(Json.text(document(new Failure(Exit.USAGE, "usage", message, hint))));
        return Exit.USAGE;
    }

    /// Reports a failure.
    ///
    /// @return the exit code
    int report(Throwable thrown, boolean json) {
        Failure failure = classify(thrown);
        if (json) {
            session.out().print(Json.text(document(failure)));
        } else {
            session.err().print(text(failure));
        }
        return failure.exit();
    }

    private Failure classify(Throwable thrown) {
        return switch (thrown) {
            case DiagnosticException e ->
                    new Failure(
                            Exit.WRONG,
                            "diagnostics",
                            "the input is wrong",
                            "",
                            session.located(e.diagnostics()),
                            "");
            case InputException e -> new Failure(Exit.WRONG, "input", message(e), e.hint());
            case DriverException e ->
                    switch (e.kind()) {
                        case MISSING_TOOL, MISSING_DEVICE ->
                                new Failure(Exit.MISSING, "missing", message(e), e.hint());
                        case UNSUITABLE_DEVICE ->
                                new Failure(Exit.USAGE, "usage", message(e), e.hint());
                        case OUT_OF_MEMORY ->
                                new Failure(Exit.WRONG, "memory", message(e), e.hint());
                        case BUILD_FAILED, LAUNCH_FAILED -> bug(e, e.hint());
                    };
            case OutOfMemoryError e ->
                    new Failure(
                            Exit.WRONG,
                            "memory",
                            "memory does not suffice: " + message(e),
                            "choose smaller sizes");
            default -> bug(thrown, "");
        };
    }

    private Failure bug(Throwable thrown, String hint) {
        String file = Reproducer.write(session, thrown).map(Path::toString).orElse("");
        return new Failure(Exit.BUG, "bug", message(thrown), hint, List.of(), file);
    }

    private static String message(Throwable thrown) {
        return Optional.ofNullable(thrown.getMessage())
                .filter(message -> !message.isBlank())
                .orElse(thrown.getClass().getSimpleName());
    }

    private String text(Failure failure) {
        if (!failure.diagnostics().isEmpty()) {
            return DiagnosticPrinter.text(failure.diagnostics(), session::text);
        }
        boolean bug = failure.exit() == Exit.BUG;
        String label =
                session.ansi().string(bug ? "@|bold,red internal error|@" : "@|bold,red error|@");
        StringBuilder text =
                new StringBuilder(label).append(": ").append(failure.message()).append('\n');
        if (!failure.hint().isBlank()) {
            text.append("  help: ").append(failure.hint()).append('\n');
        }
        if (bug) {
            text.append(
                    failure.reproducer().isEmpty()
                            ? "  no reproducer could be written to the folder for temporary files\n"
                            : "  what is needed to reproduce this is in "
                                    + failure.reproducer()
                                    + "\n");
        }
        return text.toString();
    }

    private static ObjectNode document(Failure failure) {
        ObjectNode document = Json.document("heddle-failure/1");
        document.put("exit", failure.exit());
        document.put("kind", failure.kind());
        document.put("message", failure.message());
        document.put("hint", failure.hint());
        document.set("diagnostics", Json.diagnostics(failure.diagnostics()));
        document.put("reproducer", failure.reproducer());
        return document;
    }
}
