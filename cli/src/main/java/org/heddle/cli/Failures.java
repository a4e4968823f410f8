package org.heddle.cli;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.heddle.backend.driver.DriverException;
import org.heddle.cli.report.Json;
import org.heddle.model.diagnose.Code;
import org.heddle.model.diagnose.Diagnostic;
import org.heddle.model.diagnose.DiagnosticException;
import org.heddle.model.diagnose.Location;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import tools.jackson.databind.node.ObjectNode;

/// What a command that failed prints, and its exit code. Every failure is one diagnostic or several; their codes say the rest:
///
/// | failure | codes | exit | kind in JSON |
/// | --- | --- | --- | --- |
/// | a call that makes no sense, a device that does not suit | U001, D903 | 2 | `usage` |
/// | a device or tool is missing | D902 | 3 | `missing` |
/// | memory does not suffice | D904 | 1 | `memory` |
/// | a bug | D999 | 70 | `bug` |
/// | a file that cannot be read or written | E015, E016 | 1 | `input` |
/// | anything else | | 1 | `diagnostics` |
///
/// They are printed in the form that `--diagnostics` asks for. With `--json` the document on stdout is
/// `{format: "heddle-failure/1", exit, kind, message, hint, diagnostics, reproducer}`.
final class Failures implements IExecutionExceptionHandler, IParameterExceptionHandler {
    private final Session session;

    Failures(Session session) {
        this.session = session;
    }

    private enum Kind {
        USAGE(Exit.USAGE),
        MISSING(Exit.MISSING),
        MEMORY(Exit.WRONG),
        BUG(Exit.BUG),
        INPUT(Exit.WRONG),
        DIAGNOSTICS(Exit.WRONG);

        private final int exit;

        Kind(int exit) {
            this.exit = exit;
        }

        /// The kind of several problems is that of the one that is told first in the table above.
        static Kind of(List<Diagnostic> diagnostics) {
            return diagnostics.stream()
                    .map(d -> of(d.code()))
                    .min(Comparator.naturalOrder())
                    .orElse(DIAGNOSTICS);
        }

        private static Kind of(Code code) {
            return switch (code) {
                case U001, D903 -> USAGE;
                case D902 -> MISSING;
                case D904 -> MEMORY;
                case D999 -> BUG;
                case E015, E016 -> INPUT;
                default -> DIAGNOSTICS;
            };
        }
    }

    /// @param reproducer the file that helps to find a bug; else empty
    private record Failure(List<Diagnostic> diagnostics, String reproducer) {
        Kind kind() {
            return Kind.of(diagnostics);
        }

        String message() {
            if (kind() == Kind.DIAGNOSTICS) {
                return "the input is wrong";
            }
            return diagnostics.size() == 1
                    ? diagnostics.getFirst().message()
                    : diagnostics.size() + " mistakes in the call";
        }

        String hint() {
            return kind() == Kind.DIAGNOSTICS
                    ? ""
                    : String.join(" ", diagnostics.getLast().notes());
        }
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult parsed) {
        return report(failure, line.getCommandSpec());
    }

    @Override
    public int handleParseException(ParameterException failure, String[] arguments) {
        CommandLine line = failure.getCommandLine();
        int exit =
                report(Faults.usage(String.valueOf(failure.getMessage())), line.getCommandSpec());
        if (arguments.length == 0) {
            line.usage(line.getErr());
        }
        return exit;
    }

    /// Reports a failure.
    ///
    /// @param called the command as far as it is known
    /// @return the exit code
    int report(Throwable thrown, CommandSpec called) {
        Failure failure = classify(thrown, called);
        Kind kind = failure.kind();
        Object command = called.userObject();
        boolean json =
                command instanceof HeddleCommand heddle
                        ? heddle.isJson()
                        : session.arguments().contains("--json");
        if (json) {
            session.out().print(Json.text(document(failure)));
            return kind.exit;
        }
        List<Diagnostic> told = new ArrayList<>();
        DiagnosticsForm form = DiagnosticsForm.asked(session.arguments());
        PrintStream to = session.err();
        if (command instanceof DiagramCommand diagram) {
            form = diagram.form();
            to = form == DiagnosticsForm.TEXT ? to : diagram.documents();
            told.addAll(session.located(diagram.kept()));
        }
        told.addAll(failure.diagnostics());
        to.print(form.of(told, session));
        return kind.exit;
    }

    private Failure classify(Throwable thrown, CommandSpec called) {
        return switch (thrown) {
            case DiagnosticException e ->
                    new Failure(withHelp(session.located(e.diagnostics()), called), "");
            case DriverException e ->
                    switch (e.kind()) {
                        case MISSING_TOOL, MISSING_DEVICE -> failure(Code.D902, e, e.hint());
                        case UNSUITABLE_DEVICE -> failure(Code.D903, e, e.hint());
                        case OUT_OF_MEMORY -> failure(Code.D904, e, e.hint());
                        case BUILD_FAILED, LAUNCH_FAILED -> bug(e, e.hint());
                    };
            case OutOfMemoryError e ->
                    new Failure(
                            List.of(
                                    Diagnostic.error(
                                            Code.D904,
                                            "memory does not suffice: " + message(e),
                                            Location.DOCUMENT,
                                            "choose smaller sizes")),
                            "");
            default -> bug(thrown, "");
        };
    }

    /// After mistakes in the call, where it is told how to call.
    private static List<Diagnostic> withHelp(List<Diagnostic> diagnostics, CommandSpec called) {
        List<Diagnostic> all = new ArrayList<>(diagnostics);
        Diagnostic last = all.getLast();
        if (last.code() == Code.U001) {
            List<String> notes = new ArrayList<>(last.notes());
            notes.add("`" + called.qualifiedName() + " --help` tells how");
            all.set(
                    all.size() - 1,
                    Diagnostic.error(
                            last.code(),
                            last.message(),
                            last.where(),
                            notes.toArray(String[]::new)));
        }
        return all;
    }

    private static Failure failure(Code code, DriverException thrown, String hint) {
        return new Failure(List.of(problem(code, message(thrown), hint)), "");
    }

    /// What compilers and drivers say may take many lines.
    private static Diagnostic problem(Code code, String message, String hint) {
        List<String> lines = new ArrayList<>(message.lines().toList());
        String first = lines.removeFirst();
        lines.addAll(hint.lines().toList());
        return Diagnostic.error(code, first, Location.DOCUMENT, lines.toArray(String[]::new));
    }

    private Failure bug(Throwable thrown, String hint) {
        String file = Reproducer.write(session, thrown).map(Path::toString).orElse("");
        String reproduce =
                file.isEmpty()
                        ? "no reproducer could be written to the folder for temporary files"
                        : "what is needed to reproduce this is in " + file;
        String notes = hint.isBlank() ? reproduce : hint + "\n" + reproduce;
        return new Failure(
                List.of(problem(Code.D999, "internal error: " + message(thrown), notes)), file);
    }

    private static String message(Throwable thrown) {
        return Optional.ofNullable(thrown.getMessage())
                .filter(message -> !message.isBlank())
                .orElse(thrown.getClass().getSimpleName());
    }

    private static ObjectNode document(Failure failure) {
        ObjectNode document = Json.document("heddle-failure/1");
        document.put("exit", failure.kind().exit);
        document.put("kind", failure.kind().name().toLowerCase(Locale.ROOT));
        document.put("message", failure.message());
        document.put("hint", failure.hint());
        document.set("diagnostics", Json.diagnostics(failure.diagnostics()));
        document.put("reproducer", failure.reproducer());
        return document;
    }
}
