package org.heddle.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// What is needed to see a bug again: version, machine, command line, the texts that were read, and the stack trace.
final class Reproducer {
    private Reproducer() {}

    /// Writes one to the folder for temporary files; empty where even that fails.
    static Optional<Path> write(Session session, Throwable bug) {
        try {
            Path file = Files.createTempFile("heddle-bug-", ".txt");
            Files.writeString(file, text(session, bug), StandardCharsets.UTF_8);
            return Optional.of(file);
        } catch (IOException _) {
            return Optional.empty();
        }
    }

    private static String text(Session session, Throwable bug) {
        StringWriter trace = new StringWriter();
        bug.printStackTrace(new PrintWriter(trace));
        StringBuilder text = new StringBuilder();
        text.append("version:  ").append(Version.text()).append('\n');
        text.append("java:     ").append(Runtime.version()).append('\n');
        text.append("system:   ")
                .append(System.getProperty("os.name"))
                .append(' ')
                .append(System.getProperty("os.arch"));
        text.append(", ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" processors\n");
        text.append("command:  heddle ").append(String.join(" ", session.arguments())).append('\n');
        text.append("folder:   ").append(Path.of("").toAbsolutePath()).append("\n\n");
        text.append(trace);
        session.texts()
                .forEach(
                        (file, source) ->
                                text.append("\n----- ")
                                        .append(file)
                                        .append(" -----\n")
                                        .append(source));
        return text.toString();
    }
}
