package org.heddle.cli.report.html;

import java.time.Instant;
import java.util.List;

/// How a report came about.
///
/// @param version of Heddle
/// @param arguments of the command
/// @param at when the comparison ended
/// @param java the Java that ran it
/// @param system the operating system and its architecture
public record Circumstances(
        String version, List<String> arguments, Instant at, String java, String system) {
    public Circumstances {
        arguments = List.copyOf(arguments);
    }

    /// Those of this process.
    ///
    /// @param at now
    public static Circumstances here(String version, List<String> arguments, Instant at) {
        return new Circumstances(
                version,
                arguments,
                at,
                System.getProperty("java.vm.name") + " " + Runtime.version(),
                System.getProperty("os.name")
                        + " "
                        + System.getProperty("os.version")
                        + ", "
                        + System.getProperty("os.arch"));
    }

    /// The command as it is given to a shell.
    String command() {
        StringBuilder command = new StringBuilder("heddle");
        for (String argument : arguments) {
            boolean plain = argument.matches("[A-Za-z0-9_./:=,@%+-]+");
            command.append(' ')
                    .append(plain ? argument : "'" + argument.replace("'", "'\\''") + "'");
        }
        return command.toString();
    }
}
