package org.heddle.cli;

import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What a call that makes no sense prints: one line, what was probably meant, and where help is; with `--json` the document of a
/// failure, of kind `usage`. Exit 2.
final class UsageErrors implements IParameterExceptionHandler {
    private final Failures failures;

    UsageErrors(Failures failures) {
        this.failures = failures;
    }

    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        String help = "`" + line.getCommandSpec().qualifiedName() + " --help` tells how";
        if (Arrays.asList(arguments).contains("--json")) {
            List<String> near =
                    e instanceof UnmatchedArgumentException unmatched
                            ? unmatched.getSuggestions()
                            : List.of();
            String meant = near.isEmpty() ? "" : "did you mean: " + String.join(", ", near) + "? ";
            return failures.usage(String.valueOf(e.getMessage()), meant + help);
        }
        PrintWriter err = line.getErr();
        err.println(line.getColorScheme().errorText("error: " + e.getMessage()));
        boolean suggested = UnmatchedArgumentException.printSuggestions(e, err);
        if (arguments.length == 0) {
            line.usage(err);
        } else if (!suggested || line.getParent() != null) {
            err.println("  help: " + help);
        }
        return Exit.USAGE;
    }
}
