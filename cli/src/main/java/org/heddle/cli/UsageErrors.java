package org.heddle.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// What a call that makes no sense prints: one line, what was probably meant, and where help is. Exit 2.
final class UsageErrors implements IParameterExceptionHandler {
    @Override
    public int handleParseException(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        PrintWriter err = line.getErr();
        err.println(line.getColorScheme().errorText("error: " + e.getMessage()));
        boolean suggested = UnmatchedArgumentException.printSuggestions(e, err);
        String name = line.getCommandSpec().qualifiedName();
        if (arguments.length == 0) {
            line.usage(err);
        } else if (!suggested || line.getParent() != null) {
            err.println("  help: `" + name + " --help` tells how");
        }
        return Exit.USAGE;
    }
}
